/** The code on the idle screen: renewed every 30 s, made on this device alone, so that it needs no network. */
import { computed, effect, type ReadonlySignal, signal } from '@preact/signals';
import { posterLink } from '../../../shared/poster/link.ts';
import { encodePresence, slotOf } from '../../../shared/poster/presence.ts';
import { quiet } from '../db/quiet.ts';
import type { Identity } from '../db/schema.ts';
import { signBytes } from '../outbox/sign.ts';
import type { KioskSignals } from './signals.ts';

/** `clock-unsure`: a code of a wrong time proves nothing, so none is shown. */
export type ScreenCode = { at: 'off' } | { at: 'clock-unsure' } | { at: 'on'; link: string };

type Parts = Pick<KioskSignals, 'stage' | 'identity' | 'policy' | 'now' | 'clockSure'>;

/** `on` only on shift, where the school wants it and a poster is known. */
export function createScreenCode(
  { stage, identity, policy, now, clockSure }: Parts,
  failed: (error: unknown) => void,
): ReadonlySignal<ScreenCode> {
  const shown = signal<ScreenCode>({ at: 'off' });
  const set = (next: ScreenCode): void => {
    shown.value = next;
  };
  const slot = computed(() => slotOf(now.value));
  let turn = 0;
  effect(() => {
    const mine = ++turn;
    const { screenCode, poster } = policy.value ?? {};
    const known = identity.value;
    if (stage.value !== 'gate' || !screenCode || !poster || !known) set({ at: 'off' });
    else if (!clockSure.value) set({ at: 'clock-unsure' });
    else {
      makeLink(known, poster, slot.value).then(
        // Nobody at the gate waits for it, and under a verdict nobody sees it.
        (link) => quiet().then(() => mine === turn && set({ at: 'on', link })),
        (error: unknown) => {
          failed(error);
          if (mine === turn) set({ at: 'off' });
        },
      );
    }
  });
  return shown;
}

async function makeLink(identity: Identity, code: string, slot: number): Promise<string> {
  const place = { origin: identity.audience, code };
  const digits = await encodePresence({ kiosk: identity.kiosk, slot }, place, (bytes) => signBytes(identity, bytes));
  return posterLink(place.origin, code, digits);
}
