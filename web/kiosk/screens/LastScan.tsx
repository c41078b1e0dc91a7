import { timeText } from '../../../shared/clock.ts';
import { Button } from '../../ui/Button.tsx';
import type { Gate } from '../state/gate.ts';
import { t } from '../strings.ts';

/** For half a minute one tap turns the direction of the last scan, or takes it back. */
export function LastScan({ gate }: { gate: Gate }) {
  const scan = gate.last.value;
  if (!scan) return <p class="last-scan soft">{t().scannerToo}</p>;
  const words = t();
  const other = scan.dir === 'in' ? words.out : words.in;
  return (
    <div class="last-scan">
      <p>
        <span class="soft">
          {words.justNow} {timeText(scan.at)}:
        </span>{' '}
        <strong>{scan.name || words.noName}</strong> · {scan.dir === 'in' ? words.in : words.out}
      </p>
      <div class="row">
        <Button onClick={() => void gate.flip()}>{words.turn(other)}</Button>
        <Button kind="quiet" onClick={() => void gate.undo()}>
          {words.undo}
        </Button>
      </div>
    </div>
  );
}
