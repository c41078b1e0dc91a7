/** The product's kiosk in a real Chromium with a profile on the disk: paired by its own page, filled by the bench. */
import { createHash } from 'node:crypto';
import type { BrowserContext, Page } from 'playwright-core';
import { toBase64url } from '../../../shared/bytes.ts';
import { eventText } from '../../../shared/gate/log.ts';
import { uuidv7 } from '../../../shared/ids.ts';
import { launchProfile } from '../../browser.ts';
import { openKiosk } from '../../e2e/kiosk.ts';
import { random } from '../../fixtures/world.ts';
import { whileOpen } from './opened.ts';
import { removeFolder, temporaryFolder } from './scratch.ts';
import type { Office, World } from './world.ts';

/** As web/kiosk/db/schema.ts calls it. */
const STORE = 'quacong-kiosk';
const TABLET = { width: 800, height: 1280 };

export interface KioskTab {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly origin: string;
  /** Closes the browser, and opens it again on the same profile. */
  reopen(): Promise<void>;
  /** Items in a row that end now, put into the store as the kiosk writes them; the page must not be open. */
  hold(count: number, days: number): Promise<void>;
  /** So many times slower, in the page. */
  throttle(times: number): Promise<void>;
  close(): Promise<void>;
}

interface TabOptions {
  /** Runs in every page before anything of it. */
  init: readonly (() => void)[];
  /** A video file in place of a camera. */
  camera?: string;
}

export async function openTab(world: World, office: Office, { init, camera }: TabOptions): Promise<KioskTab> {
  const { origin } = world;
  const folder = temporaryFolder('profile');
  let context: BrowserContext;
  let page: Page;
  const closed = whileOpen(() => context.close());
  async function launch(): Promise<void> {
    context = await launchProfile(folder, { ...(camera ? { camera } : {}), context: { viewport: TABLET, permissions: ['camera'] } });
    // What runs here through tsx names its functions by a helper that no page has.
    await context.addInitScript('globalThis.__name = (named) => named');
    for (const each of init) await context.addInitScript(each);
    page = context.pages()[0] ?? (await context.newPage());
  }
  await launch();
  const { code } = await office.post<{ code: string }>(`/api/schools/${world.school.id}/pairings`, {
    name: 'Máy đo',
    gate: world.school.gate,
  });
  // @ts-expect-error assigned by launch
  await openKiosk(page, origin, code);
  return {
    get page() {
      return page;
    },
    get context() {
      return context;
    },
    origin,
    async reopen() {
      await context.close();
      await launch();
    },
    async hold(count, days) {
      await page.goto(`${origin}/healthz`);
      await fillStore(page, world.school.tag, count, days);
    },
    async throttle(times) {
      const session = await context.newCDPSession(page);
      await session.send('Emulation.setCPUThrottlingRate', { rate: times });
    },
    async close() {
      await context.close();
      closed();
      removeFolder(folder);
    },
  };
}

interface Item {
  n: number;
  id: string;
  event: string;
  at: number;
  subject: string;
  dir: 'in' | 'out';
  today: boolean;
}

async function fillStore(page: Page, tag: string, count: number, days: number): Promise<void> {
  const known = await page.evaluate(async (name) => {
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      const asked = indexedDB.open(name);
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });
    const get = (store: string, key: string) =>
      new Promise<unknown>((resolve) => {
        const asked = db.transaction(store).objectStore(store).get(key);
        asked.onsuccess = () => resolve(asked.result);
      });
    const identity = (await get('kept', 'identity')) as { kiosk: string; gate: { id: string } };
    const head = (await get('head', 'chain')) as { n: number; hash: string } | undefined;
    db.close();
    return { kiosk: identity.kiosk, gate: identity.gate.id, n: head?.n ?? 0, hash: head?.hash ?? '' };
  }, STORE);

  const { items, hash } = heldItems({ ...known, tag }, count, days);
  for (let from = 0; from < items.length; from += 1000) {
    const last = Math.min(items.length, from + 1000);
    await page.evaluate(
      async ({ name, items, kiosk, gate, head }) => {
        const db = await new Promise<IDBDatabase>((resolve) => {
          const asked = indexedDB.open(name);
          asked.onsuccess = () => resolve(asked.result);
        });
        const tx = db.transaction(['log', 'head', 'day'], 'readwrite', { durability: 'strict' });
        for (const { n, id, event, at, subject, dir, today } of items) {
          tx.objectStore('log').add({ n, id, event, at, status: 'unsent' });
          const line = {
            kind: 'scan',
            id,
            kiosk,
            n,
            at,
            gate,
            subject,
            dir,
            colour: 'green',
            name: `N.V. An ·${String(n % 1000).padStart(3, '0')}`,
          };
          if (today) tx.objectStore('day').put({ ...line, host: 'Lớp 3A' });
        }
        if (head) {
          tx.objectStore('head').put(head.chain, 'chain');
          tx.objectStore('head').put(head.counter, 'counter');
        }
        await new Promise<void>((resolve, reject) => {
          tx.oncomplete = () => resolve();
          tx.onabort = () => reject(tx.error);
        });
        db.close();
      },
      {
        name: STORE,
        items: items.slice(from, last),
        kiosk: known.kiosk,
        gate: known.gate,
        head:
          last < items.length
            ? undefined
            : {
                chain: { n: items.at(-1)?.n ?? 0, hash, at: items.at(-1)?.at ?? 0 },
                counter: { unsent: count, oldestUnsentAt: items[0]?.at ?? 0 },
              },
      },
    );
  }
}

