import type { ComponentChildren } from 'preact';
import type { Alarms as AlarmsView } from '../../../shared/api/log.schema.ts';
import { rangesText } from '../format.ts';
import type { SchoolPage } from '../router.ts';
import { alarmsOf, pagesOfAlarm } from '../state/alarms.ts';
import { alarmWords, todayWords } from '../strings/today.ts';

interface AlarmsProps {
  alarms: AlarmsView;
  names: ReadonlyMap<string, string>;
  /** Nothing else needs a look either. */
  quiet: boolean;
  /** Links to these pages. */
  links: (to: readonly SchoolPage[]) => ComponentChildren;
}

/** What the log itself shows to be wrong, in words, and what to do about each. */
export function Alarms({ alarms, names, quiet, links }: AlarmsProps) {
  const t = todayWords();
  const list = alarmsOf(alarms);
  return (
    <>
      {quiet && list.length === 0 && <p class="soft">{t.lookNone}</p>}
      <ul class="alarms">
        {list.map((alarm) => {
          const { title, advice } = wordsOf(alarm);
          const machines = 'kiosks' in alarm ? alarm.kiosks.map((kiosk) => names.get(kiosk) ?? kiosk).join(', ') : '';
          return (
            <li key={title} class="alarm">
              <details>
                <summary>{title}</summary>
                <p>{advice}</p>
                {machines && <p class="soft">{alarmWords().machines(machines)}</p>}
                {links(pagesOfAlarm(alarm))}
              </details>
            </li>
          );
        })}
      </ul>
    </>
  );
}

function wordsOf(alarm: ReturnType<typeof alarmsOf>[number]): { title: string; advice: string } {
  const t = alarmWords();
  switch (alarm.kind) {
    case 'clock':
      return { title: t.clock, advice: t.clockDo };
    case 'gaps':
      return { title: t.gaps(alarm.kiosk, rangesText(alarm.ranges)), advice: t.gapsDo };
    case 'conflicts':
      return { title: t.conflicts(alarm.count), advice: t.conflictsDo };
    case 'quarantined':
      return { title: t.quarantined(alarm.count), advice: t.quarantinedDo };
    case 'clone':
      return { title: t.clone(alarm.count), advice: t.cloneDo };
    case 'chain':
      return { title: t.chain(alarm.count), advice: t.chainDo };
    case 'skew':
      return { title: t.skew(alarm.count), advice: t.skewDo };
    case 'clock-unknown':
      return { title: t['clock-unknown'](alarm.count), advice: t['clock-unknownDo'] };
    case 'unknown-kind':
      return { title: t['unknown-kind'](alarm.count), advice: t['unknown-kindDo'] };
  }
}
