import { expect } from 'vitest';
import { visitor } from '../../../server/questionnaires/content/visitor.ts';
import { fromBase64url, toBase64url } from '../../../shared/bytes.ts';
import { dayOf, endOfDay, HOUR, weekOf } from '../../../shared/clock.ts';
import type { GateEvent } from '../../../shared/gate/event.ts';
import type { GatePolicy } from '../../../shared/gate/policy.ts';
import { kidOf, schoolTag } from '../../../shared/pass/keys.ts';
import { encodePass, type PassClaims } from '../../../shared/pass/pass.ts';
import { keep } from '../../../web/kiosk/db/kept.ts';
import { quiet } from '../../../web/kiosk/db/quiet.ts';
import type { GateView } from '../../../web/kiosk/state/gate-view.ts';
import { createKiosk, type Kiosk } from '../../../web/kiosk/state/kiosk.ts';
import { BUILT, fakeServer, fakeTicks, freshDb, makeIdentity, NOW, ORIGIN, POLICY, random, SCHOOL, sealingKey } from './kit.ts';

/** A kiosk on shift, with a server that may be off, and everything that it was told at pairing. */
export async function gateOpen(over: Partial<GatePolicy> = {}, start = NOW) {
  const db = await freshDb();
  const ticks = fakeTicks(start);
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
  const point = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
  const kid = await kidOf(point, crypto.subtle);
  const signer = {
    kidBytes: fromBase64url(kid) ?? new Uint8Array(),
    sign: async (bytes: Uint8Array<ArrayBuffer>) =>
      new Uint8Array(await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, pair.privateKey, bytes)),
  };
  const tag = await schoolTag(SCHOOL, crypto.subtle);
  const sealing = await sealingKey();
  const { identity, publicKey } = await makeIdentity();
  const server = fakeServer(publicKey, () => ticks.raw());
  await keep(db, 'identity', identity);
  await keep(db, 'clock', { offset: 0, source: 'server', last: 0 });
  await keep(db, 'policy', { ...POLICY, schoolTag: tag, ...over });
  await keep(db, 'keys', { at: start, keys: [{ kid, publicKey: toBase64url(point), notBefore: 0 }] });
  await keep(db, 'sealingKeys', [{ week: weekOf(dayOf(start)), publicKey: sealing.publicKey }]);
  await keep(db, 'questionnaire', visitor);

  const waiting: { at: number; run: () => void }[] = [];
  const sounds: string[] = [];
  let online = false;
  const open = (): Promise<Kiosk> =>
    createKiosk({
      db,
      ticks,
      random,
      subtle: crypto.subtle,
      fetch: (...args) => (online ? server.fetch(...args) : Promise.reject(new TypeError('offline'))),
      call: async () => ({ ok: false, problem: { code: 'offline', status: 0 } }),
      origin: ORIGIN,
      version: 'test',
      builtAt: BUILT,
      device: { look: async () => ({ persisted: true }), persist: async () => true },
      sound: (sound) => void sounds.push(sound),
      after(ms, run) {
        const entry = { at: ticks.mono() + ms, run };
        waiting.push(entry);
        return () => void waiting.splice(waiting.indexOf(entry), waiting.includes(entry) ? 1 : 0);
      },
    });
  const kiosk = await open();
  await kiosk.startShift(undefined, '');
  const gate = kiosk.gate();
  const book = kiosk.book();
  if (!gate || !book) throw new Error('the gate did not open');
  const subjects = { next: () => toBase64url(random(16)) };
  return {
    db,
    kiosk,
    gate,
    book,
    server,
    sounds,
    sealing,
    signer,
    /** Of the device. */
    publicKey,
    reopen: open,
    /** Once the try that began without network has failed: a second one would wait for the clock. */
    async goOnline() {
      // What was written a moment ago is on the screen then.
      await quiet();
      await expect.poll(() => kiosk.line.value).toBe('offline');
      online = true;
      kiosk.exchangeNow();
    },
    /** Time goes by, and what was set for it happens. */
    pass(ms: number) {
      ticks.pass(ms);
      for (const entry of waiting.filter((each) => each.at <= ticks.mono())) {
        waiting.splice(waiting.indexOf(entry), 1);
        entry.run();
      }
    },
    async makePass(claims: Partial<PassClaims> = {}) {
      const all: PassClaims = {
        subject: subjects.next(),
        name: 'N.T.B. Hồng ·678',
        issuedAt: start - HOUR,
        expiresAt: endOfDay(dayOf(start)),
        schoolTag: tag,
        outcome: 'cleared',
        ...claims,
      };
      return { ...all, digits: (await encodePass(all, signer)).digits };
    },
    async events(): Promise<GateEvent[]> {
      return (await db.getAll('log')).map((item) => JSON.parse(item.event));
    },
  };
}

/** `green in`, or what stands there instead of a verdict. */
export const verdictOf = (view: GateView): string => (view.at === 'verdict' ? `${view.past.scan.colour} ${view.past.scan.dir}` : view.at);
