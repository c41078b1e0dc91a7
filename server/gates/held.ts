/** The office settles what could not be taken as it came. Nothing is deleted, and every settlement names who and why. */
import { createHash } from 'node:crypto';
import type { Hono } from 'hono';
import { heldQuery, type ResolveAnswer, type ResolveInput, resolveInput } from '../../shared/api/held.schema.ts';
import { listHeld, resolveHeld } from '../../shared/api/held.ts';
import { fromBase64url, fromUtf8, toBase64url, utf8 } from '../../shared/bytes.ts';
import { readEvent } from '../../shared/gate/log.ts';
import { type EventId, type SchoolId, timeOfUuid, uuidv7 } from '../../shared/ids.ts';
import { invalid, Problem } from '../../shared/problem.ts';
import { auditOf } from '../audit.ts';
import type { App } from '../context.ts';
import { type Statement, schoolScope } from '../db/port.ts';
import { mount } from '../route.ts';
import { noteOf, personOf } from './corrections.ts';
import { findHeld, type HeldPosition, type HeldRow, heldPage, type Settlement, settleStatement } from './held-store.ts';
import { heldViews, resolutionsOf, sentOf } from './held-view.ts';
import { ingest } from './ingest.ts';
import { addedStatements } from './new-events.ts';
import { openSessions } from './sessions.ts';

const PAGE = 30;

export function mountHeld(hono: Hono, app: App): void {
  mount(hono, app, listHeld, heldQuery, async ({ input, params, caller }) => {
    const school = params.school ?? '';
    const state = input.state ?? 'open';
    const after = input.cursor === undefined ? undefined : decodeCursor(input.cursor);
    const scope = schoolScope(school);
    const rows = await heldPage(app.db, scope, school, state, after, PAGE + 1);
    const shown = rows.slice(0, PAGE);
    const items = await heldViews(app, school, shown);
    const deed = { school, actor: personOf(caller).id, action: listHeld.audit, object: school };
    await app.db.save(scope, [auditOf(app, { ...deed, detail: { state, rows: items.length } })]);
    const last = rows.length > PAGE ? shown.at(-1) : undefined;
    const at = state === 'open' ? last?.received_at : last?.resolved_at;
    return { body: { items, cursor: last && at ? toBase64url(utf8(`${at} ${last.hash}`)) : null } };
  });

  mount(hono, app, resolveHeld, resolveInput, async ({ input, params, caller }) => {
    const school = params.school ?? '';
    const hash = params.item ?? '';
    const row = /^[A-Za-z0-9_-]{43}$/.test(hash) ? await findHeld(app.db, schoolScope(school), school, hash) : undefined;
    if (!row) throw new Problem('not-found');
    if (row.resolved_at !== null) throw new Problem('conflict');
    if (!resolutionsOf(row).includes(input.how)) throw invalid('/how', 'not-a-choice');
    const { id: account, name: accountName } = personOf(caller);
    const { how, reason } = input;
    const settlement = { how, reason, note: noteOf(input.note), account, accountName, at: app.clock() };
    const settle: Settle = (made) => [
      settleStatement(app.db, school, hash, { ...settlement, made }),
      auditOf(app, { school, actor: account, action: resolveHeld.audit, object: hash, detail: { how, reason, made } }),
    ];
    return { body: await resolve(app, school, row, how, settle) };
  });
}

/** What settles the item and says so in the audit, for the save that does it. */
type Settle = (made: Settlement['made']) => Statement[];

async function resolve(app: App, school: SchoolId, row: HeldRow, how: ResolveInput['how'], settle: Settle): Promise<ResolveAnswer> {
  switch (how) {
    case 'keep':
    case 'set-aside':
      await app.db.save(schoolScope(school), settle(how === 'keep' ? row.event_id : null));
      return { outcome: 'resolved', reason: null };
    case 'add':
      return add(app, school, row, settle);
    case 'retry':
      return retry(app, school, row, settle);
  }
}

/** The other version as a row of its own. Its bytes stay what was signed; only the row's id is new, made from those bytes. */
async function add(app: App, school: SchoolId, row: HeldRow, settle: Settle): Promise<ResolveAnswer> {
  const text = sentOf(row.bytes).event ?? '';
  const found = readEvent(text);
  if (!found.ok) throw invalid('/how', 'not-a-choice');
  const made = idFrom(found.head.id, row.hash);
  const statements = await addedStatements(app, { id: row.kiosk_id, school }, { ...found, text }, made);
  await app.db.save(schoolScope(school), [...statements, ...settle(made)]);
  return { outcome: 'resolved', reason: null };
}

/** A UUIDv7 of the same ms, whose other bits name the held bytes: the same item never makes two rows. */
function idFrom(id: EventId, hash: string): EventId {
  const bytes = createHash('sha256').update(hash).digest();
  return uuidv7(timeOfUuid(id), (length) => new Uint8Array(bytes.subarray(0, length)));
}

/** Through the very same door as if the kiosk had sent it again. */
async function retry(app: App, school: SchoolId, row: HeldRow, settle: Settle): Promise<ResolveAnswer> {
  const { raw, event, payload } = sentOf(row.bytes);
  const sessions = await openSessions(app, school, [], payload ? [payload.session] : []);
  const made = row.event_id;
  const {
    results: [result],
  } = await ingest(app, { id: row.kiosk_id, school }, [raw], sessions, { also: settle(made) });
  switch (result?.status) {
    case 'stored':
    case 'erased':
      return { outcome: 'resolved', reason: null };
    case 'duplicate':
    case 'conflict':
      // It is here already, or waits as a conflict: either way this one is settled.
      await app.db.save(schoolScope(school), settle(event === undefined ? null : made));
      return { outcome: 'resolved', reason: result.reason ?? null };
    case 'quarantined':
    case undefined:
      return { outcome: 'still-held', reason: result?.reason ?? null };
  }
}

function decodeCursor(text: string): HeldPosition {
  const parts = /^(\d{1,16}) ([A-Za-z0-9_-]{43})$/.exec(fromUtf8(fromBase64url(text) ?? new Uint8Array()) ?? '');
  if (!parts?.[1] || !parts[2]) throw invalid('/cursor', 'format');
  return { at: Number(parts[1]), hash: parts[2] };
}
