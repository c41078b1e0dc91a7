/** The end of a day and the end of a kiosk: what is asked first, and what must not be lost. */
import { describe, expect, it } from 'vitest';
import { HOUR } from '../../../shared/clock.ts';
import { openVisits } from '../../../web/kiosk/gate/open-visits.ts';
import { readToday } from '../../../web/kiosk/gate/today.ts';
import { gateOpen } from './gate-kit.ts';
import { NOW } from './kit.ts';

/** Noticed within a minute. */
function midnight(pass: (ms: number) => void): void {
  for (let second = 0; second < 61; second++) pass(1000);
}

describe('the end of the day', () => {
  it('writes what was found about each open visit; who is gone is not inside any more, who stays is', async () => {
    const { kiosk, gate, book, events } = await gateOpen();
    for (const name of ['Một', 'Hai', 'Ba']) await gate.quick({ name, phone: '', host: '' });
    const [first, second, third] = openVisits(book);
    if (!first || !second || !third) throw new Error('three came in');
    await kiosk.round(first.scan, 'left');
    await kiosk.round(second.scan, 'unknown');
    await kiosk.round(third.scan, 'stays');
    expect((await events()).slice(-3)).toMatchObject([
      { kind: 'round', of: first.scan, found: 'left' },
      { kind: 'round', of: second.scan, found: 'unknown' },
      { kind: 'round', of: third.scan, found: 'stays' },
    ]);
    expect(openVisits(book)).toMatchObject([{ subject: third.subject, stays: true }]);
    expect(book.insideCount()).toBe(1);
  });

  it('hands the list over to the next shift, and takes the names away when the gate is closed', async () => {
    const { kiosk, gate, book, db } = await gateOpen();
    await gate.quick({ name: 'Phan Thị Một', phone: '0900000777', host: '' });
    await kiosk.endShift(false);
    expect(openVisits(book)).toHaveLength(1);
    await kiosk.startShift(undefined, '');
    await kiosk.endShift(true);
    expect(openVisits(book)).toHaveLength(0);
    expect(await db.count('day')).toBe(0);
  });

  it('keeps those who stay on the list over closing and midnight, until the night after that', async () => {
    const { kiosk, gate, book, db, pass, reopen } = await gateOpen();
    for (const name of ['Một', 'Hai', 'Ba']) await gate.quick({ name, phone: '', host: '' });
    const [first, second, third] = openVisits(book);
    if (!first || !second || !third) throw new Error('three came in');
    await kiosk.round(first.scan, 'left');
    await kiosk.round(third.scan, 'stays');
    await kiosk.endShift(true);
    const only = [{ subject: third.subject, name: third.name, since: third.since, stays: true }];
    expect(openVisits(book)).toMatchObject(only);
    expect(JSON.stringify(await db.getAll('day'))).not.toContain(second.name);

    pass(16 * HOUR);
    midnight(pass);
    await expect.poll(() => db.get('kept', 'day')).toBe('2026-11-24');
    await expect.poll(() => openVisits(book)).toMatchObject(only);
    const again = (await reopen()).book();
    expect(again && openVisits(again)).toMatchObject(only);
    // Inside: the next code of that person is on the way out.
    await kiosk.startShift(undefined, '');
    expect(book.insideSince(third.subject)).toBe(third.since);

    pass(24 * HOUR);
    midnight(pass);
    await expect.poll(() => db.count('day')).toBe(0);
    expect(openVisits(book)).toEqual([]);
  });

  it('counts who came in the first minute of a day to that day', async () => {
    const { gate, book, db, pass } = await gateOpen();
    await gate.quick({ name: 'Một', phone: '', host: '' });
    pass(16 * HOUR);
    await gate.quick({ name: 'Hai', phone: '', host: '' });
    midnight(pass);
    await expect.poll(() => db.get('kept', 'day')).toBe('2026-11-24');
    await expect.poll(() => openVisits(book).map((visit) => visit.name)).toEqual(['Hai']);
  });

  it('shows nobody as inside of whom the round says that they have left', async () => {
    const { kiosk, gate, book } = await gateOpen();
    await gate.quick({ name: 'Một', phone: '', host: '' });
    await kiosk.round(openVisits(book)[0]?.scan ?? '', 'left');
    expect(readToday(book, NOW).counts).toEqual({ inside: 0, long: 0, left: 1, all: 1 });
  });

  it('says so when the word could not be written', async () => {
    const { kiosk, db } = await gateOpen();
    db.close();
    await expect(kiosk.round('0192f0c4-0000-7000-8000-000000000001', 'left')).rejects.toThrow();
  });
});

describe('taking the kiosk off the gate', () => {
  it('is refused while something is unsent that stands in no file', async () => {
    const { kiosk, gate, db } = await gateOpen();
    await gate.quick({ name: 'Phan Thị Một', phone: '', host: '' });
    expect(await kiosk.unpair()).toBe(false);
    const written = await kiosk.files.write();
    if (!written.ok) throw new Error(written.fault);
    await expect.poll(() => kiosk.counter.value.unsent).toBe(written.file.items);
    // One more entry, and the file no longer holds everything.
    await gate.quick({ name: 'Võ Văn Hai', phone: '', host: '' });
    expect(await kiosk.files.covered()).toBe(false);
    expect(await kiosk.unpair()).toBe(false);
    expect(await db.count('log')).toBeGreaterThan(0);

    expect((await kiosk.files.write()).ok).toBe(true);
    expect(await kiosk.unpair()).toBe(true);
    expect(await db.count('log')).toBe(0);
  });

  it('needs nothing more when everything was sent', async () => {
    const { kiosk, gate, goOnline, pass } = await gateOpen();
    await gate.quick({ name: 'Phan Thị Một', phone: '', host: '' });
    await goOnline();
    // The first exchange asks whether anybody answers; the next one sends.
    await expect
      .poll(() => {
        pass(1000);
        return kiosk.counter.value.unsent;
      })
      .toBe(0);
    expect(await kiosk.unpair()).toBe(true);
  });
});

describe('the files', () => {
  it('are known after a reload, with how far they reach', async () => {
    const { kiosk, gate, reopen } = await gateOpen();
    await gate.quick({ name: 'Phan Thị Một', phone: '', host: '' });
    const written = await kiosk.files.write();
    if (!written.ok) throw new Error(written.fault);
    const again = await reopen();
    expect(again.files.last.value).toMatchObject({ items: written.file.items });
    expect(await again.files.covered()).toBe(true);
  });

  it('say what is wrong instead of throwing', async () => {
    const { kiosk } = await gateOpen();
    expect(await kiosk.files.take(new Blob(['không phải tệp của máy']))).toEqual({ ok: false, fault: 'not-ours' });
    expect(kiosk.files.working.value).toBeUndefined();
  });
});
