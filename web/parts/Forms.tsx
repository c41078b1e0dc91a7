import { useSignal } from '@preact/signals';
import type { Answer, Item, Questionnaire } from '../../shared/questionnaire/types.ts';
import { createAreas } from '../lib/areas.ts';
import type { Language } from '../lib/language.ts';
import type { Typed } from '../ui/answers.ts';
import { ConsentForm } from '../ui/ConsentForm.tsx';
import { Later } from '../ui/Later.tsx';
import { QuestionnaireForm } from '../ui/QuestionnaireForm.tsx';
import { Part, State } from './Part.tsx';

const text = (vi: string, en: string) => ({ vi, en });
const base = { required: true, class: 'identity' } as const;
const choices = [
  { code: 'bus', text: text('Xe buýt', 'Bus') },
  { code: 'bike', text: text('Xe máy', 'Motorbike') },
  { code: 'none', text: text('Không đi xe nào', 'None of them') },
];

/** One question of each type that there is. */
const ITEMS: readonly Item[] = [
  { ...base, linkId: 'name', type: 'text', pattern: 'name', maxLength: 80, text: text('Họ và tên', 'Full name') },
  { ...base, linkId: 'sick', type: 'boolean', text: text('Hôm nay anh/chị có sốt không?', 'Any fever today?') },
  { ...base, linkId: 'way', type: 'choice', choices, text: text('Anh/chị đến bằng gì?', 'How did you come?') },
  { ...base, linkId: 'list', type: 'choice', layout: 'list', choices, text: text('Chọn một', 'Choose one') },
  { ...base, linkId: 'several', type: 'choices', none: 'none', choices, text: text('Chọn nhiều', 'Choose several') },
  { ...base, linkId: 'year', type: 'integer', min: 1900, max: 'this-year', text: text('Năm sinh', 'Year of birth') },
  { ...base, linkId: 'heat', type: 'decimal', min: 34, max: 43, digits: 1, unit: '°C', text: text('Thân nhiệt', 'Temperature') },
  { ...base, linkId: 'day', type: 'day', minDays: -14, maxDays: 0, text: text('Ngày về', 'Day of return') },
  { ...base, required: false, linkId: 'home', type: 'address', text: text('Chỗ ở', 'Address') },
  { ...base, linkId: 'land', type: 'country', text: text('Nước đã đi qua', 'Country passed through') },
];

const QUESTIONNAIRE: Questionnaire = {
  id: 'parts',
  version: 1,
  title: text('Mẫu', 'Sample'),
  lookBackDays: 14,
  items: ITEMS,
  consent: {
    version: '2026-11',
    controller: text('Trường Tiểu học Hoa Ban', 'Hoa Ban primary school'),
    intro: text('Nhà trường giữ tờ khai này 14 ngày.', 'The school keeps this declaration for 14 days.'),
    purposes: [
      { code: 'gate', required: true, text: text('Ghi sổ ra vào cổng', 'The log of the gate') },
      { code: 'news', required: false, text: text('Nhận tin của trường', 'News of the school') },
    ],
    retentionDays: 14,
    rights: text('Anh/chị xem, rút lại và xóa được tờ khai.', 'You may see, withdraw and erase it.'),
  },
  outcome: [],
};

const areas = createAreas();

export function Forms({ language }: { language: Language }) {
  const values = useSignal<Typed>({});
  const chosen = useSignal<string[]>([]);
  const wrong = language === 'vi' ? 'Xin điền hoặc chọn mục này.' : 'Please fill this in.';
  const form = {
    questionnaire: QUESTIONNAIRE,
    language,
    values: values.value,
    areas,
    onLeave: () => undefined,
    onChange: (linkId: string, value: Answer | undefined) => {
      values.value = { ...values.value, [linkId]: value } as Typed;
    },
  };
  const [, , , list] = ITEMS;
  const control = { id: 'more', 'aria-describedby': undefined, 'aria-invalid': undefined, 'aria-required': undefined };
  return (
    <>
      <Part name="QuestionnaireForm">
        <State name={language === 'vi' ? 'thường' : 'usual'}>
          <QuestionnaireForm {...form} errors={{}} />
        </State>
        <State name={language === 'vi' ? 'có lỗi' : 'errors'}>
          <QuestionnaireForm {...form} prefix="wrong-" errors={Object.fromEntries(ITEMS.map(({ linkId }) => [linkId, wrong]))} />
        </State>
      </Part>
      <Part name="ConsentForm">
        <State name={language === 'vi' ? 'có lỗi' : 'errors'}>
          <ConsentForm
            questionnaire={QUESTIONNAIRE}
            language={language}
            chosen={chosen.value}
            errors={{ gate: wrong }}
            onChange={(purposes) => {
              chosen.value = purposes;
            }}
          />
        </State>
      </Part>
      {list && (
        <Part name="MoreControl">
          <State name="choice, list">
            <label for="more">{list.text[language]}</label>
            <Later
              load={() => import('../ui/more-controls.tsx').then((part) => part.MoreControl)}
              props={{ ...form, errors: {}, item: list, control }}
              words={{ waiting: '…', failed: '…', again: '…' }}
            />
          </State>
        </Part>
      )}
    </>
  );
}
