/** What the page fetches once the form can be filled in. */
import type { PlaceView } from '../../shared/api/declarations.schema.ts';
import { applyPrint, rememberedPrint } from '../lib/large-print.ts';
import { readAddress } from './address.ts';
import { openDesk } from './desk/desk.ts';
import { type Journey, openJourney } from './journey.ts';
import type { Store } from './store.ts';

export { registerWorker } from '../lib/updates.ts';
export { LargePrint } from '../ui/LargePrint.tsx';
export { problemText, reasonText } from './problems.ts';
export { Later } from './screens/Later.tsx';
export { Options } from './screens/Options.tsx';

/** The journey of this page: its address, its clock, its randomness. */
export function openForVisitor(store: Store, inline: PlaceView | undefined): Promise<Journey> {
  const now = Date.now;
  // With the rest, not before the form: few choose it, and its switch comes now too.
  applyPrint(rememberedPrint());
  const random = (length: number): Uint8Array => crypto.getRandomValues(new Uint8Array(length));
  return openJourney({
    store,
    inline,
    address: readAddress(location),
    now,
    random,
    openDesk: (changed) => openDesk({ now, random, origin: location.origin, changed }),
  });
}
