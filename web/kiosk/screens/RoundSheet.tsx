import { useSignal } from '@preact/signals';
import type { Instant } from '../../../shared/clock.ts';
import type { Found } from '../../../shared/gate/event.ts';
import { headsIn } from '../../../shared/presence/stays.ts';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { type OpenVisit, openVisits } from '../gate/open-visits.ts';
import type { KioskApp } from '../state/app.ts';
import { countText, sinceText } from '../status-lines.ts';
import { t } from '../strings.ts';
import { Sheet } from './Sheet.tsx';
import { Along } from './Together.tsx';

const FOUND: readonly Found[] = ['left', 'stays', 'unknown'];

/** End of the day: what became of everybody who was not seen leaving. Each tap is on the disk before it shows. */
export function RoundSheet({ app }: { app: KioskApp }) {
  const { kiosk } = app;
  const book = kiosk.book();
  // As it stood when the round began: who was found to have left stays on the list with that word.
  const visits = useSignal<readonly OpenVisit[]>(book ? openVisits(book) : []);
  const found = useSignal<ReadonlyMap<string, Found>>(
    new Map(visits.value.flatMap((visit): [string, Found][] => (visit.stays ? [[visit.scan, 'stays']] : []))),
  );
  const writing = useSignal<{ done: number; of: number } | undefined>(undefined);
  const failed = useSignal(false);

  const rest = visits.value.filter((visit) => !found.value.has(visit.scan));

  async function say(chosen: readonly OpenVisit[], what: Found): Promise<void> {
    failed.value = false;
    try {
      for (const [index, visit] of chosen.entries()) {
        if (chosen.length > 1) writing.value = { done: index, of: chosen.length };
        await kiosk.round(visit.scan, what);
        found.value = new Map(found.value).set(visit.scan, what);
      }
    } catch (error) {
      console.error(error);
      failed.value = true;
    } finally {
      writing.value = undefined;
    }
  }

  const done = visits.value.filter((visit) => found.value.has(visit.scan));
  const all = countText(headsIn(visits.value));
  return (
    <Sheet title={t().roundTitle} onClose={() => app.open('end')}>
      <p>{t().roundText}</p>
      <p class="soft">{t().roundStaysHelp}</p>
      {failed.value && <Notice kind="error">{t().roundFailed}</Notice>}
      <AllLeft rest={headsIn(rest)} begun={found.value.size > 0} writing={writing.value} onAll={() => void say(rest, 'left')} />
      <ul class="round">
        {visits.value.map((visit) => (
          <Visit
            key={visit.scan}
            visit={visit}
            now={kiosk.now.value}
            found={found.value.get(visit.scan)}
            onFound={(what) => void say([visit], what)}
          />
        ))}
      </ul>
      {rest.length > 0 && <p class="soft">{t().roundSkipHelp}</p>}
      <div class="round-end">
        <p role="status">{t().roundOf(countText(headsIn(done)), all)}</p>
        <Button
          kind={rest.length === 0 ? 'primary' : 'secondary'}
          wide
          class="button-big"
          busy={writing.value !== undefined}
          onClick={() => void app.endShift(true)}
        >
          {rest.length === 0 ? t().roundClose : t().roundSkip(countText(headsIn(rest)))}
        </Button>
      </div>
    </Sheet>
  );
}

interface AllLeftProps {
  /** People. */
  rest: number;
  begun: boolean;
  writing: { done: number; of: number } | undefined;
  onAll: () => void;
}

/** One confirmation for everybody. */
function AllLeft({ rest, begun, writing, onAll }: AllLeftProps) {
  const asked = useSignal(false);
  if (writing) return <p role="status">{t().roundWriting(countText(writing.done), countText(writing.of))}</p>;
  if (rest === 0) return null;
  const count = countText(rest);
  if (!asked.value) {
    return (
      <Button wide onClick={() => (asked.value = true)}>
        {begun ? t().roundRestLeft(count) : t().roundAllLeft(count)}
      </Button>
    );
  }
  return (
    <div class="row">
      <Button
        kind="primary"
        onClick={() => {
          asked.value = false;
          onAll();
        }}
      >
        {t().roundAllSure(count)}
      </Button>
      <Button onClick={() => (asked.value = false)}>{t().roundCancel}</Button>
    </div>
  );
}

interface VisitProps {
  visit: OpenVisit;
  now: Instant;
  found: Found | undefined;
  onFound: (found: Found) => void;
}

function Visit({ visit, now, found, onFound }: VisitProps) {
  const words = t();
  const name = visit.name || words.noName;
  const text: Record<Found, string> = { left: words.roundLeft, stays: words.roundStays, unknown: words.roundUnknown };
  return (
    <li class={found ? 'round-done' : undefined}>
      <div>
        <strong>{name}</strong>
        <Along with={visit.with} />
        {visit.host && <span class="soft"> · {words.visits(visit.host)}</span>}
        <p class="soft">{words.since(sinceText(visit.since, now))}</p>
      </div>
      <div class="round-choices">
        {FOUND.map((each) => (
          <Button
            key={each}
            kind={found === each ? 'primary' : 'secondary'}
            pressed={found === each}
            label={words.roundFor(name, text[each])}
            onClick={() => found !== each && onFound(each)}
          >
            {text[each]}
          </Button>
        ))}
      </div>
    </li>
  );
}
