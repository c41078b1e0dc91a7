import type { Language } from '../../lib/language.ts';
import { english } from '../words.ts';

const VI = {
  title: 'Người đi cùng',
  text: 'Trẻ em hoặc người lớn cùng vào với anh/chị. Số điện thoại và người cần gặp lấy theo tờ khai của anh/chị.',
  person: (n: number) => `Người đi cùng thứ ${n}`,
  about: 'Xin trả lời về người này.',
  remove: 'Bỏ người này',
  more: 'Thêm một người nữa',
  full: 'Mỗi lần khai được cho tối đa 8 người đi cùng. Nếu đông hơn, xin báo bảo vệ.',
  codes: 'Mã qua cổng',
  together: 'Một mã cho cả nhóm',
  apart: 'Mỗi người một mã',
  together_help: 'Cả nhóm vào và ra cùng nhau.',
  apart_help: 'Mỗi người vào và ra riêng. Các mã nằm trên máy này, lần lượt đưa cho bảo vệ quét.',
  consent:
    'Phần đồng ý dưới đây là của anh/chị và của cả những người đi cùng: anh/chị là cha mẹ hoặc người giám hộ của trẻ em, hoặc được người lớn đi cùng nhờ khai. Trẻ từ 7 tuổi trở lên cũng cần được hỏi và đồng ý.',
};

export type AlongWords = typeof VI;

export const alongWords = (language: Language): AlongWords => english(language)?.ALONG_EN ?? VI;
