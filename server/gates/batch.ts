/** What one exchange does, whichever way it came: takes the items, notes how the kiosk is, answers. */
import { type ExchangeAnswer, type ExchangeInput, MAX_BATCH, PROTOCOL } from '../../shared/api/exchange.schema.ts';
import { HOUR, type Instant } from '../../shared/clock.ts';
import { Problem } from '../../shared/problem.ts';
import type { Questionnaire } from '../../shared/questionnaire/types.ts';
import { auditOf } from '../audit.ts';
import type { App } from '../context.ts';
import { type Statement, schoolScope } from '../db/port.ts';
import { type Kiosk, kioskContactStatement, listKiosks } from '../kiosks/store.ts';
import { findQuestionnaire } from '../questionnaires/store.ts';
import { feedSince } from './feed.ts';
import { type Ingested, ingest } from './ingest.ts';
import { keyListOf, policyOf, safeThrough, serverClockSuspect } from './policy.ts';
import { isSessionId, openSessions } from './sessions.ts';
import { receivedThrough } from './store.ts';

const KEY_LIST_LIFE = 6 * HOUR;

interface Sender {
  id: string;
  school: string;
  /** Of a kiosk that was withdrawn: it may come by file only. */
  revokedAt?: number | null;
}

/** How a batch came. A file is older than its coming: it tells nothing of the kiosk's clock, nor of how the kiosk is now. */
export type Arrival =
  | { by: 'network' }
  /** `news`: with the last of a file's batches only. `also`: saved with the contact, told what became of the items. */
  | { by: 'file'; news: boolean; also: (results: ExchangeAnswer['results']) => Statement[] };

/** @throws Problem `too-large`, `bad-signature` (another server's audience), `forbidden` (another kiosk's batch), `gone` */
export async function takeBatch(app: App, sender: Sender, input: ExchangeInput, arrival: Arrival): Promise<ExchangeAnswer> {
  const { id, school } = sender;
  if (input.items.length > MAX_BATCH) throw new Problem('too-large');
  if (!app.origins().includes(input.audience)) throw new Problem('bad-signature');
  if (input.kiosk !== id) throw await foreignBatch(app, id, school);

  const scope = schoolScope(school);
  const sessions = await openSessions(app, school, input.sessions ?? [], sessionsNamed(input.items));
  const kiosks = await listKiosks(app.db, scope, school);
  const kiosk = kiosks.find((each) => each.id === id);
  if (!kiosk) throw new Problem('gone');
  const note = async (coming?: ReadonlySet<number>): Promise<{ through: number; statement: Statement }> => {
    const through = await receivedThrough(app.db, scope, school, id, kiosk.receivedThrough, coming);
    const contact = { ...contactOf(app, kiosk, input, arrival), receivedThrough: through };
    return { through, statement: kioskContactStatement(app.db, school, id, contact) };
  };
  const saveAlone = async (results: ExchangeAnswer['results']): Promise<number> => {
    const { through, statement } = await note();
    await app.db.save(scope, [statement, ...(arrival.by === 'file' ? arrival.also(results) : [])]);
    return through;
  };
  const { results, noted, own } = await ingest(app, sender, input.items, sessions, arrival.by === 'network' ? { note } : {});
  // With the items where that is possible: one commit instead of two.
  const through = noted ?? (await saveAlone(results));
  const news = arrival.by === 'network' || arrival.news;
  return answerOf(app, { input, kiosk, kiosks, results, through, own }, news);
}

function contactOf(app: App, kiosk: Kiosk, input: ExchangeInput, arrival: Arrival) {
  const now = app.clock();
  const state = JSON.stringify(stateAfter(input, now));
  if (arrival.by === 'network') return { seenAt: now, clockOffset: input.sentAt - now, state };
  const { lastSeenAt, clockOffset } = kiosk;
  const written = believable(input.sentAt, now);
  if (lastSeenAt !== null && lastSeenAt > written) return { seenAt: lastSeenAt, clockOffset, state: kiosk.state ?? state };
  return { seenAt: written, clockOffset, state };
}

