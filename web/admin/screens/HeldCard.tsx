/** One held item in words: what it says, what the log says, and what can be done. */
import type { HeldItem, ReadableItem, Resolution } from '../../../shared/api/held.schema.ts';
import { dayOf, dayText, instantText } from '../../../shared/clock.ts';
import { Button } from '../../ui/Button.tsx';
import { momentText } from '../format.ts';
import { foundWords, heldReason, heldWords, kindWords, resolutionWords, resolveReasonWords } from '../strings/held.ts';
import { codeWords, colourWords, decisionWords, dirWords, methodWords, reasonWords } from '../strings/log-words.ts';

export function HeldCard({ item, settle }: { item: HeldItem; settle: (how: Resolution) => void }) {
  const t = heldWords();
  const { held, stored, resolved } = item;
  return (
    <li class="held-item">
      <h2>{t[item.kind]}</h2>
      <p class="small soft">
        {t.from(item.kiosk.name, momentText(item.receivedAt))}
        {item.n !== null && ` · ${t.number(item.n)}`}
      </p>
      <p>{heldReason(item.reason)}</p>
      {held && item.kind === 'conflict' && <Compared held={held} stored={stored} />}
      {held && item.kind === 'quarantine' && <Alone held={held} />}
      {item.raw !== null && (
        <details>
          <summary>{t.raw}</summary>
          <pre class="held-raw">{item.raw}</pre>
        </details>
      )}
      {resolved && (
        <p class="held-settled">
          <strong>{resolutionWords()[resolved.how]}</strong>. {resolveReasonWords()[resolved.reason]}.{' '}
          <span class="soft">{t.by(resolved.by, momentText(resolved.at))}</span>
          {resolved.note && <span class="said-note">{t.quoted(resolved.note)}</span>}
        </p>
      )}
      {item.may.length > 0 && (
        <div class="row">
          {item.may.map((how) => (
            <Button key={how} onClick={() => settle(how)}>
              {resolutionWords()[how]}
            </Button>
          ))}
        </div>
      )}
    </li>
  );
}

/** Both versions line by line; what differs stands out by a word and its weight. */
function Compared({ held, stored }: { held: ReadableItem; stored: ReadableItem | null }) {
  const t = heldWords();
  if (!stored) {
    return (
      <>
        <p class="soft">{t.gone}</p>
        <Alone held={held} />
      </>
    );
  }
  const before = new Map(factsOf(stored));
  const after = new Map(factsOf(held));
  return (
    <table class="held-compare">
      <thead>
        <tr>
          <th scope="col">{t.what}</th>
          <th scope="col">{t.stored}</th>
          <th scope="col">{t.other}</th>
        </tr>
      </thead>
      <tbody>
        {[...new Set([...before.keys(), ...after.keys()])].map((name) => {
          const [one = '', other = ''] = [before.get(name), after.get(name)];
          const differs = one !== other;
          return (
            <tr key={name} class={differs ? 'held-differs' : undefined}>
              <th scope="row">
                {name}
                {differs && <span class="held-mark">{t.differs}</span>}
              </th>
              <td>{one || '–'}</td>
              <td>{other || '–'}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function Alone({ held }: { held: ReadableItem }) {
  return (
    <dl class="facts" aria-label={heldWords().readable}>
      {factsOf(held)
        .filter(([, value]) => value !== '')
        .map(([name, value]) => [<dt key={name}>{name}</dt>, <dd key={`${name}-value`}>{value}</dd>])}
    </dl>
  );
}

function factsOf(item: ReadableItem): [name: string, value: string][] {
  const t = heldWords();
  const unnamed = item.sealed ? t.locked : item.kind === 'scan' || item.kind === 'declaration' ? t.nobody : '';
  return [
    [t.kind, kindWords()[item.kind]],
    [t.time, `${instantText(item.at).slice(11)}, ${dayText(dayOf(item.at))}`],
    [t.n, String(item.n)],
    [t.gate, item.gate],
    [t.person, item.name ?? unnamed],
    [t.phone, item.phone ?? ''],
    [t.host, item.host ?? ''],
    [t.code, item.subject ? `${item.subject}…` : ''],
    [t.dir, item.kind === 'scan' && item.dir ? dirWords()[item.dir] : ''],
    [t.colour, item.colour ? colourWords()[item.colour] : ''],
    [t.why, (item.why ?? []).map((reason) => reasonWords()[reason]).join(' · ')],
    [t.method, item.method && item.code ? `${methodWords()[item.method]} · ${codeWords()[item.code]}` : ''],
    [t.decision, decisionText(item)],
    [t.correction, correctionText(item)],
    [t.found, item.found ? foundWords()[item.found] : ''],
    [t.operator, item.operator ?? ''],
  ].filter(([, value]) => value !== '') as [string, string][];
}

function decisionText({ admit, reason }: ReadableItem): string {
  if (admit === undefined) return '';
  return `${admit ? heldWords().admitted : heldWords().turnedAway}${reason ? `: ${decisionWords()[reason]}` : ''}`;
}

function correctionText(item: ReadableItem): string {
  if (item.kind !== 'correction') return '';
  return item.dir ? heldWords().turned(dirWords()[item.dir]) : heldWords().voided;
}
