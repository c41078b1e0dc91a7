/** Khách vào trường: the short form, the default (decisions 17). Published versions never change: raise `version`. */
import type { Questionnaire } from '../../../shared/questionnaire/types.ts';
import { consentOf } from './consent.ts';

export const visitor: Questionnaire = {
  id: 'visitor',
  version: 1,
  title: { vi: 'Khách vào trường', en: 'Visiting the school' },
  intro: {
    vi: 'Mời anh/chị trả lời vài câu để vào cổng nhanh hơn và giữ an toàn cho học sinh.',
    en: 'Please answer a few questions, to pass the gate faster and to keep the pupils safe.',
  },
  lookBackDays: 14,
  items: [
    {
      linkId: 'fullName',
      type: 'text',
      pattern: 'name',
      maxLength: 100,
      required: true,
      class: 'identity',
      role: 'name',
      text: { vi: 'Họ và tên', en: 'Full name' },
    },
    {
      linkId: 'phone',
      type: 'text',
      pattern: 'phone',
      maxLength: 30,
      required: true,
      class: 'identity',
      role: 'phone',
      text: { vi: 'Số điện thoại', en: 'Phone number' },
      help: { vi: 'Để trường liên hệ khi cần.', en: 'So that the school can reach you if needed.' },
    },
    {
      linkId: 'host',
      type: 'text',
      pattern: 'free',
      maxLength: 100,
      required: true,
      class: 'identity',
      role: 'host',
      text: { vi: 'Anh/chị đến gặp ai hoặc có việc gì?', en: 'Whom do you visit, or what brings you here?' },
      help: { vi: 'Ví dụ: cô Lan lớp 3A; giao sách; đón con.', en: 'For example: Ms Lan, class 3A; book delivery; picking up my child.' },
    },
    {
      linkId: 'symptoms',
      type: 'boolean',
      required: true,
      class: 'answers',
      text: {
        vi: 'Trong {days} ngày qua, anh/chị có dấu hiệu nào sau đây không: sốt, ho, khó thở, đau họng, mệt mỏi, mất vị giác hoặc khứu giác?',
        en: 'In the last {days} days, have you had any of these: fever, cough, difficulty breathing, sore throat, fatigue, loss of taste or smell?',
      },
    },
    {
      linkId: 'contact',
      type: 'boolean',
      required: true,
      class: 'answers',
      text: {
        vi: 'Trong {days} ngày qua, anh/chị có tiếp xúc gần với người mắc hoặc nghi mắc bệnh truyền nhiễm (như COVID-19, cúm, sởi, tay chân miệng) không?',
        en: 'In the last {days} days, have you been in close contact with a person who has or may have an infectious disease (such as COVID-19, flu, measles, hand-foot-mouth disease)?',
      },
    },
  ],
  consent: consentOf('visitor-1', {
    identity: { vi: 'họ và tên, số điện thoại, người cần gặp hoặc việc cần làm', en: 'full name, phone number, whom you visit or why' },
    health: { vi: 'câu trả lời về dấu hiệu bệnh và tiếp xúc', en: 'answers about symptoms and contacts' },
  }),
  outcome: [
    {
      item: 'symptoms',
      in: [true],
      reason: 'symptoms',
      text: {
        vi: 'Cảm ơn anh/chị đã cho trường biết. Người trực cổng sẽ hỏi thăm thêm và cùng anh/chị chọn cách phù hợp. Anh/chị nên đeo khẩu trang.',
        en: 'Thank you for telling the school. The person at the gate will ask how you are and find a good way together with you. Please wear a mask if you can.',
      },
    },
    {
      item: 'contact',
      in: [true],
      reason: 'contact',
      text: {
        vi: 'Cảm ơn anh/chị đã cho trường biết. Người trực cổng sẽ hỏi thêm vài câu trước khi mời anh/chị vào.',
        en: 'Thank you for telling the school. The person at the gate will ask a few more questions before you go in.',
      },
    },
  ],
};
