import { HOUR, MINUTE } from '../../../shared/clock.ts';
import { Button } from '../../ui/Button.tsx';
import type { TodayLine } from '../gate/today.ts';
import { sinceText } from '../status-lines.ts';
import { t } from '../strings.ts';
import { Along } from './Together.tsx';

export interface TodayListProps {
  lines: readonly TodayLine[];
  /** Corrected time, ms: says for how long somebody is inside, and whether since today. */
  now: number;
  onLeave?: (subject: string) => void;
}

export function TodayList({ lines, now, onLeave }: TodayListProps) {
  const words = t();
  return (
    <ul class="today">
      {lines.map((line) => (
        <li key={`${line.subject}${line.inAt ?? line.outAt}`} class={line.inside ? undefined : 'today-left'}>
          <div>
            <strong class="today-name">
              {line.name || words.noName}
              <Along with={line.with} />
            </strong>
            {line.host && <span class="soft">{words.visits(line.host)}</span>}
            <p class="today-times">{timesText(line, now)}</p>
          </div>
          {line.inside && onLeave && (
            <Button label={`${words.goOut}: ${line.name || words.noName}`} onClick={() => onLeave(line.subject)}>
              {words.goOut}
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}

function timesText({ inAt, outAt, inside }: TodayLine, now: number): string {
  const words = t();
  const until = inside ? now : outAt;
  return [
    inAt !== undefined && words.since(sinceText(inAt, now)),
    outAt !== undefined && words.until(sinceText(outAt, now)),
    inAt !== undefined && until !== undefined && lastedText(until - inAt, inside),
  ]
    .filter(Boolean)
    .join(' · ');
}

function lastedText(ms: number, inside: boolean): string {
  const words = t();
  const hours = Math.max(0, Math.floor(ms / HOUR));
  const minutes = Math.max(0, Math.floor((ms % HOUR) / MINUTE));
  const length = words.hoursMinutes(hours, minutes);
  return inside ? words.insideFor(length) : length;
}
