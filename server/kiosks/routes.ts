import type { Hono } from 'hono';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { type PairAnswer, pairInput } from '../../shared/api/exchange.schema.ts';
import { pair } from '../../shared/api/exchange.ts';
import type { KioskView, PairingState, PairingView } from '../../shared/api/schools.schema.ts';
import { pairingInput } from '../../shared/api/schools.schema.ts';
import { createPairing, getPairing, listKiosks as listKiosksEndpoint, revokeKiosk } from '../../shared/api/schools.ts';
import { DAY, MINUTE } from '../../shared/clock.ts';
import { uuidv7 } from '../../shared/ids.ts';
import { invalid, Problem } from '../../shared/problem.ts';
import { accountOf } from '../accounts/grants.ts';
import { auditOf } from '../audit.ts';
import type { App } from '../context.ts';
import { schoolScope } from '../db/port.ts';
import { gapsAfter } from '../gates/store.ts';
import { limited } from '../limits.ts';
import { mount } from '../route.ts';
import { shownLine } from '../schools/input.ts';
import { listGates, schoolName } from '../schools/store.ts';
import { publicKeyOf } from './signature.ts';
import { sentOf, stateOf } from './state.ts';
import {
  countTryStatement,
  findPairing,
  type Kiosk,
  listKiosks,
  type Pairing,
  pairingStatement,
  pairStatements,
  revokeKioskStatement,
} from './store.ts';

const CODE_LIFE = 10 * MINUTE;
const MAX_TRIES = 5;

export function mountKiosks(hono: Hono, app: App): void {
  const guesses = new RateLimiterMemory({ points: 30, duration: 60 });

  mount(hono, app, createPairing, pairingInput, async ({ input, params, caller }) => {
    const school = params.school ?? '';
    const gates = await listGates(app.db, schoolScope(school), school);
    if (!gates.some((gate) => gate.id === input.gate && gate.active)) throw invalid('/gate', 'not-a-choice');
    const now = app.clock();
    const code = digits(app, 10);
    const pairing: Pairing = {
      slot: code.slice(0, 4),
      school,
      gate: input.gate,
      name: shownLine(input.name, '/name', 80, 'required'),
      secretHash: app.keys.searchTag(school, `pairing:${code}`),
      createdAt: now,
      expiresAt: now + CODE_LIFE,
      tries: 0,
      usedAt: null,
      createdBy: accountOf(caller),
    };
    await app.db.save('system', [
      pairingStatement(app.db, pairing, now - DAY),
      auditOf(app, { school, actor: pairing.createdBy, action: createPairing.audit, object: pairing.gate }),
    ]);
    return { status: 201, body: pairingView(app, code, pairing) };
  });

  mount(hono, app, getPairing, null, async ({ params }) => {
    const pairing = await findPairing(app.db, params.slot ?? '');
    // Another school's code is no code here.
    if (!pairing || pairing.school !== params.school) throw new Problem('not-found');
    const state: PairingState = { burnt: pairing.usedAt === null && pairing.tries >= MAX_TRIES };
    return { body: state };
  });

  mount(hono, app, pair, pairInput, async ({ input, address }) => {
    await limited(guesses, address);
    const code = input.code.replace(/[\s-]/g, '');
    const pairing = /^[0-9]{10}$/.test(code) ? await findPairing(app.db, code.slice(0, 4)) : undefined;
    if (!pairing) throw new Problem('not-found');
    const now = app.clock();
    const scope = schoolScope(pairing.school);
    const right = app.keys.searchTag(pairing.school, `pairing:${code}`) === pairing.secretHash;
    // Counted before the answer, so that guesses at the same moment have no more tries than guesses in a row.
    const [counted] = await app.db.save('system', [countTryStatement(app.db, pairing.slot, MAX_TRIES)]);
    if (!right) throw new Problem('not-found');
    if (counted?.affected !== 1) throw new Problem('gone');
    const { school, gate } = pairing;
    if (pairing.usedAt !== null) {
      // Somebody else knows the code: the office sees it in the audit.
      await app.db.save(scope, [auditOf(app, { school, actor: 'anyone', action: 'pairing.used-again', object: gate })]);
      throw new Problem('already-used');
    }
    if (now > pairing.expiresAt) throw new Problem('gone');
    if (!publicKeyOf(input.publicKey)) throw invalid('/publicKey', 'format');

    const kiosk = { id: uuidv7(now, app.random), publicKey: input.publicKey };
    await app.db.save('system', [
      ...pairStatements(app.db, pairing, kiosk, now),
      auditOf(app, { school, actor: pairing.createdBy, action: 'kiosk.paired', object: kiosk.id }),
    ]);
    const gates = await listGates(app.db, scope, school);
    const answer: PairAnswer = {
      kiosk: kiosk.id,
      name: pairing.name,
      school: { id: school, name: await schoolName(app.db, scope, school) },
      gate: { id: gate, name: gates.find((each) => each.id === gate)?.name ?? '' },
      serverTime: now,
    };
    return { status: 201, body: answer };
  });

  mount(hono, app, listKiosksEndpoint, null, async ({ params }) => {
    const school = params.school ?? '';
    const scope = schoolScope(school);
    const gates = new Map((await listGates(app.db, scope, school)).map((gate) => [gate.id, gate.name]));
    const kiosks: KioskView[] = [];
    for (const kiosk of await listKiosks(app.db, scope, school)) {
      kiosks.push({
        ...kioskView(kiosk, gates),
        gaps: await gapsAfter(app.db, scope, school, kiosk.id, kiosk.receivedThrough, sentOf(stateOf(kiosk))),
      });
    }
    return { body: { kiosks } };
  });

  mount(hono, app, revokeKiosk, null, async ({ params, caller }) => {
    const school = params.school ?? '';
    const now = app.clock();
    const kiosk = params.kiosk ?? '';
    await app.db.save(schoolScope(school), [
      revokeKioskStatement(app.db, school, kiosk, now),
      auditOf(app, { school, actor: accountOf(caller), action: revokeKiosk.audit, object: kiosk }),
    ]);
    return {};
  });
}

/** Uniform decimal digits. */
function digits(app: App, count: number): string {
  let text = '';
  while (text.length < count) for (const byte of app.random(count)) if (byte < 250 && text.length < count) text += String(byte % 10);
  return text;
}

function pairingView(app: App, code: string, pairing: Pairing): PairingView {
  const url = app.publicUrl();
  const reachable = url?.startsWith('https://') ?? false;
  return {
    code,
    expiresAt: pairing.expiresAt,
    link: reachable ? `${url}/kiosk/#pair=${code}` : null,
    missing: reachable ? null : 'no-https-address',
  };
}

function kioskView(kiosk: Kiosk, gates: ReadonlyMap<string, string>): Omit<KioskView, 'gaps'> {
  const state = stateOf(kiosk);
  return {
    id: kiosk.id,
    name: kiosk.name,
    gate: { id: kiosk.gate, name: gates.get(kiosk.gate) ?? '' },
    pairedAt: kiosk.pairedAt,
    revokedAt: kiosk.revokedAt,
    lastSeenAt: kiosk.lastSeenAt,
    unsent: state?.unsent ?? null,
    oldestUnsentAt: state?.oldestUnsentAt ?? null,
    receivedThrough: kiosk.receivedThrough,
    clockOffset: kiosk.clockOffset,
    persisted: state?.persisted ?? null,
    battery: state?.battery ?? null,
    version: state?.version ?? null,
  };
}
