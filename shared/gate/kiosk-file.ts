/**
 * The file of a tablet that is never online, and the answer to it: signed exchange requests on their way to the office,
 * exchange answers on their way back, both sealed with one AES key that only the kiosk and the server can open.
 * Format: docs/formats.md, "Kiosk file".
 */
import type { WrappedSession } from '../api/exchange.schema.ts';
import { concat, fromUtf8, sameBytes, utf8 } from '../bytes.ts';
import { type Subtle, sha256 } from '../crypto.ts';

export const KIOSK_FILE_VERSION = 1;
/** Of the whole file: 50,000 items and more. */
export const MAX_KIOSK_FILE_BYTES = 64 * 1024 * 1024;
/** Of one record: a signed request, or an answer with all its news. */
const MAX_RECORD_BYTES = 3 * 1024 * 1024;
export const SIGNATURE_BYTES = 64;
const MAX_HEADER_BYTES = 4096;
const HASH_BYTES = 32;
const MAGIC = utf8('QuaCong1');

export type FileKind = 'request' | 'answer';

export interface KioskFileHeader {
  v: typeof KIOSK_FILE_VERSION;
  kind: FileKind;
  school: string;
  kiosk: string;
  /** Corrected time of the writer, ms. */
  madeAt: number;
  /** The file's key, wrapped for the school's key of a week; its `id` names the file, and the answer to it. */
  session: WrappedSession;
}

/** What a blob of the file is bound to: it opens nowhere else, and in no other order. `file`: id of the session. */
export const recordContext = (kind: FileKind, school: string, kiosk: string, file: string, index: number): string =>
  `quacong/kiosk-file/1|${kind}|${school}|${kiosk}|${file}|${index}`;

/** Magic, header and its hash: the records follow. */
export async function fileHead(header: KioskFileHeader, subtle: Pick<Subtle, 'digest'>): Promise<Uint8Array<ArrayBuffer>> {
  const text = utf8(JSON.stringify(header));
  return concat(MAGIC, uint32(text.length), text, await sha256(text, subtle));
}

/** One record after another, `fileTail` at the end. */
export const fileRecord = (record: Uint8Array): Uint8Array<ArrayBuffer> => concat(uint32(record.length), record);
export const fileTail = (records: number): Uint8Array<ArrayBuffer> => concat(uint32(0), uint32(records));

/** `not-ours`: another kind of file. `newer`: of a later version. `truncated`: its end is missing. */
export type FileFault = 'not-ours' | 'newer' | 'damaged' | 'truncated' | 'too-large';
export type ReadFile = { ok: true; header: KioskFileHeader; records: Uint8Array<ArrayBuffer>[] } | { ok: false; fault: FileFault };

/** Takes the file apart without opening anything: whether its records are whole shows when they are opened. */
export async function readKioskFile(bytes: Uint8Array<ArrayBuffer>, subtle: Pick<Subtle, 'digest'>): Promise<ReadFile> {
  const fault = (of: FileFault): ReadFile => ({ ok: false, fault: of });
  if (bytes.length > MAX_KIOSK_FILE_BYTES) return fault('too-large');
  if (!sameBytes(bytes.subarray(0, MAGIC.length), MAGIC)) return fault('not-ours');
  let at = MAGIC.length;
  const take = (length: number): Uint8Array<ArrayBuffer> | undefined => {
    if (at + length > bytes.length) return undefined;
    at += length;
    return bytes.slice(at - length, at);
  };
  const takeLength = (): number | undefined => readUint32(take(4));
  const length = takeLength();
  if (length === undefined) return fault('truncated');
  if (length > MAX_HEADER_BYTES) return fault('damaged');
  const text = take(length);
  const hash = take(HASH_BYTES);
  if (!text || !hash) return fault('truncated');
  if (!sameBytes(await sha256(text, subtle), hash)) return fault('damaged');
  const header = headerOf(text);
  if (typeof header === 'string') return fault(header);

  const records: Uint8Array<ArrayBuffer>[] = [];
  for (;;) {
    const size = takeLength();
    if (size === undefined) return fault('truncated');
    if (size === 0) break;
    if (size > MAX_RECORD_BYTES) return fault('damaged');
    const record = take(size);
    if (!record) return fault('truncated');
    records.push(record);
  }
  const count = takeLength();
  if (count === undefined) return fault('truncated');
  return count === records.length && at === bytes.length ? { ok: true, header, records } : fault('damaged');
}

function headerOf(bytes: Uint8Array): KioskFileHeader | 'newer' | 'damaged' {
  let value: unknown;
  try {
    value = JSON.parse(fromUtf8(bytes) ?? '');
  } catch {
    return 'damaged';
  }
  if (!isRecord(value)) return 'damaged';
  if (typeof value.v === 'number' && value.v > KIOSK_FILE_VERSION) return 'newer';
  return isHeader(value) ? value : 'damaged';
}

type Fields = Record<string, unknown>;
const isRecord = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown, max: number): boolean => typeof value === 'string' && value.length > 0 && value.length <= max;

function isHeader(value: Fields): value is Fields & KioskFileHeader {
  const { session } = value;
  return (
    value.v === KIOSK_FILE_VERSION &&
    (value.kind === 'request' || value.kind === 'answer') &&
    isText(value.school, 64) &&
    isText(value.kiosk, 64) &&
    Number.isSafeInteger(value.madeAt) &&
    isRecord(session) &&
    isText(session.id, 22) &&
    isText(session.week, 10) &&
    isText(session.ephemeral, 100) &&
    isText(session.wrapped, 200)
  );
}

const uint32 = (value: number): Uint8Array<ArrayBuffer> =>
  Uint8Array.of((value >>> 24) & 0xff, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff);

const readUint32 = (bytes: Uint8Array | undefined): number | undefined =>
  bytes && (((bytes[0] ?? 0) << 24) | ((bytes[1] ?? 0) << 16) | ((bytes[2] ?? 0) << 8) | (bytes[3] ?? 0)) >>> 0;
