import type { Language } from '../../lib/language.ts';
import type { Trouble } from '../desk/places.ts';

interface TroubleWords {
  title: string;
  text: string;
}

const VI = {
  trouble: {
    'no-code': { title: 'Khai báo khi vào trường', text: 'Hãy quét mã QR trên bảng ở cổng trường, hoặc gõ mã ngắn in bên dưới mã QR.' },
    'wrong-code': { title: 'Mã này có chỗ gõ nhầm', text: 'Mã gồm 6 chữ và số, in bên dưới mã QR trên bảng. Xin xem lại rồi gõ lần nữa.' },
    'unknown-place': {
      title: 'Không có bảng nào mang mã này',
      text: 'Hãy quét lại mã trên bảng ở cổng trường, hoặc nói tên với bảo vệ.',
    },
    withdrawn: {
      title: 'Bảng này không còn dùng nữa',
      text: 'Nhà trường đã thay bảng mới. Hãy quét mã trên bảng mới ở cổng, hoặc nói tên với bảo vệ.',
    },
    forged: {
      title: 'Đây không phải mã của nhà trường',
      text: 'Mã này không do hệ thống của trường làm ra, hoặc đã bị sửa. Xin đừng điền thông tin. Hãy báo bảo vệ và quét bảng chính thức ở cổng.',
    },
    'no-network': {
      title: 'Điện thoại chưa có mạng',
      text: 'Máy này chưa mở bảng của trường lần nào nên chưa có tờ khai. Không cần đi tìm sóng: hãy nói tên với bảo vệ.',
    },
    server: {
      title: 'Hệ thống của trường đang bận',
      text: 'Xin thử lại sau ít phút. Nếu đang ở cổng, hãy nói tên với bảo vệ.',
    },
  } satisfies Record<Trouble, TroubleWords>,
  school: 'Bảng của',
  code: 'Mã trên bảng',
  open: 'Mở tờ khai',
  again: 'Thử lại',
  haveCodes: 'Mã còn dùng được trên máy này',

  notSent: 'Chưa gửi được. Hãy nói tên với bảo vệ.',
  notSentText: 'Tờ khai đã điền xong và đang nằm trên máy này; nhà trường chưa nhận được. Khi có mạng, trang sẽ tự gửi.',
  notLasting: 'Trình duyệt này không giữ lại được gì. Xin để trang này mở cho đến khi gửi xong.',
  filledAt: 'Điền lúc',
  sendNow: 'Gửi lại ngay',
  sending: 'Đang gửi…',
  drop: 'Bỏ tờ khai này',
  dropAsk: 'Bỏ tờ khai này?',
  dropText: 'Nhà trường sẽ không nhận được tờ khai này.',
  refused: 'Nhà trường không nhận được tờ khai này.',
  redo: 'Khai lại',

  show: 'Tờ khai ổn, không cần hỏi thêm. Mời đưa mã này cho bảo vệ quét.',
  showAttention: 'Cảm ơn đã khai. Xin đưa mã này cho bảo vệ; bảo vệ có thể hỏi thêm vài câu.',
  qr: 'Mã QR qua cổng',
  typed: 'Máy không quét được thì đọc số này',
  until: (time: string, day: string) => `Dùng được đến ${time} ngày ${day}, vào ra nhiều lần.`,
  expired: 'Mã này đã hết hạn.',
  madeAt: 'Làm lúc',
  bright: 'Phóng to trên nền trắng',
  brightHint: 'Nếu máy khó quét, xin tăng độ sáng màn hình.',
  close: 'Đóng',
  save: 'Lưu thành ảnh',
  saveHint: 'Nhấn giữ ảnh để lưu vào máy, hoặc bấm nút bên dưới.',
  download: 'Tải ảnh về',
  drawing: 'Đang vẽ ảnh…',
  another: 'Khai cho người khác',
  others: 'Mã khác trên máy này',
  pictureAlt: 'Ảnh mã QR qua cổng',

  own: 'Dữ liệu trên máy này',
  ownText:
    'Những thứ dưới đây chỉ nằm trên máy này. Xóa ở đây không xóa tờ khai đã gửi cho trường; muốn xóa tờ khai đó, xin hỏi văn phòng nhà trường.',
  person: 'Tên và số điện thoại được nhớ',
  codes: 'Mã qua cổng',
  unsent: 'Tờ khai chưa gửi',
  drafts: 'Tờ khai điền dở',
  none: 'Không có gì.',
  delete: 'Xóa',
  deleteAll: 'Xóa hết',
  deleteAllAsk: 'Xóa hết dữ liệu trên máy này?',
  deleteAllText: 'Mã qua cổng và tờ khai chưa gửi sẽ mất, không lấy lại được.',
  deleted: 'Đã xóa.',
  keep: 'Giữ lại',
  back: 'Quay lại',

  update: 'Trang này có bản mới.',
  updateNow: 'Dùng bản mới',
};

