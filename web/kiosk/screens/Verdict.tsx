import type { Colour, DecisionReason } from '../../../shared/gate/event.ts';
import { language } from '../../lib/i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { closedWords } from '../closed-words.ts';
import type { WrittenScan } from '../gate/writer.ts';
import type { Gate } from '../state/gate.ts';
import type { Inside, Past } from '../state/gate-view.ts';
import { sinceText } from '../status-lines.ts';
import { t } from '../strings.ts';
import { Along, Heads } from './Together.tsx';

export type Tone = Colour | 'notice';

export function Verdict({ gate, past }: { gate: Gate; past: Past }) {
  const { scan } = past;
  return (
    <>
      <div class="verdict-top">
        <Sign tone={scan.colour} />
        <div>
          <p class="verdict-word">{wordOf(scan)}</p>
          <Way scan={scan} />
        </div>
      </div>
      <Who scan={scan} />
      {past.already && <p class="verdict-note">{insideText(past.already, scan.at)}</p>}
      {scan.colour !== 'green' && <Choices gate={gate} past={past} colour={scan.colour} />}
    </>
  );
}

/** As large as the verdict where it is one to go; beside "stop" and "wait" a large VÀO would read as "come in". */
function Way({ scan }: { scan: WrittenScan }) {
  const words = t();
  if (scan.colour !== 'green') return <p class="verdict-way">{scan.dir === 'in' ? words.wayIn : words.wayOut}</p>;
  return <p class={`verdict-dir verdict-dir-${scan.dir}`}>{scan.dir === 'in' ? `→ ${words.in}` : `← ${words.out}`}</p>;
}

export function wordOf(scan: WrittenScan): string {
  switch (scan.colour) {
    case 'green':
      return t().pass;
    case 'amber':
      return scan.why.includes('no-declaration') ? t().notDeclared : t().look;
    case 'red':
      return t().stop;
  }
}

/** On red the way out of the line is the plain one; letting in by hand stays possible, and quieter. */
function Choices({ gate, past, colour }: { gate: Gate; past: Past; colour: 'amber' | 'red' }) {
  const words = t();
  const { scan, decided, input } = past;
  return (
    <>
      <ul class="verdict-why">
        {scan.why.map((reason) => (
          <li key={reason}>{closedWords(language.value).reason[reason]}</li>
        ))}
      </ul>
      {decided && <p class="verdict-note">{words.decidedBefore(decidedText(decided))}</p>}
      <div class={`verdict-choices verdict-choices-${colour}`}>
        <Button class="verdict-admit" onClick={() => gate.judge(true)}>
          {words.letIn}
        </Button>
        <Button class="verdict-refuse" onClick={() => gate.judge(false)}>
          {words.refuse}
        </Button>
      </div>
      <div class="verdict-quiet">
        {input && (
          <Button kind="quiet" onClick={() => void gate.flip()}>
            {words.turn(scan.dir === 'in' ? words.out : words.in)}
          </Button>
        )}
        <Button kind="quiet" onClick={() => void gate.undo()}>
          {words.undo}
        </Button>
        <Button kind="quiet" onClick={gate.dismiss}>
          {decided ? words.keepIt : colour === 'red' ? words.close : words.later}
        </Button>
      </div>
    </>
  );
}

export function decidedText({ admit, reason }: NonNullable<Past['decided']>): string {
  return `${admit ? t().letIn : t().refuse} · ${closedWords(language.value).decision[reason]}`;
}

/** `now`: corrected time, ms. Who stayed over night came in on another day. */
export const insideText = ({ since, elsewhere }: Inside, now: number): string =>
  elsewhere ? t().insideElsewhere(sinceText(since, now)) : t().insideHere(sinceText(since, now));

export function Who({ scan }: { scan: Pick<WrittenScan, 'name' | 'host' | 'with'> }) {
  return (
    <>
      <p class="verdict-name">
        {scan.name || t().noName}
        <Along with={scan.with} />
      </p>
      <Heads of={scan} />
      {scan.host && <p class="verdict-host">{t().visits(scan.host)}</p>}
    </>
  );
}

/** What a guard finds first is what is most often so; the words that do not fit the case are left off. */
const ADMITTING: Record<'declared' | 'undeclared' | 'red', readonly DecisionReason[]> = {
  declared: ['asked-and-fine', 'measured-and-fine', 'host-confirms', 'known-person', 'order', 'emergency', 'other'],
  undeclared: ['known-person', 'host-confirms', 'no-phone', 'asked-and-fine', 'measured-and-fine', 'order', 'emergency', 'other'],
  red: ['known-person', 'host-confirms', 'asked-and-fine', 'no-phone', 'order', 'emergency', 'other'],
};
const REFUSING: readonly DecisionReason[] = ['visitor-left', 'host-refuses', 'not-well', 'order', 'other'];

function admitting(scan: WrittenScan): readonly DecisionReason[] {
  if (scan.colour === 'red') return ADMITTING.red;
  return ADMITTING[scan.why.includes('no-declaration') ? 'undeclared' : 'declared'];
}

export function Reasons({ gate, admit, past }: { gate: Gate; admit: boolean; past: Past }) {
  const words = t();
  return (
    <>
      <p class="verdict-ask">{admit ? words.letInWhy : words.refuseWhy}</p>
      <p class="verdict-name">
        {past.scan.name || words.noName}
        <Along with={past.scan.with} />
      </p>
      <div class="verdict-reasons">
        {(admit ? admitting(past.scan) : REFUSING).map((reason) => (
          <Button key={reason} onClick={() => void gate.decide(reason)}>
            {closedWords(language.value).decision[reason]}
          </Button>
        ))}
      </div>
      <Button kind="quiet" onClick={gate.dismiss}>
        ← {words.back}
      </Button>
    </>
  );
}

const PATHS: Record<Tone, string> = {
  green: 'M20 52 42 74 80 28',
  amber: 'M50 20v36M50 74v6',
  red: 'M26 26l48 48M74 26 26 74',
  notice: 'M50 24v4M50 46v32',
};

export function Sign({ tone }: { tone: Tone }) {
  return (
    <svg class="verdict-sign" viewBox="0 0 100 100" aria-hidden="true">
      <path d={PATHS[tone]} fill="none" stroke="currentColor" stroke-width="14" stroke-linecap="round" stroke-linejoin="round" />
    </svg>
  );
}
