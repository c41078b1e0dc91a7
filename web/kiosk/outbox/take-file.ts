/** The office's answer to a written file, taken as if each part had come by network. All is checked before anything is taken. */
import type { ExchangeAnswer } from '../../../shared/api/exchange.schema.ts';
import { fromUtf8, utf8 } from '../../../shared/bytes.ts';
import { dayOf } from '../../../shared/clock.ts';
import { type FileFault, readKioskFile, recordContext } from '../../../shared/gate/kiosk-file.ts';
import { SEAL_VERSION } from '../../../shared/seal/session.ts';
import { getKept } from '../db/kept.ts';
import type { WrittenFile } from '../db/schema.ts';
import { answerOf } from './answer.ts';
import { type Settled, settle, settleItems } from './settle.ts';
import type { FileParts, Progress } from './write-file.ts';

/** `not-an-answer`: it is a file for the office. `other-kiosk`: for another tablet. `unknown`: to no file that is still known here. */
export type TakeFault = FileFault | 'not-an-answer' | 'other-kiosk' | 'unknown';
export type Taken = { ok: true; file: WrittenFile; answers: ExchangeAnswer[] } | { ok: false; fault: TakeFault };

const IV_BYTES = 12;

/** Opens and checks the whole file; takes nothing yet. */
export async function openAnswerFile(
  { db, identity, subtle }: Pick<FileParts, 'db' | 'identity' | 'subtle'>,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<Taken> {
  const fault = (of: TakeFault): Taken => ({ ok: false, fault: of });
  const read = await readKioskFile(bytes, subtle);
  if (!read.ok) return read;
  const { header, records } = read;
  if (header.kind !== 'answer') return fault('not-an-answer');
  if (header.kiosk !== identity.kiosk || header.school !== identity.school.id) return fault('other-kiosk');
  const file = ((await getKept(db, 'files')) ?? []).find((each) => each.id === header.session.id);
  if (!file) return fault('unknown');
  if (records.length < file.requests.length) return fault('truncated');

  const answers: ExchangeAnswer[] = [];
  for (const [index, record] of records.entries()) {
    // What follows the answers to the requests is the rest of the news, asked for in the name of the last one.
    const request = file.requests[index] ?? { batch: file.requests.at(-1)?.batch ?? '', items: [] };
    const plain = await openRecord(file.key, recordContext('answer', header.school, header.kiosk, file.id, index), record);
    const answer = plain && answerOf(jsonOf(plain), request.batch, request.items.length);
    if (!answer) return fault('damaged');
    answers.push(answer);
  }
  return { ok: true, file, answers };
}

async function openRecord(key: CryptoKey, context: string, record: Uint8Array<ArrayBuffer>): Promise<Uint8Array | undefined> {
  if (record[0] !== SEAL_VERSION) return undefined;
  const opening = { name: 'AES-GCM', iv: record.slice(1, 1 + IV_BYTES), additionalData: utf8(context) };
  return crypto.subtle.decrypt(opening, key, record.slice(1 + IV_BYTES)).then(
    (plain) => new Uint8Array(plain),
    () => undefined,
  );
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(fromUtf8(bytes) ?? '');
  } catch {
    return undefined;
  }
}

/** How an answer was taken: as news, for its items only (something newer was heard since), or not at all (another server). */
export type Told = { answer: ExchangeAnswer; settled: Settled } | { counterOnly: Settled['counter'] } | 'stale';

/** One answer of an opened file. `session`: the sealing session in use. */
async function takeAnswer(
  { db, clock }: Pick<FileParts, 'db' | 'clock'>,
  answer: ExchangeAnswer,
  numbers: readonly number[],
  session: string | undefined,
): Promise<Told> {
  const contact = await getKept(db, 'contact');
  const items = numbers.map((n) => ({ n }));
  const older = contact !== undefined && contact.at > answer.serverTime;
  // A server that was restored since may have lost what this answer acknowledges.
  if (older && contact.epoch !== answer.epoch) return 'stale';
  if (older) return { counterOnly: await settleItems(db, items, answer, clock.now()) };
  return { answer, settled: await settle({ db, items, answer, now: answer.serverTime, day: dayOf(clock.now()), session }) };
}

/** Told to the person: how far the taking has come. */
export async function takeAll(
  parts: Pick<FileParts, 'db' | 'clock'>,
  { file, answers }: Extract<Taken, { ok: true }>,
  session: string | undefined,
  told: (told: Told) => void,
  progress: Progress,
): Promise<void> {
  for (const [index, answer] of answers.entries()) {
    told(await takeAnswer(parts, answer, file.requests[index]?.items ?? [], session));
    progress(index + 1, answers.length);
  }
}
