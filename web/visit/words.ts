import type { Language } from '../lib/language.ts';

/** The Vietnamese words of the first page; English comes in a file of its own when asked for. */
export const WORDS_VI = {
  lead: 'Khai vài câu rồi đưa mã cho bảo vệ quét.',
  loading: 'Đang mở tờ khai của trường…',
  gate: 'Cổng',
  onBehalf: 'Tôi khai giúp người khác',
  remember: 'Nhớ họ tên, số điện thoại và người cần gặp trên máy này cho lần sau',
  remembered: 'Đã điền sẵn tên từ lần trước trên máy này.',
  forget: 'Quên đi',
  restored: 'Những gì điền dở vẫn còn đây.',
  send: 'Gửi và nhận mã',
  sending: 'Đang gửi…',
  look: (count: number) => `Còn ${count} chỗ cần xem lại.`,
  keptFor: (days: number) => `Thời hạn giữ tờ khai: ${days} ngày.`,
  notSent: 'Chưa gửi được. Hãy nói tên với bảo vệ.',
  stillHere: 'Những gì đã điền vẫn còn trên máy này. Khi có mạng, hãy bấm gửi lần nữa.',
  required: 'Xin điền hoặc chọn mục này.',
  consentNeeded: 'Xin đánh dấu đồng ý để gửi được tờ khai.',
  wrong: 'Chưa đúng. Xin xem lại.',
  own: 'Dữ liệu trên máy này',
};

export type Words = typeof WORDS_VI;

let english: Words | undefined;

/** The words of a language; English is Vietnamese until it has arrived. */
export const words = (language: Language): Words => (language === 'en' && english) || WORDS_VI;

/** False when English could not be fetched. */
export async function loadWords(language: Language): Promise<boolean> {
  if (language === 'vi' || english) return true;
  try {
    english = (await import('./words.en.ts')).WORDS_EN;
    return true;
  } catch {
    return false;
  }
}
