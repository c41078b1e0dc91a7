/** Withdrawing and erasing: what will happen stands before the button. */
import { Component } from 'preact';
import type { OwnRecord } from '../../../shared/api/own-records.schema.ts';
import type { Language } from '../../lib/language.ts';
import { Button } from '../../ui/Button.tsx';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { say } from '../../ui/say.ts';
import { laterWords } from '../screens/words.ts';
import { ownWords } from './words.ts';

interface WishProps {
  record: OwnRecord;
  language: Language;
  busy: boolean | undefined;
}

interface WithdrawProps extends WishProps {
  onSend: (purposes: string[]) => void;
}

interface Chosen {
  chosen: readonly string[];
  tried: boolean;
}

/** None is ticked beforehand. */
export class WithdrawForm extends Component<WithdrawProps, Chosen> {
  override state: Chosen = { chosen: [], tried: false };

  override render({ record, language, busy, onSend }: WithdrawProps, { chosen, tried }: Chosen) {
    const t = ownWords(language);
    const declaration = record.declarations[0];
    if (!declaration) return <p>{t.nothing}</p>;
    const { questionnaire, consent, withdrawn } = declaration;
    const left = questionnaire.consent.purposes.filter(({ code }) => consent.purposes.includes(code) && !withdrawn.includes(code));
    if (left.length === 0) return <p>{t.withdrawNone}</p>;
    return (
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          this.setState({ tried: true });
          if (chosen.length > 0) onSend([...chosen]);
        }}
      >
        <Effects title={t.effects} effects={t.withdrawEffects} />
        <fieldset class="field stack">
          <legend class="field-label">{t.withdrawWhich}</legend>
          {left.map(({ code, text }) => (
            <Checkbox
              key={code}
              checked={chosen.includes(code)}
              onChange={(on) => this.setState({ chosen: on ? [...chosen, code] : chosen.filter((other) => other !== code) })}
            >
              {say(text, language, questionnaire)}
            </Checkbox>
          ))}
        </fieldset>
        {tried && chosen.length === 0 && <Notice kind="error">{t.chooseOne}</Notice>}
        <Button kind="danger" type="submit" wide busy={busy === true}>
          {busy ? t.sending : t.withdrawNow}
        </Button>
      </form>
    );
  }
}

export function EraseForm({ record, language, busy, onSend }: WishProps & { onSend: () => void }) {
  const t = ownWords(language);
  if (record.declarations.length === 0) return <p>{t.nothing}</p>;
  return (
    <>
      <p>{t.eraseCovers(record.declarations.length, record.visits.length)}</p>
      <Effects title={t.effects} effects={t.eraseEffects} />
      <Button kind="danger" wide busy={busy === true} onClick={onSend}>
        {busy ? laterWords(language).sending : t.eraseNow}
      </Button>
    </>
  );
}

function Effects({ title, effects }: { title: string; effects: readonly string[] }) {
  return (
    <section class="card">
      <h2>{title}</h2>
      <ul>
        {effects.map((effect) => (
          <li key={effect}>{effect}</li>
        ))}
      </ul>
    </section>
  );
}
