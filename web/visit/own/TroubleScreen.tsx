import { Component } from 'preact';
import { Button } from '../../ui/Button.tsx';
import { Field } from '../../ui/Field.tsx';
import { TextInput } from '../../ui/TextInput.tsx';
import type { KnownSchool, Trouble } from '../desk/places.ts';
import { PassList } from '../screens/PassList.tsx';
import type { Stage } from '../screens/stage.ts';
import { laterWords } from '../screens/words.ts';
import { troubleWords } from './trouble-words.ts';

/** One plain page for each way in which a link leads nowhere. No form, and no way out to a foreign address. */
export function TroubleScreen({ visit, trouble, school }: { visit: Stage; trouble: Trouble; school: KnownSchool | undefined }) {
  const { language } = visit.state();
  const t = troubleWords(language);
  const shared = laterWords(language);
  const { title, text, next } = t.trouble[trouble];
  return (
    <div class="stack">
      <h1 tabIndex={-1}>{title}</h1>
      {school && (
        <p>
          {t.school} <strong>{school.name}</strong>
        </p>
      )}
      <p>{text}</p>
      <p class="next">{next}</p>
      {school?.contact && (
        <p>
          {t.contact} <strong>{school.contact}</strong>
        </p>
      )}
      {mayType(trouble) && <CodeEntry label={t.code} open={t.open} />}
      {(trouble === 'no-network' || trouble === 'portal' || trouble === 'server') && (
        <Button kind="primary" wide onClick={visit.retry}>
          {t.again}
        </Button>
      )}
      {trouble !== 'forged' && <PassList visit={visit} passes={visit.desk.passes()} title={shared.haveCodes} />}
      <p>
        <Button kind="quiet" onClick={visit.showOwn}>
          {shared.own}
        </Button>
      </p>
    </div>
  );
}

const mayType = (trouble: Trouble): boolean => trouble === 'no-code' || trouble === 'wrong-code' || trouble === 'unknown-place';

class CodeEntry extends Component<{ label: string; open: string }, { code: string }> {
  override state = { code: '' };

  override render({ label, open }: { label: string; open: string }, { code }: { code: string }) {
    const written = code.replace(/[\s-]/g, '');
    return (
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          // A path of this site, whatever was typed.
          if (written) location.assign(`/p/${encodeURIComponent(written)}`);
        }}
      >
        <Field id="code" label={label}>
          {(control) => (
            <TextInput
              {...control}
              value={code}
              onInput={(next) => this.setState({ code: next })}
              autoCapitalize="none"
              autoComplete="off"
              maxLength={12}
            />
          )}
        </Field>
        <Button kind="primary" type="submit" wide>
          {open}
        </Button>
      </form>
    );
  }
}
