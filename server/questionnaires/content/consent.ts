/**
 * The consent that both shipped forms ask for: Law 91/2025/QH15 and Decree 356/2025/NĐ-CP (informed, a choice for each
 * purpose, nothing ticked beforehand, sensitive data named, rights and how to use them). Raise `version` with any word.
 */
import type { Consent, ConsentPurpose, Text } from '../../../shared/questionnaire/types.ts';

const controller: Text = {
  vi: 'Bên kiểm soát dữ liệu cá nhân là nhà trường có tên ở đầu trang này. Nhà trường tự lưu giữ dữ liệu và chỉ cung cấp cho cơ quan có thẩm quyền khi pháp luật yêu cầu.',
  en: 'The controller of your personal data is the school named at the top of this page. The school keeps the data itself and gives it only to competent authorities where the law requires it.',
};

const intro: Text = {
  vi: 'Theo Luật Bảo vệ dữ liệu cá nhân số 91/2025/QH15 và Nghị định 356/2025/NĐ-CP, nhà trường xin anh/chị đồng ý cho từng mục đích dưới đây. Anh/chị có quyền không đồng ý: khi đó xin báo với bảo vệ ở cổng để được giúp vào trường theo cách khác.',
  en: 'Under Law 91/2025/QH15 on personal data protection and Decree 356/2025/ND-CP, the school asks for your consent to each purpose below. You are free not to consent: then please tell the guard at the gate, who will help you in another way.',
};

const rights: Text = {
  vi: 'Anh/chị có quyền được biết, xem, chỉnh sửa, nhận bản sao, rút lại sự đồng ý, yêu cầu xóa, hạn chế hoặc phản đối việc xử lý dữ liệu của mình; khiếu nại, tố cáo, khởi kiện và yêu cầu bồi thường theo quy định của pháp luật. Hãy liên hệ văn phòng nhà trường: trường trả lời trong 2 ngày làm việc và thực hiện trong thời hạn luật định (rút lại đồng ý, hạn chế, phản đối: 15 ngày). Rút lại sự đồng ý không ảnh hưởng đến việc xử lý trước đó. Anh/chị có trách nhiệm cung cấp thông tin đúng.',
  en: 'You have the right to be informed, to see, correct and receive a copy of your data, to withdraw consent, to have data erased, to restrict or object to processing, and to complain, denounce, sue and claim damages under the law. Contact the school office: it replies within 2 working days and acts within the time set by law (withdrawal, restriction, objection: 15 days). Withdrawing consent does not affect processing that took place before. You are responsible for giving correct information.',
};

/** `identity` and `health` name the data of the form that asks. */
export function consentOf(version: string, data: { identity: Text; health: Text }): Consent {
  const purposes: ConsentPurpose[] = [
    {
      code: 'gate',
      required: true,
      text: {
        vi: `Kiểm soát người ra vào trường. Dữ liệu: ${data.identity.vi}, giờ vào và giờ ra.`,
        en: `Control of entry to the school. Data: ${data.identity.en}, time of entry and exit.`,
      },
    },
    {
      code: 'health',
      required: true,
      text: {
        vi: `Phòng, chống dịch bệnh trong trường. Dữ liệu cá nhân nhạy cảm về sức khỏe: ${data.health.vi}.`,
        en: `Disease prevention at the school. Sensitive personal data about health: ${data.health.en}.`,
      },
    },
    {
      code: 'outbreak-contact',
      required: false,
      text: {
        vi: 'Liên hệ với tôi qua số điện thoại đã khai nếu trong trường có ca bệnh vào lúc tôi có mặt.',
        en: 'Contact me at the phone number given if there was a case of disease at the school while I was there.',
      },
    },
  ];
  return { version, controller, intro, purposes, retentionDays: 21, rights };
}
