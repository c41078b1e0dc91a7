/** A kiosk proves itself by signing each body with its own key; there is no bearer token to steal. */
import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { fromBase64url, toBase64url, utf8 } from '../../shared/bytes.ts';
import { Problem } from '../../shared/problem.ts';
import type { App, Caller } from '../context.ts';
import { findKiosk, type Kiosk } from './store.ts';

/** Raw uncompressed P-256 point (65 bytes) as a key; undefined when it is not on the curve. */
export function publicKeyOf(text: string): KeyObject | undefined {
  const raw = fromBase64url(text);
  if (raw?.length !== 65 || raw[0] !== 4) return undefined;
  try {
    return createPublicKey({
      format: 'jwk',
      key: { kty: 'EC', crv: 'P-256', x: toBase64url(raw.subarray(1, 33)), y: toBase64url(raw.subarray(33)) },
    });
  } catch {
    return undefined;
  }
}

/** Making a key of a point costs as much as verifying with it, and a kiosk signs with one key all its life. */
const made = new Map<string, KeyObject>();
const MOST_MADE = 2000;

function keptKeyOf(text: string): KeyObject | undefined {
  const known = made.get(text) ?? publicKeyOf(text);
  if (!known) return undefined;
  if (made.size >= MOST_MADE) made.clear();
  made.set(text, known);
  return known;
}

/** What a kiosk signs (docs/formats.md, "Exchange"). */
export const signingText = (audience: string, kiosk: string, body: Uint8Array): Buffer =>
  Buffer.concat([utf8(`quacong/exchange/1\n${audience}\n${kiosk}\n`), body]);

/**
 * @throws Problem `bad-signature` for an unknown kiosk, a wrong or missing signature, or another server's audience;
 * `gone` for a revoked kiosk, which only the holder of its key gets to know
 */
export async function kioskOf(app: App, headers: Headers, body: Uint8Array): Promise<Extract<Caller, { kind: 'kiosk' }>> {
  const id = headers.get('x-kiosk') ?? '';
  const signature = fromBase64url(headers.get('x-signature') ?? '');
  if (!signature || !/^[0-9a-f-]{36}$/.test(id)) throw new Problem('bad-signature');
  const kiosk = await findKiosk(app.db, id);
  if (!kiosk || !isSignedBy(app, kiosk, signature, body)) throw new Problem('bad-signature');
  if (kiosk.revokedAt !== null) throw new Problem('gone');
  return { kind: 'kiosk', kiosk: id, school: kiosk.school };
}

/** Whether the kiosk signed exactly this body, for one of this server's own names. */
export function isSignedBy(app: App, kiosk: Pick<Kiosk, 'id' | 'publicKey'>, signature: Uint8Array, body: Uint8Array): boolean {
  const key = keptKeyOf(kiosk.publicKey);
  if (!key || signature.length !== 64) return false;
  return app
    .origins()
    .some((origin) => verify('sha256', signingText(origin, kiosk.id, body), { key, dsaEncoding: 'ieee-p1363' }, signature));
}
