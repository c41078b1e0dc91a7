/** The office corrects one row: what, why, and what was said of it before. */
import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { CorrectInput, Correction, CorrectionReason } from '../../../shared/api/corrections.schema.ts';
import { correctScan } from '../../../shared/api/corrections.ts';
import type { LogRow } from '../../../shared/api/log.schema.ts';
import { dayOf, MINUTE, startOfDay } from '../../../shared/clock.ts';
import type { Direction } from '../../../shared/gate/event.ts';
import type { FieldError } from '../../../shared/problem.ts';
import { typedMinutes } from '../../lib/typed-minutes.ts';
import type { Client } from '../client.ts';
import { createSending, type Sending } from './sending.ts';

export type CorrectionKind = 'turn' | 'void' | 'left' | 'restore';

const REASONS: Record<CorrectionKind, readonly CorrectionReason[]> = {
  turn: ['wrong-direction', 'other'],
  void: ['scanned-by-mistake', 'test', 'other'],
  left: ['not-scanned-out', 'other'],
  restore: ['scanned-by-mistake', 'other'],
};

export interface CorrectionForm {
  row: LogRow;
  /** Oldest first, the new one among them. */
  said: ReadonlySignal<readonly Correction[]>;
  /** What can be said of it as it stands. */
  kinds: ReadonlySignal<readonly CorrectionKind[]>;
  /** The direction that `turn` makes of it, and the one that was written. */
  turned: ReadonlySignal<Direction>;
  kind: ReadonlySignal<CorrectionKind | undefined>;
  reasons: ReadonlySignal<readonly CorrectionReason[]>;
  reason: ReadonlySignal<CorrectionReason | undefined>;
  /** HH:MM on the day of the entry. */
  time: ReadonlySignal<string>;
  sure: ReadonlySignal<'known' | 'estimated' | undefined>;
  note: ReadonlySignal<string>;
  sending: Sending;
  done: ReadonlySignal<boolean>;
  choose(kind: CorrectionKind): void;
  setReason(reason: CorrectionReason): void;
  setTime(time: string): void;
  setSure(sure: 'known' | 'estimated'): void;
  setNote(note: string): void;
  send(): Promise<void>;
}

export function createCorrection({ client, school, row }: { client: Client; school: string; row: LogRow }): CorrectionForm {
  const said = signal<readonly Correction[]>(row.corrections);
  const kind = signal<CorrectionKind | undefined>(undefined);
  const reason = signal<CorrectionReason | undefined>(undefined);
  const time = signal('');
  const sure = signal<'known' | 'estimated' | undefined>(undefined);
  const note = signal('');
  const done = signal(false);
  const sending = createSending();
  /** As the server settles it: the office's last word, else the gate's. */
  const standing = computed<Direction | 'void'>(() => {
    const words = said.value.filter(({ fix }) => !('left' in fix));
    const last = (words.filter(({ from }) => from === 'office').at(-1) ?? words.at(-1))?.fix;
    if (!last || 'left' in last) return row.dir;
    return 'dir' in last ? last.dir : 'void';
  });
  const turned = computed<Direction>(() => (standing.value === 'in' ? 'out' : 'in'));
  const kinds = computed<readonly CorrectionKind[]>(() => {
    if (standing.value === 'void') return ['restore'];
    return standing.value === 'in' ? ['turn', 'left', 'void'] : ['turn', 'void'];
  });

  function fixOf(chosen: CorrectionKind): CorrectInput['fix'] | undefined {
    switch (chosen) {
      case 'turn':
        return { dir: turned.value };
      case 'restore':
        return { dir: row.dir };
      case 'void':
        return { void: true };
      case 'left': {
        const minutes = typedMinutes(time.value);
        const left = minutes === undefined ? undefined : startOfDay(dayOf(row.at)) + minutes * MINUTE;
        return left === undefined ? undefined : { left, estimated: sure.value === 'estimated' };
      }
    }
  }

  return {
    row,
    said,
    kinds,
    turned,
    kind,
    reasons: computed(() => (kind.value ? REASONS[kind.value] : [])),
    reason,
    time,
    sure,
    note,
    sending,
    done,
    choose(next) {
      kind.value = next;
      reason.value = undefined;
      done.value = false;
      sending.clear();
    },
    setReason(next) {
      reason.value = next;
      sending.forget('/reason');
    },
    setTime(next) {
      time.value = next;
      sending.forget('/fix/left');
    },
    setSure(next) {
      sure.value = next;
      sending.forget('/fix/estimated');
    },
    setNote(next) {
      note.value = next;
      sending.forget('/note');
    },
    async send() {
      const chosen = kind.value;
      if (!chosen) return sending.refuse([{ at: '/fix', reason: 'required' }]);
      const fix = fixOf(chosen);
      const errors: FieldError[] = [];
      if (!fix) errors.push({ at: '/fix/left', reason: time.value.trim() === '' ? 'required' : 'format' });
      if (chosen === 'left' && sure.value === undefined) errors.push({ at: '/fix/estimated', reason: 'required' });
      if (reason.value === undefined) errors.push({ at: '/reason', reason: 'required' });
      if (!fix || reason.value === undefined || errors.length > 0) return sending.refuse(errors);
      const last = said.value.filter(({ from }) => from === 'office').at(-1)?.id ?? null;
      const body = { fix, reason: reason.value, last, ...(note.value.trim() ? { note: note.value } : {}) };
      const sent = await sending.run(() => client.call(correctScan, { params: { school, event: row.event }, body }));
      if (!sent) return;
      said.value = [...said.value, sent.data];
      kind.value = undefined;
      note.value = '';
      time.value = '';
      done.value = true;
    },
  };
}
