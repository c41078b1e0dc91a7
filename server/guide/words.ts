/** The words of a school's guide page. Vietnamese first; what the school and its questionnaire say stands beside them. */
export type GuideLanguage = 'vi' | 'en';

interface GuideWords {
  title: string;
  lead: string;
  stepsTitle: string;
  steps: readonly { title: string; text: string }[];
  ahead: string;
  withoutTitle: string;
  without: string;
  askedTitle: string;
  asked: string;
  optional: string;
  why: string;
  choice: string;
  keptTitle: string;
  kept: (days: number) => string;
  rightsTitle: string;
  rightsLead: string;
  rightsHow: readonly string[];
  posterTitle: string;
  poster: (host: string) => readonly string[];
  miniature: string;
  wholeSchool: string;
  shortCode: string;
  none: string;
  contactTitle: string;
  contactNone: string;
  formats: string;
  made: string;
}

export const GUIDE_WORDS: Record<GuideLanguage, GuideWords> = {
  vi: {
    title: 'Hướng dẫn khách khai báo khi vào trường',
    lead: 'Quét mã ở cổng, trả lời vài câu, đưa mã cho bảo vệ. Không cần cài ứng dụng, không cần tài khoản.',
    stepsTitle: 'Khai báo thế nào',
    steps: [
      { title: 'Quét mã trên bảng ở cổng', text: 'Mở máy ảnh của điện thoại, hướng vào mã, rồi chạm vào địa chỉ hiện ra.' },
      { title: 'Trả lời vài câu', text: 'Lần đầu mất chưa tới một phút. Lần sau điện thoại nhớ giúp, anh/chị chỉ trả lời phần sức khỏe.' },
      { title: 'Nhận mã qua cổng', text: 'Mã hiện trên màn hình và dùng được trong ngày. Nên lưu ảnh phòng khi mất mạng.' },
      { title: 'Đưa mã cho bảo vệ', text: 'Bảo vệ quét mã khi anh/chị vào, và quét lại khi anh/chị ra.' },
    ],
    ahead: 'Anh/chị có thể khai trước ở nhà tại địa chỉ này',
    withoutTitle: 'Không có điện thoại?',
    without:
      'Anh/chị cứ đến cổng và nói tên với bảo vệ. Bảo vệ sẽ khai giúp hoặc ghi tay. Không ai bị từ chối vì không có điện thoại, hết pin hay mất mạng.',
    askedTitle: 'Nhà trường hỏi gì, để làm gì',
    asked: 'Những câu trong tờ khai:',
    optional: 'không bắt buộc',
    why: 'Nhà trường dùng câu trả lời vào những việc sau, và chỉ những việc này:',
    choice: 'anh/chị tự chọn',
    keptTitle: 'Giữ trong bao lâu',
    kept: (days) => `Tờ khai được giữ tối đa ${days} ngày. Nhà trường tự lưu giữ dữ liệu, ở dạng đã mã hóa.`,
    rightsTitle: 'Quyền của anh/chị',
    rightsLead:
      'Theo Luật Bảo vệ dữ liệu cá nhân số 91/2025/QH15 và Nghị định 356/2025/NĐ-CP, nhà trường xin anh/chị đồng ý riêng cho từng mục đích ở trên. Anh/chị có quyền không đồng ý: khi đó xin báo với bảo vệ để được giúp vào trường theo cách khác.',
    rightsHow: [
      'Trên chính điện thoại đã khai: mở lại trang khai báo, vào mục “Dữ liệu trên máy này” để xem trường đang giữ gì, rút lại đồng ý hoặc xóa. Trang đưa cho anh/chị phiếu xác nhận.',
      'Không còn điện thoại đó: liên hệ văn phòng nhà trường theo phần dưới đây.',
    ],
    posterTitle: 'Bảng thật trông như thế nào',
    poster: (host) => [
      `Địa chỉ mở ra luôn bắt đầu bằng https://${host}/p/. Nếu khác, xin đừng điền gì.`,
      'Tên trường ở đầu trang phải đúng tên trường này.',
      'Trang không bao giờ hỏi mật khẩu, mã OTP, tài khoản ngân hàng hay tiền.',
      'Thấy mã dán đè lên bảng, hoặc mã lạ: xin báo ngay cho bảo vệ.',
    ],
    miniature: 'Hình thu nhỏ của bảng ở cổng',
    wholeSchool: 'Toàn trường',
    shortCode: 'Mã ngắn in dưới bảng đang treo:',
    none: 'Hiện nay nhà trường chưa treo bảng nào.',
    contactTitle: 'Liên hệ nhà trường',
    contactNone: 'Xin hỏi tại phòng bảo vệ hoặc văn phòng nhà trường.',
    formats: 'Định dạng mở của mã và dữ liệu (tiếng Anh)',
    made: 'Trang này do QuaCổng lập từ thông tin của nhà trường. Trang không chạy chương trình nào, không đặt cookie, không theo dõi người xem.',
  },
  en: {
    title: 'How visitors declare before entering',
    lead: 'Scan the code at the gate, answer a few questions, show your pass to the guard. No app, no account.',
    stepsTitle: 'How to declare',
    steps: [
      { title: 'Scan the poster at the gate', text: 'Open your phone’s camera, point it at the code and tap the address that appears.' },
      {
        title: 'Answer a few questions',
        text: 'Under a minute the first time. Next time your phone remembers the rest and you answer only the health questions.',
      },
      { title: 'Get your pass', text: 'It is on your screen and good for the day. Save the picture in case there is no network.' },
      { title: 'Show it to the guard', text: 'The guard scans it when you enter, and again when you leave.' },
    ],
    ahead: 'You may also declare at home, at this address',
    withoutTitle: 'No phone?',
    without:
      'Just come to the gate and tell the guard your name. The guard declares for you or writes it down. Nobody is turned away for having no phone, no battery or no network.',
    askedTitle: 'What is asked, and why',
    asked: 'The questions of the form:',
    optional: 'optional',
    why: 'The school uses the answers for these purposes and no others:',
    choice: 'your choice',
    keptTitle: 'How long it is kept',
    kept: (days) => `Declarations are kept for at most ${days} days. The school keeps the data itself, encrypted.`,
    rightsTitle: 'Your rights',
    rightsLead:
      'Under Law 91/2025/QH15 on personal data protection and Decree 356/2025/ND-CP, the school asks for your consent to each purpose above. You are free not to consent: then please tell the guard, who will help you in another way.',
    rightsHow: [
      'On the phone that you declared with: load the declaration page again and open “Data on this phone” to see what is stored, withdraw consent or erase it. You get a receipt.',
      'If you no longer have that phone: contact the school office, see below.',
    ],
    posterTitle: 'What the real poster looks like',
    poster: (host) => [
      `The address that opens always begins with https://${host}/p/. If it does not, fill in nothing.`,
      'The name at the top of that page must be the name of this school.',
      'The page never asks for a password, a one-time code, a bank account or money.',
      'If a code was pasted over the poster, or looks strange, please tell the guard at once.',
    ],
    miniature: 'Small picture of the poster at the gate',
    wholeSchool: 'Whole school',
    shortCode: 'Short codes under the posters that hang now:',
    none: 'No poster hangs at the moment.',
    contactTitle: 'Contact the school',
    contactNone: 'Please ask the guard or the school office.',
    formats: 'Open formats of codes and data',
    made: 'Made by QuaCổng from what the school entered. This page has no scripts, sets no cookies and follows nobody.',
  },
};
