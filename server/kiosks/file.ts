/** What the office brings of a tablet that is never online: each record is opened and taken like an exchange of its own. */
import type { Hono } from 'hono';
import {
  type ExchangeAnswer,
  type ExchangeInput,
  exchangeInput,
  type ItemStatus,
  MAX_EXCHANGE_BYTES,
} from '../../shared/api/exchange.schema.ts';
import { type KioskFileAnswer, type KioskFileInput, kioskFileInput, MAX_IMPORT_BYTES } from '../../shared/api/kiosk-files.schema.ts';
import { importKioskFile } from '../../shared/api/kiosk-files.ts';
import { utf8 } from '../../shared/bytes.ts';
import { dayOf, weekOf } from '../../shared/clock.ts';
import { recordContext, SIGNATURE_BYTES } from '../../shared/gate/kiosk-file.ts';
import { invalid, Problem } from '../../shared/problem.ts';
import { accountOf } from '../accounts/grants.ts';
import { auditOf } from '../audit.ts';
import type { App } from '../context.ts';
import { schoolScope } from '../db/port.ts';
import { takeBatch } from '../gates/batch.ts';
import { openBytes, sealBytes } from '../keys/aead.ts';
import { jsonOf, mount } from '../route.ts';
import { isSignedBy } from './signature.ts';
import { type Kiosk, listKiosks } from './store.ts';

/** Pages of news that one answer file brings at most: a feed that grows while it is read ends all the same. */
const MOST_NEWS = 200;

export function mountKioskFiles(hono: Hono, app: App): void {
  mount(
    hono,
    app,
    importKioskFile,
    kioskFileInput,
    async ({ input, params, caller }) => {
      const school = params.school ?? '';
      const { header, index, last } = input;
      if (header.school !== school) throw invalid('/header/school', 'not-a-choice');
      const kiosk = (await listKiosks(app.db, schoolScope(school), school)).find((each) => each.id === header.kiosk);
      if (!kiosk) throw new Problem('not-found');
      const key = keyOf(app, school, header);
      const { body, request } = openRequest(app, kiosk, key, input);

      const counts: Record<ItemStatus, number> = { stored: 0, duplicate: 0, conflict: 0, quarantined: 0, erased: 0 };
      const first = await takeBatch(app, kiosk, request, {
        by: 'file',
        news: last,
        also(results) {
          for (const { status } of results) counts[status]++;
          const detail = { file: header.session.id, index, bytes: body.length, revoked: kiosk.revokedAt !== null, ...counts };
          return [auditOf(app, { school, actor: accountOf(caller), action: importKioskFile.audit, object: kiosk.id, detail })];
        },
      });
      const answers = last ? [first, ...(await furtherNews(app, kiosk, request, first))] : [first];
      const answer: KioskFileAnswer = {
        kiosk: { id: kiosk.id, name: kiosk.name, revoked: kiosk.revokedAt !== null },
        counts,
        answers: answers.map((each, i) => {
          const context = recordContext('answer', school, kiosk.id, header.session.id, index + i);
          return Buffer.from(sealBytes(key, context, utf8(JSON.stringify(each)))).toString('base64url');
        }),
      };
      return { body: answer };
    },
    { maxBytes: MAX_IMPORT_BYTES },
  );
}

/** @throws Problem `gone` when the week's key is destroyed, `invalid-input` when the wrap is not for this school and week */
function keyOf(app: App, school: string, { session }: KioskFileInput['header']): Uint8Array {
  const key = app.keys.unwrapSession(school, session);
  if (key) return key;
  // A key of this week or a later one is never destroyed yet.
  if (session.week < weekOf(dayOf(app.clock()))) throw new Problem('gone');
  throw invalid('/header/session', 'format');
}

/** @throws Problem `invalid-input` for a record that does not open at its place, `bad-signature` for one that another wrote */
function openRequest(app: App, kiosk: Kiosk, key: Uint8Array, { header, index, record }: KioskFileInput) {
  const context = recordContext('request', header.school, kiosk.id, header.session.id, index);
  const plain = openBytes(key, context, Buffer.from(record, 'base64url'));
  if (!plain || plain.length <= SIGNATURE_BYTES) throw invalid('/record', 'format');
  const body = plain.subarray(SIGNATURE_BYTES);
  if (body.length > MAX_EXCHANGE_BYTES) throw new Problem('too-large');
  if (!isSignedBy(app, kiosk, plain.subarray(0, SIGNATURE_BYTES), body)) throw new Problem('bad-signature');
  const request = exchangeInput.safeParse(jsonOf(body));
  if (!request.success) throw invalid('/record', 'format');
  return { body, request: request.data };
}

/** The pages of the feed that the kiosk would ask for next, if it could. */
async function furtherNews(app: App, kiosk: Kiosk, request: ExchangeInput, first: ExchangeAnswer): Promise<ExchangeAnswer[]> {
  const answers: ExchangeAnswer[] = [];
  let before = first;
  while (before.feed.more && answers.length < MOST_NEWS) {
    const have = { ...request.have, epoch: before.epoch, feed: before.feed.cursor, keysAt: app.clock(), ...haveOf(first) };
    const next = await takeBatch(app, kiosk, { ...request, items: [], sessions: [], have }, { by: 'file', news: true, also: () => [] });
    answers.push(next);
    if (next.feed.cursor <= before.feed.cursor) break;
    before = next;
  }
  return answers;
}

const haveOf = ({ policy, questionnaire }: ExchangeAnswer): Partial<ExchangeInput['have']> => ({
  ...(policy ? { policy: policy.version } : {}),
  ...(questionnaire ? { questionnaire: `${questionnaire.id}@${questionnaire.version}` } : {}),
});