/** What is said of the past lies in it; a time without a year of four digits would break each list that shows it. */
const believable = (at: Instant, now: Instant): Instant => Math.min(Math.max(at, 0), now);

/** What a kiosk says of itself holds before its batch, whose items are here now: the office counts only what is still missing. */
function stateAfter({ state, items }: ExchangeInput, now: Instant): ExchangeInput['state'] {
  const { oldestUnsentAt, ...others } = state;
  const unsent = Math.max(0, state.unsent - items.length);
  return { ...others, unsent, ...(unsent > 0 && oldestUnsentAt !== undefined ? { oldestUnsentAt: believable(oldestUnsentAt, now) } : {}) };
}

/** A paired device sends a batch in another's name: refused as a whole, and the office that owns the device can see it. */
async function foreignBatch(app: App, kiosk: string, school: string): Promise<Problem> {
  const deed = { school, actor: kiosk, action: 'exchange.foreign-batch', object: kiosk };
  await app.db.save(schoolScope(school), [auditOf(app, deed)]);
  return new Problem('forbidden');
}

function sessionsNamed(items: readonly unknown[]): string[] {
  return items.flatMap((item) => {
    const payload = typeof item === 'object' && item !== null && 'payload' in item ? item.payload : undefined;
    const named = typeof payload === 'object' && payload !== null && 'session' in payload ? payload.session : undefined;
    return isSessionId(named) ? [named] : [];
  });
}

interface Answering {
  input: ExchangeInput;
  kiosk: Kiosk;
  kiosks: readonly Kiosk[];
  results: ExchangeAnswer['results'];
  through: number;
  own: Ingested['own'];
}

async function answerOf(app: App, { input, kiosk, kiosks, results, through, own }: Answering, news: boolean): Promise<ExchangeAnswer> {
  const now = app.clock();
  const { school } = kiosk;
  // A server with another past (restored from a backup) numbers its feed anew.
  const since = input.have.epoch === app.epoch() ? input.have.feed : 0;
  // Nobody said anything since but the kiosk itself.
  const quiet = own?.from === since && { cursor: own.to, items: [], more: false };
  const answer: ExchangeAnswer = {
    v: PROTOCOL,
    batch: input.batch,
    epoch: app.epoch(),
    serverTime: now,
    results,
    safeThrough: await safeThrough(app.db, schoolScope(school), kiosk, through),
    receivedThrough: through,
    certificateEndsAt: app.certificateEndsAt(),
    serverClockSuspect: serverClockSuspect(kiosks, now),
    feed: { cursor: since, items: [], more: true },
  };
  return news ? { ...answer, ...(await newsOf(app, input, kiosk, kiosks)), feed: quiet || (await feedSince(app, kiosk, since)) } : answer;
}

/** What the kiosk does not have yet. */
async function newsOf(app: App, input: ExchangeInput, kiosk: Kiosk, kiosks: readonly Kiosk[]) {
  const now = app.clock();
  const { school } = kiosk;
  const policy = await policyOf(app, school, kiosk.gate, kiosks);
  const newPolicy = policy.version !== input.have.policy;
  const newKeys = newPolicy || now - input.have.keysAt > KEY_LIST_LIFE || input.have.keysAt > now;
  const questionnaire = `${policy.questionnaire.id}@${policy.questionnaire.version}`;
  return {
    ...(newPolicy ? { policy } : {}),
    ...(newKeys ? { keys: keyListOf(app), sealingKeys: app.keys.sealingKeys(school, now) } : {}),
    ...(input.have.questionnaire === questionnaire ? {} : { questionnaire: await questionnaireOf(app, policy.questionnaire) }),
  };
}

async function questionnaireOf(app: App, { id, version }: { id: string; version: number }): Promise<Questionnaire> {
  const found = await findQuestionnaire(app.db, id, version);
  if (!found) throw new Error('the policy names a questionnaire that was never published');
  return found;
}
