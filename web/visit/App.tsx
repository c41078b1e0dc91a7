import type { Language } from '../lib/language.ts';
import { Button } from '../ui/Button.tsx';
import { LanguageSwitch } from '../ui/LanguageSwitch.tsx';
import { Page } from '../ui/Page.tsx';
import type * as parts from './later.ts';
import { Form } from './screens/Form.tsx';
import type { Visit } from './visit.ts';
import { words } from './words.ts';

export interface AppProps {
  visit: Visit;
  now: number;
  /** What comes after the form and beside it; fetched after first paint. */
  later: typeof parts | undefined;
  onLanguage: (language: Language) => void;
  update: (() => void) | undefined;
}

export function App({ visit, now, later, onLanguage, update }: AppProps) {
  const { language, screen, place } = visit.state();
  const t = words(language);
  const side = (
    <span class="side">
      {later && <later.LargePrint language={language} />} <LanguageSwitch language={language} onChange={onLanguage} />
    </span>
  );
  const journey = visit.journey();
  if (screen.kind !== 'form' && screen.kind !== 'loading' && later && journey) {
    return (
      <Page side={side}>
        <later.Later visit={{ ...journey, state: visit.state }} now={now} update={update} />
      </Page>
    );
  }
  return (
    <Page side={side}>
      {place && screen.kind === 'form' ? (
        <>
          <h1 tabIndex={-1}>{place.school.name}</h1>
          {place.gate && <p class="soft">{place.gate}</p>}
          {!place.questionnaire.intro && <p class="lead">{t.lead}</p>}
          <Form visit={visit} later={later} />
          <p>
            <Button kind="quiet" onClick={() => visit.journey()?.showOwn()}>
              {t.own}
            </Button>
          </p>
        </>
      ) : (
        <p role="status">{t.loading}</p>
      )}
    </Page>
  );
}
