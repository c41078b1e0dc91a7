import type { DataRequestView } from '../../../shared/api/data-requests.schema.ts';
import { createStrings } from '../../lib/i18n.ts';

export const dataRequestWords = createStrings({
  vi: {
    title: 'Yêu cầu về dữ liệu cá nhân',
    intro:
      'Khách tự gửi từ điện thoại và máy chủ tự thực hiện; nhà trường không phải làm gì. Khi khách gọi hỏi, xin tra theo số phiếu khách đọc. Ở đây không có tên ai.',
    none: 'Chưa có yêu cầu nào.',
    number: 'Số phiếu',
    kind: 'Yêu cầu',
    asked: 'Gửi lúc',
    state: 'Thực hiện',
    done: (time: string) => `Xong lúc ${time}`,
    due: (time: string) => `Chờ khách ra về; chậm nhất ${time}`,
    covers: (declarations: number, visits: number) => `${declarations} tờ khai, ${visits} lượt ra vào`,
    latest: (count: number) => `${count} yêu cầu mới nhất`,
  },
  en: {
    title: 'Requests about personal data',
    intro:
      'Visitors send them from their phones and the server carries them out; the school has nothing to do. When somebody asks, look for the number that they read out. No names stand here.',
    none: 'No requests so far.',
    number: 'Number',
    kind: 'Request',
    asked: 'Asked at',
    state: 'Carried out',
    done: (time: string) => `Done at ${time}`,
    due: (time: string) => `Waits until the visitor has left; ${time} at the latest`,
    covers: (declarations: number, visits: number) =>
      `${declarations} declaration${declarations === 1 ? '' : 's'}, ${visits} entr${visits === 1 ? 'y' : 'ies'}`,
    latest: (count: number) => `The newest ${count} requests`,
  },
});

export const dataRequestKinds = createStrings({
  vi: { withdrawal: 'Rút lại sự đồng ý', erasure: 'Xóa dữ liệu' } satisfies Record<DataRequestView['kind'], string>,
  en: { withdrawal: 'Withdraw consent', erasure: 'Erase the data' },
});
