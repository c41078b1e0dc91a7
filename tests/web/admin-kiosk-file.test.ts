import { describe, expect, it } from 'vitest';
import type { KioskFileAnswer, KioskFileInput } from '../../shared/api/kiosk-files.schema.ts';
import { concat, toBase64url, utf8 } from '../../shared/bytes.ts';
import { fileHead, fileRecord, fileTail, type KioskFileHeader, readKioskFile } from '../../shared/gate/kiosk-file.ts';
import { createKioskFile } from '../../web/admin/state/kiosk-file.ts';
import { type Asked, answer, fakeClient, NOW, refusal, SCHOOL } from './admin-kit.ts';

const session = { id: 'A'.repeat(22), week: '2026-11-16', ephemeral: 'e', wrapped: 'w' };
const header: KioskFileHeader = { v: 1, kind: 'request', school: SCHOOL, kiosk: 'k1', madeAt: NOW - 1000, session };
const counts = { stored: 2, duplicate: 1, conflict: 0, quarantined: 1, erased: 0 };
const kiosk = { id: 'k1', name: 'Máy cổng sau', revoked: false };
const PATH = `POST /api/schools/${SCHOOL}/kiosk-files`;

async function fileOf(change: Partial<KioskFileHeader> = {}, records = ['một', 'hai', 'ba']) {
  const parts = [await fileHead({ ...header, ...change }, crypto.subtle), ...records.map((text) => fileRecord(utf8(text)))];
  const bytes = concat(...parts, fileTail(records.length));
  return { name: 'quacong_may_2026-11-23_0800 (1).qcfile', size: bytes.length, arrayBuffer: async () => bytes.buffer };
}

function setUp(say: (asked: Asked) => unknown = () => undefined) {
  const saved: { blob: Blob; name: string }[] = [];
  let taken = 0;
  const { client, asked } = fakeClient({
    [PATH]: (one: Asked) => {
      const { index } = one.body as KioskFileInput;
      const data: KioskFileAnswer = { kiosk, counts, answers: [toBase64url(utf8(`answer ${index}`))] };
      return say(one) ?? answer(data);
    },
  });
  const file = createKioskFile({
    client,
    school: SCHOOL,
    clock: () => NOW,
    subtle: crypto.subtle,
    save: (each) => saved.push(each),
    taken: () => taken++,
  });
  return { file, asked, saved, taken: () => taken };
}

describe('the file of a kiosk at the office', () => {
  it('goes to the server record by record, and the answers become a file for the kiosk', async () => {
    const { file, asked, saved, taken } = setUp();
    await file.take(await fileOf());
    const bodies = asked.map((one) => one.body as KioskFileInput);
    expect(bodies.map(({ index, last, record }) => ({ index, last, record }))).toEqual(
      ['một', 'hai', 'ba'].map((text, index) => ({ index, last: index === 2, record: toBase64url(utf8(text)) })),
    );
    expect(bodies[0]?.header).toEqual({ school: SCHOOL, kiosk: 'k1', session });
    expect(file.state.value).toMatchObject({
      at: 'done',
      imported: { kiosk, madeAt: NOW - 1000, counts: { stored: 6, duplicate: 3, conflict: 0, quarantined: 3, erased: 0 } },
    });
    expect(taken()).toBe(1);
    file.save();
    const [made] = saved;
    expect(made?.name).toBe('quacong_may_2026-11-23_0800_tra-loi.qcfile');
    const read = await readKioskFile(new Uint8Array((await made?.blob.arrayBuffer()) ?? new ArrayBuffer()), crypto.subtle);
    if (!read.ok) throw new Error(read.fault);
    expect(read.header).toEqual({ ...header, kind: 'answer', madeAt: NOW });
    expect(read.records.map((record) => new TextDecoder().decode(record))).toEqual(['answer 0', 'answer 1', 'answer 2']);
  });

  it('goes on where the network left off', async () => {
    let down = true;
    const { file, asked } = setUp((one) => ((one.body as KioskFileInput).index === 1 && down ? refusal('offline') : undefined));
    await file.take(await fileOf());
    expect(file.state.value).toMatchObject({ at: 'failed', problem: { code: 'offline' }, done: 1, of: 3 });
    down = false;
    await file.again();
    expect(asked.map((one) => (one.body as KioskFileInput).index)).toEqual([0, 1, 1, 2]);
    expect(file.state.value).toMatchObject({ at: 'done', imported: { counts: { stored: 6 } } });
  });

  it('says why a file is not taken, without asking the server where it can tell', async () => {
    const { file, asked } = setUp();
    const faultOf = async (given: Parameters<typeof file.take>[0]): Promise<unknown> => {
      await file.take(given);
      return 'fault' in file.state.value ? file.state.value.fault : file.state.value.at;
    };
    expect(await faultOf(await fileOf({ kind: 'answer' }))).toBe('answer');
    expect(await faultOf(await fileOf({ school: 'other' }))).toBe('other-school');
    const bytes = utf8('%PDF-1.7');
    expect(await faultOf({ name: 'a.pdf', size: 8, arrayBuffer: async () => bytes.buffer })).toBe('not-ours');
    expect(await faultOf({ name: 'a', size: 65 * 2 ** 20, arrayBuffer: async () => bytes.buffer })).toBe('too-large');
    expect(asked).toEqual([]);
  });

  it.each([
    ['gone', undefined, 'over'],
    ['not-found', undefined, 'not-known'],
    ['bad-signature', undefined, 'forged'],
    ['invalid-input', [{ at: '/record', reason: 'format' }], 'damaged'],
    ['invalid-input', [{ at: '/header/school', reason: 'not-a-choice' }], 'other-school'],
  ] as const)('takes the server’s %s for what it is', async (code, errors, fault) => {
    const { file } = setUp(() => refusal(code, errors && [...errors]));
    await file.take(await fileOf());
    expect(file.state.value).toEqual({ at: 'refused', fault });
  });
});
