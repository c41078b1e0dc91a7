import type { Answer, Item } from '../../shared/questionnaire/types.ts';
import { visibleItems } from '../../shared/questionnaire/visible.ts';
import { ChoiceButtons } from './ChoiceButtons.tsx';
import { controlId, type QuestionControlProps, type QuestionnaireFormProps } from './control.ts';
import { Field } from './Field.tsx';
import { FORM_WORDS } from './form-words.ts';
import { Later } from './Later.tsx';
import { say } from './say.ts';
import { TextInput } from './TextInput.tsx';
import './questionnaire.css';

/** The questions of one version of a questionnaire. Nothing is answered beforehand. */
export function QuestionnaireForm(props: QuestionnaireFormProps) {
  const { questionnaire, values, show = () => true } = props;
  return (
    <div class="questions">
      {visibleItems(questionnaire, values)
        .filter(show)
        .map((item) => (
          <Question key={item.linkId} item={item} {...props} />
        ))}
    </div>
  );
}

function Question(props: QuestionnaireFormProps & { item: Item }) {
  const { item, language, questionnaire, errors, prefix = '' } = props;
  return (
    <Field
      id={controlId(prefix + item.linkId)}
      label={say(item.text, language, questionnaire)}
      help={item.help && say(item.help, language, questionnaire)}
      error={errors[item.linkId]}
      required={item.required}
      optional={item.required ? undefined : FORM_WORDS[language].optional}
      group={isGroup(item)}
    >
      {(control) => <Control {...props} control={control} />}
    </Field>
  );
}

const isGroup = (item: Item): boolean =>
  item.type === 'boolean' || (item.type === 'choice' && item.layout !== 'list') || item.type === 'choices' || item.type === 'address';

const KINDS = {
  free: { type: 'text', fill: 'off', capital: 'sentences' },
  name: { type: 'text', fill: 'name', capital: 'words' },
  phone: { type: 'tel', fill: 'tel', capital: 'none' },
  email: { type: 'email', fill: 'email', capital: 'none' },
  'id-number': { type: 'text', fill: 'off', capital: 'none' },
} as const;

/** The controls of the short form; the others are fetched by the forms that have such questions. */
function Control(props: QuestionControlProps) {
  const { item, control, language, questionnaire } = props;
  const words = FORM_WORDS[language];
  const value = props.values[item.linkId];
  const text = typeof value === 'string' ? value : '';
  const leave = () => props.onLeave(item.linkId);
  const settle = (next: Answer) => {
    props.onChange(item.linkId, next);
    leave();
  };
  const buttons = { name: control.id, invalid: control['aria-invalid'] === 'true' };

  if (item.type === 'text') {
    const kind = KINDS[item.pattern];
    return (
      <TextInput
        {...control}
        value={text}
        onInput={(next) => props.onChange(item.linkId, next)}
        onBlur={leave}
        lines={item.lines}
        type={kind.type}
        autoComplete={props.autofill ? kind.fill : 'off'}
        autoCapitalize={kind.capital}
      />
    );
  }
  if (item.type === 'boolean') {
    const options = [
      { value: 'no', text: words.no },
      { value: 'yes', text: words.yes },
    ];
    const chosen = value === true ? 'yes' : value === false ? 'no' : undefined;
    return <ChoiceButtons {...buttons} options={options} value={chosen} onChange={(next) => settle(next === 'yes')} />;
  }
  if (item.type === 'choice' && item.layout !== 'list') {
    const options = item.choices.map((choice) => ({ value: choice.code, text: say(choice.text, language, questionnaire) }));
    return <ChoiceButtons {...buttons} options={options} value={text} onChange={settle} />;
  }
  return <Later load={() => import('./more-controls.tsx').then((module) => module.MoreControl)} props={props} words={words} />;
}
