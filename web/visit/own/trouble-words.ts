import type { Language } from '../../lib/language.ts';
import type { Trouble } from '../desk/places.ts';

interface TroubleWords {
  title: string;
  /** What it means. */
  text: string;
  /** What to do now. */
  next: string;
}

const VI = {
  trouble: {
    'no-code': {
      title: 'Khai báo khi vào trường',
      text: 'Mỗi cổng trường có một bảng mã QR riêng.',
      next: 'Xin quét mã QR trên bảng ở cổng, hoặc gõ mã ngắn in bên dưới mã QR.',
    },
    'wrong-code': {
      title: 'Mã này có chỗ gõ nhầm',
      text: 'Mã gồm 6 chữ và số, in bên dưới mã QR trên bảng.',
      next: 'Xin xem lại trên bảng rồi gõ lần nữa.',
    },
    'unknown-place': {
      title: 'Không có bảng nào mang mã này',
      text: 'Có thể gõ nhầm vài chữ, hoặc đây là mã của một hệ thống khác.',
      next: 'Xin quét lại mã trên bảng ở cổng trường, hoặc nói tên với bảo vệ.',
    },
    withdrawn: {
      title: 'Bảng này không còn dùng nữa',
      text: 'Nhà trường đã thay bảng mới. Anh/chị không làm gì sai, và chưa có gì được gửi đi.',
      next: 'Xin quét mã trên bảng mới ở cổng, hoặc nói tên với bảo vệ. Nếu bảng cũ vẫn còn treo, xin báo giúp nhà trường.',
    },
    forged: {
      title: 'Đây không phải mã của nhà trường',
      text: 'Mã này không do hệ thống của trường làm ra, hoặc đã bị sửa. Có thể ai đó dán đè mã khác lên bảng.',
      next: 'Xin đừng điền thông tin. Hãy báo bảo vệ và quét bảng chính thức ở cổng.',
    },
    'no-network': {
      title: 'Điện thoại chưa có mạng',
      text: 'Máy này chưa mở bảng của trường lần nào nên chưa có tờ khai.',
      next: 'Không cần đi tìm sóng: anh/chị chỉ cần nói tên với bảo vệ.',
    },
    portal: {
      title: 'Wi-Fi này chưa vào được Internet',
      text: 'Có mạng, nhưng trang trả lời không phải của nhà trường. Thường là Wi-Fi đòi đăng nhập.',
      next: 'Xin đăng nhập Wi-Fi hoặc tắt Wi-Fi rồi thử lại. Nếu đang ở cổng, chỉ cần nói tên với bảo vệ.',
    },
    server: {
      title: 'Hệ thống của trường đang bận',
      text: 'Điện thoại có mạng, nhưng máy chủ của trường chưa trả lời được.',
      next: 'Xin thử lại sau ít phút. Nếu đang ở cổng, chỉ cần nói tên với bảo vệ.',
    },
  } satisfies Record<Trouble, TroubleWords>,
  school: 'Bảng của',
  contact: 'Liên hệ nhà trường:',
  code: 'Mã trên bảng',
  open: 'Mở tờ khai',
  again: 'Thử lại',
};

const EN: typeof VI = {
  trouble: {
    'no-code': {
      title: 'Visitor declaration',
      text: 'Each school gate has a poster with its own QR code.',
      next: 'Scan the QR code on the poster, or type the short code printed below it.',
    },
    'wrong-code': {
      title: 'This code has a typing error',
      text: 'The code has 6 letters and digits and is printed below the QR code.',
      next: 'Please look at the poster again and type it once more.',
    },
    'unknown-place': {
      title: 'No poster has this code',
      text: 'A few letters may be wrong, or it is a code of another system.',
      next: 'Scan the code on the poster at the gate again, or tell the guard your name.',
    },
    withdrawn: {
      title: 'This poster is no longer in use',
      text: 'The school has put up a new one. You did nothing wrong, and nothing was sent.',
      next: 'Scan the new poster at the gate, or tell the guard your name. If the old poster still hangs there, please tell the school.',
    },
    forged: {
      title: 'This is not a code of the school',
      text: 'It was not made by the school’s system, or it was altered. Somebody may have pasted another code over the poster.',
      next: 'Please do not fill in anything. Tell the guard and scan the official poster at the gate.',
    },
    'no-network': {
      title: 'The phone has no network',
      text: 'This phone has not opened the school’s poster before, so it has no form yet.',
      next: 'No need to look for a signal: just tell the guard your name.',
    },
    portal: {
      title: 'This Wi-Fi does not let you out',
      text: 'There is a network, but what answers is not the school. Mostly it is a Wi-Fi that wants you to sign in.',
      next: 'Sign in to the Wi-Fi, or turn it off, and try again. At the gate, just tell the guard your name.',
    },
    server: {
      title: 'The school’s system is busy',
      text: 'Your phone has a network, but the school’s server cannot answer now.',
      next: 'Please try again in a few minutes. At the gate, just tell the guard your name.',
    },
  },
  school: 'Poster of',
  contact: 'Contact the school:',
  code: 'Code on the poster',
  open: 'Open the form',
  again: 'Try again',
};

export const troubleWords = (language: Language): typeof VI => (language === 'en' ? EN : VI);
