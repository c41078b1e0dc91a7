/** One day's report on paper: asked for by a tap, checked, saved. */
import { type ReadonlySignal, signal } from '@preact/signals';
import { secondFactor } from '../../../shared/api/accounts.ts';
import type { Purpose, ReportQuery } from '../../../shared/api/exports.schema.ts';
import { dayReport } from '../../../shared/api/exports.ts';
import type { Day } from '../../../shared/clock.ts';
import { addressOf, type ClientProblem } from '../../lib/client.ts';
import type { Language } from '../../lib/language.ts';
import { type FilePorts, receiveChecked } from './checked-file.ts';
import { createSending, type Sending } from './sending.ts';

export type Names = NonNullable<ReportQuery['names']>;
export type ReportStage =
  | { kind: 'idle' }
  | { kind: 'arriving' }
  | { kind: 'code' }
  | { kind: 'failed'; problem: ClientProblem | undefined }
  | { kind: 'done'; name: string };

export interface Report {
  stage: ReadonlySignal<ReportStage>;
  names: ReadonlySignal<Names>;
  /** Why names go on paper; masked ones are the day's record. */
  purpose: ReadonlySignal<Purpose | undefined>;
  purposeMissing: ReadonlySignal<boolean>;
  code: ReadonlySignal<string>;
  codeSending: Sending;
  setNames(names: Names): void;
  setPurpose(purpose: Purpose): void;
  setCode(code: string): void;
  start(day: Day): Promise<void>;
  sendCode(): Promise<void>;
  cancel(): void;
}

export function createReport(ports: FilePorts & { language: () => Language }): Report {
  const stage = signal<ReportStage>({ kind: 'idle' });
  const names = signal<Names>('masked');
  const purpose = signal<Purpose | undefined>(undefined);
  const purposeMissing = signal(false);
  const code = signal('');
  const codeSending = createSending();
  let abort: AbortController | undefined;
  let asked: Day | undefined;

  async function start(day: Day): Promise<void> {
    if (stage.value.kind === 'arriving') return;
    const why = names.value === 'masked' ? 'daily-record' : purpose.value;
    purposeMissing.value = why === undefined;
    if (why === undefined) return;
    asked = day;
    abort = new AbortController();
    const { signal: stop } = abort;
    stage.value = { kind: 'arriving' };
    const query = { day, names: names.value, purpose: why, language: ports.language() };
    const address = addressOf(dayReport.path, { school: ports.school }, query);
    const result = await receiveChecked(ports, address, stop, () => undefined);
    if (stop.aborted) return;
    switch (result.kind) {
      case 'file':
        ports.save(result.checked.file);
        stage.value = { kind: 'done', name: result.checked.file.name };
        break;
      case 'damaged':
        stage.value = { kind: 'failed', problem: undefined };
        break;
      case 'failed':
        stage.value = result.problem.code === 'second-factor-needed' ? { kind: 'code' } : { kind: 'failed', problem: result.problem };
        break;
    }
  }

  return {
    stage,
    names,
    purpose,
    purposeMissing,
    code,
    codeSending,
    setNames(next) {
      names.value = next;
      purposeMissing.value = false;
    },
    setPurpose(next) {
      purpose.value = next;
      purposeMissing.value = false;
    },
    setCode(next) {
      code.value = next;
    },
    start,
    async sendCode() {
      const body = { code: code.value.replace(/\D/g, ''), kind: 'totp' as const };
      const sent = await codeSending.run(() => ports.client.call(secondFactor, { body }));
      if (!sent || asked === undefined) return;
      code.value = '';
      await start(asked);
    },
    cancel() {
      abort?.abort();
      stage.value = { kind: 'idle' };
    },
  };
}
