import { type ReadonlySignal, signal } from '@preact/signals';
import { secondFactor } from '../../../shared/api/accounts.ts';
import type { ExportManifest, ExportQuery } from '../../../shared/api/exports.schema.ts';
import { exportCsv, exportXlsx } from '../../../shared/api/exports.ts';
import type { KioskView } from '../../../shared/api/schools.schema.ts';
import { listKiosks } from '../../../shared/api/schools.ts';
import { dayOf, type Instant } from '../../../shared/clock.ts';
import { addressOf, type ClientProblem } from '../../lib/client.ts';
import type { Language } from '../../lib/language.ts';
import type { Client } from '../client.ts';
import { receiveChecked } from './checked-file.ts';
import { createFilters, type Filters } from './filters.ts';
import { createLoader, type Loader } from './loader.ts';
import type { Received } from './receive-file.ts';
import { createSending, type Sending } from './sending.ts';

export type Purpose = ExportQuery['purpose'];
export const PURPOSES: readonly Purpose[] = ['daily-record', 'report-to-authority', 'tracing', 'check'];
export type Format = 'xlsx' | 'csv';
export type DownloadStage =
  | { kind: 'choosing' }
  /** `share`: of the whole, guessed from the rows, below 1 until it is there. */
  | { kind: 'arriving'; rows: number | undefined; bytes: number; share: number }
  | { kind: 'checking' }
  | { kind: 'failed'; problem: ClientProblem }
  /** What arrived is not what was sent: thrown away. */
  | { kind: 'damaged' }
  /** The answer wants a fresh code of the second factor. */
  | { kind: 'code' }
  | { kind: 'done'; rows: number; bytes: number; name: string; sha256: string; manifest: ExportManifest | undefined };

export interface Download {
  filters: Filters;
  purpose: ReadonlySignal<Purpose | undefined>;
  format: ReadonlySignal<Format>;
  stage: ReadonlySignal<DownloadStage>;
  kiosks: Loader<{ kiosks: KioskView[] }>;
  errors: Sending;
  code: ReadonlySignal<string>;
  codeSending: Sending;
  setPurpose(purpose: Purpose): void;
  setFormat(format: Format): void;
  setCode(code: string): void;
  start(): Promise<void>;
  cancel(): void;
  sendCode(): Promise<void>;
  saveAgain(): void;
  saveManifest(): void;
}

export interface DownloadPorts {
  client: Client;
  clock: () => Instant;
  school: string;
  language: () => Language;
  /** Hands the file to the browser. */
  save: (file: Received) => void;
  digest: (blob: Blob) => Promise<string>;
  /** The slip beside the file, in the language of the page. */
  slip: (manifest: ExportManifest) => string;
}

/** Of a usual log: what the bar that goes up is guessed from. */
const BYTES_A_ROW: Record<Format, number> = { csv: 215, xlsx: 115 };
const shareOf = (bytes: number, rows: number | undefined, format: Format): number =>
  Math.min(0.99, bytes / Math.max(1, (rows ?? 0) * BYTES_A_ROW[format]));

export function createDownload({ client, clock, school, language, save, digest, slip }: DownloadPorts): Download {
  const filters = createFilters(() => dayOf(clock()), 'week');
  const purpose = signal<Purpose | undefined>(undefined);
  const format = signal<Format>('xlsx');
  const stage = signal<DownloadStage>({ kind: 'choosing' });
  const code = signal('');
  const kiosks = createLoader(() => client.call(listKiosks, { params: { school } }), clock);
  const errors = createSending();
  const codeSending = createSending();
  let abort: AbortController | undefined;
  let file: Received | undefined;

  async function start(): Promise<void> {
    const read = filters.read();
    const why = purpose.value;
    if (!read.ok || !why) {
      return errors.refuse([...(read.ok ? [] : read.errors), ...(why ? [] : [{ at: '/purpose', reason: 'required' as const }])]);
    }
    errors.clear();
    file = undefined;
    abort = new AbortController();
    const { signal: stop } = abort;
    const endpoint = format.value === 'xlsx' ? exportXlsx : exportCsv;
    const address = addressOf(endpoint.path, { school }, { ...read.query, purpose: why, language: language() });
    stage.value = { kind: 'arriving', rows: undefined, bytes: 0, share: 0 };
    const kind = format.value;
    const result = await receiveChecked({ client, school, save, digest }, address, stop, (arrival) => {
      if (stop.aborted) return;
      stage.value =
        arrival === 'checking' ? { kind: 'checking' } : { kind: 'arriving', ...arrival, share: shareOf(arrival.bytes, arrival.rows, kind) };
    });
    if (stop.aborted) return;
    switch (result.kind) {
      case 'failed': {
        const { problem } = result;
        stage.value = problem.code === 'second-factor-needed' ? { kind: 'code' } : { kind: 'failed', problem };
        if (problem.errors) errors.refuse(problem.errors);
        return;
      }
      case 'damaged':
        stage.value = { kind: 'damaged' };
        return;
      case 'file': {
        const { rows, sha256, manifest } = result.checked;
        file = result.checked.file;
        save(file);
        stage.value = { kind: 'done', rows, bytes: file.blob.size, name: file.name, sha256, manifest };
        // The completeness beside it is of the same moment.
        await kiosks.reload();
      }
    }
  }

  return {
    filters,
    purpose,
    format,
    stage,
    kiosks,
    errors,
    code,
    codeSending,
    setPurpose(next) {
      purpose.value = next;
      errors.forget('/purpose');
    },
    setFormat(next) {
      format.value = next;
    },
    setCode(next) {
      code.value = next;
    },
    start,
    cancel() {
      abort?.abort();
      stage.value = { kind: 'choosing' };
    },
    async sendCode() {
      const body = { code: code.value.replace(/\D/g, ''), kind: 'totp' as const };
      const sent = await codeSending.run(() => client.call(secondFactor, { body }));
      if (!sent) return;
      code.value = '';
      await start();
    },
    saveAgain() {
      if (file) save(file);
    },
    saveManifest() {
      const done = stage.value;
      if (done.kind !== 'done' || !done.manifest) return;
      save({ blob: new Blob([slip(done.manifest)], { type: 'text/plain;charset=utf-8' }), name: `${done.name}.txt` });
    },
  };
}