/** A visit is an entry and an exit; the last item is a minute old. */
export function heldItems(of: { kiosk: string; gate: string; tag: string; n: number; hash: string }, count: number, days: number) {
  const DAY = 24 * 3600 * 1000;
  const now = Date.now();
  const midnight = now - ((now + 7 * 3600 * 1000) % DAY);
  const step = (days * DAY) / count;
  let hash = of.hash;
  let subject = '';
  const items: Item[] = [];
  for (let i = 0; i < count; i++) {
    const at = Math.floor(now - 60_000 - (count - 1 - i) * step);
    const id = uuidv7(at, random);
    const dir = i % 2 === 0 ? 'in' : 'out';
    if (dir === 'in') subject = toBase64url(random(16));
    const place = { id, school: of.tag, kiosk: of.kiosk, lastN: of.n + i, lastHash: hash, at, mono: 1000 + i, off: 0 };
    const event = eventText({ kind: 'scan', gate: of.gate, method: 'camera', code: 'pass', subject, dir, colour: 'green', why: [] }, place);
    hash = toBase64url(createHash('sha256').update(event).digest());
    items.push({ n: of.n + i + 1, id, event, at, subject, dir, today: at >= midnight });
  }
  return { items, hash };
}

/** Runs in the page before anything of it: when the first items left, and when the last was marked as acknowledged. */
export function watchSending(): void {
  const marks: { first?: number; last?: number } = {};
  Object.assign(window, { sending: marks });
  const real = window.fetch;
  window.fetch = (input, init) => {
    if (String(input).includes('/api/exchange')) marks.first ??= performance.now();
    return real(input, init);
  };
  const put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function (this: IDBObjectStore, value: unknown, key?: IDBValidKey) {
    if (key === 'counter' && (value as { unsent: number }).unsent === 0) {
      this.transaction.addEventListener('complete', () => {
        marks.last ??= performance.now();
      });
    }
    return key === undefined ? put.call(this, value) : put.call(this, value, key);
  };
}

/** Seconds from the first request to the last acknowledgement that is written. */
export async function sendingSeconds(page: Page, limit: number): Promise<number> {
  const seconds = await page.waitForFunction(
    () => {
      const { first, last } = (window as unknown as { sending: { first?: number; last?: number } }).sending;
      return first !== undefined && last !== undefined && last > first ? (last - first) / 1000 : undefined;
    },
    undefined,
    { timeout: limit, polling: 250 },
  );
  return (await seconds.jsonValue()) ?? Number.NaN;
}

/** @throws Error when the server does not hold each number of the kiosk once */
export async function assertAllOnce(world: World, expected: number): Promise<void> {
  const { rows, numbers } = await world.inside((app) =>
    app.db.read({ schools: [world.school.id] }, async (query) => {
      const found = await query.selectFrom('gate_event').select(['n', 'kiosk_id']).where('school_id', '=', world.school.id).execute();
      return { rows: found.length, numbers: new Set(found.map((row) => `${row.kiosk_id} ${row.n}`)).size };
    }),
  );
  if (rows < expected || numbers !== rows) throw new Error(`of ${expected} events the server holds ${rows}, with ${numbers} numbers`);
}
