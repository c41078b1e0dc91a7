/** Seals names and answers on the spot. The key is in memory only: after a restart this kiosk opens nothing it sealed. */
import { dayOf, weekOf } from '../../../shared/clock.ts';
import type { Subtle } from '../../../shared/crypto.ts';
import type { Random } from '../../../shared/ids.ts';
import { type GatePayload, payloadToBytes } from '../../../shared/seal/payload.ts';
import { type SealSession, sealPayload, startSession } from '../../../shared/seal/session.ts';
import type { KioskDb } from '../db/schema.ts';
import { keepSession } from '../db/sessions.ts';

export interface Sealer {
  /** Starts the session ahead of the first person, where a key is there. */
  warm(): Promise<void>;
  /** @throws when the server has given no sealing key yet */
  seal(event: string, payload: GatePayload): Promise<{ session: string; sealed: string; hash: string }>;
  session(): string | undefined;
}

export interface SealerParts {
  db: KioskDb;
  school: string;
  subtle: Subtle;
  random: Random;
  now: () => number;
  sealingKeys: () => readonly { week: string; publicKey: string }[];
}

export class NoSealingKey extends Error {
  override readonly name = 'NoSealingKey';
}

export function createSealer(parts: SealerParts): Sealer {
  let current: { week: string; session: Promise<SealSession> } | undefined;
  let id: string | undefined;

  function session(): Promise<SealSession> {
    const key = keyFor(weekOf(dayOf(parts.now())), parts.sealingKeys());
    if (!key) return Promise.reject(new NoSealingKey());
    if (current?.week === key.week) return current.session;
    const starting = start(key);
    current = { week: key.week, session: starting };
    // A start that failed is tried again by the next who asks.
    starting.catch(() => {
      if (current?.session === starting) current = undefined;
    });
    return starting;
  }

  async function start(key: { week: string; publicKey: string }): Promise<SealSession> {
    const started = await startSession({ school: parts.school, ...key }, parts);
    // Kept before anything is sealed with it: without the wrapped key nobody could open the item.
    await keepSession(parts.db, started.wrapped);
    id = started.wrapped.id;
    return started;
  }

  return {
    async warm() {
      if (parts.sealingKeys().length > 0) await session();
    },
    async seal(event, payload) {
      const using = await session();
      const sealed = await sealPayload(using, { event, class: payload.answers ? 'answers' : 'identity' }, payloadToBytes(payload), parts);
      return { session: using.wrapped.id, ...sealed };
    },
    session: () => id,
  };
}

/** The key of this week; offline for longer than the keys reach, the last one there is. */
export function keyFor<Key extends { week: string }>(week: string, keys: readonly Key[]): Key | undefined {
  const sorted = [...keys].sort((a, b) => (a.week < b.week ? -1 : 1));
  return sorted.find((key) => key.week === week) ?? sorted.filter((key) => key.week < week).at(-1) ?? sorted[0];
}
