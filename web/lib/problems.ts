/** Problem codes and field reasons in both languages: what happened, and what to do next. */
import type { FieldReason } from '../../shared/problem.ts';
import type { ClientProblemCode } from './client.ts';
import type { Language } from './language.ts';

const OURS_VI = 'Chương trình gặp trục trặc. Xin thử lại; nếu vẫn không được, hãy báo văn phòng nhà trường.';
const OURS_EN = 'Something went wrong on our side. Please try again; if it still fails, tell the school office.';

const PROBLEMS: Record<Language, Record<ClientProblemCode, string>> = {
  vi: {
    offline: 'Không có mạng, hoặc máy chủ chưa trả lời. Xin kiểm tra mạng rồi thử lại.',
    'not-an-answer': 'Mạng này chưa cho ra ngoài (có thể phải đăng nhập Wi-Fi). Xin mở trang đăng nhập Wi-Fi hoặc dùng dữ liệu di động.',
    'malformed-json': OURS_VI,
    'bad-request': OURS_VI,
    'not-signed-in': 'Phiên làm việc đã hết. Xin đăng nhập lại.',
    'bad-credentials': 'Tên đăng nhập hoặc mật khẩu không đúng.',
    'bad-signature': 'Chữ ký của thiết bị không được chấp nhận. Xin ghép lại thiết bị.',
    'second-factor-needed': 'Xin nhập mã xác thực lớp thứ hai.',
    forbidden: 'Tài khoản này không có quyền làm việc đó.',
    'wrong-origin': 'Trang được mở từ địa chỉ lạ. Xin mở lại từ địa chỉ của nhà trường.',
    'not-found': 'Không tìm thấy.',
    'method-not-allowed': OURS_VI,
    conflict: 'Nội dung này đã được gửi trước đó với thông tin khác. Xin tải lại trang và xem lại.',
    'already-used': 'Mã này đã được dùng.',
    'setup-done': 'Hệ thống đã được cài đặt rồi. Xin đăng nhập.',
    'mail-off': 'Máy chủ này chưa được cài để gửi thư. Xin nhờ người phụ trách máy chủ đặt SMTP_URL.',
    'mail-failed': 'Máy chủ thư không nhận thư này. Xin xem lại địa chỉ, hoặc báo người phụ trách máy chủ.',
    gone: 'Mã hoặc đường dẫn này không còn dùng nữa.',
    'stale-version': 'Có người vừa sửa mục này. Xin tải lại để thấy bản mới, rồi sửa tiếp.',
    'too-large': 'Nội dung gửi đi quá lớn.',
    'uri-too-long': 'Đường dẫn quá dài.',
    'unsupported-media-type': OURS_VI,
    'invalid-input': 'Có chỗ chưa đúng. Xin xem lại các ô được đánh dấu.',
    'too-many-requests': 'Thử quá nhiều lần. Xin đợi một lát rồi thử lại.',
    'internal-error': OURS_VI,
    'not-ready': 'Máy chủ đang khởi động hoặc bảo trì. Xin thử lại sau một phút.',
    'storage-full': 'Máy chủ đã hết chỗ lưu. Xin báo ngay cho người quản trị.',
  },
  en: {
    offline: 'No network, or the server has not answered. Check your connection and try again.',
    'not-an-answer':
      'This network is not letting you out (you may need to sign in to the Wi-Fi). Open its sign-in page or use mobile data.',
    'malformed-json': OURS_EN,
    'bad-request': OURS_EN,
    'not-signed-in': 'Your session has ended. Please sign in again.',
    'bad-credentials': 'The user name or the password is wrong.',
    'bad-signature': 'The device’s signature was not accepted. Please pair the device again.',
    'second-factor-needed': 'Please enter the code of your second factor.',
    forbidden: 'This account may not do that.',
    'wrong-origin': 'The page was opened from an unknown address. Open it again from the school’s address.',
    'not-found': 'Not found.',
    'method-not-allowed': OURS_EN,
    conflict: 'This was sent before with other content. Reload the page and look again.',
    'already-used': 'This code has already been used.',
    'setup-done': 'Set-up is already done. Please sign in.',
    'mail-off': 'This server is not set up to send e-mail. Ask whoever keeps it to set SMTP_URL.',
    'mail-failed': 'The mail server did not take it. Check the address, or tell whoever keeps the server.',
    gone: 'This code or link is no longer in use.',
    'stale-version': 'Somebody has just changed this. Reload to see the new version, then edit again.',
    'too-large': 'What was sent is too large.',
    'uri-too-long': 'The address is too long.',
    'unsupported-media-type': OURS_EN,
    'invalid-input': 'Something is not right yet. Please look at the marked fields.',
    'too-many-requests': 'Too many tries. Please wait a little and try again.',
    'internal-error': OURS_EN,
    'not-ready': 'The server is starting or under maintenance. Try again in a minute.',
    'storage-full': 'The server has run out of space. Please tell the administrator at once.',
  },
};

const REASONS: Record<Language, Record<FieldReason, string>> = {
  vi: {
    required: 'Xin điền hoặc chọn mục này.',
    type: 'Nội dung chưa đúng dạng.',
    unknown: 'Mục này không có trong tờ khai.',
    'too-short': 'Nội dung quá ngắn.',
    'too-long': 'Nội dung quá dài.',
    'too-small': 'Số này quá nhỏ.',
    'too-large': 'Số này quá lớn.',
    'not-a-choice': 'Xin chọn một mục trong danh sách.',
    'not-a-name': 'Xin ghi họ tên bằng chữ, không có số hay ký hiệu.',
    'not-a-phone': 'Số điện thoại chưa đúng. Ví dụ: 0912 345 678.',
    'not-a-day': 'Ngày này không có trên lịch. Ví dụ: 05/09/2026.',
    'not-text': 'Có ký tự không dùng được. Xin gõ lại.',
    'not-enabled': 'Mục này không cần trả lời.',
    'consent-needed': 'Xin đánh dấu đồng ý để gửi được tờ khai.',
    format: 'Chưa đúng dạng. Xin xem lại.',
    order: 'Thứ tự chưa đúng: mốc sau phải đến sau mốc trước.',
    taken: 'Tên này đã được dùng. Xin chọn tên khác.',
  },
  en: {
    required: 'Please fill in or choose.',
    type: 'This is not the right kind of answer.',
    unknown: 'This is not part of the form.',
    'too-short': 'This is too short.',
    'too-long': 'This is too long.',
    'too-small': 'This number is too small.',
    'too-large': 'This number is too large.',
    'not-a-choice': 'Please choose one from the list.',
    'not-a-name': 'Please write the name in letters, without numbers or signs.',
    'not-a-phone': 'This phone number is not right. For example: 0912 345 678.',
    'not-a-day': 'This day does not exist. For example: 05/09/2026.',
    'not-text': 'Some characters cannot be used. Please type it again.',
    'not-enabled': 'This needs no answer.',
    'consent-needed': 'Please tick to agree, so that the form can be sent.',
    format: 'Not in the right form. Please check.',
    order: 'The order is not right: the end must come after the beginning.',
    taken: 'This name is in use already. Please choose another.',
  },
};

/** A code that a newer server made up is said in the words of an inner failure. */
export const problemText = (language: Language, code: ClientProblemCode): string =>
  PROBLEMS[language][code] ?? PROBLEMS[language]['internal-error'];

export const reasonText = (language: Language, reason: FieldReason): string => REASONS[language][reason] ?? REASONS[language].format;
