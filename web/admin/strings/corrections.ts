import type { CorrectionReason } from '../../../shared/api/corrections.schema.ts';
import type { Finding } from '../../../shared/presence/stays.ts';
import { createStrings } from '../../lib/i18n.ts';

export const correctionWords = createStrings({
  vi: {
    title: 'Sửa lượt này',
    text: 'Bản ghi ở cổng được giữ nguyên; lời sửa đứng bên cạnh, cùng tên người sửa. Máy ở các cổng biết khi có mạng.',
    what: 'Cần sửa gì?',
    turn: (dir: string) => `Đổi chiều thành: ${dir}`,
    void: 'Bỏ lượt này (không có thật)',
    left: 'Khách đã về mà không quét',
    restore: (dir: string) => `Tính lại lượt này: ${dir}`,
    when: 'Khách về lúc mấy giờ?',
    whenHelp: (day: string) => `Giờ và phút trong ngày ${day}, ví dụ 16:30`,
    sure: 'Giờ này',
    known: 'Biết chắc',
    estimated: 'Ước chừng',
    reason: 'Vì sao sửa?',
    note: 'Ghi chú',
    noteHelp: 'Xin đừng ghi tên hay số điện thoại của khách vào đây.',
    send: 'Ghi lời sửa',
    done: 'Đã ghi lời sửa.',
    clash: 'Người khác vừa sửa lượt này. Xin đóng lại rồi mở lượt này lần nữa để xem.',
    history: 'Đã được sửa',
    original: 'Bản ghi ở cổng',
    gate: 'tại cổng',
    someone: 'Người trực',
    saidVoid: 'Bỏ lượt này',
    saidDir: (dir: string) => `Thành: ${dir}`,
    saidLeft: (time: string, estimated: boolean) => `Về lúc ${time}${estimated ? ' (ước chừng)' : ''}`,
    doesNotFit: 'Chưa khớp',
  },
  en: {
    title: 'Correct this entry',
    text: 'What the gate recorded stays as it is; the correction stands beside it with your name. Kiosks know as soon as they have network.',
    what: 'What is to be corrected?',
    turn: (dir: string) => `Change the direction to: ${dir}`,
    void: 'Take this entry back (it did not happen)',
    left: 'The visitor left without a scan',
    restore: (dir: string) => `Count this entry again: ${dir}`,
    when: 'When did the visitor leave?',
    whenHelp: (day: string) => `Hour and minute on ${day}, for example 16:30`,
    sure: 'This time is',
    known: 'Known',
    estimated: 'Estimated',
    reason: 'Why?',
    note: 'Note',
    noteHelp: 'Please do not write visitors’ names or phone numbers here.',
    send: 'Record the correction',
    done: 'The correction has been recorded.',
    clash: 'Somebody else has just corrected this entry. Close it and open it again to see.',
    history: 'Corrected',
    original: 'As the gate recorded it',
    gate: 'at the gate',
    someone: 'Somebody on duty',
    saidVoid: 'Taken back',
    saidDir: (dir: string) => `To: ${dir}`,
    saidLeft: (time: string, estimated: boolean) => `Left at ${time}${estimated ? ' (estimated)' : ''}`,
    doesNotFit: 'Does not fit',
  },
});

export const correctionReasonWords = createStrings({
  vi: {
    'wrong-direction': 'Bấm nhầm chiều',
    'scanned-by-mistake': 'Quét nhầm',
    'not-scanned-out': 'Không quét khi về',
    test: 'Quét thử',
    other: 'Lý do khác',
  } satisfies Record<CorrectionReason, string>,
  en: {
    'wrong-direction': 'Wrong direction tapped',
    'scanned-by-mistake': 'Scanned by mistake',
    'not-scanned-out': 'Not scanned when leaving',
    test: 'A test',
    other: 'Another reason',
  },
});

/** `place`: of the other row: time, gate. */
export const findingWords = createStrings({
  vi: {
    double: (place: string) => `Mã này cũng vào ở cổng khác mà chưa ra: ${place}`,
    'entry-inside': (place: string) => `Vào hai lần mà chưa ra: ${place}`,
    'exit-without-entry': (place: string) => (place ? `Ra mà không có lượt vào; lần ra trước: ${place}` : 'Ra mà không có lượt vào'),
  } satisfies Record<Finding['kind'], (place: string) => string>,
  en: {
    double: (place: string) => `This pass also came in at another gate without leaving: ${place}`,
    'entry-inside': (place: string) => `Came in twice without leaving: ${place}`,
    'exit-without-entry': (place: string) => (place ? `Left without an entry; left before: ${place}` : 'Left without an entry'),
  },
});
