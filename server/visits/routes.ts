/** Coming and going as a phone notes it at a poster. */
import type { Hono } from 'hono';
import { type CheckInAnswer, type CheckInInput, checkInInput } from '../../shared/api/own-records.schema.ts';
import { checkIn } from '../../shared/api/own-records.ts';
import { toHex } from '../../shared/bytes.ts';
import { DAY, HOUR, MINUTE } from '../../shared/clock.ts';
import { dayOfEvent } from '../../shared/gate/log.ts';
import { type SchoolId, timeOfUuid } from '../../shared/ids.ts';
import { invalid, Problem } from '../../shared/problem.ts';
import type { App } from '../context.ts';
import { schoolScope } from '../db/port.ts';
import { findPlace, type Place } from '../declarations/place.ts';
import { hashOfRecord } from '../declarations/record-key.ts';
import { findByRecord, type StoredDeclaration } from '../declarations/store.ts';
import { requestsOfRecord } from '../rights/requests.ts';
import { mount } from '../route.ts';
import { listGates } from '../schools/store.ts';
import { proofOf } from './proof.ts';
import { findVisit, type StoredVisit, visitStatements } from './store.ts';

/** A phone's clock may differ by so much, and a declaration made without network reaches the server later than its visit. */
const TOLERANCE = 10 * MINUTE;
const OLDEST = 7 * DAY;
/** The id says when it was made, and is looked for by that day. */
const ID_TOLERANCE = 2 * DAY;

export function mountVisits(hono: Hono, app: App): void {
  mount(hono, app, checkIn, checkInInput, async ({ input, body }) => {
    if (Math.abs(timeOfUuid(input.id) - input.at) > ID_TOLERANCE) throw invalid('/id', 'format');
    const place = await findPlace(app.db, input.place);
    if (place?.school !== input.school) throw new Problem('not-found');
    const scope = schoolScope(input.school);
    const bodyHash = app.keys.searchTag(input.school, `visit:${toHex(body)}`);
    const day = dayOfEvent(input.id);
    const known = await findVisit(app.db, scope, input.school, input.id, day);
    if (known) return repeated(app, input.school, known, bodyHash);

    const record = hashOfRecord(input.record);
    const declaration = await findByRecord(app.db, scope, input.school, record);
    if (!declaration) throw new Problem((await requestsOfRecord(app.db, scope, input.school, record)).length > 0 ? 'gone' : 'not-found');
    await holdPass(app, declaration, input, place);
    const proof = await proofOf(app, input, place);
    const visit = { ...input, place: place.code, gate: place.gate, subject: declaration.subject, proof, bodyHash };
    const statements = visitStatements(app.db, input.school, {
      ...visit,
      companions: declaration.companions,
      receivedAt: app.clock(),
    });
    try {
      await app.db.save(scope, statements);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.code === 'too-many-requests') throw new Problem('too-many-requests', { retryAfter: HOUR / 1000 });
      // Another request with this id was faster.
      const winner = error.code === 'conflict' && (await findVisit(app.db, scope, input.school, input.id, day));
      if (!winner) throw error;
      return repeated(app, input.school, winner, bodyHash);
    }
    return { status: 201, body: await answerOf(app, input.school, { ...input, gate: place.gate ?? '', proof, bodyHash }) };
  });
}

/** @throws Problem `gone` for a place or a pass that was withdrawn, `invalid-input` for a time outside the pass's day */
async function holdPass(app: App, declaration: StoredDeclaration, { at }: CheckInInput, place: Place): Promise<void> {
  const now = app.clock();
  if (at > now + TOLERANCE) throw invalid('/at', 'too-large');
  if (at < now - OLDEST) throw invalid('/at', 'too-small');
  if (place.withdrawnAt !== null && at >= place.withdrawnAt) throw new Problem('gone');
  const { school, subject } = declaration;
  const revoked = await app.db.read(schoolScope(school), (query) =>
    query.selectFrom('pass_revocation').select('at').where('school_id', '=', school).where('subject', '=', subject).executeTakeFirst(),
  );
  if (revoked) throw new Problem('gone');
  // Declared without network, and sent later: the phone's clock says when.
  if (at < Math.min(declaration.createdAt, declaration.consent.at) - TOLERANCE) throw invalid('/at', 'too-small');
  if (at > declaration.passExpiresAt + TOLERANCE) throw invalid('/at', 'too-large');
}

async function repeated(app: App, school: SchoolId, known: StoredVisit, bodyHash: string) {
  if (known.bodyHash !== bodyHash) throw new Problem('conflict');
  return { status: 200 as const, body: await answerOf(app, school, known) };
}

async function answerOf(app: App, school: SchoolId, { id, at, dir, gate, proof }: StoredVisit): Promise<CheckInAnswer> {
  const gates = await listGates(app.db, schoolScope(school), school);
  return { id, at, dir, gate: gates.find((each) => each.id === gate)?.name ?? null, proof };
}
