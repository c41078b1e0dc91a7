import type { ComponentChildren } from 'preact';
import { Button } from '../ui/Button.tsx';
import { ChoiceButtons } from '../ui/ChoiceButtons.tsx';
import { Part, State } from './Part.tsx';

const KINDS = ['primary', 'secondary', 'quiet', 'danger'] as const;

export function Buttons({ vi }: { vi: boolean }) {
  const text = vi ? 'Cho vào' : 'Let in';
  const long = vi
    ? 'Ghi mọi lượt chưa gửi của hôm nay và các ngày trước ra tệp để mang đến văn phòng'
    : 'Write all entries of today and the days before that were not sent to a file for the office';
  return (
    <>
      {KINDS.map((kind) => (
        <Part key={kind} name={`Button ${kind}`}>
          <State name={vi ? 'thường' : 'usual'}>
            <Button kind={kind}>{text}</Button>
          </State>
          <State name={vi ? 'chuột' : 'hover'} like="hover">
            <Button kind={kind}>{text}</Button>
          </State>
          <State name={vi ? 'bàn phím' : 'focus'} like="focus">
            <Button kind={kind}>{text}</Button>
          </State>
          <State name={vi ? 'tắt' : 'disabled'}>
            <Button kind={kind} disabled>
              {text}
            </Button>
          </State>
          <State name={vi ? 'đang làm' : 'busy'}>
            <Button kind={kind} busy>
              {text}
            </Button>
          </State>
          <State name={vi ? 'đang giữ' : 'pressed'}>
            <Button kind={kind} pressed>
              {text}
            </Button>
          </State>
          <State name={vi ? 'chữ dài' : 'long words'}>
            <Button kind={kind} wide>
              {long}
            </Button>
          </State>
        </Part>
      ))}
      <Choices vi={vi} />
    </>
  );
}

function Choices({ vi }: { vi: boolean }) {
  const options = [
    { value: 'no', text: vi ? 'Không' : 'No' },
    { value: 'yes', text: vi ? 'Có' : 'Yes' },
  ];
  const long = [
    { value: 'daily', text: vi ? 'Lưu sổ hằng ngày của nhà trường' : 'The school’s own daily record' },
    { value: 'authority', text: vi ? 'Báo cáo cấp trên theo công văn' : 'Report to an authority, by its letter' },
  ];
  const keep = (): void => undefined;
  return (
    <Part name="ChoiceButtons">
      <State name={vi ? 'chưa chọn' : 'nothing chosen'}>
        <Group vi={vi}>
          <ChoiceButtons name="choice-none" options={options} value={undefined} onChange={keep} />
        </Group>
      </State>
      <State name={vi ? 'đã chọn' : 'chosen'}>
        <Group vi={vi}>
          <ChoiceButtons name="choice-one" options={options} value="no" onChange={keep} />
        </Group>
      </State>
      <State name={vi ? 'bàn phím' : 'focus'} like="focus">
        <Group vi={vi}>
          <ChoiceButtons name="choice-focus" options={options} value="yes" onChange={keep} />
        </Group>
      </State>
      <State name={vi ? 'có lỗi' : 'error'}>
        <Group vi={vi}>
          <ChoiceButtons name="choice-error" options={options} value={undefined} onChange={keep} invalid />
        </Group>
      </State>
      <State name={vi ? 'chữ dài' : 'long words'}>
        <Group vi={vi}>
          <ChoiceButtons name="choice-long" options={long} value="daily" onChange={keep} />
        </Group>
      </State>
    </Part>
  );
}

function Group({ vi, children }: { vi: boolean; children: ComponentChildren }) {
  return (
    <fieldset class="field">
      <legend class="field-label">{vi ? 'Có sốt không?' : 'Any fever?'}</legend>
      {children}
    </fieldset>
  );
}
