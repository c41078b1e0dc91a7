/** Controls of questions that the short form does not have: fetched by the forms that do. */
import { Component } from 'preact';
import type { AreaView } from '../../shared/api/schools.schema.ts';
import type { Address } from '../../shared/questionnaire/types.ts';
import { countries } from '../lib/countries.ts';
import { Button } from './Button.tsx';
import { Checkbox } from './Checkbox.tsx';
import type { QuestionControlProps } from './control.ts';
import { Field } from './Field.tsx';
import { Select } from './Select.tsx';
import { say } from './say.ts';
import { TextInput } from './TextInput.tsx';

const WORDS = {
  vi: {
    choose: 'Chọn…',
    day: 'Ngày/tháng/năm, ví dụ 05/09/2026',
    province: 'Tỉnh, thành phố',
    commune: 'Xã, phường, đặc khu',
    street: 'Số nhà, đường, thôn, tổ',
    waiting: 'Đang tải danh sách…',
    failed: 'Chưa tải được danh sách vì không có mạng.',
    again: 'Thử lại',
  },
  en: {
    choose: 'Choose…',
    day: 'Day/month/year, for example 05/09/2026',
    province: 'Province or city',
    commune: 'Commune or ward',
    street: 'House number, street, hamlet',
    waiting: 'Loading the list…',
    failed: 'The list could not be loaded: no network.',
    again: 'Try again',
  },
};

export function MoreControl(props: QuestionControlProps) {
  const { item, control, language, questionnaire, onChange, onLeave } = props;
  const words = WORDS[language];
  const value = props.values[item.linkId];
  const text = typeof value === 'string' ? value : '';
  const settle = (next: string | string[]) => {
    onChange(item.linkId, next);
    onLeave(item.linkId);
  };
  switch (item.type) {
    case 'integer':
    case 'decimal':
    case 'day':
      return (
        <TextInput
          {...control}
          value={text}
          onInput={(next) => onChange(item.linkId, next)}
          onBlur={() => onLeave(item.linkId)}
          inputMode={item.type === 'integer' ? 'numeric' : item.type === 'decimal' ? 'decimal' : undefined}
          placeholder={item.type === 'day' ? words.day : undefined}
          autoComplete="off"
        />
      );
    case 'choice': {
      const options = item.choices.map((choice) => ({ value: choice.code, text: say(choice.text, language, questionnaire) }));
      return <Select {...control} value={text} options={options} empty={words.choose} onChange={settle} />;
    }
    case 'country': {
      const options = countries(language).map(({ code, name }) => ({ value: code, text: name }));
      return <Select {...control} value={text} options={options} empty={words.choose} onChange={settle} />;
    }
    case 'choices': {
      const chosen = Array.isArray(value) ? value : [];
      return (
        <div class="choices">
          {item.choices.map((choice) => (
            <Checkbox
              key={choice.code}
              checked={chosen.includes(choice.code)}
              invalid={control['aria-invalid'] === 'true'}
              onChange={(on) => settle(toggled(chosen, choice.code, on, item.none))}
            >
              {say(choice.text, language, questionnaire)}
            </Checkbox>
          ))}
        </div>
      );
    }
    case 'address':
      return <AddressControl {...props} />;
    case 'text':
    case 'boolean':
      return null;
  }
}

/** Ticks or unticks one of several; "none of these" excludes the others. */
export function toggled(chosen: readonly string[], code: string, on: boolean, none: string | undefined): string[] {
  if (!on) return chosen.filter((other) => other !== code);
  return code === none ? [code] : [...chosen.filter((other) => other !== none && other !== code), code];
}

interface Lists {
  provinces?: readonly AreaView[];
  communes?: readonly AreaView[];
  /** The province whose communes those are. */
  of?: string;
  failed?: boolean;
}

const EMPTY: Address = { province: '', commune: '' };

/** Today's two levels: the province first, then the communes of that province alone. */
class AddressControl extends Component<QuestionControlProps, Lists> {
  override componentDidMount(): void {
    this.load();
  }

  override componentDidUpdate(): void {
    if (this.value().province !== (this.state.of ?? '') && !this.state.failed) this.load();
  }

  private value(): Address {
    const value = this.props.values[this.props.item.linkId];
    return typeof value === 'object' && !Array.isArray(value) ? value : EMPTY;
  }

  private load = async (): Promise<void> => {
    const { province } = this.value();
    this.setState({ failed: false, of: province, communes: undefined });
    const provinces = this.state.provinces ?? (await this.props.areas.provinces());
    const communes = province ? await this.props.areas.communes(province) : undefined;
    if (this.value().province === province) this.setState({ provinces, communes, failed: !provinces || (province !== '' && !communes) });
  };

  override render({ item, control, language, onChange, onLeave }: QuestionControlProps, { provinces, communes, failed }: Lists) {
    const words = WORDS[language];
    const value = this.value();
    const change = (part: Partial<Address>) => onChange(item.linkId, { ...value, ...part });
    const described = { 'aria-describedby': control['aria-describedby'], 'aria-invalid': control['aria-invalid'] };
    const options = (areas: readonly AreaView[] = []) => areas.map(({ code, name }) => ({ value: code, text: name }));
    return (
      <div class="stack">
        <Field id={`${control.id}-province`} label={words.province}>
          {({ id }) => (
            <Select
              {...described}
              id={id}
              value={provinces ? value.province : ''}
              options={options(provinces)}
              empty={provinces || failed ? words.choose : words.waiting}
              onChange={(province) => change({ province, commune: '' })}
            />
          )}
        </Field>
        <Field id={`${control.id}-commune`} label={words.commune}>
          {({ id }) => (
            <Select
              {...described}
              id={id}
              value={communes ? value.commune : ''}
              options={options(communes)}
              disabled={!communes}
              empty={communes || failed || !value.province ? words.choose : words.waiting}
              onChange={(commune) => change({ commune })}
              onBlur={() => onLeave(item.linkId)}
            />
          )}
        </Field>
        {failed && (
          <div role="alert">
            <p>{words.failed}</p>
            <Button onClick={this.load}>{words.again}</Button>
          </div>
        )}
        <Field id={`${control.id}-street`} label={words.street}>
          {({ id }) => (
            <TextInput
              {...described}
              id={id}
              value={value.street ?? ''}
              onInput={(street) => change({ street })}
              onBlur={() => onLeave(item.linkId)}
              autoComplete="off"
            />
          )}
        </Field>
      </div>
    );
  }
}