export type LaterWords = typeof VI;

const EN: LaterWords = {
  trouble: {
    'no-code': {
      title: 'Visitor declaration',
      text: 'Scan the QR code on the board at the school gate, or type the short code printed below it.',
    },
    'wrong-code': {
      title: 'This code has a typing error',
      text: 'The code has 6 letters and digits and is printed below the QR code. Please look again.',
    },
    'unknown-place': {
      title: 'No board has this code',
      text: 'Scan the code on the board at the gate again, or tell the guard your name.',
    },
    withdrawn: {
      title: 'This board is no longer in use',
      text: 'The school has put up a new one. Scan the new board at the gate, or tell the guard your name.',
    },
    forged: {
      title: 'This is not a code of the school',
      text: 'It was not made by the school’s system, or it was altered. Please do not fill in anything. Tell the guard and scan the official board at the gate.',
    },
    'no-network': {
      title: 'The phone has no network',
      text: 'This phone has not opened the school’s board before, so it has no form yet. No need to look for a signal: tell the guard your name.',
    },
    server: { title: 'The school’s system is busy', text: 'Please try again in a few minutes. At the gate, tell the guard your name.' },
  },
  school: 'Board of',
  code: 'Code on the board',
  open: 'Open the form',
  again: 'Try again',
  haveCodes: 'Codes on this phone that still work',

  notSent: 'Not sent yet. Please tell the guard your name.',
  notSentText:
    'The form is filled in and waits on this phone; the school has not received it. It will be sent by itself when there is a network.',
  notLasting: 'This browser keeps nothing. Please leave this page open until the form is sent.',
  filledAt: 'Filled in at',
  sendNow: 'Send again now',
  sending: 'Sending…',
  drop: 'Discard this form',
  dropAsk: 'Discard this form?',
  dropText: 'The school will not receive it.',
  refused: 'The school could not take this form.',
  redo: 'Fill it in again',

  show: 'All is well, nothing more to ask. Please show this code to the guard.',
  showAttention: 'Thank you for answering. Please show this code to the guard, who may ask a few more questions.',
  qr: 'Gate QR code',
  typed: 'If it cannot be scanned, read out this number',
  until: (time, day) => `Valid until ${time} on ${day}, in and out as often as needed.`,
  expired: 'This code has expired.',
  madeAt: 'Made at',
  bright: 'Enlarge on white',
  brightHint: 'If it is hard to scan, turn up the screen’s brightness.',
  close: 'Close',
  save: 'Save as a picture',
  saveHint: 'Press and hold the picture to save it, or use the button below.',
  download: 'Download the picture',
  drawing: 'Drawing the picture…',
  another: 'Declare for another person',
  others: 'Other codes on this phone',
  pictureAlt: 'Picture of the gate QR code',

  own: 'Data on this phone',
  ownText:
    'All of this is on this phone only. Deleting it here does not delete a form that was sent to the school; for that, ask the school office.',
  person: 'Remembered name and phone',
  codes: 'Gate codes',
  unsent: 'Forms not sent yet',
  drafts: 'Forms begun',
  none: 'Nothing.',
  delete: 'Delete',
  deleteAll: 'Delete everything',
  deleteAllAsk: 'Delete everything on this phone?',
  deleteAllText: 'Gate codes and forms not yet sent will be lost for good.',
  deleted: 'Deleted.',
  keep: 'Keep',
  back: 'Back',

  update: 'There is a new version of this page.',
  updateNow: 'Use the new version',
};

export const laterWords = (language: Language): LaterWords => (language === 'en' ? EN : VI);
