/** R3 in small: the kiosk's browser is killed in the middle of its writing, again and again. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { DeclareAnswer, DeclareInput, PlaceView } from '../../shared/api/declarations.schema.ts';
import type { Alarms } from '../../shared/api/log.schema.ts';
import { uuidv7 } from '../../shared/ids.ts';
import { launchKillable } from './killable.ts';
import { beginShift, openKiosk, sendNow, sentLine } from './kiosk.ts';
import type { Office } from './office.ts';
import { describeSetting } from './setting.ts';

const ROUNDS = 5;
const VISITORS_A_ROUND = 14;

const setting = describeSetting();

interface Arrival {
  digits: string;
  /** Last digits of the phone, which the kiosk shows with the name. */
  tail: string;
}

describe('a kiosk whose browser is killed while visitors are scanned', () => {
  it('has everything that its screen has shown, in whole numbers, and sends each once', async () => {
    const { office, server } = setting();
    const profile = mkdtempSync(join(tmpdir(), 'quacong-kiosk-'));
    const arrivals = await declareAll(office, ROUNDS * VISITORS_A_ROUND);
    const shown: string[] = [];
    try {
      for (let round = 0; round < ROUNDS; round++) {
        await using kiosk = await launchKillable(profile);
        const page = await setting().watcher.page(kiosk.page);
        if (round === 0) await openKiosk(page, server.origin, await office.pairingCode());
        else await page.goto(`${server.origin}/kiosk/`);
        await beginShift(page);
        // Somewhere else in the course of a write each time.
        const killed = killAfter(page, { shown: 4 + round, ms: 7 * round, kill: kiosk.kill, note: (tail) => shown.push(tail) });
        await scanAll(page, arrivals.slice(round * VISITORS_A_ROUND, (round + 1) * VISITORS_A_ROUND));
        await killed;
      }
      await using kiosk = await launchKillable(profile);
      const page = await setting().watcher.page(kiosk.page);
      await page.goto(`${server.origin}/kiosk/`);
      await beginShift(page);
      await sendNow(page);
      await sentLine(page).waitFor();

      expect(shown.length).toBeGreaterThanOrEqual(ROUNDS * 4);
      const rows = await office.log();
      const logged = rows.map((row) => row.phone?.slice(-3));
      expect(new Set(logged).size, 'somebody was logged twice').toBe(rows.length);
      expect(
        shown.filter((tail) => !logged.includes(tail)),
        'shown on the screen but not in the log',
      ).toEqual([]);
      const [only] = await office.kiosks();
      expect(only).toMatchObject({ gaps: [], unsent: 0, oldestUnsentAt: null });
      expect(only?.receivedThrough).toBeGreaterThanOrEqual(rows.length + ROUNDS);
      const alarms = await office.call<Alarms>('GET', `/api/schools/${office.school}/alarms`);
      expect(alarms).toMatchObject({ conflicts: [], quarantined: [], gaps: [], flagged: [] });
    } finally {
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    }
  });
});

/** Valid passes of as many people. */
async function declareAll(office: Office, count: number): Promise<Arrival[]> {
  const { code } = await office.poster();
  const { questionnaire } = await office.call<PlaceView>('GET', `/api/places/${code}`);
  const purposes = questionnaire.consent.purposes.filter((purpose) => purpose.required).map((purpose) => purpose.code);
  const arrivals: Arrival[] = [];
  for (let i = 0; i < count; i++) {
    const tail = String(100 + i);
    const input: DeclareInput = {
      id: uuidv7(Date.now(), (length) => randomBytes(length)),
      place: code,
      questionnaire: { id: questionnaire.id, version: questionnaire.version },
      answers: { fullName: 'Nguyễn Khách', phone: `0900000${tail}`, host: 'Văn phòng', symptoms: false, contact: false },
      consent: { version: questionnaire.consent.version, language: 'vi', purposes, at: Date.now() },
      channel: 'poster',
    };
    const { pass } = await office.call<DeclareAnswer>('POST', '/api/declarations', input);
    arrivals.push({ digits: pass.digits, tail });
  }
  return arrivals;
}

/** As fast as the screen answers. Ends with the browser. */
const scanAll = (page: Page, arrivals: readonly Arrival[]): Promise<unknown> =>
  page
    .evaluate(async (people) => {
      const press = (key: string, code: string): boolean =>
        document.body.dispatchEvent(new KeyboardEvent('keydown', { key, code, bubbles: true, cancelable: true }));
      for (const { digits, tail } of people) {
        for (const digit of digits) press(digit, `Digit${digit}`);
        press('Enter', 'Enter');
        while (!document.querySelector('.verdict-green .verdict-name')?.textContent?.endsWith(tail)) {
          await new Promise((resolve) => requestAnimationFrame(resolve));
        }
        console.info(`shown ${tail}`);
      }
    }, arrivals)
    .catch((error: unknown) => error);

interface Killing {
  /** So many people on the screen, and then so many ms. */
  shown: number;
  ms: number;
  kill(): Promise<void>;
  note(tail: string): void;
}

function killAfter(page: Page, { shown, ms, kill, note }: Killing): Promise<void> {
  let count = 0;
  return new Promise((resolve, reject) => {
    page.on('console', (message) => {
      const tail = /^shown (\d+)$/.exec(message.text())?.[1];
      if (tail === undefined) return;
      note(tail);
      if (++count === shown) setTimeout(() => kill().then(resolve, reject), ms);
    });
  });
}
