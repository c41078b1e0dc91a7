/** The office corrects a scan: the original stays, what is said of it is added, and kiosks hear of it. */
import type { Hono } from 'hono';
import { type Correction, correctInput, MAX_NOTE } from '../../shared/api/corrections.schema.ts';
import { correctScan } from '../../shared/api/corrections.ts';
import { DAY, type Instant, MINUTE } from '../../shared/clock.ts';
import type { Direction } from '../../shared/gate/event.ts';
import { dayOfEvent } from '../../shared/gate/log.ts';
import { type EventId, isUuidV7, type SchoolId, uuidv7 } from '../../shared/ids.ts';
import { type Fix, MOST_NIGHTS, movementsOf, staysOf } from '../../shared/presence/stays.ts';
import { invalid, Problem } from '../../shared/problem.ts';
import { cleanText } from '../../shared/text/clean.ts';
import { auditOf } from '../audit.ts';
import type { App, Caller } from '../context.ts';
import { schoolScope } from '../db/port.ts';
import { mount } from '../route.ts';
import { correctionStatements } from './corrections-store.ts';
import { itemOf, rowsOfScan } from './day-items.ts';

/** Clocks may differ by so much. */
const AHEAD = 2 * MINUTE;

export function mountCorrections(hono: Hono, app: App): void {
  mount(hono, app, correctScan, correctInput, async ({ input, params, caller }) => {
    const school = params.school ?? '';
    const event = params.event ?? '';
    const { id: account, name: accountName } = personOf(caller);
    if (!isUuidV7(event)) throw new Problem('not-found');
    const note = noteOf(input.note);
    await holdFix(app, school, event, input.fix);
    const at = app.clock();
    const id = uuidv7(at, app.random);
    const { fix, reason } = input;
    const correction = { id, event, day: dayOfEvent(event), fix, reason, note, account, accountName, at };
    const said = 'dir' in fix ? fix.dir : 'void' in fix ? 'void' : 'left';
    const deed = { school, actor: account, action: correctScan.audit, object: event, detail: { fix: said, reason } };
    await app.db.save(schoolScope(school), [...correctionStatements(app.db, school, correction, input.last), auditOf(app, deed)]);
    return { status: 201, body: { id, at, from: 'office', by: accountName, fix, reason, note } satisfies Correction };
  });
}

/** Whose word it is: an office’s correction keeps the name of that day. @throws Problem `not-signed-in` */
export function personOf(caller: Caller): { id: string; name: string } {
  if (caller.kind !== 'account') throw new Problem('not-signed-in');
  return { id: caller.account, name: caller.name };
}

/** @throws Problem `invalid-input` at /note */
export function noteOf(typed: string | undefined): string {
  const cleaned = cleanText(typed ?? '', MAX_NOTE);
  if (!cleaned.ok) throw invalid('/note', cleaned.reason);
  return cleaned.text;
}

/** @throws Problem `not-found` without such a scan; `invalid-input` for a correction that would say nothing or cannot be */
async function holdFix(app: App, school: SchoolId, event: EventId, fix: Fix): Promise<void> {
  const rows = await rowsOfScan(app.db, schoolScope(school), school, event);
  const scan = rows.find((row) => row.id === event && row.kind === 'scan');
  if (!scan) throw new Problem('not-found');
  const items = rows.map(itemOf);
  const stands = standing(items);
  if ('dir' in fix && stands === fix.dir) throw invalid('/fix/dir', 'taken');
  if ('void' in fix && stands === 'void') throw invalid('/fix/void', 'taken');
  if ('left' in fix) holdTime(fix.left, items, app.clock());
}

/** What counts of the scan as it stands. An amber one that nobody let in has a direction all the same. */
function standing(items: ReturnType<typeof itemOf>[]): Direction | 'void' {
  const admitted = items.map((item) => (item.kind === 'scan' ? { ...item, colour: 'green' as const } : item));
  return movementsOf(admitted)[0]?.dir ?? 'void';
}

/** Somebody can be said to have left only who came in, after that, and not in the future. */
function holdTime(left: Instant, items: ReturnType<typeof itemOf>[], now: Instant): void {
  const entry = staysOf(items)[0]?.in;
  if (!entry) throw invalid('/fix/left', 'not-enabled');
  // Said by the minute.
  if (left < entry.at - (entry.at % MINUTE)) throw invalid('/fix/left', 'too-small');
  if (left > now + AHEAD || left > entry.at + MOST_NIGHTS * DAY) throw invalid('/fix/left', 'too-large');
}
