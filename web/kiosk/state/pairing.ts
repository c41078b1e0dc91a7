/** Makes this browser profile a kiosk: its own key, a code from the office, and the store asked to stay. */
import { pair } from '../../../shared/api/exchange.ts';
import { toBase64url } from '../../../shared/bytes.ts';
import { parsePairingCode } from '../../../shared/codes.ts';
import type { call as Call, ClientProblemCode } from '../../lib/client.ts';
import type { KioskClock } from '../clock.ts';
import { forget, getKept, keep } from '../db/kept.ts';
import type { Identity, KioskDb } from '../db/schema.ts';

export type PairResult = { ok: true; identity: Identity } | { ok: false; problem: ClientProblemCode | 'not-a-code' };

export interface PairingPorts {
  db: KioskDb;
  clock: KioskClock;
  origin: string;
  call: typeof Call;
}

/** The key of a pairing whose answer was lost is used again, so that no key is left on the server that nobody holds. */
async function pairingKey(db: KioskDb): Promise<{ privateKey: CryptoKey; publicKey: string }> {
  const kept = await getKept(db, 'pairing');
  if (kept) return kept;
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify']);
  const publicKey = toBase64url(new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey)));
  const made = { privateKey: pair.privateKey, publicKey };
  await keep(db, 'pairing', made);
  return made;
}

export async function pairKiosk(typed: string, { db, clock, origin, call }: PairingPorts): Promise<PairResult> {
  const code = parsePairingCode(typed);
  if (!code) return { ok: false, problem: 'not-a-code' };
  const key = await pairingKey(db);
  const asked = clock.mono();
  const result = await call(pair, { body: { code, publicKey: key.publicKey } });
  if (!result.ok) return { ok: false, problem: result.problem.code };
  clock.measure(result.data.serverTime, asked, clock.mono());
  const { kiosk, name, school, gate } = result.data;
  const identity: Identity = { kiosk, name, school, gate, signingKey: key.privateKey, audience: origin, pairedAt: clock.now() };
  await keep(db, 'identity', identity);
  await forget(db, 'pairing');
  const record = clock.record();
  if (record) await keep(db, 'clock', record);
  return { ok: true, identity };
}

/** The code of a pairing link, `/kiosk/#pair=1234567890`. */
export const pairingCodeOf = (fragment: string): string | undefined =>
  parsePairingCode(/^#pair=([\d\s%-]{10,30})$/.exec(fragment)?.[1] ?? '');
