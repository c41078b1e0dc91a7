import type { Language } from '../lib/language.ts';

/** The few words that every form needs; the questions bring their own. */
export const FORM_WORDS = {
  vi: {
    yes: 'Có',
    no: 'Không',
    optional: '(không bắt buộc)',
    waiting: 'Đang tải…',
    failed: 'Chưa tải được vì không có mạng.',
    again: 'Thử lại',
  },
  en: {
    yes: 'Yes',
    no: 'No',
    optional: '(optional)',
    waiting: 'Loading…',
    failed: 'It could not be loaded: no network.',
    again: 'Try again',
  },
} satisfies Record<Language, Record<string, string>>;
