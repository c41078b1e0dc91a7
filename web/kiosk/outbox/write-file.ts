/** Everything that waits, as one sealed file for the office: the same signed requests that would go by network. */
import { concat, fromBase64url, toBase64url, utf8 } from '../../../shared/bytes.ts';
import { dayOf, weekOf } from '../../../shared/clock.ts';
import type { Subtle, SubtleKey } from '../../../shared/crypto.ts';
import {
  fileHead,
  fileRecord,
  fileTail,
  type KioskFileHeader,
  MAX_KIOSK_FILE_BYTES,
  recordContext,
} from '../../../shared/gate/kiosk-file.ts';
import type { Random } from '../../../shared/ids.ts';
import { SEAL_VERSION, startSession } from '../../../shared/seal/session.ts';
import { fold } from '../../../shared/text/fold.ts';
import type { KioskClock } from '../clock.ts';
import { readOffered } from '../db/acknowledged.ts';
import { getKept, keep } from '../db/kept.ts';
import { readHead } from '../db/log.ts';
import type { Identity, KioskDb, LogItem, WrittenFile } from '../db/schema.ts';
import { keyFor, NoSealingKey } from '../log/sealer.ts';
import { batchOf, cutBySize, type DeviceState } from './batch.ts';
import { signExchange } from './sign.ts';

export interface FileParts {
  db: KioskDb;
  identity: Identity;
  clock: Pick<KioskClock, 'now' | 'raw'>;
  random: Random;
  subtle: Subtle;
  sealingKeys: () => readonly { week: string; publicKey: string }[];
  device: () => DeviceState;
}

export type Progress = (done: number, of: number) => void;

/** Items read at once: a slice that no frame waits for. */
const SLICE = 500;
/** Answers to older files are no longer taken. */
const FILES_KEPT = 5;
const IV_BYTES = 12;

/**
 * Resolves once the file's key and numbers are kept: an answer to it can be taken then.
 * @throws NoSealingKey when the server has given none yet; RangeError when all together is more than a file may hold
 */
export async function writeFile(parts: FileParts, unsent: number, progress: Progress): Promise<{ blob: Blob; file: WrittenFile }> {
  const { db, identity, clock, random, subtle } = parts;
  const sealingKey = keyFor(weekOf(dayOf(clock.now())), parts.sealingKeys());
  if (!sealingKey) throw new NoSealingKey();
  const session = await startSession({ school: identity.school.id, ...sealingKey }, { subtle, random }, ['encrypt', 'decrypt']);
  const { school, kiosk } = { school: identity.school.id, kiosk: identity.kiosk };
  const madeAt = clock.now();
  const header: KioskFileHeader = { v: 1, kind: 'request', school, kiosk, madeAt, session: session.wrapped };
  const throughN = (await readHead(db)).n;
  const contact = await getKept(db, 'contact');

  const blobs: Blob[] = [new Blob([await fileHead(header, subtle)])];
  const requests: WrittenFile['requests'] = [];
  let bytes = 0;
  let items = 0;
  const add = async (chosen: LogItem[]): Promise<void> => {
    const base = { db, identity, id: toBase64url(random(16)), sentAt: clock.raw(), contact, device: parts.device() };
    const batch = await batchOf(base, chosen, items);
    const body = utf8(JSON.stringify(batch.body));
    const signature = fromBase64url(await signExchange(identity, body)) ?? new Uint8Array();
    const context = recordContext('request', school, kiosk, session.wrapped.id, requests.length);
    const record = fileRecord(await sealRecord(session.key, context, concat(signature, body), parts));
    bytes += record.length;
    if (bytes > MAX_KIOSK_FILE_BYTES - 10_000) throw new RangeError('more than a file may hold');
    // Given to the browser at once: a backlog of weeks never stands in memory as a whole.
    blobs.push(new Blob([record]));
    requests.push({ batch: batch.id, items: chosen.map((item) => item.n) });
    items += chosen.length;
    progress(items, Math.max(unsent, items));
  };

  for await (const slice of waiting(db, throughN)) await add(slice);
  // Nothing waits: the file still asks for what is new.
  if (requests.length === 0) await add([]);
  blobs.push(new Blob([fileTail(requests.length)]));
  const blob = new Blob(blobs, { type: 'application/octet-stream' });
  const name = fileName(identity, madeAt);
  const file: WrittenFile = {
    id: session.wrapped.id,
    name,
    key: asCryptoKey(session.key),
    madeAt,
    items,
    bytes: blob.size,
    throughN,
    requests,
  };
  await keep(db, 'files', [...((await getKept(db, 'files')) ?? []), file].slice(-FILES_KEPT));
  return { blob, file };
}

/** `01`, iv, ciphertext and tag (docs/formats.md, "Kiosk file"). */
async function sealRecord(
  key: SubtleKey,
  context: string,
  plain: Uint8Array<ArrayBuffer>,
  { subtle, random }: Pick<FileParts, 'subtle' | 'random'>,
): Promise<Uint8Array<ArrayBuffer>> {
  const iv = new Uint8Array(random(IV_BYTES));
  const text = await subtle.encrypt({ name: 'AES-GCM', iv, additionalData: utf8(context) }, key, plain);
  return concat(Uint8Array.of(SEAL_VERSION), iv, new Uint8Array(text));
}

/** What was not sent, oldest first, in batches that a request can hold; held items, which go one by one, at the end. */
async function* waiting(db: KioskDb, throughN: number): AsyncGenerator<LogItem[]> {
  let after = 0;
  for (;;) {
    const offered = await readOffered(db, SLICE, after);
    const batch = cutBySize(offered.filter((item) => item.n <= throughN));
    const last = batch.at(-1);
    if (!last) break;
    yield batch;
    after = last.n;
  }
  for (const item of await db.getAllFromIndex('log', 'held')) if (item.n <= throughN) yield [item];
}

const fileName = ({ name }: Identity, madeAt: number): string => {
  const of = fold(name)
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 40);
  return `quacong_${of || 'may'}_${dayOf(madeAt)}_${timeOf(madeAt)}.qcfile`;
};

/** "0705" in the school's zone. */
const timeOf = (at: number): string => new Date(at + 7 * 3_600_000).toISOString().slice(11, 16).replace(':', '');

/** The edge: the shared code sees keys as opaque, and they are the browser's own. */
const asCryptoKey = (key: SubtleKey): CryptoKey => key as CryptoKey;
