import type { DecisionReason, Reason } from '../../shared/gate/event.ts';
import type { Language } from '../lib/language.ts';
import type { Shown } from './gate/present.ts';
import type { CameraTrouble } from './scanner/camera.ts';
import type { Hint } from './scanner/protocol.ts';

/** Closed unions get a word each: a new reason breaks the build here until it has one. No word tells an answer. */
interface Closed {
  reason: Record<Reason, string>;
  decision: Record<DecisionReason, string>;
  shown: Record<Shown, string>;
  camera: Record<CameraTrouble, string>;
  hint: Record<Hint, string>;
  /** What people come to a school for, as one tap. */
  errands: readonly string[];
}

const closed: { vi: Closed; en: Closed } = {
  vi: {
    reason: {
      attention: 'Xin hỏi thăm khách',
      expired: 'Mã đã hết hạn – mời khách khai lại',
      'not-yet-valid': 'Mã chưa đến giờ dùng',
      forged: 'Mã giả hoặc đã bị sửa',
      'unknown-issuer': 'Mã không phải do nhà trường cấp',
      'signature-unchecked': 'Chưa kiểm được chữ ký – máy lâu chưa nối mạng',
      'keys-old': 'Danh sách khóa của máy đã cũ',
      'key-revoked': 'Mã ký bằng khóa đã thu hồi – mời khách khai lại',
      'other-school': 'Mã của trường khác',
      revoked: 'Mã đã bị nhà trường thu hồi',
      'record-erased': 'Tờ khai đã được xóa – mời khách khai lại',
      'clock-unsure': 'Giờ của máy chưa chắc đúng',
      'no-declaration': 'Khách chưa khai',
      'other-app': 'Mã của ứng dụng khác, được chấp nhận',
    },
    decision: {
      'asked-and-fine': 'Đã hỏi, không có gì',
      'known-person': 'Người quen của trường',
      'host-confirms': 'Người tiếp khách xác nhận',
      'measured-and-fine': 'Đã đo thân nhiệt, bình thường',
      emergency: 'Trường hợp khẩn cấp',
      'no-phone': 'Không có điện thoại',
      order: 'Theo lệnh của nhà trường',
      'visitor-left': 'Khách tự ra về',
      'host-refuses': 'Người tiếp khách không nhận',
      'not-well': 'Khách không khỏe',
      other: 'Lý do khác',
    },
    shown: {
      screen: 'Đây là mã trên màn hình máy ở cổng. Mời khách quét bằng điện thoại của mình để khai, rồi đưa mã nhận được vào đây.',
      'poster-own': 'Đây là bảng mã của trường. Mời khách quét bằng điện thoại của mình để khai.',
      'poster-false': 'Bảng mã này KHÔNG phải của trường. Hãy gỡ xuống và báo văn phòng.',
      'poster-unchecked': 'Đường dẫn của trường, nhưng máy chưa kiểm được chữ ký của bảng mã.',
      'poster-foreign': 'Đây là bảng mã của nơi khác, không dùng ở đây.',
      foreign: 'Không phải mã qua cổng. Máy không mở và không lưu mã này.',
      nothing: 'Mã trống, không có nội dung.',
      'unknown-code': 'Không thấy mã này trong các tờ khai hôm nay. Xin gõ lại, hoặc bấm “Không có mã”.',
    },
    camera: {
      denied: 'Trình duyệt chưa cho dùng camera. Bấm biểu tượng ổ khóa cạnh địa chỉ trang, cho phép Camera, rồi bấm “Mở lại camera”.',
      none: 'Máy này không có camera. Dùng máy quét cầm tay hoặc gõ mã.',
      busy: 'Camera đang bị chương trình khác dùng. Đóng chương trình đó, máy sẽ tự mở lại.',
      insecure: 'Camera chỉ chạy trên địa chỉ https. Báo văn phòng mở đúng địa chỉ.',
      lost: 'Mất camera: dây bị rút hoặc camera bị ngắt. Cắm lại là máy tự nhận, không cần bấm gì.',
    },
    errands: ['Đón con', 'Gặp giáo viên', 'Nộp giấy tờ', 'Giao hàng', 'Họp', 'Sửa chữa'],
    hint: {
      'too-dark': 'Tối quá – bật đèn hoặc tăng độ sáng điện thoại',
      'too-far': 'Lại gần hơn',
      glare: 'Bị lóa – nghiêng điện thoại một chút',
      blurred: 'Chưa đọc được – giữ yên, nghiêng nhẹ',
    },
  },
  en: {
    reason: {
      attention: 'Please talk to the visitor',
      expired: 'The pass has expired – please declare again',
      'not-yet-valid': 'The pass is not valid yet',
      forged: 'Forged or changed code',
      'unknown-issuer': 'Not issued by this school',
      'signature-unchecked': 'Signature not checked – this kiosk has long been offline',
      'keys-old': 'This kiosk’s key list is old',
      'key-revoked': 'Signed with a withdrawn key – please declare again',
      'other-school': 'Pass of another school',
      revoked: 'Withdrawn by the school',
      'record-erased': 'The declaration was erased – please declare again',
      'clock-unsure': 'This kiosk’s time may be wrong',
      'no-declaration': 'Not declared yet',
      'other-app': 'Code of another app, accepted',
    },
    decision: {
      'asked-and-fine': 'Asked, all fine',
      'known-person': 'Known to the school',
      'host-confirms': 'The host confirms',
      'measured-and-fine': 'Temperature taken, normal',
      emergency: 'Emergency',
      'no-phone': 'No phone',
      order: 'By order of the school',
      'visitor-left': 'The visitor left',
      'host-refuses': 'The host declines the visit',
      'not-well': 'The visitor is not well',
      other: 'Other reason',
    },
    shown: {
      screen: 'This is the code on a kiosk’s screen. Visitors scan it with their own phone to declare, then show the pass here.',
      'poster-own': 'This is the school’s poster. Visitors scan it with their own phone to declare.',
      'poster-false': 'This poster is NOT the school’s. Take it down and tell the office.',
      'poster-unchecked': 'The school’s address, but the poster’s signature could not be checked.',
      'poster-foreign': 'This poster belongs to another place and does not work here.',
      foreign: 'Not a code for the gate. It was neither opened nor stored.',
      nothing: 'The code is empty.',
      'unknown-code': 'No declaration of today has this code. Type it again, or tap “No code”.',
    },
    camera: {
      denied: 'The browser does not allow the camera. Tap the lock beside the address, allow Camera, then “Open the camera again”.',
      none: 'This device has no camera. Use a hand scanner or type the code.',
      busy: 'Another program is using the camera. Close it; the camera comes back by itself.',
      insecure: 'The camera works on https addresses only. Tell the office.',
      lost: 'The camera is gone: unplugged or switched off. Plug it in again; no tap is needed.',
    },
    errands: ['Pick up a child', 'See a teacher', 'Papers', 'Delivery', 'Meeting', 'Repairs'],
    hint: {
      'too-dark': 'Too dark – switch on a light or brighten the phone',
      'too-far': 'Come closer',
      glare: 'Glare – tilt the phone a little',
      blurred: 'Not readable yet – hold still, tilt gently',
    },
  },
};

export const closedWords = (language: Language): Closed => closed[language];
