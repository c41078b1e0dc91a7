import type { DecisionReason } from '../../../shared/gate/event.ts';
import { language } from '../../lib/i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { closedWords } from '../closed-words.ts';
import type { WrittenScan } from '../gate/writer.ts';
import type { Gate, GateView } from '../state/gate.ts';
import { t } from '../strings.ts';

type Tone = 'green' | 'amber' | 'red' | 'notice';

/** Legible from two metres: a word, a sign and a colour; the same three for those who see no colours. */
export function VerdictOverlay({ gate }: { gate: Gate }) {
  const view = gate.view.value;
  if (view.at === 'ready') return null;
  return (
    <div class={`verdict verdict-${toneOf(view)}`} role="alertdialog" aria-live="assertive" aria-label={t().cleared}>
      <Content gate={gate} view={view} />
    </div>
  );
}

function toneOf(view: Exclude<GateView, { at: 'ready' }>): Tone {
  switch (view.at) {
    case 'verdict':
    case 'reason':
      return view.scan.colour;
    case 'decided':
      return view.admit ? 'green' : 'red';
    case 'unwritten':
      return 'red';
    case 'shown':
      return view.what === 'poster-false' ? 'amber' : 'notice';
    case 'direction':
      return 'notice';
  }
}

function Content({ gate, view }: { gate: Gate; view: Exclude<GateView, { at: 'ready' }> }) {
  const words = t();
  switch (view.at) {
    case 'verdict':
      return <Verdict gate={gate} scan={view.scan} />;
    case 'reason':
      return <Reasons gate={gate} admit={view.admit} scan={view.scan} />;
    case 'decided':
      return (
        <>
          <Sign tone={view.admit ? 'green' : 'red'} />
          <p class="verdict-word">{view.admit ? words.admitted : words.refused}</p>
          <Who scan={view.scan} />
        </>
      );
    case 'direction':
      return (
        <>
          <p class="verdict-name">{view.who.name || words.noName}</p>
          <p class="verdict-text">{words.whichWay}</p>
          <div class="verdict-ways">
            <Button class="way" kind="primary" onClick={() => void gate.choose('in')}>
              {words.in}
            </Button>
            <Button class="way" kind="primary" onClick={() => void gate.choose('out')}>
              {words.out}
            </Button>
          </div>
          <Button onClick={gate.dismiss}>{words.cancel}</Button>
        </>
      );
    case 'shown':
      return (
        <>
          <p class="verdict-text">{closedWords(language.value).shown[view.what]}</p>
          <Button onClick={gate.dismiss}>{words.close}</Button>
        </>
      );
    case 'unwritten':
      return (
        <>
          <Sign tone="red" />
          <p class="verdict-word">{words.unwritten}</p>
          <p class="verdict-text">{unwrittenText(view.why)}</p>
          <Button onClick={gate.dismiss}>{words.close}</Button>
        </>
      );
  }
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

function wordOf(scan: WrittenScan): string {
  switch (scan.colour) {
    case 'green':
      return t().pass;
    case 'amber':
      return scan.why.includes('no-declaration') ? t().notDeclared : t().look;
    case 'red':
      return t().stop;
  }
}

function Verdict({ gate, scan }: { gate: Gate; scan: WrittenScan }) {
  const words = t();
  return (
    <>
      <Sign tone={scan.colour} />
      <p class="verdict-word">{wordOf(scan)}</p>
      <p class="verdict-dir">{scan.dir === 'in' ? `→ ${words.in}` : `← ${words.out}`}</p>
      <Who scan={scan} />
      {scan.colour !== 'green' && (
        <>
          <ul class="verdict-why">
            {scan.why.map((reason) => (
              <li key={reason}>{closedWords(language.value).reason[reason]}</li>
            ))}
          </ul>
          <div class="verdict-choices">
            <Button onClick={() => gate.judge(true)}>{words.letIn}</Button>
            <Button onClick={() => gate.judge(false)}>{words.refuse}</Button>
          </div>
          {scan.colour === 'red' && (
            <Button kind="quiet" onClick={gate.dismiss}>
              {words.close}
            </Button>
          )}
        </>
      )}
    </>
  );
}

function Who({ scan }: { scan: WrittenScan }) {
  return (
    <>
      <p class="verdict-name">{scan.name || t().noName}</p>
      {scan.host && <p class="verdict-host">{t().visits(scan.host)}</p>}
    </>
  );
}

const ADMITTING: readonly DecisionReason[] = [
  'asked-and-fine',
  'known-person',
  'host-confirms',
  'measured-and-fine',
  'no-phone',
  'emergency',
  'order',
  'other',
];
const REFUSING: readonly DecisionReason[] = ['visitor-left', 'host-refuses', 'not-well', 'order', 'other'];

function Reasons({ gate, admit, scan }: { gate: Gate; admit: boolean; scan: WrittenScan }) {
  const words = t();
  return (
    <>
      <p class="verdict-ask">{admit ? words.letInWhy : words.refuseWhy}</p>
      <p class="verdict-name">{scan.name || words.noName}</p>
      <div class="verdict-reasons">
        {(admit ? ADMITTING : REFUSING).map((reason) => (
          <Button key={reason} onClick={() => void gate.decide(reason)}>
            {closedWords(language.value).decision[reason]}
          </Button>
        ))}
      </div>
      <Button kind="quiet" onClick={gate.dismiss}>
        {words.back}
      </Button>
    </>
  );
}

const PATHS: Record<Exclude<Tone, 'notice'>, string> = {
  green: 'M20 52 42 74 80 28',
  amber: 'M50 20v36M50 74v6',
  red: 'M26 26l48 48M74 26 26 74',
};

function Sign({ tone }: { tone: Exclude<Tone, 'notice'> }) {
  return (
    <svg class="verdict-sign" viewBox="0 0 100 100" aria-hidden="true">
      <path d={PATHS[tone]} fill="none" stroke="currentColor" stroke-width="14" stroke-linecap="round" stroke-linejoin="round" />
    </svg>
  );
}
