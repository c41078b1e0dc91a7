import { createStrings } from '../../lib/i18n.ts';

export const savedWords = createStrings({
  vi: {
    title: 'Bộ lọc đã lưu',
    keep: 'Lưu bộ lọc này',
    name: 'Tên bộ lọc',
    nameHelp: 'Ví dụ: Không qua, tuần này. Tên khách đang tìm không được lưu theo.',
    taken: 'Đã có bộ lọc tên này.',
    full: 'Đã có 20 bộ lọc. Xin bỏ bớt một bộ lọc trước.',
    edit: 'Bỏ bớt',
    done: 'Xong',
    remove: (name: string) => `Bỏ bộ lọc ${name}`,
    use: (name: string) => `Tìm theo bộ lọc ${name}`,
  },
  en: {
    title: 'Saved filters',
    keep: 'Save this filter',
    name: 'Name of the filter',
    nameHelp: 'For example: Stopped, this week. A visitor’s name that is looked for is not saved with it.',
    taken: 'There is a filter of this name already.',
    full: 'There are 20 filters already. Please remove one first.',
    edit: 'Remove some',
    done: 'Done',
    remove: (name: string) => `Remove the filter ${name}`,
    use: (name: string) => `Search by the filter ${name}`,
  },
});
