/** The file of a tablet that is never online: sent to the server record by record, the answers put together into a file. */
import { type ReadonlySignal, signal } from '@preact/signals';
import type { ItemStatus } from '../../../shared/api/exchange.schema.ts';
import type { KioskFileAnswer } from '../../../shared/api/kiosk-files.schema.ts';
import { importKioskFile } from '../../../shared/api/kiosk-files.ts';
import { fromBase64url, toBase64url } from '../../../shared/bytes.ts';
import type { Instant } from '../../../shared/clock.ts';
import type { Subtle } from '../../../shared/crypto.ts';
import {
  type FileFault,
  fileHead,
  fileRecord,
  fileTail,
  type KioskFileHeader,
  MAX_KIOSK_FILE_BYTES,
  readKioskFile,
} from '../../../shared/gate/kiosk-file.ts';
import type { ClientProblem } from '../../lib/client.ts';
import type { Client } from '../client.ts';

/** `answer`: it is one of ours, on its way to a tablet. `over`: its key is destroyed. `forged`: no kiosk of the school wrote it. */
export type KioskFileFault = FileFault | 'answer' | 'other-school' | 'over' | 'not-known' | 'forged';

export interface Imported {
  kiosk: KioskFileAnswer['kiosk'];
  /** When the tablet wrote the file. */
  madeAt: Instant;
  counts: Record<ItemStatus, number>;
  answer: { blob: Blob; name: string };
}

export type KioskFileState =
  | { at: 'ready' }
  | { at: 'sending'; done: number; of: number }
  | { at: 'refused'; fault: KioskFileFault }
  /** May be tried again: what has arrived is known there, and nothing counts twice. */
  | { at: 'failed'; problem: ClientProblem; done: number; of: number }
  | { at: 'done'; imported: Imported };

export interface KioskFile {
  state: ReadonlySignal<KioskFileState>;
  take(file: { name: string; size: number; arrayBuffer(): Promise<ArrayBuffer> }): Promise<void>;
  /** Goes on where the network left off. */
  again(): Promise<void>;
  save(): void;
  close(): void;
}

export interface KioskFileParts {
  client: Pick<Client, 'call'>;
  school: string;
  clock: () => Instant;
  subtle: Pick<Subtle, 'digest'>;
  save: (file: { blob: Blob; name: string }) => void;
  /** Kiosks stand differently now. */
  taken: () => void;
}

interface Under {
  name: string;
  header: KioskFileHeader;
  records: readonly Uint8Array[];
  answers: string[];
  counts: Record<ItemStatus, number>;
}

export function createKioskFile({ client, school, clock, subtle, save, taken }: KioskFileParts): KioskFile {
  const state = signal<KioskFileState>({ at: 'ready' });
  let under: Under | undefined;
  let next = 0;

  async function send(): Promise<void> {
    const file = under;
    if (!file) return;
    const { header, records } = file;
    let kiosk: KioskFileAnswer['kiosk'] | undefined;
    for (; next < records.length; next++) {
      state.value = { at: 'sending', done: next, of: records.length };
      const { kiosk: id, session } = header;
      const body = {
        header: { school: header.school, kiosk: id, session },
        index: next,
        last: next === records.length - 1,
        record: toBase64url(records[next] ?? new Uint8Array()),
      };
      const result = await client.call(importKioskFile, { params: { school }, body, timeoutMs: 120_000 });
      if (!result.ok) {
        const fault = faultOf(result.problem);
        state.value = fault ? { at: 'refused', fault } : { at: 'failed', problem: result.problem, done: next, of: records.length };
        return;
      }
      kiosk = result.data.kiosk;
      file.answers.push(...result.data.answers);
      for (const status of STATUSES) file.counts[status] += result.data.counts[status];
    }
    if (kiosk) {
      const imported = { kiosk, madeAt: header.madeAt, counts: file.counts, answer: await answerFile(file) };
      state.value = { at: 'done', imported };
      taken();
    }
  }

  async function answerFile({ name, header, answers }: Under): Promise<Imported['answer']> {
    const head = await fileHead({ ...header, kind: 'answer', madeAt: clock() }, subtle);
    const records = answers.map((answer) => fileRecord(fromBase64url(answer) ?? new Uint8Array()));
    const blob = new Blob([head, ...records, fileTail(records.length)], { type: 'application/octet-stream' });
    return { blob, name: `${name.replace(/( \(\d+\))?\.qcfile$/i, '')}_tra-loi.qcfile` };
  }

  return {
    state,
    async take(file) {
      if (state.value.at === 'sending') return;
      if (file.size > MAX_KIOSK_FILE_BYTES) {
        state.value = { at: 'refused', fault: 'too-large' };
        return;
      }
      state.value = { at: 'sending', done: 0, of: 1 };
      const read = await readKioskFile(new Uint8Array(await file.arrayBuffer()), subtle);
      const fault = read.ok
        ? read.header.kind === 'answer'
          ? 'answer'
          : read.header.school === school
            ? undefined
            : 'other-school'
        : read.fault;
      if (!read.ok || fault) {
        state.value = { at: 'refused', fault: fault ?? 'damaged' };
        return;
      }
      under = {
        name: file.name,
        header: read.header,
        records: read.records,
        answers: [],
        counts: { stored: 0, duplicate: 0, conflict: 0, quarantined: 0, erased: 0 },
      };
      next = 0;
      await send();
    },
    async again() {
      if (state.value.at === 'failed') await send();
    },
    save() {
      if (state.value.at === 'done') save(state.value.imported.answer);
    },
    close() {
      under = undefined;
      state.value = { at: 'ready' };
    },
  };
}

const STATUSES: readonly ItemStatus[] = ['stored', 'duplicate', 'conflict', 'quarantined', 'erased'];

/** What says that the file itself is not to be taken; everything else may pass. */
function faultOf({ code, errors }: ClientProblem): KioskFileFault | undefined {
  switch (code) {
    case 'gone':
      return 'over';
    case 'not-found':
      return 'not-known';
    case 'bad-signature':
      return 'forged';
    case 'invalid-input':
      return errors?.some((error) => error.at === '/header/school') ? 'other-school' : 'damaged';
    case 'malformed-json':
      return 'damaged';
    case 'too-large':
      return 'too-large';
    default:
      return undefined;
  }
}
