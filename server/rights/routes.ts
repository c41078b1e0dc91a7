/** What a visitor may do with the key of the own record: see, withdraw, erase. The key comes in bodies only. */
import type { Hono } from 'hono';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { getDataRequests } from '../../shared/api/data-requests.ts';
import { type OwnRecordInput, ownRecordInput, withdrawInput } from '../../shared/api/own-records.schema.ts';
import { eraseRecord, seeRecord, withdrawConsent } from '../../shared/api/own-records.ts';
import { Problem } from '../../shared/problem.ts';
import { auditOf } from '../audit.ts';
import type { App } from '../context.ts';
import { schoolScope } from '../db/port.ts';
import { hashOfRecord } from '../declarations/record-key.ts';
import { findByRecord } from '../declarations/store.ts';
import { limited } from '../limits.ts';
import { mount } from '../route.ts';
import { findSchool, type School } from '../schools/store.ts';
import { InTurn } from '../turns.ts';
import { erase } from './erase.ts';
import { declarationsOf, type Group, groupOf, keptThroughOf, schoolOf, visitsOf } from './record.ts';
import { type DataRequest, erasureAmong, latestRequests, receiptOf, requestsOfRecord, withdrawnBy } from './requests.ts';
import { withdraw } from './withdraw.ts';

/** Of the list that the office sees. */
const MOST_LISTED = 100;
/** Times that one record is opened within a minute: each leaves a line in the audit. */
const MOST_OPENED = 30;

export function mountRights(hono: Hono, app: App): void {
  const often = new RateLimiterMemory({ points: MOST_OPENED, duration: 60 });
  const openedBy = (input: OwnRecordInput): Promise<Opened> => opened(app, often, input);
  // Of one record one after another: whoever asks twice at the same moment gets one receipt.
  const turns = new InTurn();
  const inTurn = <T>({ school, record }: OwnRecordInput, work: () => Promise<T>): Promise<T> =>
    turns.run(`${school}/${hashOfRecord(record)}`, work);

  mount(hono, app, getDataRequests, null, async ({ params }) => {
    const school = params.school ?? '';
    const latest = await latestRequests(app.db, schoolScope(school), school, MOST_LISTED);
    return { body: { requests: latest.map(({ id: _, record: __, ...shown }) => shown) } };
  });

  mount(hono, app, seeRecord, ownRecordInput, async ({ input }) => {
    const { school, group, requests } = await openedBy(input);
    const object = group?.declarer.id ?? requests[0]?.id ?? '';
    await app.db.save(schoolScope(school.id), [auditOf(app, { school: school.id, actor: 'anyone', action: seeRecord.audit, object })]);
    return {
      body: {
        school: schoolOf(school),
        declarations: group ? await declarationsOf(app, group, withdrawnBy(requests)) : [],
        visits: group ? await visitsOf(app, group) : [],
        requests: requests.map((request) => receiptOf(request, school)),
        keptThrough: group ? await keptThroughOf(app, group.declarer) : null,
      },
    };
  });

  mount(hono, app, withdrawConsent, withdrawInput, ({ input }) =>
    inTurn(input, async () => {
      const { school, group, requests } = await openedBy(input);
      if (!group) throw new Problem('gone');
      return { body: receiptOf(await withdraw(app, group, input, requests), school) };
    }),
  );

  mount(hono, app, eraseRecord, ownRecordInput, ({ input }) =>
    inTurn(input, async () => {
      const { school, group, requests } = await openedBy(input);
      const request = erasureAmong(requests) ?? (group && (await erase(app, group)));
      if (!request) throw new Problem('gone');
      return { body: receiptOf(request, school) };
    }),
  );
}

interface Opened {
  school: School;
  /** undefined: erased. */
  group: Group | undefined;
  requests: DataRequest[];
}

/**
 * @throws Problem `not-found`, the same for a school that is none and a key that opens nothing; `too-many-requests` for one
 * that opens something
 */
async function opened(app: App, often: RateLimiterMemory, input: OwnRecordInput): Promise<Opened> {
  const scope = schoolScope(input.school);
  const hash = hashOfRecord(input.record);
  const declarer = await findByRecord(app.db, scope, input.school, hash);
  const requests = await requestsOfRecord(app.db, scope, input.school, hash);
  const school = await findSchool(app.db, scope, input.school);
  if (!school || (!declarer && requests.length === 0)) throw new Problem('not-found');
  await limited(often, `${school.id}/${hash}`);
  return { school, group: declarer && (await groupOf(app, declarer)), requests };
}
