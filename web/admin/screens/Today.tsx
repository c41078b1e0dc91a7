import { Component } from 'preact';
import type { DayView } from '../../../shared/api/log.schema.ts';
import type { SchoolView } from '../../../shared/api/schools.schema.ts';
import { dayOf, dayText, timeText } from '../../../shared/clock.ts';
import { language } from '../../lib/i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { countText } from '../format.ts';
import { pagesFor, type SchoolPage } from '../router.ts';
import type { Admin } from '../state/admin.ts';
import { dataOf } from '../state/loader.ts';
import type { Report } from '../state/report.ts';
import type { Today } from '../state/today.ts';
import { common } from '../strings/common.ts';
import { downloadWords } from '../strings/download.ts';
import { pages } from '../strings/shell.ts';
import { todayWords } from '../strings/today.ts';
import { HourChart } from '../ui/HourChart.tsx';
import { KioskNotes } from '../ui/KioskNotes.tsx';
import { Link } from '../ui/Link.tsx';
import { LiveLine } from '../ui/LiveLine.tsx';
import { Loaded } from '../ui/Loaded.tsx';
import { PageLinks } from '../ui/PageLinks.tsx';
import { Title } from '../ui/Title.tsx';
import { Alarms } from './Alarms.tsx';
import { ReportStage } from './ReportStage.tsx';
import { Estimated, Findings, Visits } from './TodayVisits.tsx';
import { WatchAlarms } from './WatchAlarms.tsx';

interface TodayProps {
  admin: Admin;
  school: SchoolView;
  today: Today;
  report: Report;
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
    this.props.today.leave();
  }

  override render({ admin, school, today, report }: TodayProps) {
    const t = todayWords();
    const load = today.day.state.value;
    const chosen = today.chosen.value;
    const links = (to: readonly SchoolPage[]) => <PageLinks router={admin.router} school={school} to={to} />;
    const names = new Map((dataOf(today.kiosks.state.value)?.kiosks ?? []).map((kiosk) => [kiosk.id, kiosk.name]));
    return (
      <>
        <Title text={chosen === null ? pages().today : dayText(chosen)}>
          <div class="title-side">
            {load.kind === 'ready' && (
              <span class="soft">
                {chosen === null && `${dayText(load.data.day)} · `}
                {common().asOf(timeText(load.at))}
              </span>
            )}
            <LiveLine live={today.live} clock={admin.clock} />
          </div>
          <div class="title-acts">
            <Button kind="quiet" onClick={() => today.reload()} busy={load.kind === 'ready' && load.again}>
              {common().refresh}
            </Button>
            <span class="days">
              <Button onClick={() => today.turn(-1)}>{t.before}</Button>
              {chosen !== null && <Button onClick={() => today.turn(1)}>{t.after}</Button>}
            </span>
            <Button onClick={() => report.start(chosen ?? dayOf(admin.clock()))} busy={report.stage.value.kind === 'arriving'}>
              {downloadWords().today}
            </Button>
          </div>
        </Title>
        {report.stage.value.kind !== 'idle' && (
          <div class="lead">
            <ReportStage report={report} />
          </div>
        )}
        <div class="today">
          <div class="today-count">
            <Loaded of={today.day}>{(day) => <Count day={day} past={chosen !== null} />}</Loaded>
          </div>
          <div class="today-side">
            <section class="today-look" aria-label={t.look}>
              <h2>{t.look}</h2>
              <Loaded of={today.watch.loaded}>
                {(view) => (
                  <WatchAlarms
                    view={view}
                    watch={today.watch}
                    may={school.actions.includes('kiosk.manage')}
                    now={admin.clock()}
                    links={links}
                  />
                )}
              </Loaded>
              <Loaded of={today.alarms}>
                {(alarms) => (
                  <Alarms alarms={alarms} names={names} quiet={dataOf(today.watch.loaded.state.value)?.alarms.length === 0} links={links} />
                )}
              </Loaded>
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
          <div class="today-day">
            {load.kind === 'ready' && (
              <>
                <HourChart day={load.data} now={admin.clock()} />
                <Gates day={load.data} />
                <section class="visits" aria-label={chosen === null ? t.visits : t.visitsPast}>
                  <h2>{chosen === null ? t.visits : t.visitsPast}</h2>
                  <Visits day={load.data} visits={load.data.openVisits} now={chosen === null ? admin.clock() : undefined} />
                </section>
                <Estimated day={load.data} />
                <Findings day={load.data} link={links(['log'])} />
              </>
            )}
          </div>
        </div>
      </>
    );
  }
}

function Count({ day, past }: { day: DayView; past: boolean }) {
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
            <strong>{countText(day.inside, language.value)}</strong> <span>{past ? t.insidePast : t.inside}</span>
          </>
        ) : past ? (
          t.nobodyPast
        ) : day.entries === 0 ? (
          t.nobodyYet
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

/** With one gate there is nothing to tell apart. */
function Gates({ day }: { day: DayView }) {
  const t = todayWords();
  if (day.gates.length < 2) return null;
  return (
    <section class="by-gate" aria-label={t.byGate}>
      <h2>{t.byGate}</h2>
      <table class="book numbers">
        <thead>
          <tr>
            {[t.gate, t.entriesKey, t.exitsKey].map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {day.gates.map((gate) => (
            <tr key={gate.id}>
              <th scope="row">{gate.name}</th>
              <td>{countText(gate.entries, language.value)}</td>
              <td>{countText(gate.exits, language.value)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
