/** What the page tells of itself: when a frame came, when it was read, and when its verdict was on the screen. */
import type { Page } from 'playwright-core';

export interface Seen {
  /** ms from the arrival of the frame, or from the scanner's last key, to the painted verdict. */
  verdict: number;
  /** ms from the frame's way to the decoder to its answer; 0 without a camera. */
  decode: number;
}

interface Marks {
  frameAt: number;
  begun: Record<number, number>;
  from: number;
  decode: number;
  shown?: number;
}

/** Runs in the page before anything of it. */
export function watchVerdicts(): void {
  const marks: Marks = { frameAt: Number.NaN, begun: {}, from: 0, decode: 0 };
  Object.assign(window, { marks });
  const ask = HTMLVideoElement.prototype.requestVideoFrameCallback;
  HTMLVideoElement.prototype.requestVideoFrameCallback = function (done) {
    return ask.call(this, (now, data) => {
      marks.frameAt = performance.now();
      done(now, data);
    });
  };
  const post = Worker.prototype.postMessage as (this: Worker, message: unknown, transfer?: Transferable[]) => void;
  const watched = new WeakSet<Worker>();
  Worker.prototype.postMessage = function (this: Worker, message: { frame?: { id: number } }, transfer?: unknown) {
    if (!watched.has(this)) {
      watched.add(this);
      this.addEventListener('message', ({ data }: MessageEvent<{ decoded?: { id: number; text?: string } }>) => {
        const { decoded } = data;
        if (decoded?.text === undefined || marks.shown !== undefined) return;
        marks.from = marks.begun[decoded.id] ?? Number.NaN;
        marks.decode = performance.now() - marks.from;
      });
    }
    if (message.frame) marks.begun = { [message.frame.id]: marks.frameAt };
    post.call(this, message, (transfer as Transferable[]) ?? []);
  };
  const look = (): void => {
    if (marks.shown !== undefined || !document.querySelector('[role=alertdialog]')) return;
    marks.shown = -1;
    // After the frame in which it was painted.
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        marks.shown = performance.now();
      };
      port2.postMessage(0);
    });
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true });
}

/** Forgets the last verdict, which must be gone from the screen. */
export async function nextVerdict(page: Page): Promise<void> {
  await page.waitForFunction(() => !document.querySelector('[role=alertdialog]'));
  await page.evaluate(() => {
    delete (window as unknown as { marks: Marks }).marks.shown;
  });
}

export async function seenVerdict(page: Page): Promise<Seen> {
  const seen = await page.waitForFunction(
    () => {
      const { shown, from, decode } = (window as unknown as { marks: Marks }).marks;
      return shown !== undefined && shown > 0 && { verdict: shown - from, decode };
    },
    undefined,
    { timeout: 20_000, polling: 100 },
  );
  const { verdict, decode } = (await seen.jsonValue()) as Seen;
  if (!Number.isFinite(verdict)) throw new Error('a verdict of a frame whose arrival was not seen');
  return { verdict, decode };
}

/** As a scanner types it: the clock runs from its last key. */
export async function typeByScanner(page: Page, text: string): Promise<void> {
  await page.evaluate((typed) => {
    const press = (key: string, code: string): boolean =>
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key, code, bubbles: true, cancelable: true }));
    for (const char of typed) press(char, /\d/.test(char) ? `Digit${char}` : '');
    const { marks } = window as unknown as { marks: Marks };
    marks.from = performance.now();
    marks.decode = 0;
    press('Enter', 'Enter');
  }, text);
}

/**
 * ms of one verification of a signature, and of one strict write of an item, each alone in the page: medians of blocks,
 * since a page is slowed by being stopped again and again, and what is shorter than such a stop mostly misses it.
 */
export function aloneInPage(page: Page): Promise<{ verify: number; write: number }> {
  return page.evaluate(async () => {
    const middle = (times: number[]): number => times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
    const ecdsa = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
    const message = new Uint8Array(120);
    const pair = await crypto.subtle.generateKey(ecdsa, false, ['sign', 'verify']);
    const signature = await crypto.subtle.sign(ecdsa, pair.privateKey, message);
    const blocks = async (block: number, work: (number: number) => Promise<unknown>): Promise<number> => {
      const times: number[] = [];
      for (let from = 0; from < 15 * block; from += block) {
        const started = performance.now();
        for (let n = from; n < from + block; n++) await work(n);
        times.push((performance.now() - started) / block);
      }
      return middle(times);
    };
    const verify = await blocks(40, () => crypto.subtle.verify(ecdsa, pair.publicKey, signature, message));
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      const asked = indexedDB.open('alone', 1);
      asked.onupgradeneeded = () => asked.result.createObjectStore('log', { keyPath: 'n' });
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });
    const write = await blocks(5, async (n) => {
      const tx = db.transaction('log', 'readwrite', { durability: 'strict' });
      tx.objectStore('log').put({ n, event: 'x'.repeat(400) });
      await new Promise<void>((resolve) => {
        tx.oncomplete = () => resolve();
      });
    });
    db.close();
    indexedDB.deleteDatabase('alone');
    return { verify, write };
  });
}

/** ms that a loop takes in the decoder's worker: the fastest of many, which other work on the machine disturbs least. */
export async function loopInWorker(page: Page): Promise<number> {
  const [worker] = page.workers();
  if (!worker) throw new Error('the decoder runs in no worker');
  return worker.evaluate(() => {
    const times: number[] = [];
    for (let round = 0; round < 25; round++) {
      const started = performance.now();
      let sum = 0;
      for (let i = 0; i < 3_000_000; i++) sum += Math.sqrt(i);
      times.push(performance.now() - started + (sum < 0 ? 1 : 0));
    }
    return Math.min(...times);
  });
}
