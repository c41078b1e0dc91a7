import { Component } from 'preact';
import type { DayView } from '../../../shared/api/log.schema.ts';
import type { SchoolView } from '../../../shared/api/schools.schema.ts';
import { dayText, type Instant, timeText } from '../../../shared/clock.ts';
import { language } from '../../lib/i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { countText, minutesOf } from '../format.ts';
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
            <Loaded of={today.alarms}>{(alarms) => <Alarms alarms={alarms} names={names} />}</Loaded>
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
                    <p>
                      <Link router={admin.router} to={{ page: 'school', school: school.id, part: 'kiosks' }} class="plain-link">
                        {used.length === 0 ? t.pair : t.all}
                      </Link>
                    </p>
                  </>
                );
              }}
            </Loaded>
          </section>
          <section class="today-visits" aria-label={t.visits}>
            <h2>{t.visits}</h2>
            <Loaded of={today.day}>{(day) => <Visits day={day} now={admin.clock()} />}</Loaded>
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
            <strong>{countText(day.inside, language.value)}</strong> {t.inside}
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
      <table class="book">
        <thead>
          <tr>
            <th scope="col">{t.since}</th>
            <th scope="col">{t.person}</th>
            <th scope="col">{t.host}</th>
            <th scope="col">{t.stay}</th>
          </tr>
        </thead>
        <tbody>
          {newest.map((visit) => (
            <tr key={visit.subject}>
              <td class="book-time">{timeText(visit.since)}</td>
              <th scope="row">{visit.name ?? t.noName}</th>
              <td class="book-host">{visit.host ?? ''}</td>
              <td class="book-aside">
                {stayText(now - visit.since)} · {visit.gate}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

function stayText(ms: number): string {
  const t = todayWords();
  const minutes = minutesOf(ms);
  return minutes < 60 ? t.minutes(minutes) : t.hours(Math.floor(minutes / 60), minutes % 60);
}
