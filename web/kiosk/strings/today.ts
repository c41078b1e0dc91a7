export const vi = {
  today: 'Hôm nay',
  search: 'Tìm theo tên, 3 số cuối điện thoại, người tiếp',
  inside: 'Đang ở trong',
  left: 'Đã ra',
  all: 'Tất cả',
  nobody: 'Chưa có ai.',
  nobodyFound: 'Không tìm thấy ai.',
  since: (time: string) => `vào ${time}`,
  until: (time: string) => `ra ${time}`,
  goOut: 'Cho ra',
};

export const en: typeof vi = {
  today: 'Today',
  search: 'Search by name, last 3 phone digits, host',
  inside: 'Inside',
  left: 'Left',
  all: 'All',
  nobody: 'Nobody yet.',
  nobodyFound: 'Nobody found.',
  since: (time) => `in ${time}`,
  until: (time) => `out ${time}`,
  goOut: 'Leaves',
};
