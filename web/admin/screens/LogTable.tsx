import type { LogRow } from '../../../shared/api/log.schema.ts';
import type { CheckInProof } from '../../../shared/api/own-records.schema.ts';
import { dayOf, dayText, timeText } from '../../../shared/clock.ts';
import { correctionWords, findingWords } from '../strings/corrections.ts';
import { logStrings } from '../strings/log.ts';
import { decisionWords, dirWords, flagWords, notedWords, reasonWords } from '../strings/log-words.ts';
import { Verdict } from '../ui/Verdict.tsx';

interface LogTableProps {
  rows: readonly LogRow[];
  caption: string;
  /** More than one day: each day gets its own line. */
  several: boolean;
  /** Rows that have just come, by event. */
  fresh: ReadonlySet<string>;
  onOpen: (row: LogRow) => void;
}

/** A page of the book: a table at the desk, cards on a phone. The roles hold where CSS takes the table's form away. */
export function LogTable({ rows, caption, several, fresh, onOpen }: LogTableProps) {
  const t = logStrings();
  return (
    // biome-ignore-start lint/a11y/noRedundantRoles: `display: grid` on a phone takes the table's own roles away
    <table class="book book-log" role="table">
      <caption class="unseen">{caption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          {[t.time, t.person, t.host, t.gate, t.result, t.decided].map((head) => (
            <th key={head} scope="col" role="columnheader">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((row, index) => {
          const before = rows[index - 1];
          const newDay = several && (!before || dayOf(before.at) !== dayOf(row.at));
          return [
            newDay && (
              <tr key={`day-${row.event}`} role="row" class="book-day">
                <th scope="rowgroup" colSpan={6}>
                  {dayText(dayOf(row.at))}
                </th>
              </tr>
            ),
            <Row key={row.event} row={row} fresh={fresh.has(row.event)} onOpen={onOpen} />,
          ];
        })}
      </tbody>
    </table>
    // biome-ignore-end lint/a11y/noRedundantRoles: as above
  );
}

function Row({ row, fresh, onOpen }: { row: LogRow; fresh: boolean; onOpen: (row: LogRow) => void }) {
  const t = logStrings();
  const voided = row.corrected !== null && 'void' in row.corrected;
  // Nothing to read but the verdict: on a phone it stands beside the name.
  const said = saidLater(row);
  const plain = !isNoted(row) && row.why.length === 0 && row.flags.length === 0 && said.length === 0;
  return (
    // biome-ignore-start lint/a11y/noRedundantRoles: as above
    <tr role="row" class={`book-row${voided ? ' book-void' : ''}${plain ? ' book-plain' : ''}${fresh ? ' book-fresh' : ''}`}>
      <td role="cell" class="book-time">
        {timeText(row.at)} <Direction row={row} />
      </td>
      <th role="rowheader" scope="row" class="book-person">
        <button type="button" class={`book-open${row.name === null ? ' book-nobody' : ''}`} onClick={() => onOpen(row)}>
          {personText(row)}
          {row.companions > 0 && (
            <span class="book-along">
              <span aria-hidden="true">+{row.companions}</span>
              <span class="unseen">{t.andMore(row.companions)}</span>
            </span>
          )}
        </button>
      </th>
      <td role="cell" class="book-host">
        {row.host ?? ''}
      </td>
      <td role="cell" class="book-gate">
        {gateText(row)}
      </td>
      <td role="cell" class="book-result">
        <Verdict colour={row.colour} />
        {isNoted(row) && <span class="book-why">{notedWords()[row.method]}</span>}
        {row.why.length > 0 && <span class="book-why">{row.why.map((reason) => reasonWords()[reason]).join(' · ')}</span>}
        {said.map((text) => (
          <span key={text} class="book-said">
            {text}
          </span>
        ))}
        {row.flags.length > 0 && (
          <span class="book-flag">
            {t.flags}: {row.flags.map((flag) => flagWords()[flag]).join('; ')}
          </span>
        )}
      </td>
      <td role="cell" class="book-decided">
        {decidedText(row)}
      </td>
    </tr>
    // biome-ignore-end lint/a11y/noRedundantRoles: as above
  );
}

/** The visitor's own word: no gate saw it. */
export const isNoted = (row: LogRow): row is LogRow & { method: CheckInProof } => row.method === 'poster' || row.method === 'screen';

export function personText(row: LogRow): string {
  const t = logStrings();
  return row.name ?? (row.erased ? t.erased : row.unreadable ? t.unreadable : t.unknownPerson);
}

export const gateText = (row: LogRow): string => row.gate.name || (isNoted(row) ? logStrings().schoolPoster : '');

/** What was corrected and what does not fit; how and why stands in the row's own page. */
function saidLater(row: LogRow): string[] {
  const t = logStrings();
  const { corrected, left, findings = [] } = row;
  const fixed = corrected && ('void' in corrected ? t.voided : corrected.dir === row.dir ? undefined : t.turned(dirWords()[corrected.dir]));
  const unfit = findings.map(({ kind, other }) => findingWords()[kind](other ? `${timeText(other.at)}, ${other.gate}` : ''));
  return [fixed, left && correctionWords().saidLeft(timeText(left.at), left.estimated), ...unfit].filter(
    (text) => typeof text === 'string',
  );
}

function Direction({ row }: { row: LogRow }) {
  const turned = row.corrected && 'dir' in row.corrected ? row.corrected.dir : undefined;
  const dir = turned ?? row.dir;
  return (
    <span class={`dir dir-${dir}`}>
      {turned && turned !== row.dir && <s class="dir-was">{dirWords()[row.dir]}</s>}
      <svg width="14" height="14" viewBox="0 0 20 20" aria-hidden="true">
        <path
          d={dir === 'in' ? 'M3 10h13M11 4l6 6-6 6' : 'M17 10H4M9 4l-6 6 6 6'}
          fill="none"
          stroke="currentColor"
          stroke-width="2.5"
          stroke-linecap="round"
          stroke-linejoin="round"
        />
      </svg>
      {dirWords()[dir]}
    </span>
  );
}

/** Who decided what and why; green needs nobody. */
export function decidedText(row: LogRow): string {
  const t = logStrings();
  const { decision } = row;
  if (!decision) return row.colour === 'amber' ? t.waitingDecision : '';
  const by = decision.by === null ? '' : `, ${t.by(decision.by)}`;
  return `${decision.admit ? t.admitted : t.turnedAway}: ${decisionWords()[decision.reason]}${by}`;
}
