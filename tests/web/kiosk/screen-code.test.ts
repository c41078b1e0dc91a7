/** The code on the idle screen: made here alone, of this moment, and only where it proves something. */
import { describe, expect, it } from 'vitest';
import { toBase64url } from '../../../shared/bytes.ts';
import { HOUR } from '../../../shared/clock.ts';
import { makePlaceCode } from '../../../shared/codes.ts';
import { readPosterLink } from '../../../shared/poster/link.ts';
import { encodePresence, PRESENCE_SLOT, slotOf, verifyPresence } from '../../../shared/poster/presence.ts';
import { quiet } from '../../../web/kiosk/db/quiet.ts';
import type { Kiosk } from '../../../web/kiosk/state/kiosk.ts';
import { gateOpen } from './gate-kit.ts';
import { KIOSK, NOW, ORIGIN, random } from './kit.ts';

const CODE = makePlaceCode(random);
const WANTED = { screenCode: true, poster: CODE };

const linkOf = (kiosk: Kiosk): string | undefined => {
  const code = kiosk.screenCode.value;
  return code.at === 'on' ? code.link : undefined;
};
/** Made in the background: waited for. */
async function presenceOf(kiosk: Kiosk, slot: number) {
  await expect.poll(() => readPosterLink(linkOf(kiosk) ?? '')?.presence?.slot).toBe(slot);
  const link = readPosterLink(linkOf(kiosk) ?? '');
  if (!link?.presence) throw new Error('no code');
  return { ...link, presence: link.presence };
}

describe('the code on the screen', () => {
  it('is signed by this kiosk for its address and poster, and is new in every slot', async () => {
    const { kiosk, pass, publicKey } = await gateOpen(WANTED);
    const point = toBase64url(new Uint8Array(await crypto.subtle.exportKey('raw', publicKey)));
    for (const slot of [slotOf(NOW), slotOf(NOW) + 1]) {
      const { origin, code, presence } = await presenceOf(kiosk, slot);
      expect({ origin, code, kiosk: presence.kiosk }).toEqual({ origin: ORIGIN, code: CODE, kiosk: KIOSK });
      const asked = { origin, code, publicKey: point, at: kiosk.clock.now() };
      expect(await verifyPresence(presence, asked, crypto.subtle)).toBe('valid');
      for (let second = 0; second < PRESENCE_SLOT / 1000; second++) {
        pass(1000);
        await quiet();
      }
    }
  });

  it('needs the school’s wish, a poster and a shift', async () => {
    expect((await gateOpen({})).kiosk.screenCode.value.at).toBe('off');
    expect((await gateOpen({ screenCode: true })).kiosk.screenCode.value.at).toBe('off');
    expect((await gateOpen({ poster: CODE })).kiosk.screenCode.value.at).toBe('off');
    const { kiosk } = await gateOpen(WANTED);
    await presenceOf(kiosk, slotOf(NOW));
    await kiosk.endShift(false);
    expect(kiosk.screenCode.value.at).toBe('off');
  });

  it('is not shown while the clock is in doubt, and comes back when somebody confirms the time', async () => {
    const { kiosk } = await gateOpen(WANTED);
    await presenceOf(kiosk, slotOf(NOW));
    kiosk.clockSure.value = false;
    expect(kiosk.screenCode.value.at).toBe('clock-unsure');
    kiosk.clockSure.value = true;
    await presenceOf(kiosk, slotOf(NOW));
  });

  it('held before a kiosk’s camera is called what it is, never a forgery', async () => {
    const { gate } = await gateOpen();
    const sign = async () => random(64);
    const digits = await encodePresence({ kiosk: KIOSK, slot: slotOf(NOW - HOUR) }, { origin: ORIGIN, code: CODE }, sign);
    await gate.scan(`${ORIGIN}/p/${CODE}#${digits}`, 'camera');
    expect(gate.view.value).toEqual({ at: 'shown', what: 'screen' });
    await gate.scan(`https://khac.example/p/${CODE}#${digits}`, 'camera');
    expect(gate.view.value).toEqual({ at: 'shown', what: 'poster-foreign' });
  });
});
