import { createDecipheriv } from 'node:crypto';
import { utf8 } from '../../shared/bytes.ts';
import type { EventId, SchoolId } from '../../shared/ids.ts';
import type { DataClass } from '../../shared/questionnaire/types.ts';
import { IV_BYTES, payloadContext, SEAL_OVERHEAD, SEAL_VERSION } from '../../shared/seal/session.ts';

/** What a kiosk seals beside a scan without a pass, or beside a declaration taken at the gate. */
export interface Payload {
  name?: string;
  phone?: string;
  host?: string;
  /** Of a declaration. */
  answers?: Record<string, unknown>;
  consent?: { version: string; language: string; purposes: string[]; at: number };
}

/** The kiosk's payload (docs/formats.md, "Sealed payload"); undefined when the bytes do not open there or are no object. */
export function readPayload(
  key: Uint8Array,
  place: { school: SchoolId; event: EventId; class: DataClass; session: string },
  bytes: Uint8Array,
): Payload | undefined {
  if (bytes.length < SEAL_OVERHEAD || bytes[0] !== SEAL_VERSION) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(1, 1 + IV_BYTES));
  decipher.setAAD(utf8(payloadContext(place)));
  decipher.setAuthTag(bytes.subarray(bytes.length - 16));
  try {
    const plain = Buffer.concat([decipher.update(bytes.subarray(1 + IV_BYTES, bytes.length - 16)), decipher.final()]);
    return payloadOf(JSON.parse(plain.toString('utf8')));
  } catch {
    // Damaged or foreign bytes: the row is shown as unreadable and the list goes on.
    return undefined;
  }
}

/** A worksheet cannot carry them, and a line stays a line. */
const CONTROLS = /[\p{Cc}\p{Cs}]+/gu;

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' ? value.slice(0, 400).replace(CONTROLS, ' ').trim() : undefined;

function payloadOf(value: unknown): Payload | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const { name, phone, host, answers, consent } = value as Record<string, unknown>;
  return {
    name: textOf(name),
    phone: textOf(phone),
    host: textOf(host),
    answers: typeof answers === 'object' && answers !== null ? (answers as Record<string, unknown>) : undefined,
    consent: consentOf(consent),
  };
}

/** One that can be written as a date. */
const isInstant = (value: unknown): value is number => Number.isInteger(value) && Math.abs(Number(value)) < LAST_INSTANT;
const LAST_INSTANT = Date.UTC(9999, 0);

function consentOf(value: unknown): Payload['consent'] {
  if (typeof value !== 'object' || value === null) return undefined;
  const { version, language, purposes, at } = value as Record<string, unknown>;
  if (typeof version !== 'string' || typeof language !== 'string' || !isInstant(at) || !Array.isArray(purposes)) return undefined;
  return { version, language, at, purposes: purposes.filter((purpose): purpose is string => typeof purpose === 'string') };
}
