/** What the downloaded table says, in both languages. Exhaustive: a new reason does not compile without its word. */
import type { CorrectionReason } from '../../shared/api/corrections.schema.ts';
import type { EventFlag, LogRow } from '../../shared/api/log.schema.ts';
import type { CodeKind, Colour, DecisionReason, Direction, Reason } from '../../shared/gate/event.ts';

export interface ExportWords {
  columns: readonly string[];
  dir: Record<Direction, string>;
  colour: Record<Colour, string>;
  /** In the place of a result: no gate judged it. */
  noted: string;
  why: Record<Reason, string>;
  method: Record<LogRow['method'], string>;
  code: Record<CodeKind, string>;
  decision: Record<DecisionReason, string>;
  flag: Record<EventFlag, string>;
  admitted: string;
  turnedAway: string;
  voided: string;
  turned: string;
  left: string;
  estimated: string;
  atGate: string;
  correction: Record<CorrectionReason, string>;
  unreadable: string;
  erased: string;
  title: string;
  sheet: string;
  sheetName: string;
  period: string;
  rowCount: string;
  madeAt: string;
  completeness: string;
  receivedThrough: string;
  gaps: string;
  noGaps: string;
  silentSince: string;
  end: (rows: number, unreadable: number) => string;
}

const vi: ExportWords = {
  columns: [
    'STT',
    'Ngày',
    'Giờ',
    'Chiều',
    'Kết quả',
    'Lý do',
    'Họ và tên',
    'Điện thoại',
    'Gặp ai, việc gì',
    'Số người đi cùng',
    'Người đi cùng',
    'Cổng',
    'Máy',
    'Số lượt của máy',
    'Cách đọc mã',
    'Loại mã',
    'Quyết định',
    'Lý do quyết định',
    'Người quyết định',
    'Đã sửa',
    'Ai sửa, vì sao',
    'Lưu ý',
    'Máy chủ nhận lúc',
    'Mã lượt',
  ],
  dir: { in: 'Vào', out: 'Ra' },
  colour: { green: 'Qua', amber: 'Cần xem', red: 'Không qua' },
  noted: 'Khách tự báo',
  why: {
    attention: 'Cần hỏi thêm',
    expired: 'Mã đã hết hạn',
    'not-yet-valid': 'Mã chưa đến giờ dùng',
    forged: 'Mã không đúng chữ ký',
    'unknown-issuer': 'Không rõ nơi cấp mã',
    'signature-unchecked': 'Không kiểm được chữ ký',
    'keys-old': 'Danh sách khóa đã cũ',
    'key-revoked': 'Khóa ký đã bị thu hồi',
    'other-school': 'Mã của trường khác',
    revoked: 'Mã đã bị thu hồi',
    'record-erased': 'Tờ khai đã được xóa',
    'clock-unsure': 'Giờ của máy chưa chắc',
    'no-declaration': 'Chưa khai báo',
    'other-app': 'Mã của ứng dụng khác',
  },
  method: {
    camera: 'Máy ảnh',
    wedge: 'Máy quét cầm tay',
    typed: 'Gõ mã',
    quick: 'Ghi nhanh',
    declared: 'Khai tại cổng',
    photo: 'Ảnh chụp',
    poster: 'Khách tự báo ở bảng mã, chưa qua cổng',
    screen: 'Khách tự báo trước màn hình máy ở cổng',
  },
  code: { pass: 'Mã qua cổng', 'person-1405': 'Mã cá nhân 1405', card: 'Thẻ của trường', none: 'Không có mã' },
  decision: {
    'asked-and-fine': 'Đã hỏi, không có gì',
    'known-person': 'Người quen của trường',
    'host-confirms': 'Người được gặp xác nhận',
    'measured-and-fine': 'Đã đo, bình thường',
    emergency: 'Việc khẩn cấp',
    'no-phone': 'Không có điện thoại',
    order: 'Theo chỉ đạo',
    'visitor-left': 'Khách đã đi',
    'host-refuses': 'Người được gặp từ chối',
    'not-well': 'Không được khỏe',
    other: 'Lý do khác',
  },
  flag: {
    skew: 'Giờ máy sai',
    chain: 'Không nối tiếp lượt trước',
    clone: 'Trùng số lượt',
    'unknown-kind': 'Loại chưa biết',
    'clock-unknown': 'Máy chưa rõ giờ',
    added: 'Văn phòng thêm',
  },
  admitted: 'Cho vào',
  turnedAway: 'Không cho vào',
  voided: 'Bỏ lượt',
  turned: 'Đổi chiều thành',
  left: 'Đã về lúc',
  estimated: 'ước chừng',
  atGate: 'Bảo vệ',
  correction: {
    'wrong-direction': 'bấm nhầm chiều',
    'scanned-by-mistake': 'quét nhầm',
    'not-scanned-out': 'lúc về không quét',
    test: 'quét thử',
    other: 'lý do khác',
  },
  unreadable: '(không đọc được)',
  erased: '(đã xóa theo yêu cầu)',
  title: 'SỔ KHÁCH RA VÀO',
  sheet: 'tờ',
  sheetName: 'Sổ ra vào',
  period: 'Từ ngày – đến ngày',
  rowCount: 'Số dòng',
  madeAt: 'Lập lúc',
  completeness: 'Máy ở cổng',
  receivedThrough: 'đã nhận đến lượt số',
  gaps: 'thiếu lượt số',
  noGaps: 'không thiếu lượt nào',
  silentSince: 'liên lạc lần cuối',
  end: (rows, unreadable) => `Hết: ${rows} dòng${unreadable > 0 ? `, trong đó ${unreadable} dòng không đọc được` : ''}.`,
};

