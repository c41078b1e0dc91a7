import type { Language } from '../../lib/language.ts';
import { english, WORDS_VI } from '../words.ts';

const VI = {
  haveCodes: 'Mã còn dùng được trên máy này',

  part: {
    waiting: 'Đang tải…',
    failed: 'Chưa tải được phần này vì không có mạng.',
    again: 'Thử lại',
  },

  along: 'Đi cùng trẻ em hoặc người khác?',
  onBehalf: 'Tôi khai giúp người khác',
  remember: 'Nhớ thông tin của tôi trên máy này cho lần sau (không nhớ câu trả lời về sức khỏe)',
  forget: 'Quên thông tin của tôi trên máy này',

  notSent: WORDS_VI.notSent,
  notSentText: 'Tờ khai đã điền xong và đang nằm trên máy này; nhà trường chưa nhận được. Khi có mạng, trang sẽ tự gửi.',
  notLasting: 'Trình duyệt này không giữ lại được gì. Xin để trang này mở cho đến khi gửi xong.',
  filledAt: 'Điền lúc',
  sendNow: 'Gửi lại ngay',
  sending: WORDS_VI.sending,
  drop: 'Bỏ tờ khai này',
  dropAsk: 'Bỏ tờ khai này?',
  dropText: 'Nhà trường sẽ không nhận được tờ khai này.',
  keep: 'Giữ lại',
  refused: 'Nhà trường không nhận được tờ khai này.',
  redo: 'Khai lại',

  show: 'Cảm ơn anh/chị đã khai. Xin đưa mã này cho bảo vệ quét.',
  next: {
    cleared: 'Xin giữ mã này trên máy: lúc anh/chị ra về, bảo vệ quét lại.',
    attention: 'Bảo vệ có thể hỏi thăm thêm vài câu, rồi cùng anh/chị chọn cách phù hợp.',
  },
  qr: 'Mã QR qua cổng',
  group: (people: number) => `Mã này dùng chung cho ${people} người`,
  position: (n: number, all: number) => `Người ${n} trong ${all} người`,
  before: 'Người trước',
  after: 'Người tiếp theo',
  typed: 'Máy không quét được thì đọc số này',
  until: (time: string, day: string) => `Dùng được đến ${time} ngày ${day}, vào ra nhiều lần.`,
  expired: 'Mã này đã hết hạn.',
  noPass: 'Mã này không còn trên máy này',
  madeAt: (time: string, day: string) => `Làm lúc ${time} ngày ${day}`,
  bright: 'Phóng to trên nền trắng',
  brightHint: 'Nếu máy khó quét, xin tăng độ sáng màn hình.',
  close: 'Đóng',
  save: 'Lưu thành ảnh',
  saveToKeep: 'Trình duyệt này không giữ lại mã khi trang đóng. Xin lưu mã thành ảnh.',
  another: 'Khai cho người khác',
  others: 'Mã khác trên máy này',

  arrive: (time: string) => `Ghi giờ đến (${time})`,
  arriveHint: 'Chỉ cần bấm khi ở cổng không có ai quét mã.',
  comeOrGo: 'Anh/chị ra về, hay vừa đến lại?',
  arriveOrGo: 'Anh/chị vừa đến, hay ra về?',
  leaving: 'Ra về',
  arriving: 'Vừa đến',
  arrivingAgain: 'Đến lại',
  noNote: 'Không ghi giờ',
  noted: { in: 'Đã ghi giờ đến', out: 'Đã ghi giờ về' },
  selfNoted: 'Tự ghi ở bảng mã, không thay cho việc quét mã ở cổng.',
  noteMistake: 'Ghi nhầm thì xóa trong “Dữ liệu trên máy này”.',
  noteState: {
    waiting: 'Chưa gửi tới trường; sẽ tự gửi khi có mạng.',
    poster: 'Trường đã nhận.',
    screen: 'Trường đã nhận, kèm mã trên màn hình máy ở cổng.',
    refused: 'Trường không nhận được giờ này.',
  },

  rights: 'Dữ liệu của tôi ở trường',
  see: 'Xem dữ liệu trường đang giữ',
  withdraw: 'Rút lại đồng ý',
  erase: 'Xóa dữ liệu của tôi',
  own: WORDS_VI.own,

  update: 'Trang này có bản mới.',
  updateNow: 'Dùng bản mới',
};

export type LaterWords = typeof VI;

/** English is Vietnamese until it has arrived. */
export const laterWords = (language: Language): LaterWords => english(language)?.LATER_EN ?? VI;
