/** Everything that exists only once the kiosk has been paired, put together in one place. */
import { schoolTag } from '../../../shared/pass/keys.ts';
import type { KioskClock } from '../clock.ts';
import type { Identity } from '../db/schema.ts';
import { createGateWriter, type GateWriter, type WriterParts } from '../gate/writer.ts';
import { createJournal } from '../log/journal.ts';
import { createSealer, type Sealer } from '../log/sealer.ts';
import { createCourier, type Outcome } from '../outbox/courier.ts';
import { createRhythm, type Rhythm } from '../outbox/rhythm.ts';
import type { FileParts } from '../outbox/write-file.ts';
import type { Device } from './device.ts';
import { createGate, type Gate } from './gate.ts';
import type { KioskPorts } from './kiosk.ts';
import type { Memory } from './memory.ts';

export interface Paired {
  memory: Memory;
  sealer: Sealer;
  writer: GateWriter;
  gate: Gate;
  rhythm: Rhythm;
  fileParts: FileParts;
}

export interface PairedParts extends Pick<KioskPorts, 'db' | 'random' | 'subtle' | 'fetch' | 'sound' | 'after' | 'version'> {
  clock: KioskClock;
  device: Device;
  identity: Identity;
  memory: Memory;
  operator: () => string | undefined;
  wrote: WriterParts['wrote'];
  heard: (outcome: Outcome, paired: Paired) => void;
  failed: (error: unknown) => void;
}

export async function openPaired(parts: PairedParts): Promise<Paired> {
  const { memory, identity, clock, failed } = parts;
  const shared = { db: parts.db, random: parts.random, subtle: parts.subtle, clock };
  const sealer = createSealer({ ...shared, school: identity.school.id, now: clock.now, sealingKeys: () => memory.sealingKeys });
  // An event names its school by the tag, which is shorter and tells nobody the id.
  const school = await schoolTag(identity.school.id, parts.subtle);
  const safeThrough = (): number => memory.contact?.safeThrough ?? 0;
  const journal = createJournal({ ...shared, school, kiosk: identity.kiosk, head: memory.head, safeThrough });
  const facts = () => {
    const { policy, keys } = memory;
    if (!policy || !keys) throw new Error('the gate opens only with a policy');
    // The server renews the list when it has to; an answer without one says that ours still holds.
    return { policy, keys: { ...keys, at: Math.max(keys.at, memory.contact?.at ?? 0) }, revocations: memory };
  };
  const writer = createGateWriter({ ...shared, journal, sealer, facts, operator: parts.operator, wrote: parts.wrote });
  const gate = createGate({
    ...shared,
    identity,
    writer,
    book: memory.book,
    hostOf: (subject) => memory.hosts.get(subject),
    facts,
    contact: () => memory.contact,
    sound: parts.sound,
    after: parts.after,
    failed,
  });
  const device = () => parts.device.state(parts.version);
  const courier = createCourier({ ...shared, identity, fetch: parts.fetch, device: async () => device(), session: sealer.session });
  const timers = { after: parts.after, chance: Math.random };
  const heard = (outcome: Outcome): void => parts.heard(outcome, paired);
  const rhythm = createRhythm({ exchange: courier.exchange, heard, failed, timers });
  const fileParts: FileParts = { ...shared, identity, sealingKeys: () => memory.sealingKeys, device };
  const paired: Paired = { memory, sealer, writer, gate, rhythm, fileParts };
  return paired;
}
