import { createStrings } from '../../lib/i18n.ts';
import type { SchoolPage } from '../router.ts';

export const shell = createStrings({
  vi: {
    skip: 'Đến nội dung',
    menu: 'Mục lục',
    nav: 'Các trang của trường',
    schools: 'Các trường',
    account: 'Tài khoản',
    signOut: 'Đăng xuất',
    openPage: (page: string) => `Mở trang ${page}`,
    red: 'Phiếu khôi phục chưa được kiểm lại. Nếu máy chủ hỏng khi chưa có phiếu, mọi dữ liệu sẽ mất.',
    redAction: 'Kiểm lại bốn từ',
    redLabel: 'Việc chưa xong',
  },
  en: {
    skip: 'To the content',
    menu: 'Contents',
    nav: 'The school’s pages',
    schools: 'Schools',
    account: 'Account',
    signOut: 'Sign out',
    openPage: (page: string) => `Open “${page}”`,
    red: 'The recovery sheet has not been checked yet. Should the server break without it, all data is lost.',
    redAction: 'Check four words',
    redLabel: 'Not done yet',
  },
});

export const pages = createStrings({
  vi: {
    today: 'Hôm nay',
    log: 'Sổ ra vào',
    held: 'Cần giải quyết',
    download: 'Tải sổ về',
    posters: 'Bảng mã QR',
    kiosks: 'Máy ở cổng',
    settings: 'Nhà trường',
  } satisfies Record<SchoolPage, string>,
  en: {
    today: 'Today',
    log: 'Entry log',
    held: 'To settle',
    download: 'Download',
    posters: 'Posters',
    kiosks: 'Kiosks',
    settings: 'School',
  },
});
