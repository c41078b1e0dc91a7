import type { Hono } from 'hono';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { type PairAnswer, pairInput } from '../../shared/api/exchange.schema.ts';
import { pair } from '../../shared/api/exchange.ts';
import type { KioskView, PairingView } from '../../shared/api/schools.schema.ts';
import { pairingInput } from '../../shared/api/schools.schema.ts';
import { createPairing, listKiosks as listKiosksEndpoint, revokeKiosk } from '../../shared/api/schools.ts';
import { DAY, MINUTE } from '../../shared/clock.ts';
import { uuidv7 } from '../../shared/ids.ts';
import { invalid, Problem } from '../../shared/problem.ts';
import { accountOf } from '../accounts/grants.ts';
import type { App } from '../context.ts';
import { auditStatement } from '../db/audit.ts';
import { schoolScope } from '../db/port.ts';
import { gapsAfter } from '../gates/store.ts';
import { limited } from '../limits.ts';
import { mount } from '../route.ts';
import { shownLine } from '../schools/input.ts';
import { listGates, schoolName } from '../schools/store.ts';

import { publicKeyOf } from './signature.ts';
import { sentOf, stateOf } from './state.ts';
import {
  findPairing,
  type Kiosk,
  listKiosks,
  missedTryStatement,
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
    const audit = { school, at: now, id: uuidv7(now, app.random), actor: accountOf(caller), object: pairing.gate, detail: {} };
    await app.db.save('system', [
      pairingStatement(app.db, pairing, now - DAY),
      auditStatement(app.db.build, { ...audit, action: createPairing.audit ?? '' }),
    ]);
    return { status: 201, body: pairingView(app, code, pairing) };
  });

  mount(hono, app, pair, pairInput, async ({ input, address }) => {
    await limited(guesses, address);
    const code = input.code.replace(/[\s-]/g, '');
    const pairing = /^[0-9]{10}$/.test(code) ? await findPairing(app.db, code.slice(0, 4)) : undefined;
    if (!pairing) throw new Problem('not-found');
    const now = app.clock();
    const scope = schoolScope(pairing.school);
    const right = app.keys.searchTag(pairing.school, `pairing:${code}`) === pairing.secretHash;
    if (pairing.tries >= MAX_TRIES) throw new Problem(right ? 'gone' : 'not-found');
    if (!right) {
      await app.db.save('system', [missedTryStatement(app.db, pairing.slot)]);
      throw new Problem('not-found');
    }
    if (pairing.usedAt !== null) {
      // Somebody else knows the code: the office sees it in the audit.
      const entry = { school: pairing.school, at: now, id: uuidv7(now, app.random), actor: 'anyone', object: pairing.gate, detail: {} };
      await app.db.save(scope, [auditStatement(app.db.build, { ...entry, action: 'pairing.used-again' })]);
      throw new Problem('already-used');
    }
    if (now > pairing.expiresAt) throw new Problem('gone');
    if (!publicKeyOf(input.publicKey)) throw invalid('/publicKey', 'format');

    const kiosk = { id: uuidv7(now, app.random), publicKey: input.publicKey };
    await app.db.save('system', pairStatements(app.db, pairing, kiosk, now, uuidv7(now, app.random)));
    const gates = await listGates(app.db, scope, pairing.school);
    const answer: PairAnswer = {
      kiosk: kiosk.id,
      name: pairing.name,
      school: { id: pairing.school, name: await schoolName(app.db, scope, pairing.school) },
      gate: { id: pairing.gate, name: gates.find((gate) => gate.id === pairing.gate)?.name ?? '' },
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
    const audit = { school, at: now, id: uuidv7(now, app.random), actor: accountOf(caller), object: kiosk, detail: {} };
    await app.db.save(schoolScope(school), [
      revokeKioskStatement(app.db, school, kiosk, now),
      auditStatement(app.db.build, { ...audit, action: revokeKiosk.audit ?? '' }),
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
