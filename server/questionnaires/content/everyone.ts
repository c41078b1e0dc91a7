/**
 * Khai báo toàn dân: the form of tokhaiyte.vn as it stood in 2021-22, with today's two-level address and its defects
 * mended: nothing is answered beforehand, names stay as typed, symptoms are a list, the window is a parameter.
 */
import type { Choice, Item, Questionnaire, Text } from '../../../shared/questionnaire/types.ts';
import { consentOf } from './consent.ts';

const SYMPTOMS: readonly Choice[] = [
  { code: 'fever', text: { vi: 'Sốt', en: 'Fever' } },
  { code: 'cough', text: { vi: 'Ho', en: 'Cough' } },
  { code: 'breathing', text: { vi: 'Khó thở', en: 'Difficulty breathing' } },
  { code: 'pneumonia', text: { vi: 'Viêm phổi', en: 'Pneumonia' } },
  { code: 'sore-throat', text: { vi: 'Đau họng', en: 'Sore throat' } },
  { code: 'fatigue', text: { vi: 'Mệt mỏi', en: 'Fatigue' } },
  { code: 'taste', text: { vi: 'Thay đổi hoặc mất vị giác, khứu giác', en: 'Change or loss of taste or smell' } },
];

const person: readonly Item[] = [
  {
    linkId: 'fullName',
    type: 'text',
    pattern: 'name',
    maxLength: 100,
    required: true,
    class: 'identity',
    role: 'name',
    text: { vi: 'Họ và tên', en: 'Full name' },
    help: { vi: 'Viết như thường ngày, có dấu.', en: 'As you usually write it.' },
  },
  {
    linkId: 'idNumber',
    type: 'text',
    pattern: 'id-number',
    maxLength: 30,
    required: false,
    class: 'identity',
    role: 'id-number',
    text: { vi: 'Số hộ chiếu / CMND / CCCD', en: 'Passport or ID card number' },
  },
  {
    linkId: 'birthYear',
    type: 'integer',
    min: 1900,
    max: 'this-year',
    required: true,
    class: 'identity',
    role: 'birth-year',
    text: { vi: 'Năm sinh', en: 'Year of birth' },
  },
  {
    linkId: 'gender',
    type: 'choice',
    layout: 'buttons',
    required: true,
    class: 'identity',
    text: { vi: 'Giới tính', en: 'Gender' },
    choices: [
      { code: 'male', text: { vi: 'Nam', en: 'Male' } },
      { code: 'female', text: { vi: 'Nữ', en: 'Female' } },
      { code: 'other', text: { vi: 'Khác', en: 'Other' } },
    ],
  },
  { linkId: 'nationality', type: 'country', required: true, class: 'identity', text: { vi: 'Quốc tịch', en: 'Nationality' } },
  {
    linkId: 'address',
    type: 'address',
    required: true,
    class: 'identity',
    text: { vi: 'Địa chỉ liên lạc tại Việt Nam', en: 'Contact address in Viet Nam' },
    help: {
      vi: 'Tỉnh/thành phố, xã/phường/đặc khu; số nhà, phố, tổ dân phố/thôn/đội.',
      en: 'Province or city, commune or ward; house number, street, hamlet.',
    },
  },
  {
    linkId: 'phone',
    type: 'text',
    pattern: 'phone',
    maxLength: 30,
    required: true,
    class: 'identity',
    role: 'phone',
    text: { vi: 'Điện thoại', en: 'Phone number' },
  },
  {
    linkId: 'email',
    type: 'text',
    pattern: 'email',
    maxLength: 254,
    required: false,
    class: 'identity',
    text: { vi: 'Email', en: 'E-mail' },
  },
  {
    linkId: 'host',
    type: 'text',
    pattern: 'free',
    maxLength: 100,
    required: false,
    class: 'identity',
    role: 'host',
    text: { vi: 'Đến gặp ai hoặc có việc gì', en: 'Whom you visit, or why' },
  },
];

