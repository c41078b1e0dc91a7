import { Component } from 'preact';
import type { DayView } from '../../../shared/api/log.schema.ts';
import type { SchoolView } from '../../../shared/api/schools.schema.ts';
import { dayText, type Instant, timeText } from '../../../shared/clock.ts';
import { language } from '../../lib/i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { countText, minutesOf } from '../format.ts';
import { pagesFor } from '../router.ts';
import type { Admin } from '../state/admin.ts';
import { dataOf } from '../state/loader.ts';
import type { Today } from '../state/today.ts';
import { common } from '../strings/common.ts';
import { pages } from '../strings/shell.ts';
import { todayWords } from '../strings/today.ts';
import { KioskNotes } from '../ui/KioskNotes.tsx';
import { Link } from '../ui/Link.tsx';
import { Loaded } from '../ui/Loaded.tsx';
import { Title } from '../ui/Title.tsx';
import { Alarms } from './Alarms.tsx';
import { WatchAlarms } from './WatchAlarms.tsx';

interface TodayProps {
  admin: Admin;
  school: SchoolView;
  today: Today;
}

export class TodayScreen extends Component<TodayProps> {
  private returned = (): void => {
    if (document.visibilityState === 'visible') this.props.today.returned();
  };

  override componentDidMount(): void {
    document.addEventListener('visibilitychange', this.returned);
  }

  override componentWillUnmount(): void {
    document.removeEventListener('visibilitychange', this.returned);
  }

  override render({ admin, school, today }: TodayProps) {
    const t = todayWords();
    const load = today.day.state.value;
    const names = new Map((dataOf(today.kiosks.state.value)?.kiosks ?? []).map((kiosk) => [kiosk.id, kiosk.name]));
    return (
      <>
        <Title text={pages().today}>
          {load.kind === 'ready' && (
            <p class="title-side">
              <span class="soft" role="status">
                {dayText(load.data.day)} · {common().asOf(timeText(load.at))}
              </span>{' '}
              <Button onClick={() => today.reload()} busy={load.again}>
                {common().refresh}
              </Button>
            </p>
          )}
        </Title>
        <div class="today">
          <div class="today-count">
            <Loaded of={today.day}>{(day) => <Count day={day} />}</Loaded>
          </div>
          <section class="today-look" aria-label={t.look}>
            <h2>{t.look}</h2>
            <Loaded of={today.watch.loaded}>
              {(view) => <WatchAlarms view={view} watch={today.watch} may={school.actions.includes('kiosk.manage')} now={admin.clock()} />}
            </Loaded>
            <Loaded of={today.alarms}>
              {(alarms) => <Alarms alarms={alarms} names={names} quiet={dataOf(today.watch.loaded.state.value)?.alarms.length === 0} />}
            </Loaded>
          </section>
          <section class="today-visits" aria-label={t.visits}>
            <h2>{t.visits}</h2>
            <Loaded of={today.day}>{(day) => <Visits day={day} now={admin.clock()} />}</Loaded>
          </section>
          <section class="today-kiosks" aria-label={t.kiosks}>
            <h2>{t.kiosks}</h2>
            <Loaded of={today.kiosks}>
              {({ kiosks }) => {
                const used = kiosks.filter((kiosk) => kiosk.revokedAt === null);
                return (
                  <>
                    {used.length === 0 && <p class="soft">{t.noKiosk}</p>}
                    <ul class="posts">
                      {used.map((kiosk) => (
                        <li key={kiosk.id} class="post">
                          <p class="post-name">
                            {kiosk.name} <span class="soft">· {kiosk.gate.name}</span>
                          </p>
                          <KioskNotes kiosk={kiosk} now={admin.clock()} />
                        </li>
                      ))}
                    </ul>
                    {pagesFor(school.actions).includes('kiosks') && (
                      <p>
                        <Link router={admin.router} to={{ page: 'school', school: school.id, part: 'kiosks' }} class="plain-link">
                          {used.length === 0 ? t.pair : t.all}
                        </Link>
                      </p>
                    )}
                  </>
                );
              }}
            </Loaded>
          </section>
        </div>
      </>
    );
  }
}

function Count({ day }: { day: DayView }) {
  const t = todayWords();
  const lines = [
    { count: day.entries, text: t.entries, mark: '' },
    { count: day.exits, text: t.exits, mark: '' },
    { count: day.waiting, text: t.waiting, mark: 'amber' },
    { count: day.refused, text: t.refused, mark: 'red' },
  ];
  return (
    <>
      <p class="inside">
        {day.inside > 0 ? (
          <>
            <strong>{countText(day.inside, language.value)}</strong> <span>{t.inside}</span>
          </>
        ) : (
          t.nobody
        )}
      </p>
      <ul class="passages">
        {lines.map(({ count, text, mark }) => (
          <li key={text} class={count > 0 && mark ? `passage passage-${mark}` : 'passage'}>
            <strong>{countText(count, language.value)}</strong> {text}
          </li>
        ))}
      </ul>
    </>
  );
}

function Visits({ day, now }: { day: DayView; now: Instant }) {
  const t = todayWords();
  if (day.openVisits.length === 0) return <p class="soft">{t.empty}</p>;
  const newest = [...day.openVisits].sort((a, b) => b.since - a.since);
  return (
    <>
      {day.inside > newest.length && <p class="soft">{t.visitsMost(newest.length)}</p>}
      {/* biome-ignore-start lint/a11y/noRedundantRoles: `display: grid` on a phone takes the table's own roles away */}
      <table class="book book-visits" role="table">
        <thead role="rowgroup">
          <tr role="row">
            {[t.since, t.person, t.host, t.gate, t.stay].map((head) => (
              <th key={head} scope="col" role="columnheader">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {newest.map((visit) => (
            <tr key={visit.subject} role="row">
              <td role="cell" class="book-time">
                {timeText(visit.since)}
              </td>
              <th role="rowheader" scope="row" class="book-person">
                {visit.name ?? t.noName}
              </th>
              <td role="cell" class="book-host">
                {visit.host ?? ''}
              </td>
              <td role="cell" class="book-gate">
                {visit.gate}
              </td>
              <td role="cell" class="book-stay">
                {stayText(now - visit.since)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {/* biome-ignore-end lint/a11y/noRedundantRoles: as above */}
    </>
  );
}

function stayText(ms: number): string {
  const t = todayWords();
  const minutes = minutesOf(ms);
  return minutes < 60 ? t.minutes(minutes) : t.hours(Math.floor(minutes / 60), minutes % 60);
}
