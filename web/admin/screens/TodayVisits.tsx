/** Who is inside, who was not seen to leave, and what does not fit. */
import type { ComponentChildren } from 'preact';
import type { DayFinding } from '../../../shared/api/corrections.schema.ts';
import type { DayView, OpenVisit } from '../../../shared/api/log.schema.ts';
import { dayOf, dayText, type Instant, timeText } from '../../../shared/clock.ts';
import { language } from '../../lib/i18n.ts';
import { countText, minutesOf } from '../format.ts';
import { todayWords } from '../strings/today.ts';

export function Visits({ day, visits, now }: { day: DayView; visits: readonly OpenVisit[]; now: Instant | undefined }) {
  const t = todayWords();
  if (visits.length === 0) return <p class="soft">{now === undefined ? t.emptyPast : t.empty}</p>;
  const newest = [...visits].sort((a, b) => b.since - a.since);
  return (
    <>
      {day.inside > peopleIn(newest) && <p class="soft">{t.visitsMost(peopleIn(newest))}</p>}
      <VisitTable visits={newest} now={now} />
    </>
  );
}

/** What an unscanned exit leaves behind is said, never counted as known. */
export function Estimated({ day: { estimated } }: { day: DayView }) {
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

interface FindingsProps {
  day: DayView;
  /** To where they are corrected. */
  link: ComponentChildren;
}

export function Findings({ day: { findings }, link }: FindingsProps) {
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
      {link}
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
              {visit.companions > 0 && <span class="book-why">{t.companions(visit.companions)}</span>}
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
                <span class="book-stay-head" aria-hidden="true">
                  {t.stay}{' '}
                </span>
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

/** A group came by one scan. */
const peopleIn = (visits: readonly OpenVisit[]): number => visits.reduce((sum, { companions }) => sum + 1 + companions, 0);

function stayText(ms: number): string {
  const t = todayWords();
  const minutes = minutesOf(ms);
  return minutes < 60 ? t.minutes(minutes) : t.hours(Math.floor(minutes / 60), minutes % 60);
}
