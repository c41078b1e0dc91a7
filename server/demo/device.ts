/** A kiosk without a tablet: writes, chains and signs items like a real one. For the demonstration and the tests. */
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import type { ExchangeInput, OutboxItem } from '../../shared/api/exchange.schema.ts';
import { fromBase64url, toBase64url } from '../../shared/bytes.ts';
import type { EventDraft, ScanEvent } from '../../shared/gate/event.ts';
import { eventText } from '../../shared/gate/log.ts';
import { uuidv7 } from '../../shared/ids.ts';
import type { App } from '../context.ts';
import { signingText } from '../kiosks/signature.ts';

export const random = (length: number): Uint8Array => new Uint8Array(randomBytes(length));

/** Where the device stands. */
export interface Post {
  /** The school's id and its tag. */
  id: string;
  tag: string;
  gate: string;
}

/** An item to send; `id` is the event's, for a decision or correction of it. */
export type MadeItem = OutboxItem & { id: string };

export class Device {
  readonly id: string;
  readonly post: Post;
  readonly publicKey: string;
  n = 0;
  hash = '';
  readonly #key: KeyObject;

  constructor(post: Post, id = uuidv7(Date.now(), random)) {
    const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const { x = '', y = '' } = pair.publicKey.export({ format: 'jwk' });
    const half = (text: string): Uint8Array => fromBase64url(text) ?? new Uint8Array();
    this.id = id;
    this.post = post;
    this.#key = pair.privateKey;
    this.publicKey = toBase64url(Buffer.concat([Uint8Array.of(4), half(x), half(y)]));
  }

  /** As pairing stores it, without a code. */
  async pair(app: App, name = 'Máy cổng chính'): Promise<this> {
    const columns = { school_id: this.post.id, id: this.id, name, gate_id: this.post.gate, public_key: this.publicKey };
    const state = { paired_at: app.clock(), revoked_at: null, last_seen_at: null, clock_offset: null, received_through: 0, state: null };
    await app.db.save('system', [
      { query: app.db.build.insertInto('kiosk_home').values({ kiosk_id: this.id, unit_id: this.post.id }).compile() },
      {
        query: app.db.build
          .insertInto('kiosk')
          .values({ ...columns, ...state })
          .compile(),
      },
    ]);
    return this;
  }

  /** The next item of the chain; `change` overwrites fields of the finished text. */
  item(draft: EventDraft, at: number, change: Record<string, unknown> = {}): MadeItem {
    const id = uuidv7(at, random);
    const place = { id, school: this.post.tag, kiosk: this.id, lastN: this.n, lastHash: this.hash, at, mono: 1000, off: 0 };
    const text = eventText(draft, place);
    const event = Object.keys(change).length === 0 ? text : JSON.stringify({ ...JSON.parse(text), ...change });
    this.n += 1;
    this.hash = toBase64url(createHash('sha256').update(event).digest());
    return { event, id };
  }

  /** A green entry with a pass, unless told otherwise. */
  scan(at: number, change: Partial<ScanEvent> = {}): MadeItem {
    const draft = { kind: 'scan', gate: this.post.gate, method: 'camera', code: 'pass', subject: toBase64url(random(16)) } as const;
    return this.item({ ...draft, dir: 'in', colour: 'green', why: [], ...change }, at);
  }

  /** An exchange's body for the origin that the device was opened at. */
  compose(audience: string, items: readonly unknown[], change: Partial<ExchangeInput> = {}): ExchangeInput {
    return {
      v: 1,
      audience,
      kiosk: this.id,
      batch: toBase64url(random(12)),
      sentAt: Date.now(),
      items: items.map((item) => (typeof item === 'object' && item !== null && 'id' in item ? { ...item, id: undefined } : item)),
      have: { feed: 0, policy: 0, keysAt: 0 },
      state: { unsent: 0, lastN: this.n, persisted: true, version: '0' },
      ...change,
    };
  }

  /** Signed for `audience`, which a test may set apart from the one that the body names. */
  request(body: ExchangeInput, audience = body.audience): Request {
    const bytes = Buffer.from(JSON.stringify(body));
    const signature = sign('sha256', signingText(audience, this.id, bytes), { key: this.#key, dsaEncoding: 'ieee-p1363' });
    return new Request('http://server/api/exchange', {
      method: 'POST',
      body: bytes,
      headers: { 'content-type': 'application/json', 'x-kiosk': this.id, 'x-signature': toBase64url(signature) },
    });
  }
}
