import type { Answer, Item, Questionnaire } from '../../shared/questionnaire/types.ts';
import { visibleItems } from '../../shared/questionnaire/visible.ts';
import type { Areas } from '../lib/areas.ts';
import type { Language } from '../lib/language.ts';
import { say, type Typed, toggled } from './answers.ts';
import { Checkbox } from './Checkbox.tsx';
import { ChoiceButtons } from './ChoiceButtons.tsx';
import { type ControlProps, Field } from './Field.tsx';
import { FORM_WORDS } from './form-words.ts';
import { Later } from './Later.tsx';
import { Select } from './Select.tsx';
import { TextInput } from './TextInput.tsx';
import './questionnaire.css';

export interface QuestionnaireFormProps {
  questionnaire: Questionnaire;
  language: Language;
  values: Typed;
  /** By linkId, in words. */
  errors: Readonly<Record<string, string | undefined>>;
  /** undefined: the answer was taken away. */
  onChange: (linkId: string, value: Answer | undefined) => void;
  /** The question was left: from here on its error may show. */
  onLeave: (linkId: string) => void;
  areas: Areas;
  /** Offer what this browser knows of its owner; not for another person, not on a shared device. */
  autofill?: boolean;
}

/** The id of the control (or the set of controls) of an item, for moving the focus there. */
export const controlId = (linkId: string): string => `q-${linkId}`;

/** Every question of one version of a questionnaire. Nothing is answered beforehand. */
export function QuestionnaireForm(props: QuestionnaireFormProps) {
  return (
    <div class="questions">
      {visibleItems(props.questionnaire, props.values).map((item) => (
        <Question key={item.linkId} item={item} {...props} />
      ))}
    </div>
  );
}

export interface QuestionProps extends QuestionnaireFormProps {
  item: Item;
}

function Question(props: QuestionProps) {
  const { item, language, questionnaire, errors } = props;
  const words = FORM_WORDS[language];
  return (
    <Field
      id={controlId(item.linkId)}
      label={say(item.text, language, questionnaire)}
      help={item.help ? say(item.help, language, questionnaire) : item.type === 'day' ? words.day : undefined}
      error={errors[item.linkId]}
      required={item.required}
      optional={item.required ? undefined : words.optional}
      group={item.type === 'boolean' || (item.type === 'choice' && !asList(item)) || item.type === 'choices' || item.type === 'address'}
    >
      {(control) => <Control {...props} control={control} />}
    </Field>
  );
}

const asList = (item: Extract<Item, { type: 'choice' }>): boolean => item.layout === 'list';

const AUTOFILL: Record<string, string> = { name: 'name', phone: 'tel', email: 'email' };
const KEYBOARD = { phone: 'tel', email: 'email' } as const;

function Control(props: QuestionProps & { control: ControlProps }) {
  const { item, control, language, questionnaire, values, errors } = props;
  const words = FORM_WORDS[language];
  const value = values[item.linkId];
  const text = typeof value === 'string' ? value : '';
  const change = (next: Answer | undefined) => props.onChange(item.linkId, next);
  const leave = () => props.onLeave(item.linkId);
  const settle = (next: Answer) => {
    change(next);
    leave();
  };
  const invalid = errors[item.linkId] !== undefined;

  switch (item.type) {
    case 'text':
      return (
        <TextInput
          {...control}
          value={text}
          onInput={change}
          onBlur={leave}
          lines={item.lines}
          type={item.pattern === 'phone' ? 'tel' : item.pattern === 'email' ? 'email' : 'text'}
          inputMode={item.pattern === 'phone' || item.pattern === 'email' ? KEYBOARD[item.pattern] : undefined}
          autoComplete={props.autofill ? (AUTOFILL[item.pattern] ?? 'off') : 'off'}
          autoCapitalize={item.pattern === 'name' ? 'words' : item.pattern === 'free' ? 'sentences' : 'none'}
        />
      );
    case 'integer':
    case 'decimal':
    case 'day':
      return (
        <TextInput
          {...control}
          value={text}
          onInput={change}
          onBlur={leave}
          inputMode={item.type === 'integer' ? 'numeric' : item.type === 'decimal' ? 'decimal' : undefined}
          autoComplete="off"
        />
      );
    case 'boolean':
      return (
        <ChoiceButtons
          name={control.id}
          options={[
            { value: 'no', text: words.no },
            { value: 'yes', text: words.yes },
          ]}
          value={value === true ? 'yes' : value === false ? 'no' : undefined}
          onChange={(next) => settle(next === 'yes')}
          invalid={invalid}
        />
      );
    case 'choice': {
      const options = item.choices.map((choice) => ({ value: choice.code, text: say(choice.text, language, questionnaire) }));
      return asList(item) ? (
        <Select {...control} value={text} options={options} empty={words.choose} onChange={settle} />
      ) : (
        <ChoiceButtons name={control.id} options={options} value={text || undefined} onChange={settle} invalid={invalid} />
      );
    }
    case 'choices': {
      const chosen = Array.isArray(value) ? value : [];
      return (
        <div class="choices">
          {item.choices.map((choice) => (
            <Checkbox
              key={choice.code}
              checked={chosen.includes(choice.code)}
              invalid={invalid}
              onChange={(on) => settle(toggled(chosen, choice.code, on, item.none))}
            >
              {say(choice.text, language, questionnaire)}
            </Checkbox>
          ))}
        </div>
      );
    }
    case 'address':
    case 'country':
      return (
        <Later
          load={() => import('./places.tsx').then((module) => module.PlaceControl)}
          props={{ ...props, control }}
          waiting={words.waiting}
          failed={words.failed}
          again={words.again}
        />
      );
  }
}
