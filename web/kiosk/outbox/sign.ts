import { concat, toBase64url, utf8 } from '../../../shared/bytes.ts';
import type { Identity } from '../db/schema.ts';

const ES256 = { name: 'ECDSA', hash: 'SHA-256' } as const;

/** ES256 by the kiosk's own key, as raw r||s; the key never leaves this browser profile. */
export const signBytes = async (identity: Pick<Identity, 'signingKey'>, bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> =>
  new Uint8Array(await crypto.subtle.sign(ES256, identity.signingKey, bytes));

/** Header `x-signature` of an exchange: ES256 over purpose, audience, kiosk and the exact bytes of the body. */
export async function signExchange(identity: Identity, body: Uint8Array<ArrayBuffer>): Promise<string> {
  const signed = concat(utf8(`quacong/exchange/1\n${identity.audience}\n${identity.kiosk}\n`), body);
  return toBase64url(await signBytes(identity, signed));
}
