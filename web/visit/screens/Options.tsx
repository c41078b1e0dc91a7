import { Button } from '../../ui/Button.tsx';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { Companions } from '../along/Companions.tsx';
import type { Journey } from '../journey.ts';
import type { Visit } from '../visit.ts';
import { laterWords } from './words.ts';

export interface OptionsProps {
  visit: Visit;
  journey: Journey;
  /** In words, by the key of what was typed. */
  errors: Readonly<Record<string, string | undefined>>;
}

/** What goes beside the questions: who comes along, for whom it is, and whether this phone remembers. */
export function Options({ visit, journey, errors }: OptionsProps) {
  const { language, onBehalf, remember, remembered, companions } = visit.state();
  const t = laterWords(language);
  return (
    <>
      {companions.length > 0 ? (
        <Companions visit={visit} journey={journey} errors={errors} />
      ) : (
        <Button wide onClick={journey.addCompanion}>
          {t.along}
        </Button>
      )}
      <Checkbox plain checked={onBehalf} onChange={journey.setOnBehalf}>
        {t.onBehalf}
      </Checkbox>
      {remembered ? (
        <Button kind="quiet" onClick={journey.forgetPerson}>
          {t.forget}
        </Button>
      ) : (
        !onBehalf && (
          <Checkbox plain checked={remember} onChange={journey.setRemember}>
            {t.remember}
          </Checkbox>
        )
      )}
    </>
  );
}
