import { describe, expect, it } from 'vitest';
import { encodeSchoolCard } from '../../../shared/cards/school-card.ts';
import { HOUR } from '../../../shared/clock.ts';
import { gateOpen, verdictOf } from './gate-kit.ts';

const HOA = { name: 'Phạm Thị Hoa', phone: '0912345678', host: 'Giao hàng' };

/** Somebody came without a phone and was given a card. */
async function withCard() {
  const kit = await gateOpen();
  await kit.gate.quick(HOA);
  const past = kit.gate.last.value;
  if (!past) throw new Error('no quick entry');
  const schoolTag = kit.kiosk.policy.value?.schoolTag ?? '';
  return { ...kit, past, schoolTag, subject: past.scan.subject, card: encodeSchoolCard({ subject: past.scan.subject, schoolTag }) };
}

/** Another kiosk of the same school, or the same one tomorrow. */
const elsewhere = async () => {
  const { card, subject, schoolTag } = await withCard();
  const kit = await gateOpen({ schoolTag });
  return { ...kit, card, subject, schoolTag };
};

describe('the school’s card', () => {
  it('is offered after a quick entry, and finds the person again on the way out and in', async () => {
    const { gate, past, card, subject, pass, events, book } = await withCard();
    expect(past.card).toBe(true);
    pass(HOUR);
    await gate.scan(card, 'camera');
    expect(verdictOf(gate.view.value)).toBe('green out');
    expect(gate.view.value).toMatchObject({ past: { scan: { name: 'P.T. Hoa ·678', host: 'Giao hàng' } } });
    pass(HOUR);
    await gate.scan(card, 'wedge');
    expect(gate.view.value).toMatchObject({
      at: 'verdict',
      past: { scan: { colour: 'amber', why: ['no-declaration'], name: 'P.T. Hoa ·678' } },
    });
    expect((await events()).at(-1)).toMatchObject({ kind: 'scan', code: 'card', method: 'wedge', subject, dir: 'in' });
    expect(book.insideSince(subject)).toBeUndefined();
    gate.judge(true);
    await gate.decide('known-person');
    expect(book.insideSince(subject)).toBeDefined();
  });

  it('of someone whom this kiosk does not know asks for the name, and seals it', async () => {
    const { gate, card, subject, events, db } = await elsewhere();
    await gate.scan(card, 'camera');
    expect(gate.view.value.at).toBe('unnamed');
    expect((await events()).filter((event) => event.kind === 'scan')).toEqual([]);
    await gate.name(HOA);
    expect(gate.view.value).toMatchObject({ at: 'verdict', past: { scan: { colour: 'amber', name: 'P.T. Hoa ·678' } } });
    expect((await events()).at(-1)).toMatchObject({ kind: 'scan', code: 'card', subject, sealed: expect.any(String) });
    expect(JSON.stringify(await db.getAll('log'))).not.toContain('Phạm');
  });

  it('keeps nobody waiting for a name', async () => {
    const { gate, card, events } = await elsewhere();
    await gate.scan(card, 'camera');
    await gate.name(undefined);
    expect(verdictOf(gate.view.value)).toBe('amber in');
    expect((await events()).at(-1)).not.toHaveProperty('sealed');
  });

  it('withdrawn or of another school is red, and asks for no name', async () => {
    const { gate, card, subject, server, goOnline, kiosk } = await elsewhere();
    server.feed = [{ kind: 'revoked', subject, erased: false }];
    await goOnline();
    await expect.poll(() => kiosk.contact.value?.feed).toBe(1);
    await gate.scan(card, 'camera');
    expect(gate.view.value).toMatchObject({ at: 'verdict', past: { scan: { colour: 'red', why: ['revoked'] } } });
    gate.dismiss();
    await gate.scan(encodeSchoolCard({ subject: 'A'.repeat(22), schoolTag: 'BBBBBBBBBBA' }), 'camera');
    expect(gate.view.value).toMatchObject({ at: 'verdict', past: { scan: { colour: 'red', why: ['other-school'] } } });
  });

  it('carries neither name nor time: 70 digits of a random id and the school', async () => {
    const { card } = await withCard();
    expect(card).toMatch(/^\d{70}$/);
  });
});
