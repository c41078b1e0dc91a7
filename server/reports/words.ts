/** What the day's report says; reasons and kiosks in the words of the downloaded table (server/exports/words.ts). */
export interface ReportWords {
  title: (day: string) => string;
  made: (at: string, by: string) => string;
  masked: string;
  counts: readonly [entries: string, exits: string, inside: string, waiting: string, refused: string];
  byHour: string;
  hourNone: string;
  gates: string;
  gateHead: readonly string[];
  kiosks: string;
  kioskHead: readonly string[];
  complete: string;
  incomplete: string;
  held: (count: number) => string;
  heldHead: readonly string[];
  open: (count: number) => string;
  openHead: readonly string[];
  visits: (count: number) => string;
  visitHead: readonly string[];
  none: string;
  undecided: string;
  estimated: string;
  byRound: string;
  byOffice: string;
  inside: string;
  noEntry: string;
  signed: readonly [maker: string, head: string];
  signHere: string;
  page: (page: number, pages: number) => string;
}

const vi: ReportWords = {
  title: (day) => `BÁO CÁO KHÁCH RA VÀO NGÀY ${day}`,
  made: (at, by) => `Lập lúc ${at}. Người lập: ${by}.`,
  masked: 'Tên khách viết tắt, kèm 3 số cuối điện thoại. Không có câu trả lời về sức khỏe.',
  counts: ['Lượt vào', 'Lượt ra', 'Còn trong trường', 'Chờ quyết định', 'Không được vào'],
  byHour: 'Lượt vào theo giờ',
  hourNone: 'Không có lượt vào nào trong ngày.',
  gates: 'Theo cổng',
  gateHead: ['Cổng', 'Lượt vào', 'Lượt ra'],
  kiosks: 'Số liệu đã đủ chưa',
  kioskHead: ['Máy ở cổng', 'Nhận đến lượt số', 'Lượt còn thiếu', 'Liên lạc lần cuối'],
  complete: 'Không thiếu',
  incomplete: 'Có lượt chưa về tới máy chủ: số liệu trên có thể còn thiếu.',
  held: (count) => `Chờ quyết định và không được vào (${count})`,
  heldHead: ['Lúc', 'Khách', 'Cổng', 'Lý do', 'Quyết định'],
  open: (count) => `Còn trong trường (${count})`,
  openHead: ['Vào lúc', 'Khách', 'Gặp ai, việc gì', 'Cổng'],
  visits: (count) => `Các lượt khách (${count})`,
  visitHead: ['STT', 'Vào', 'Ra', 'Khách', 'Gặp ai, việc gì', 'Cổng vào'],
  none: 'Không có.',
  undecided: 'Chưa quyết định',
  estimated: 'ước chừng',
  byRound: 'bảo vệ ghi',
  byOffice: 'văn phòng ghi',
  inside: 'còn ở trong',
  noEntry: 'không rõ',
  signed: ['NGƯỜI LẬP', 'HIỆU TRƯỞNG'],
  signHere: '(Ký, ghi rõ họ tên)',
  page: (page, pages) => `Trang ${page}/${pages}`,
};

const en: ReportWords = {
  title: (day) => `VISITORS OF ${day}`,
  made: (at, by) => `Made at ${at} by ${by}.`,
  masked: 'Names are shortened, with the last 3 digits of the phone. No answers about health stand here.',
  counts: ['Entries', 'Exits', 'Still inside', 'To be decided', 'Not let in'],
  byHour: 'Entries by hour',
  hourNone: 'Nobody came in on this day.',
  gates: 'By gate',
  gateHead: ['Gate', 'Entries', 'Exits'],
  kiosks: 'Is it complete?',
  kioskHead: ['Kiosk', 'Received through', 'Missing numbers', 'Last contact'],
  complete: 'None',
  incomplete: 'Some entries have not reached the server: the numbers above may be too low.',
  held: (count) => `To be decided, and not let in (${count})`,
  heldHead: ['At', 'Visitor', 'Gate', 'Reason', 'Decision'],
  open: (count) => `Still inside (${count})`,
  openHead: ['Since', 'Visitor', 'Host or purpose', 'Gate'],
  visits: (count) => `All visits (${count})`,
  visitHead: ['No.', 'In', 'Out', 'Visitor', 'Host or purpose', 'Gate'],
  none: 'None.',
  undecided: 'Not decided',
  estimated: 'estimated',
  byRound: 'by the guard',
  byOffice: 'by the office',
  inside: 'still inside',
  noEntry: 'unknown',
  signed: ['MADE BY', 'HEAD OF THE SCHOOL'],
  signHere: '(Signature and full name)',
  page: (page, pages) => `Page ${page} of ${pages}`,
};

export const REPORT_WORDS = { vi, en };
