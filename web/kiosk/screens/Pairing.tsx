import { useSignal } from '@preact/signals';
import { language } from '../../lib/i18n.ts';
import { problemText } from '../../lib/problems.ts';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import type { KioskApp } from '../state/app.ts';
import type { PairResult } from '../state/pairing.ts';
import { t } from '../strings.ts';
import { Keypad } from './Keypad.tsx';
import { Plain } from './Plain.tsx';

const LENGTH = 10;
type Refused = Extract<PairResult, { ok: false }>['problem'];

export function Pairing({ app, code }: { app: KioskApp; code: string | undefined }) {
  const typed = useSignal(code ?? '');
  const busy = useSignal(false);
  const problem = useSignal<Refused | undefined>(undefined);

  async function pair(): Promise<void> {
    busy.value = true;
    const result = await app.kiosk.pair(typed.value);
    busy.value = false;
    if (!result.ok) problem.value = result.problem;
  }

  return (
    <Plain title={t().pairTitle} split>
      <div class="split">
        <div class="stack">
          <p>{t().pairIntro}</p>
          {problem.value && <Notice kind="error">{wordsFor(problem.value)}</Notice>}
        </div>
        <div class="stack">
          <Keypad
            value={typed.value}
            length={LENGTH}
            label={t().pairCode}
            onChange={(value) => {
              typed.value = value;
              problem.value = undefined;
            }}
          />
          <Button kind="primary" wide busy={busy.value} disabled={typed.value.length !== LENGTH} onClick={() => void pair()}>
            {busy.value ? t().pairBusy : t().pairNow}
          </Button>
        </div>
      </div>
    </Plain>
  );
}

function wordsFor(problem: Refused): string {
  switch (problem) {
    case 'not-a-code':
      return t().pairNotCode;
    case 'not-found':
      return t().pairWrong;
    case 'gone':
      return t().pairOver;
    case 'already-used':
      return t().pairUsed;
    default:
      return problemText(language.value, problem);
  }
}
