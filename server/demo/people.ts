/** Invented people: common family, middle and given names, drawn by a seeded number. Phones of a range that nobody has. */
const FAMILY = ['Nguyễn', 'Trần', 'Lê', 'Phạm', 'Hoàng', 'Vũ', 'Đặng', 'Bùi', 'Đỗ', 'Hồ', 'Lò', 'Y'];
const MIDDLE = ['Thị', 'Văn', 'Minh', 'Thanh', 'Đình', 'Ngọc', 'Hữu', 'Bích', 'Quang', 'Thu'];
const GIVEN = ['Hồng', 'Đức', 'Lan', 'Sơn', 'Bảy', 'Ninh', 'Tuyết', 'Hải', 'Ánh', 'Phúc', 'Êban', 'Niê', 'Oanh', 'Kiên', 'Thảo'];
const HOSTS = [
  'Cô Lan, lớp 3A',
  'Thầy Sơn, lớp 5B',
  'Văn phòng',
  'Phòng y tế',
  'Đón con lớp 1C',
  'Giao hàng bếp ăn',
  'Họp phụ huynh',
  'Cô Thu, thư viện',
];

export type Draw = (below: number) => number;

/** mulberry32: the same week at every start. */
export function seeded(seed: number): Draw {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * below);
  };
}

const pick = (list: readonly string[], draw: Draw): string => list[draw(list.length)] ?? '';

export interface DemoPerson {
  fullName: string;
  phone: string;
  host: string;
}

export const drawPerson = (draw: Draw): DemoPerson => ({
  fullName: `${pick(FAMILY, draw)} ${pick(MIDDLE, draw)} ${pick(GIVEN, draw)}`,
  phone: `09000${String(draw(100_000)).padStart(5, '0')}`,
  host: pick(HOSTS, draw),
});
