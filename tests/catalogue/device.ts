/** A kiosk with a known P-256 key: writes any text as an event, chains and signs it as the formats say. */
import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import type { App } from '../../server/context.ts';
import { signingText } from '../../server/kiosks/signature.ts';
import type { ExchangeInput, OutboxItem } from '../../shared/api/exchange.schema.ts';
import { toBase64url } from '../../shared/bytes.ts';
import { uuidv7 } from '../../shared/ids.ts';
import { random, type TestSchool } from '../fixtures/world.ts';
import { PUBLIC_URL } from './engine.ts';
import type { Reply, Sending } from './wire.ts';

interface Sender {
  send(sending: Sending): Promise<Reply>;
}

export interface Signing {
  audience?: string;
  /** Header `x-kiosk`; the body's own otherwise. */
  kiosk?: string;
  signature?: (signature: Buffer) => Buffer | string | null;
  headers?: Record<string, string | null>;
}

/** What pairing leaves in the database; the kiosk's id. */
export async function pairedRow(app: App, school: TestSchool, publicKey: string, now: number): Promise<string> {
  const id = uuidv7(now, random);
  const columns = { school_id: school.id, id, name: 'Máy cổng', gate_id: school.gate, public_key: publicKey };
  const state = { paired_at: now, revoked_at: null, last_seen_at: null, clock_offset: null, received_through: 0, state: null };
  await app.db.save('system', [
    { query: app.db.build.insertInto('kiosk_home').values({ kiosk_id: id, unit_id: school.id }).compile() },
    {
      query: app.db.build
        .insertInto('kiosk')
        .values({ ...columns, ...state })
        .compile(),
    },
  ]);
  return id;
}

export class Device {
  readonly id: string;
  readonly school: TestSchool;
  readonly now: () => number;
  readonly #key: KeyObject;
  n = 0;
  hash = '';

  private constructor(school: TestSchool, id: string, key: KeyObject, now: () => number) {
    this.school = school;
    this.id = id;
    this.#key = key;
    this.now = now;
  }

  /** As pairing stores it. */
  static async pair(app: App, school: TestSchool, now: () => number): Promise<Device> {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
    const point = Buffer.concat([Buffer.of(4), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]);
    const id = await pairedRow(app, school, toBase64url(point), now());
    return new Device(school, id, privateKey, now);
  }

  /** The text of the next event; `fields` stand as they are. The chain goes on from it. */
  write(fields: Record<string, unknown>): OutboxItem {
    const n = typeof fields.n === 'number' ? fields.n : this.n + 1;
    const at = this.now();
    const head = { v: 1, id: uuidv7(at, random), school: this.school.tag, kiosk: this.id, n, prev: this.hash, at, mono: 1000 };
    const event = JSON.stringify({ ...head, gate: this.school.gate, ...fields });
    this.n = Number.isSafeInteger(n) ? n : this.n;
    this.hash = toBase64url(createHash('sha256').update(event).digest());
    return { event };
  }

  scan(fields: Record<string, unknown> = {}): OutboxItem {
    const scan = { kind: 'scan', method: 'camera', code: 'pass', subject: toBase64url(random(16)), dir: 'in', colour: 'green', why: [] };
    return this.write({ ...scan, ...fields });
  }

  body(items: readonly unknown[], change: Partial<ExchangeInput> = {}): ExchangeInput {
    return {
      v: 1,
      audience: PUBLIC_URL,
      kiosk: this.id,
      batch: toBase64url(random(12)),
      sentAt: this.now(),
      items: [...items],
      have: { feed: 0, policy: 0, keysAt: 0 },
      state: { unsent: 0, lastN: this.n, persisted: true, version: 'catalogue' },
      ...change,
    };
  }

  sign(audience: string, kiosk: string, bytes: Uint8Array): Buffer {
    return sign('sha256', signingText(audience, kiosk, bytes), { key: this.#key, dsaEncoding: 'ieee-p1363' });
  }

  /** A signed request, ready to be sent as often as wanted. */
  signed(body: unknown, signing: Signing = {}): Sending & { headers: Record<string, string | null>; body: Buffer } {
    const bytes = Buffer.from(JSON.stringify(body));
    const kiosk = signing.kiosk ?? this.id;
    const made = this.sign(signing.audience ?? PUBLIC_URL, kiosk, bytes);
    const changed = signing.signature ? signing.signature(made) : made;
    const signature = changed === null || typeof changed === 'string' ? changed : toBase64url(changed);
    const headers = { 'content-type': 'application/json', 'x-kiosk': kiosk, 'x-signature': signature, origin: null, ...signing.headers };
    return { method: 'POST', path: '/api/exchange', headers, body: bytes };
  }

  exchange = (world: Sender, items: readonly unknown[], change: Partial<ExchangeInput> = {}): Promise<Reply> =>
    world.send(this.signed(this.body(items, change)));
}
