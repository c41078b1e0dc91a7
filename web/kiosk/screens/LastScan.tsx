import { type ReadonlySignal, useSignal, useSignalEffect } from '@preact/signals';
import { timeText } from '../../../shared/clock.ts';
import { Button } from '../../ui/Button.tsx';
import { quiet } from '../db/quiet.ts';
import type { Gate } from '../state/gate.ts';
import type { Past } from '../state/gate-view.ts';
import { t } from '../strings.ts';
import { Along } from './Together.tsx';
import { decidedText, insideText } from './Verdict.tsx';

/** For half a minute one tap turns the last scan round, opens its decision again, or takes it back. */
export function LastScan({ gate, onCard }: { gate: Gate; onCard: (past: Past) => void }) {
  const past = useCalm(gate.last);
  if (!past) return <p class="last-scan soft">{t().scannerToo}</p>;
  const words = t();
  const { scan, input, decided, already } = past;
  const other = scan.dir === 'in' ? words.out : words.in;
  return (
    <section class="last-scan" aria-label={words.justNow}>
      <p>
        <span class="soft">{timeText(scan.at)}</span> <strong>{scan.name || words.noName}</strong>
        <Along with={scan.with} /> · <strong>{decided ? decidedText(decided) : scan.dir === 'in' ? words.in : words.out}</strong>
        {already && <span class="last-scan-note">{insideText(already, scan.at)}</span>}
      </p>
      <div class="row">
        {input && !decided && <Button onClick={() => void gate.flip()}>{words.turn(other)}</Button>}
        {decided && <Button onClick={gate.reconsider}>{words.reconsider}</Button>}
        {past.card && <Button onClick={() => onCard(past)}>{words.printCard}</Button>}
        <Button kind="quiet" onClick={() => void gate.undo()}>
          {words.undo}
        </Button>
      </div>
    </section>
  );
}

/** Follows as soon as nobody waits at the gate: the verdict that lies over it is drawn first. */
function useCalm<T>(source: ReadonlySignal<T>): T {
  const shown = useSignal(source.peek());
  useSignalEffect(() => {
    void source.value;
    void quiet().then(() => {
      shown.value = source.peek();
    });
  });
  return shown.value;
}
