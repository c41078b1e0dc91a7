import { useEffect } from 'preact/hooks';
import { language } from '../../lib/i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { closedWords } from '../closed-words.ts';
import type { KioskApp } from '../state/app.ts';
import type { Gate } from '../state/gate.ts';
import { type GateView, waits } from '../state/gate-view.ts';
import { t } from '../strings.ts';
import { returnFocus } from './focus-return.ts';
import { PersonForm } from './PersonForm.tsx';
import { Along } from './Together.tsx';
import { insideText, Reasons, Sign, type Tone, Verdict, Who, wordOf } from './Verdict.tsx';

type Standing = Exclude<GateView, { at: 'ready' }>;

/** Legible from two metres: a word, a sign and a colour; the same three for those who see no colours. */
export function VerdictOverlay({ app, gate }: { app: KioskApp; gate: Gate }) {
  const view = gate.view.value;
  const waiting = waits(view);
  useEffect(() => (waiting ? returnFocus : undefined), [waiting]);
  if (view.at === 'ready') return null;
  return (
    <div
      key={view.at}
      class={`verdict verdict-${toneOf(view)} verdict-at-${view.at}`}
      role="alertdialog"
      aria-live="assertive"
      aria-label={labelOf(view)}
      tabIndex={-1}
      ref={waiting ? takeFocus : undefined}
    >
      <Content app={app} gate={gate} view={view} />
    </div>
  );
}

/** What waits for a tap is where the keyboard is; what clears itself takes it from nobody. */
function takeFocus(element: HTMLElement | null): void {
  if (element && !element.contains(document.activeElement)) element.focus({ preventScroll: true });
}

function toneOf(view: Standing): Tone {
  switch (view.at) {
    case 'verdict':
    case 'reason':
      return view.past.scan.colour;
    case 'decided':
      return view.admit ? 'green' : 'red';
    case 'unwritten':
      return 'red';
    case 'shown':
      return view.what === 'poster-false' ? 'amber' : 'notice';
    case 'direction':
    case 'unnamed':
      return 'notice';
  }
}

function labelOf(view: Standing): string {
  const words = t();
  switch (view.at) {
    case 'direction':
      return view.inside ? words.outOrAgain : words.whichWay;
    case 'unnamed':
      return words.cardWho;
    case 'reason':
      return view.admit ? words.letInWhy : words.refuseWhy;
    case 'verdict':
      return wordOf(view.past.scan);
    case 'decided':
      return view.admit ? words.admitted : words.refused;
    case 'shown':
      return words.cleared;
    case 'unwritten':
      return words.unwritten;
  }
}

function Content({ app, gate, view }: { app: KioskApp; gate: Gate; view: Standing }) {
  const words = t();
  switch (view.at) {
    case 'verdict':
      return <Verdict gate={gate} past={view.past} />;
    case 'reason':
      return <Reasons gate={gate} admit={view.admit} past={view.past} />;
    case 'decided':
      return (
        <>
          <Sign tone={view.admit ? 'green' : 'red'} />
          <p class="verdict-word">{view.admit ? words.admitted : words.refused}</p>
          <Who scan={view.past.scan} />
        </>
      );
    case 'direction':
      return <Direction app={app} gate={gate} view={view} />;
    case 'unnamed':
      return (
        <div class="verdict-form stack">
          <h1>{words.cardWho}</h1>
          <p>{words.cardWhoHelp}</p>
          <PersonForm id="card" app={app} submit={words.goOn} onDone={(person) => gate.name(person)} />
          <div class="verdict-quiet">
            <Button kind="quiet" onClick={() => void gate.name(undefined)}>
              {words.withoutName}
            </Button>
            <Button kind="quiet" onClick={gate.dismiss}>
              {words.cancel}
            </Button>
          </div>
        </div>
      );
    case 'shown':
      return (
        <>
          <Sign tone={toneOf(view)} />
          <p class="verdict-text">{closedWords(language.value).shown[view.what]}</p>
          <Button class="verdict-cancel" onClick={gate.dismiss}>
            {words.close}
          </Button>
        </>
      );
    case 'unwritten':
      return (
        <>
          <Sign tone="red" />
          <p class="verdict-word">{words.unwritten}</p>
          <p class="verdict-text">{unwrittenText(view.why)}</p>
          <Button class="verdict-cancel" onClick={gate.dismiss}>
            {words.close}
          </Button>
        </>
      );
  }
}

function Direction({ app, gate, view }: { app: KioskApp; gate: Gate; view: Extract<GateView, { at: 'direction' }> }) {
  const words = t();
  const { inside, who } = view;
  return (
    <>
      <p class="verdict-ask">{inside ? words.outOrAgain : words.whichWay}</p>
      <p class="verdict-name">
        {who.name || words.noName}
        <Along with={who.with} />
      </p>
      {inside && <p class="verdict-host">{insideText(inside, app.kiosk.now.peek())}</p>}
      <div class="verdict-ways">
        <Button class="way" kind="primary" onClick={() => void gate.choose('in')}>
          <span aria-hidden="true">→</span> {inside ? words.inAgain : words.in}
        </Button>
        <Button class="way" kind="primary" onClick={() => void gate.choose('out')}>
          <span aria-hidden="true">←</span> {words.out}
        </Button>
      </div>
      <Button class="verdict-cancel" onClick={gate.dismiss}>
        {words.cancel}
      </Button>
    </>
  );
}

function unwrittenText(why: Extract<GateView, { at: 'unwritten' }>['why']): string {
  switch (why) {
    case 'full':
      return t().unwrittenFull;
    case 'unsealed':
      return t().cannotSeal;
    case 'broken':
      return t().unwrittenBroken;
  }
}
