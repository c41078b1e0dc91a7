import type { Language } from '../lib/language.ts';

/** The few words that the form itself needs; the questions bring their own. */
export const FORM_WORDS = {
  vi: {
    yes: 'Có',
    no: 'Không',
    optional: '(không bắt buộc)',
    choose: 'Chọn…',
    day: 'Ngày/tháng/năm, ví dụ 05/09/2026',
    province: 'Tỉnh, thành phố',
    commune: 'Xã, phường, đặc khu',
    street: 'Số nhà, đường, thôn, tổ',
    waiting: 'Đang tải danh sách…',
    failed: 'Chưa tải được danh sách vì không có mạng.',
    again: 'Thử lại',
  },
  en: {
    yes: 'Yes',
    no: 'No',
    optional: '(optional)',
    choose: 'Choose…',
    day: 'Day/month/year, for example 05/09/2026',
    province: 'Province or city',
    commune: 'Commune or ward',
    street: 'House number, street, hamlet',
    waiting: 'Loading the list…',
    failed: 'The list could not be loaded: no network.',
    again: 'Try again',
  },
} as const satisfies Record<Language, Record<string, string>>;
