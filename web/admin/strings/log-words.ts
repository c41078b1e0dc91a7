/** Closed lists of the gate in words. A new reason does not compile without its word. */
import type { EventFlag, LogRow } from '../../../shared/api/log.schema.ts';
import type { CodeKind, Colour, DecisionReason, Direction, Reason } from '../../../shared/gate/event.ts';
import { createStrings } from '../../lib/i18n.ts';

export const dirWords = createStrings({
  vi: { in: 'Vào', out: 'Ra' } satisfies Record<Direction, string>,
  en: { in: 'In', out: 'Out' },
});

export const colourWords = createStrings({
  vi: { green: 'Qua', amber: 'Cần xem', red: 'Không qua' } satisfies Record<Colour, string>,
  en: { green: 'Passed', amber: 'To check', red: 'Stopped' },
});

/** What a phone noted: in the place of a result, and where. */
export const notedWords = createStrings({
  vi: { noted: 'Khách tự báo', poster: 'ở bảng mã, chưa qua cổng', screen: 'trước màn hình máy ở cổng' },
  en: { noted: 'Self-reported', poster: 'at a poster, not at a gate', screen: 'before a kiosk’s screen' },
});

export const reasonWords = createStrings({
  vi: {
    attention: 'Có điều cần hỏi thêm',
    expired: 'Mã đã hết hạn',
    'not-yet-valid': 'Mã chưa đến giờ dùng',
    forged: 'Mã không đúng chữ ký',
    'unknown-issuer': 'Không rõ nơi cấp mã',
    'signature-unchecked': 'Không kiểm được chữ ký',
    'keys-old': 'Máy lâu chưa nhận khóa mới',
    'key-revoked': 'Khóa ký đã bị thu hồi',
    'other-school': 'Mã của trường khác',
    revoked: 'Mã đã bị thu hồi',
    'record-erased': 'Tờ khai đã được xóa',
    'clock-unsure': 'Đồng hồ của máy chưa chắc đúng',
    'no-declaration': 'Chưa khai',
    'other-app': 'Mã của ứng dụng khác',
  } satisfies Record<Reason, string>,
  en: {
    attention: 'Something to ask about',
    expired: 'Pass expired',
    'not-yet-valid': 'Pass not valid yet',
    forged: 'Signature does not match',
    'unknown-issuer': 'Unknown issuer',
    'signature-unchecked': 'Signature could not be checked',
    'keys-old': 'Kiosk has had no new keys for long',
    'key-revoked': 'Signing key withdrawn',
    'other-school': 'Pass of another school',
    revoked: 'Pass withdrawn',
    'record-erased': 'Declaration erased',
    'clock-unsure': 'Kiosk’s clock unsure',
    'no-declaration': 'Not declared',
    'other-app': 'Another app’s code',
  },
});

export const decisionWords = createStrings({
  vi: {
    'asked-and-fine': 'đã hỏi, không có gì',
    'known-person': 'người quen của trường',
    'host-confirms': 'người được gặp xác nhận',
    'measured-and-fine': 'đã đo, bình thường',
    emergency: 'việc khẩn cấp',
    'no-phone': 'không có điện thoại',
    order: 'theo chỉ đạo',
    'visitor-left': 'khách đã đi',
    'host-refuses': 'người được gặp từ chối',
    'not-well': 'không được khỏe',
    other: 'lý do khác',
  } satisfies Record<DecisionReason, string>,
  en: {
    'asked-and-fine': 'asked, nothing found',
    'known-person': 'known to the school',
    'host-confirms': 'host confirms',
    'measured-and-fine': 'measured, normal',
    emergency: 'emergency',
    'no-phone': 'no phone',
    order: 'by order',
    'visitor-left': 'visitor left',
    'host-refuses': 'host refuses',
    'not-well': 'not well',
    other: 'other reason',
  },
});

export const methodWords = createStrings({
  vi: {
    camera: 'Máy ảnh',
    wedge: 'Máy quét cầm tay',
    typed: 'Gõ mã',
    quick: 'Bảo vệ ghi nhanh',
    declared: 'Khai tại cổng',
    photo: 'Từ ảnh chụp',
    poster: 'Khách tự báo ở bảng mã, chưa qua cổng',
    screen: 'Khách tự báo trước màn hình máy ở cổng',
  } satisfies Record<LogRow['method'], string>,
  en: {
    camera: 'Camera',
    wedge: 'Hand scanner',
    typed: 'Typed',
    quick: 'Quick entry by the guard',
    declared: 'Declared at the gate',
    photo: 'From a photo',
    poster: 'Noted by the visitor at a poster, not at a gate',
    screen: 'Noted by the visitor before a kiosk’s screen',
  },
});

export const codeWords = createStrings({
  vi: { pass: 'Mã qua cổng', 'person-1405': 'Mã cá nhân quốc gia (1405)', card: 'Thẻ của trường', none: 'Không có mã' } satisfies Record<
    CodeKind,
    string
  >,
  en: { pass: 'Gate pass', 'person-1405': 'National person code (1405)', card: 'School card', none: 'No code' },
});

export const flagWords = createStrings({
  vi: {
    skew: 'giờ của máy lệch nhiều',
    chain: 'không nối tiếp lượt trước',
    clone: 'trùng số với lượt khác',
    'unknown-kind': 'loại ghi chép chưa rõ',
    'clock-unknown': 'máy chưa từng biết giờ đúng',
    added: 'bản thứ hai, văn phòng đã nhận',
  } satisfies Record<EventFlag, string>,
  en: {
    skew: 'kiosk’s clock far off',
    chain: 'does not follow the entry before',
    clone: 'number used twice',
    'unknown-kind': 'kind not known yet',
    'clock-unknown': 'the kiosk had never learnt the time',
    added: 'second version, taken by the office',
  },
});
