import type { CheckInInput, CheckInProof } from '../../shared/api/own-records.schema.ts';
import { readPresence, verifyPresence } from '../../shared/poster/presence.ts';
import type { App } from '../context.ts';
import type { Place } from '../declarations/place.ts';
import { findKiosk } from '../kiosks/store.ts';

/**
 * Whether a kiosk of the school showed the code that was scanned, about then. A code that proves nothing makes a plain
 * note of it, never a refusal: the visitor did come to the poster.
 */
export async function proofOf(app: App, { presence, at }: Pick<CheckInInput, 'presence' | 'at'>, place: Place): Promise<CheckInProof> {
  const read = presence === undefined ? undefined : readPresence(presence);
  const kiosk = read && (await findKiosk(app.db, read.kiosk));
  if (!read || kiosk?.school !== place.school || kiosk.revokedAt !== null) return 'poster';
  // A kiosk is opened at the address, or at one of its older names.
  for (const origin of app.origins()) {
    const result = await verifyPresence(read, { origin, code: place.code, publicKey: kiosk.publicKey, at }, crypto.subtle);
    if (result === 'valid') return 'screen';
  }
  return 'poster';
}