const en: ExportWords = {
  columns: [
    'No.',
    'Date',
    'Time',
    'Direction',
    'Result',
    'Reason',
    'Full name',
    'Phone',
    'Host or purpose',
    'People along',
    'Who came along',
    'Gate',
    'Kiosk',
    'Kiosk number',
    'Read by',
    'Kind of code',
    'Decision',
    'Reason of decision',
    'Decided by',
    'Corrected',
    'Corrected by and why',
    'Remarks',
    'Received by server',
    'Event id',
  ],
  dir: { in: 'In', out: 'Out' },
  colour: { green: 'Pass', amber: 'Check', red: 'Stop' },
  noted: 'Self-reported',
  why: {
    attention: 'To be asked',
    expired: 'Pass expired',
    'not-yet-valid': 'Pass not valid yet',
    forged: 'Signature does not match',
    'unknown-issuer': 'Unknown issuer',
    'signature-unchecked': 'Signature could not be checked',
    'keys-old': 'Key list is old',
    'key-revoked': 'Signing key withdrawn',
    'other-school': 'Pass of another school',
    revoked: 'Pass withdrawn',
    'record-erased': 'Declaration erased',
    'clock-unsure': 'Clock of the kiosk unsure',
    'no-declaration': 'Not declared',
    'other-app': "Another app's code",
  },
  method: {
    camera: 'Camera',
    wedge: 'Scanner',
    typed: 'Typed',
    quick: 'Quick entry',
    declared: 'Declared at the gate',
    photo: 'Photo',
    poster: 'Noted by the visitor at a poster, not at a gate',
    screen: "Noted by the visitor before a kiosk's screen",
  },
  code: { pass: 'Gate pass', 'person-1405': '1405 person code', card: 'School card', none: 'No code' },
  decision: {
    'asked-and-fine': 'Asked, nothing found',
    'known-person': 'Known to the school',
    'host-confirms': 'Host confirms',
    'measured-and-fine': 'Measured, normal',
    emergency: 'Emergency',
    'no-phone': 'No phone',
    order: 'By order',
    'visitor-left': 'Visitor left',
    'host-refuses': 'Host refuses',
    'not-well': 'Not well',
    other: 'Other reason',
  },
  flag: {
    skew: 'Clock wrong',
    chain: 'Chain broken',
    clone: 'Number used twice',
    'unknown-kind': 'Unknown kind',
    'clock-unknown': 'Time not known to the kiosk',
    added: 'Added by the office',
  },
  admitted: 'Admitted',
  turnedAway: 'Turned away',
  voided: 'Voided',
  turned: 'Direction changed to',
  left: 'Left at',
  estimated: 'estimated',
  atGate: 'Guard',
  correction: {
    'wrong-direction': 'wrong direction',
    'scanned-by-mistake': 'scanned by mistake',
    'not-scanned-out': 'not scanned on leaving',
    test: 'a test',
    other: 'other reason',
  },
  unreadable: '(unreadable)',
  erased: '(erased on request)',
  title: 'VISITOR LOG',
  sheet: 'sheet',
  sheetName: 'Log',
  period: 'From – to',
  rowCount: 'Rows',
  madeAt: 'Made at',
  completeness: 'Kiosk',
  receivedThrough: 'received through number',
  gaps: 'missing numbers',
  noGaps: 'no number missing',
  silentSince: 'last contact',
  end: (rows, unreadable) => `End: ${rows} rows${unreadable > 0 ? `, ${unreadable} of them unreadable` : ''}.`,
};

export const EXPORT_WORDS = { vi, en };
