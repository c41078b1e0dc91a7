import { type ReadonlySignal, signal } from '@preact/signals';
import { secondFactor } from '../../../shared/api/accounts.ts';
import type { ExportQuery } from '../../../shared/api/exports.schema.ts';
import { exportCsv, exportXlsx } from '../../../shared/api/exports.ts';
import type { KioskView } from '../../../shared/api/schools.schema.ts';
import { listKiosks } from '../../../shared/api/schools.ts';
import { dayOf, type Instant } from '../../../shared/clock.ts';
import { addressOf, type ClientProblem } from '../../lib/client.ts';
import type { Language } from '../../lib/language.ts';
import type { Client } from '../client.ts';
import { createFilters, type Filters } from './filters.ts';
import { createLoader, type Loader } from './loader.ts';
import { type Received, receiveFile } from './receive-file.ts';
import { createSending, type Sending } from './sending.ts';

export type Purpose = ExportQuery['purpose'];
export type Format = 'xlsx' | 'csv';
export type DownloadStage =
  | { kind: 'choosing' }
  | { kind: 'arriving'; rows: number | undefined; bytes: number }
  | { kind: 'failed'; problem: ClientProblem }
  /** The answer wants a fresh code of the second factor. */
  | { kind: 'code' }
  | { kind: 'done'; rows: number; bytes: number; name: string };

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
}

export interface DownloadPorts {
  client: Client;
  clock: () => Instant;
  school: string;
  language: () => Language;
  /** Hands the file to the browser. */
  save: (file: Received) => void;
}

export function createDownload({ client, clock, school, language, save }: DownloadPorts): Download {
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
    stage.value = { kind: 'arriving', rows: undefined, bytes: 0 };
    const result = await receiveFile(
      () => client.fetch(address, { signal: stop }),
      (arrival) => {
        if (!stop.aborted) stage.value = { kind: 'arriving', ...arrival };
      },
    );
    if (stop.aborted) return;
    if (!result.ok) {
      const { problem } = result;
      stage.value = problem.code === 'second-factor-needed' ? { kind: 'code' } : { kind: 'failed', problem };
      if (problem.errors) errors.refuse(problem.errors);
      return;
    }
    file = result.file;
    save(file);
    stage.value = { kind: 'done', rows: result.rows ?? 0, bytes: file.blob.size, name: file.name };
    // The completeness beside it is of the same moment.
    await kiosks.reload();
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
  };
}
