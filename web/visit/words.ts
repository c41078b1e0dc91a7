import type { Language } from '../lib/language.ts';

/** The Vietnamese words of the first page; English comes in a file of its own when asked for. */
export const WORDS_VI = {
  lead: 'Khai vài câu rồi đưa mã cho bảo vệ quét.',
  loading: 'Đang mở tờ khai của trường…',
  gate: 'Cổng',
  edit: 'Sửa',
  restored: 'Những gì điền dở vẫn còn đây.',
  send: 'Gửi và nhận mã',
  sending: 'Đang gửi…',
  look: (count: number) => `Còn ${count} chỗ cần xem lại.`,
  keptFor: (days: number) => `Trường giữ tờ khai ${days} ngày. Anh/chị xem lại hoặc xin xóa được ngay trên trang này.`,
  notSent: 'Chưa gửi được. Hãy nói tên với bảo vệ.',
  stillHere: 'Những gì đã điền vẫn còn trên máy này. Khi có mạng, hãy bấm gửi lần nữa.',
  required: 'Xin điền hoặc chọn mục này.',
  consentNeeded: 'Xin đánh dấu đồng ý để gửi được tờ khai.',
  wrong: 'Chưa đúng. Xin xem lại.',
  own: 'Dữ liệu trên máy này',
};

export type Words = typeof WORDS_VI;

let all: typeof import('./english.ts') | undefined;

/** undefined for Vietnamese, and until English has arrived. */
export const english = (language: Language): typeof all => (language === 'en' ? all : undefined);

export const words = (language: Language): Words => english(language)?.WORDS_EN ?? WORDS_VI;

/** False when English could not be fetched. */
export async function loadWords(language: Language): Promise<boolean> {
  if (language === 'vi' || all) return true;
  try {
    all = await import('./english.ts');
    return true;
  } catch {
    return false;
  }
}
