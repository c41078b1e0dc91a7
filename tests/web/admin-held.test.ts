/** The office settles held items and corrects rows: what is asked, what is refused before, and what a clash does. */
import { describe, expect, it } from 'vitest';
import type { Correction } from '../../shared/api/corrections.schema.ts';
import type { HeldItem } from '../../shared/api/held.schema.ts';
import type { LogRow } from '../../shared/api/log.schema.ts';
import { createCorrection } from '../../web/admin/state/correction.ts';
import { createHeld } from '../../web/admin/state/held.ts';
import { dataOf } from '../../web/admin/state/loader.ts';
import { answer, fakeClient, NOW, refusal, SCHOOL } from './admin-kit.ts';

const EVENT = '019aa000-0000-7000-8000-0000000000e1';
const CORRECT = `POST /api/schools/${SCHOOL}/log/${EVENT}/correct`;
const LIST = `GET /api/schools/${SCHOOL}/held`;

const row: LogRow = {
  event: EVENT,
  at: NOW,
  gate: { id: 'g', name: 'Cổng chính' },
  kiosk: { id: 'k', name: 'Máy cổng chính' },
  n: 1,
  dir: 'in',
  colour: 'green',
  why: [],
  method: 'camera',
  code: 'pass',
  subject: 'S'.repeat(22),
  name: null,
  phone: null,
  host: null,
  unreadable: false,
  erased: false,
  companions: 0,
  companionNames: [],
  decision: null,
  corrected: null,
  left: null,
  corrections: [],
  flags: [],
  receivedAt: NOW,
  declared: false,
};
const said = (id: string, change: Partial<Correction> = {}): Correction => ({
  id,
  at: NOW,
  from: 'office',
  by: 'Lan',
  fix: { void: true },
  reason: 'other',
  note: '',
  ...change,
});

describe('a correction', () => {
  it('offers what can be said of the row as it stands', () => {
    const { client } = fakeClient({});
    const kindsOf = (change: Partial<LogRow>) => createCorrection({ client, school: SCHOOL, row: { ...row, ...change } }).kinds.value;
    expect(kindsOf({})).toEqual(['turn', 'left', 'void']);
    expect(kindsOf({ dir: 'out' })).toEqual(['turn', 'void']);
    expect(kindsOf({ corrections: [said('c')] })).toEqual(['restore']);
    // The office's word stands over the gate's later one.
    expect(kindsOf({ corrections: [said('c'), said('g', { from: 'gate', fix: { dir: 'out' } })] })).toEqual(['restore']);
    expect(kindsOf({ corrections: [said('g', { from: 'gate', fix: { dir: 'out' } })] })).toEqual(['turn', 'void']);
  });

  it('asks for all that is missing before it asks the server', async () => {
    const { client, asked } = fakeClient({});
    const form = createCorrection({ client, school: SCHOOL, row });
    await form.send();
    expect(form.sending.problem.value?.errors).toEqual([{ at: '/fix', reason: 'required' }]);
    form.choose('left');
    await form.send();
    expect(form.sending.problem.value?.errors?.map(({ at }) => at)).toEqual(['/fix/left', '/fix/estimated', '/reason']);
    form.setTime('25:00');
    await form.send();
    expect(form.sending.problem.value?.errors?.[0]).toEqual({ at: '/fix/left', reason: 'format' });
    expect(asked).toEqual([]);
  });

  it.each(['16:30', '16h30', ' 16.30 ', '16g30'])('takes %s as people write it, on the day of the entry', async (time) => {
    const { client, asked } = fakeClient({ [CORRECT]: answer(said('new')) });
    const form = createCorrection({ client, school: SCHOOL, row: { ...row, corrections: [said('old', { fix: { dir: 'in' } })] } });
    form.choose('left');
    form.setTime(time);
    form.setSure('estimated');
    form.setReason('not-scanned-out');
    await form.send();
    const left = Date.parse('2026-11-21T16:30:00+07:00');
    expect(asked[0]?.body).toEqual({ fix: { left, estimated: true }, reason: 'not-scanned-out', last: 'old' });
    expect(form.said.value.map(({ id }) => id)).toEqual(['old', 'new']);
    expect(form.done.value).toBe(true);
  });

  it('keeps what was typed when another office was faster', async () => {
    const { client } = fakeClient({ [CORRECT]: refusal('conflict') });
    const form = createCorrection({ client, school: SCHOOL, row });
    form.choose('void');
    form.setReason('test');
    form.setNote('Thử máy');
    await form.send();
    expect(form.sending.problem.value?.code).toBe('conflict');
    expect([form.note.value, form.done.value, form.said.value]).toEqual(['Thử máy', false, []]);
  });
});

describe('held items', () => {
  const item = { id: 'H'.repeat(43), kind: 'conflict', may: ['keep', 'add'] } as HeldItem;
  const RESOLVE = `POST /api/schools/${SCHOOL}/held/${item.id}/resolve`;

  it('are settled with a reason, and the list is asked for again', async () => {
    let open = [item];
    const { client, asked } = fakeClient({
      [LIST]: () => answer({ items: open, cursor: null }),
      [RESOLVE]: () => {
        open = [];
        return answer({ outcome: 'resolved', reason: null });
      },
    });
    const held = createHeld({ client, clock: () => NOW, school: SCHOOL });
    await held.list.value.reload();
    held.begin(item, 'add');
    await held.settle();
    expect(held.sending.problem.value?.errors).toEqual([{ at: '/reason', reason: 'required' }]);
    held.setReason('two-happenings');
    await held.settle();
    expect(asked.find(({ what }) => what === RESOLVE)?.body).toEqual({ how: 'add', reason: 'two-happenings' });
    expect([held.settling.value, held.outcome.value]).toEqual([undefined, 'resolved']);
    expect(dataOf(held.list.value.state.value)?.items).toEqual([]);
  });

  it('say that somebody else was faster, and show the list as it is then', async () => {
    const { client, asked } = fakeClient({ [LIST]: answer({ items: [], cursor: null }), [RESOLVE]: refusal('conflict') });
    const held = createHeld({ client, clock: () => NOW, school: SCHOOL });
    held.begin(item, 'keep');
    held.setReason('same-happening');
    await held.settle();
    expect(held.sending.problem.value?.code).toBe('conflict');
    expect(held.settling.value?.item).toBe(item);
    held.lookAgain();
    expect(held.settling.value).toBeUndefined();
    expect(asked.at(-1)?.what).toBe(LIST);
  });

  it('go on from page to page, each state by itself', async () => {
    const { client, asked } = fakeClient({
      [LIST]: ({ query }: { query: Record<string, unknown> }) =>
        answer({ items: [{ ...item, id: `${query.state}${query.cursor ?? ''}` }], cursor: query.cursor ? null : 'more' }),
    });
    const held = createHeld({ client, clock: () => NOW, school: SCHOOL });
    await held.list.value.reload();
    await held.showMore();
    await held.showMore();
    expect(dataOf(held.list.value.state.value)?.items.map(({ id }) => id)).toEqual(['open', 'openmore']);
    held.show('resolved');
    await Promise.resolve();
    expect(asked.at(-1)?.query).toEqual({ state: 'resolved', cursor: undefined });
    expect(asked).toHaveLength(3);
  });
});
