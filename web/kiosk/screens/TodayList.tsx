import { timeText } from '../../../shared/clock.ts';
import { Button } from '../../ui/Button.tsx';
import type { TodayLine } from '../gate/today.ts';
import { t } from '../strings.ts';

export function TodayList({ lines, onLeave }: { lines: readonly TodayLine[]; onLeave?: (subject: string) => void }) {
  const words = t();
  return (
    <ul class="today">
      {lines.map((line) => (
        <li key={`${line.subject}${line.inAt ?? line.outAt}`}>
          <div>
            <strong>{line.name || words.noName}</strong>
            {line.host && <span class="soft"> · {words.visits(line.host)}</span>}
            <p class="soft">
              {[line.inAt !== undefined && words.since(timeText(line.inAt)), line.outAt !== undefined && words.until(timeText(line.outAt))]
                .filter(Boolean)
                .join(' · ')}
            </p>
          </div>
          {line.inside && onLeave && <Button onClick={() => onLeave(line.subject)}>{words.goOut}</Button>}
        </li>
      ))}
    </ul>
  );
}
