import { createStrings } from '../../lib/i18n.ts';

export const liveWords = createStrings({
  vi: {
    watching: 'Đang theo dõi cổng',
    connecting: 'Đang nối với máy chủ…',
    off: 'Tạm ngừng theo dõi',
    lost: 'Mất kết nối,',
    again: (seconds: number) => `thử lại sau ${seconds} giây`,
    now: 'Thử ngay',
    elsewhere: 'Tài khoản này đang theo dõi ở trang khác.',
    here: 'Theo dõi ở đây',
    newRows: (count: number) => `${count} lượt mới`,
    newMany: 'Có nhiều lượt mới. Mở lại sổ',
    arrived: (count: number) => `Đã có thêm ${count} lượt`,
  },
  en: {
    watching: 'Following the gates',
    connecting: 'Connecting to the server…',
    off: 'Not following at the moment',
    lost: 'Connection lost,',
    again: (seconds: number) => `trying again in ${seconds} s`,
    now: 'Try now',
    elsewhere: 'This account follows on another page.',
    here: 'Follow here',
    newRows: (count: number) => `${count} new`,
    newMany: 'Much has come in. Open the log anew',
    arrived: (count: number) => `${count} more entr${count === 1 ? 'y has' : 'ies have'} come`,
  },
});
