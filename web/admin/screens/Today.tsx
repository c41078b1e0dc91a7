import { Component } from 'preact';
import type { DayFinding } from '../../../shared/api/corrections.schema.ts';
import type { DayView, OpenVisit } from '../../../shared/api/log.schema.ts';
import type { SchoolView } from '../../../shared/api/schools.schema.ts';
import { dayOf, dayText, type Instant, timeText } from '../../../shared/clock.ts';
import { language } from '../../lib/i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { countText, minutesOf } from '../format.ts';
import { pagesFor } from '../router.ts';
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
import { Title } from '../ui/Title.tsx';
import { Alarms } from './Alarms.tsx';
import { ReportStage } from './ReportStage.tsx';
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
    const names = new Map((dataOf(today.kiosks.state.value)?.kiosks ?? []).map((kiosk) => [kiosk.id, kiosk.name]));
    return (
      <>
        <Title text={chosen === null ? pages().today : dayText(chosen)}>
          <p class="title-side">
            {load.kind === 'ready' && (
              <span class="soft">
                {chosen === null && `${dayText(load.data.day)} · `}
                {common().asOf(timeText(load.at))}
              </span>
            )}
            <LiveLine live={today.live} clock={admin.clock} />
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
          </p>
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
                  <WatchAlarms view={view} watch={today.watch} may={school.actions.includes('kiosk.manage')} now={admin.clock()} />
                )}
              </Loaded>
              <Loaded of={today.alarms}>
                {(alarms) => <Alarms alarms={alarms} names={names} quiet={dataOf(today.watch.loaded.state.value)?.alarms.length === 0} />}
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
                <section class="visits" aria-label={t.visits}>
                  <h2>{t.visits}</h2>
                  <Visits day={load.data} visits={load.data.openVisits} now={chosen === null ? admin.clock() : undefined} />
                </section>
                <Estimated day={load.data} />
                <Findings day={load.data} />
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

function Visits({ day, visits, now }: { day: DayView; visits: readonly OpenVisit[]; now: Instant | undefined }) {
  const t = todayWords();
  if (visits.length === 0) return <p class="soft">{now === undefined ? t.emptyPast : t.empty}</p>;
  const newest = [...visits].sort((a, b) => b.since - a.since);
  return (
    <>
      {day.inside > newest.length && <p class="soft">{t.visitsMost(newest.length)}</p>}
      <VisitTable visits={newest} now={now} />
    </>
  );
}

/** What an unscanned exit leaves behind is said, never counted as known. */
function Estimated({ day: { estimated } }: { day: DayView }) {
  const t = todayWords();
  if (estimated.count === 0) return null;
  return (
    <details class="aside">
      <summary>
        {t.estimated}: {countText(estimated.count, language.value)}
      </summary>
      <p class="soft">{t.estimatedText(estimated.count)}</p>
      <VisitTable visits={estimated.visits} now={undefined} />
    </details>
  );
}

function Findings({ day: { findings } }: { day: DayView }) {
  const t = todayWords();
  if (findings.count === 0) return null;
  return (
    <section class="findings" aria-label={t.findings}>
      <h2>
        {t.findings}: {countText(findings.count, language.value)}
      </h2>
      {findings.count > findings.list.length && <p class="soft">{t.findingsMost(findings.list.length)}</p>}
      <ul class="posts">
        {findings.list.map((finding) => (
          <li key={finding.scan.event} class="post post-look">
            <p class="post-name">{finding.name ?? t.noName}</p>
            <p>{findingText(finding)}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}

function findingText({ kind, scan, other }: DayFinding): string {
  const t = todayWords();
  const time = timeText(scan.at);
  switch (kind) {
    case 'double':
      // Two kiosks may stand at one gate.
      return scan.gate === other?.gate ? t.double(scan.kiosk, time, other.kiosk) : t.double(scan.gate, time, other?.gate ?? '');
    case 'entry-inside':
      return t['entry-inside'](scan.gate, time, other ? timeText(other.at) : '');
    case 'exit-without-entry':
      return t['exit-without-entry'](scan.gate, time);
  }
}

/** `now`: for how long they have been inside; undefined for a day that is over. */
function VisitTable({ visits, now }: { visits: readonly OpenVisit[]; now: Instant | undefined }) {
  const t = todayWords();
  return (
    // biome-ignore-start lint/a11y/noRedundantRoles: `display: grid` on a phone takes the table's own roles away
    <table class="book book-visits" role="table">
      <thead role="rowgroup">
        <tr role="row">
          {[t.since, t.person, t.host, t.gate, ...(now === undefined ? [] : [t.stay])].map((head) => (
            <th key={head} scope="col" role="columnheader">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {visits.map((visit) => (
          <tr key={visit.event} role="row">
            <td role="cell" class="book-time">
              {timeText(visit.since)}
            </td>
            <th role="rowheader" scope="row" class="book-person">
              {visit.name ?? t.noName}
              {visit.overnight && <span class="book-why">{t.overnight(dayText(dayOf(visit.since)))}</span>}
            </th>
            <td role="cell" class="book-host">
              {visit.host ?? ''}
            </td>
            <td role="cell" class="book-gate">
              {visit.gate}
            </td>
            {now !== undefined && (
              <td role="cell" class="book-stay">
                {stayText(now - visit.since)}
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
    // biome-ignore-end lint/a11y/noRedundantRoles: as above
  );
}

function stayText(ms: number): string {
  const t = todayWords();
  const minutes = minutesOf(ms);
  return minutes < 60 ? t.minutes(minutes) : t.hours(Math.floor(minutes / 60), minutes % 60);
}