const health: readonly Item[] = [
  {
    linkId: 'travelled',
    type: 'boolean',
    required: true,
    class: 'answers',
    text: {
      vi: 'Trong vòng {days} ngày qua, anh/chị có đến tỉnh/thành phố, quốc gia/vùng lãnh thổ nào khác không?',
      en: 'In the last {days} days, have you travelled to any other province, city, country or territory?',
    },
  },
  {
    linkId: 'travelPlaces',
    type: 'text',
    pattern: 'free',
    maxLength: 300,
    lines: 5,
    required: true,
    class: 'answers',
    enableWhen: { item: 'travelled', in: [true] },
    text: { vi: 'Những nơi đã đến (có thể đi qua nhiều nơi)', en: 'The places (there may be several)' },
  },
  {
    linkId: 'symptoms',
    type: 'choices',
    none: 'none',
    required: true,
    class: 'answers',
    text: {
      vi: 'Trong vòng {days} ngày qua, anh/chị có thấy xuất hiện dấu hiệu nào sau đây không?',
      en: 'In the last {days} days, have you noticed any of the following signs?',
    },
    choices: [...SYMPTOMS, { code: 'none', text: { vi: 'Không có dấu hiệu nào', en: 'None of these' } }],
  },
  {
    linkId: 'symptomNote',
    type: 'text',
    pattern: 'free',
    maxLength: 300,
    lines: 5,
    required: false,
    class: 'answers',
    enableWhen: { item: 'symptoms', in: SYMPTOMS.map((symptom) => symptom.code) },
    text: { vi: 'Ghi thêm, nếu anh/chị muốn', en: 'Anything you would like to add' },
  },
  contact('contactPatient', {
    vi: 'Trong vòng {days} ngày qua, anh/chị có tiếp xúc với người mắc bệnh hoặc nghi ngờ mắc bệnh COVID-19 không?',
    en: 'In the last {days} days, were you in contact with a person who has or may have COVID-19?',
  }),
  contact('contactTraveller', {
    vi: 'Trong vòng {days} ngày qua, anh/chị có tiếp xúc với người từ nước có bệnh COVID-19 không?',
    en: 'In the last {days} days, were you in contact with a person from a country with COVID-19?',
  }),
  contact('contactSymptoms', {
    vi: 'Trong vòng {days} ngày qua, anh/chị có tiếp xúc với người có biểu hiện sốt, ho, khó thở, viêm phổi không?',
    en: 'In the last {days} days, were you in contact with a person with fever, cough, shortness of breath or pneumonia?',
  }),
];

function contact(linkId: string, text: Text): Item {
  return { linkId, type: 'boolean', required: true, class: 'answers', text };
}

const CONTACT_TEXT: Text = {
  vi: 'Cảm ơn anh/chị đã cho trường biết. Người trực cổng sẽ hỏi thêm vài câu trước khi mời anh/chị vào.',
  en: 'Thank you for telling the school. The person at the gate will ask a few more questions before you go in.',
};

export const everyone: Questionnaire = {
  id: 'everyone',
  version: 1,
  title: { vi: 'Khai báo y tế toàn dân', en: 'General health declaration' },
  intro: {
    vi: 'Thông tin khai báo y tế phục vụ phòng, chống dịch. Xin anh/chị khai đúng và đủ: khai báo sai sự thật có thể bị xử lý theo pháp luật.',
    en: 'Health information for disease prevention. Please answer correctly and fully: a false declaration may have legal consequences.',
  },
  lookBackDays: 14,
  items: [...person, ...health],
  consent: consentOf('everyone-1', {
    identity: {
      vi: 'họ và tên, năm sinh, giới tính, quốc tịch, địa chỉ, điện thoại; số giấy tờ, email và người cần gặp nếu anh/chị ghi',
      en: 'full name, year of birth, gender, nationality, address, phone; ID number, e-mail and whom you visit if you give them',
    },
    health: { vi: 'câu trả lời về dấu hiệu bệnh, nơi đã đến và tiếp xúc', en: 'answers about symptoms, travel and contacts' },
  }),
  outcome: [
    {
      item: 'symptoms',
      in: SYMPTOMS.map((symptom) => symptom.code),
      reason: 'symptoms',
      text: {
        vi: 'Cảm ơn anh/chị đã cho trường biết. Người trực cổng sẽ hỏi thăm thêm và cùng anh/chị chọn cách phù hợp. Anh/chị nên đeo khẩu trang.',
        en: 'Thank you for telling the school. The person at the gate will ask how you are and find a good way together with you. Please wear a mask if you can.',
      },
    },
    { item: 'contactPatient', in: [true], reason: 'contact', text: CONTACT_TEXT },
    { item: 'contactTraveller', in: [true], reason: 'contact', text: CONTACT_TEXT },
    { item: 'contactSymptoms', in: [true], reason: 'contact', text: CONTACT_TEXT },
  ],
};
