import type { ComponentChildren } from 'preact';
import { alarmWords } from '../../../shared/alarms/words.ts';
import type { StandingAlarm, WatchView } from '../../../shared/api/alarms.schema.ts';
import type { Instant } from '../../../shared/clock.ts';
import { language } from '../../lib/i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { whenText } from '../format.ts';
import type { SchoolPage } from '../router.ts';
import { pagesOfWatch } from '../state/alarms.ts';
import type { Watch } from '../state/watch.ts';
import { alarmSettingsWords } from '../strings/alarms.ts';
import { SendNotice } from '../ui/SendNotice.tsx';

interface WatchAlarmsProps {
  view: WatchView;
  watch: Watch;
  /** The account may put an alarm aside. */
  may: boolean;
  now: Instant;
  /** Links to these pages. */
  links: (to: readonly SchoolPage[]) => ComponentChildren;
}

/** New ones first and open to the eye; what was seen stands folded below until it is over. */
export function WatchAlarms({ view, watch, may, now, links }: WatchAlarmsProps) {
  const t = alarmSettingsWords();
  const fresh = view.alarms.filter((alarm) => alarm.seenAt === null);
  const seen = view.alarms.filter((alarm) => alarm.seenAt !== null);
  return (
    <>
      <ul class="alarms">
        {fresh.map((alarm) => (
          <li key={alarm.kind + alarm.object} class="alarm">
            <Words alarm={alarm} now={now}>
              {links(pagesOfWatch(alarm.kind))}
              {may && (
                <Button onClick={() => watch.see(alarm)} busy={watch.sending.busy.value}>
                  {t.seen}
                </Button>
              )}
            </Words>
          </li>
        ))}
      </ul>
      <SendNotice of={watch.sending} />
      {seen.length > 0 && (
        <details class="alarms-seen">
          <summary>{t.aside(seen.length)}</summary>
          <ul class="alarms">
            {seen.map((alarm) => (
              <li key={alarm.kind + alarm.object} class="alarm alarm-seen">
                <Words alarm={alarm} now={now}>
                  {links(pagesOfWatch(alarm.kind))}
                </Words>
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

function Words({ alarm, now, children }: { alarm: StandingAlarm; now: Instant; children: ComponentChildren }) {
  const t = alarmSettingsWords();
  const { title, advice } = alarmWords(language.value, alarm);
  return (
    <details>
      <summary>{title}</summary>
      <p>{advice}</p>
      <p class="soft">{alarm.seenAt === null ? t.from(whenText(alarm.raisedAt, now)) : t.seenAt(whenText(alarm.seenAt, now))}</p>
      {children}
    </details>
  );
}
