/** A kiosk without a browser: its store on fake-indexeddb, a clock that stands where it is put, and a server in memory. */
import 'fake-indexeddb/auto';
import type { ExchangeAnswer, ExchangeInput, FeedItem } from '../../../shared/api/exchange.schema.ts';
import { concat, fromBase64url, toBase64url, utf8 } from '../../../shared/bytes.ts';
import { hashText } from '../../../shared/crypto.ts';
import type { GatePolicy } from '../../../shared/gate/policy.ts';
import { createClock, type KioskClock, type Ticks } from '../../../web/kiosk/clock.ts';
import { openKioskDb } from '../../../web/kiosk/db/open.ts';
import type { Identity, KioskDb } from '../../../web/kiosk/db/schema.ts';

export const NOW = Date.parse('2026-11-23T01:00:00Z');
export const BUILT = Date.parse('2026-11-01T00:00:00Z');
export const SCHOOL = '0192f0c4-0000-7000-8000-000000000001';
export const KIOSK = '0192f0c4-0000-7000-8000-0000000000a1';
export const GATE = '0192f0c4-0000-7000-8000-0000000000b1';
export const ORIGIN = 'https://truong.example';

let databases = 0;
export const freshDb = (): Promise<KioskDb> => openKioskDb(`kiosk-${++databases}`);

export const random = (length: number): Uint8Array => crypto.getRandomValues(new Uint8Array(length));

export function fakeTicks(raw = NOW): Ticks & { pass(ms: number): void; jump(ms: number): void } {
  let wall = raw;
  let mono = 1000;
  return {
    raw: () => wall,
    mono: () => mono,
    pass(ms) {
      wall += ms;
      mono += ms;
    },
    jump(ms) {
      wall += ms;
    },
  };
}

export function fakeClock(raw = NOW): KioskClock & { ticks: ReturnType<typeof fakeTicks> } {
  const ticks = fakeTicks(raw);
  return { ...createClock(ticks, BUILT, { offset: 0, source: 'server', last: BUILT }), ticks };
}

export interface Pair {
  identity: Identity;
  publicKey: CryptoKey;
}

export async function makeIdentity(): Promise<Pair> {
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify']);
  const identity: Identity = {
    kiosk: KIOSK,
    name: 'Cổng chính',
    school: { id: SCHOOL, name: 'Trường Tiểu học Ví Dụ' },
    gate: { id: GATE, name: 'Cổng chính' },
    signingKey: pair.privateKey,
    audience: ORIGIN,
    pairedAt: NOW,
  };
  return { identity, publicKey: pair.publicKey };
}

export const POLICY: GatePolicy = {
  version: 7,
  school: SCHOOL,
  schoolTag: 'AAAAAAAAAAA',
  schoolName: 'Trường Tiểu học Ví Dụ',
  gate: { id: GATE, name: 'Cổng chính', direction: 'both' },
  kiosks: 1,
  acceptedCodes: ['pass', 'person-1405'],
  operators: [],
  questionnaire: { id: 'visitor', version: 1 },
};

/** A public key of the sealing kind, as the server gives it. */
export async function sealingKey(): Promise<{ publicKey: string; privateKey: CryptoKey }> {
  const pair = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, ['deriveBits']);
  return { publicKey: toBase64url(new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey))), privateKey: pair.privateKey };
}

export interface Stored {
  id: string;
  n: number;
  text: string;
  payload?: { session: string; sealed: string };
}

export interface FakeServer {
  fetch: typeof fetch;
  stored: Map<string, Stored>;
  conflicts: string[];
  requests: ExchangeInput[];
  epoch: string;
  safeThrough: number;
  feed: FeedItem[];
  now: () => number;
  /** Put in front of the real answer; `undefined` lets it through. Called with the parsed body. */
  fault: (input: ExchangeInput, answer: () => Promise<Response>) => Promise<Response> | undefined;
  /** Items that the server refuses a whole batch for. */
  poison: Set<number>;
  extra: Partial<ExchangeAnswer>;
  receivedThrough(): number;
}

export const json = (body: unknown, status = 200): Response =>
  new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': status < 400 ? 'application/json' : 'application/problem+json' },
  });
export const problem = (code: string, status: number): Response => json({ type: '', code, status, title: code }, status);

export function fakeServer(publicKey: CryptoKey, now: () => number = () => NOW): FakeServer {
  const server: FakeServer = {
    stored: new Map(),
    conflicts: [],
    requests: [],
    epoch: 'e1',
    safeThrough: 0,
    feed: [],
    now,
    fault: () => undefined,
    poison: new Set(),
    extra: {},
    receivedThrough() {
      const numbers = new Set([...server.stored.values()].map((item) => item.n));
      let n = 0;
      while (numbers.has(n + 1)) n++;
      return n;
    },
    async fetch(_address, init) {
      const bytes = init?.body;
      if (!(bytes instanceof Uint8Array)) return problem('bad-request', 400);
      const headers = new Headers(init?.headers);
      const signed = concat(utf8(`quacong/exchange/1\n${ORIGIN}\n${headers.get('x-kiosk')}\n`), bytes);
      const signature = fromBase64url(headers.get('x-signature') ?? '') ?? new Uint8Array();
      const valid = await crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, publicKey, signature, signed);
      if (!valid) return problem('bad-signature', 401);
      const input: ExchangeInput = JSON.parse(new TextDecoder().decode(bytes));
      server.requests.push(input);
      const answer = () => answerTo(server, input);
      return server.fault(input, answer) ?? answer();
    },
  };
  return server;
}

async function answerTo(server: FakeServer, input: ExchangeInput): Promise<Response> {
  const items = input.items.map((item) => item as { event: string; payload?: Stored['payload'] });
  const numbers = items.map((item) => (JSON.parse(item.event) as { n: number }).n);
  if (numbers.some((n) => server.poison.has(n))) return problem('bad-request', 400);
  const results: ExchangeAnswer['results'] = items.map(({ event, payload }) => {
    const { id, n } = JSON.parse(event) as { id: string; n: number };
    const known = server.stored.get(id);
    if (known) {
      if (known.text === event) return { status: 'duplicate' };
      server.conflicts.push(event);
      return { status: 'conflict', reason: 'other-content' };
    }
    server.stored.set(id, { id, n, text: event, payload });
    return { status: 'stored' };
  });
  const answer: ExchangeAnswer = {
    v: 1,
    batch: input.batch,
    epoch: server.epoch,
    serverTime: server.now(),
    results,
    safeThrough: server.safeThrough,
    receivedThrough: server.receivedThrough(),
    certificateEndsAt: null,
    serverClockSuspect: false,
    feed: { cursor: server.feed.length, items: server.feed.slice(input.have.feed), more: false },
    ...server.extra,
  };
  return json(answer);
}

/** Every link of the chain as the server received it: numbers without gaps, each naming the bytes before it. */
export async function chainFaults(texts: readonly string[]): Promise<string[]> {
  const faults: string[] = [];
  let prev = '';
  for (const [index, text] of texts.entries()) {
    const event = JSON.parse(text) as { n: number; prev: string };
    if (event.n !== index + 1) faults.push(`number ${event.n} at place ${index + 1}`);
    if (event.prev !== prev) faults.push(`link of ${event.n}`);
    prev = await hashText(utf8(text), crypto.subtle);
  }
  return faults;
}
