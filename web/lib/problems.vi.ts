/** Problem codes and field reasons in Vietnamese: what happened, and what to do next. */
import type { FieldReason } from '../../shared/problem.ts';
import type { ClientProblemCode } from './client.ts';

const OURS_VI = 'Chương trình gặp trục trặc. Xin thử lại; nếu vẫn không được, hãy báo văn phòng nhà trường.';

export type Problems = Record<ClientProblemCode, string>;
export type Reasons = Record<FieldReason, string>;

export const PROBLEMS_VI: Problems = {
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
};

export const REASONS_VI: Reasons = {
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
};
