import { Checkbox } from '../ui/Checkbox.tsx';
import { Field } from '../ui/Field.tsx';
import { Select } from '../ui/Select.tsx';
import { TextInput } from '../ui/TextInput.tsx';
import { Part, State } from './Part.tsx';

const keep = (): void => undefined;

export function Controls({ vi }: { vi: boolean }) {
  const label = vi ? 'Họ và tên' : 'Full name';
  const error = vi ? 'Xin ghi họ tên bằng chữ.' : 'Please write the name in letters.';
  const long = vi ? 'Tôi đồng ý để nhà trường giữ những gì tôi khai trong 14 ngày' : 'I agree that the school keeps this for 14 days';
  return (
    <>
      <Part name="Field, TextInput">
        <State name={vi ? 'trống' : 'empty'}>
          <Field id="text-empty" label={label} required>
            {(control) => <TextInput {...control} value="" onInput={keep} />}
          </Field>
        </State>
        <State name={vi ? 'có trợ giúp' : 'with help'}>
          <Field
            id="text-help"
            label={label}
            help={vi ? 'Như trên căn cước.' : 'As on the identity card.'}
            optional={vi ? '(không bắt buộc)' : '(optional)'}
          >
            {(control) => <TextInput {...control} value="Nguyễn Thị Bích Hồng" onInput={keep} />}
          </Field>
        </State>
        <State name={vi ? 'bàn phím' : 'focus'} like="focus">
          <Field id="text-focus" label={label}>
            {(control) => <TextInput {...control} value="Nguyễn Thị" onInput={keep} />}
          </Field>
        </State>
        <State name={vi ? 'có lỗi' : 'error'}>
          <Field id="text-error" label={label} error={error}>
            {(control) => <TextInput {...control} value="12" onInput={keep} />}
          </Field>
        </State>
        <State name={vi ? 'tắt' : 'disabled'}>
          <Field id="text-disabled" label={label}>
            {(control) => <TextInput {...control} value="" onInput={keep} disabled />}
          </Field>
        </State>
        <State name={vi ? 'nhiều dòng' : 'several lines'}>
          <Field
            id="text-lines"
            label={vi ? 'Lời nhắn của nhà trường trên tờ khai, in ở đầu trang' : 'The school’s own line above the form'}
          >
            {(control) => <TextInput {...control} value={long} onInput={keep} lines={3} />}
          </Field>
        </State>
      </Part>
      <Part name="Select">
        <State name={vi ? 'chưa chọn' : 'nothing chosen'}>
          <Field id="select-empty" label={vi ? 'Cổng' : 'Gate'}>
            {(control) => <Select {...control} value="" options={gates(vi)} empty={vi ? 'Xin chọn' : 'Please choose'} onChange={keep} />}
          </Field>
        </State>
        <State name={vi ? 'có lỗi' : 'error'}>
          <Field id="select-error" label={vi ? 'Cổng' : 'Gate'} error={vi ? 'Xin chọn một cổng.' : 'Please choose a gate.'}>
            {(control) => <Select {...control} value="main" options={gates(vi)} onChange={keep} />}
          </Field>
        </State>
        <State name={vi ? 'tắt' : 'disabled'}>
          <Field id="select-disabled" label={vi ? 'Cổng' : 'Gate'}>
            {(control) => <Select {...control} value="main" options={gates(vi)} onChange={keep} disabled />}
          </Field>
        </State>
      </Part>
      <Part name="Checkbox">
        <State name={vi ? 'chưa đánh dấu' : 'not ticked'}>
          <Checkbox checked={false} onChange={keep}>
            {long}
          </Checkbox>
        </State>
        <State name={vi ? 'đã đánh dấu' : 'ticked'}>
          <Checkbox checked onChange={keep}>
            {long}
          </Checkbox>
        </State>
        <State name={vi ? 'bàn phím' : 'focus'} like="focus">
          <Checkbox checked onChange={keep}>
            {long}
          </Checkbox>
        </State>
        <State name={vi ? 'có lỗi' : 'error'}>
          <Checkbox checked={false} onChange={keep} invalid>
            {long}
          </Checkbox>
        </State>
        <State name={vi ? 'không khung' : 'plain'}>
          <Checkbox checked onChange={keep} plain>
            {long}
          </Checkbox>
        </State>
      </Part>
    </>
  );
}

const gates = (vi: boolean) => [
  { value: 'main', text: vi ? 'Cổng chính' : 'Main gate' },
  { value: 'back', text: vi ? 'Cổng sau, phía đường Nguyễn Văn Linh' : 'Back gate, at Nguyễn Văn Linh street' },
];
