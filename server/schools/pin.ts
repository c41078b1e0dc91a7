import { pbkdf2 } from 'node:crypto';
import { promisify } from 'node:util';
import { toBase64url } from '../../shared/bytes.ts';
import type { Random } from '../../shared/ids.ts';

const ROUNDS = 100_000;
const derive = promisify(pbkdf2);

/** PBKDF2-HMAC-SHA256, which browsers have too: the kiosk checks a PIN without the server. */
export async function hashPin(pin: string, random: Random): Promise<{ salt: string; hash: string }> {
  const salt = random(16);
  return { salt: toBase64url(salt), hash: toBase64url(await derive(pin, salt, ROUNDS, 32, 'sha256')) };
}
