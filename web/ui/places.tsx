/** Questions whose answer is a place: fetched only by questionnaires that ask for one. */
import { Component } from 'preact';
import type { AreaView } from '../../shared/api/schools.schema.ts';
import type { Address } from '../../shared/questionnaire/types.ts';
import { countries } from '../lib/countries.ts';
import { Button } from './Button.tsx';
import { type ControlProps, Field } from './Field.tsx';
import { FORM_WORDS } from './form-words.ts';
import type { QuestionProps } from './QuestionnaireForm.tsx';
import { Select } from './Select.tsx';
import { TextInput } from './TextInput.tsx';

type PlaceProps = QuestionProps & { control: ControlProps };

export function PlaceControl(props: PlaceProps) {
  if (props.item.type === 'address') return <AddressControl {...props} />;
  const { linkId } = props.item;
  const value = props.values[linkId];
  return (
    <Select
      {...props.control}
      value={typeof value === 'string' ? value : ''}
      empty={FORM_WORDS[props.language].choose}
      options={countries(props.language).map(({ code, name }) => ({ value: code, text: name }))}
      onChange={(code) => {
        props.onChange(linkId, code || undefined);
        props.onLeave(linkId);
      }}
    />
  );
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
class AddressControl extends Component<PlaceProps, Lists> {
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

  override render({ item, control, language, onChange, onLeave }: PlaceProps, { provinces, communes, failed }: Lists) {
    const words = FORM_WORDS[language];
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
