import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DeclareInput } from '../../shared/api/declarations.schema.ts';
import { encodePresence, slotOf } from '../../shared/poster/presence.ts';
import { typedAgain } from '../../web/visit/again.ts';
import type { Queued } from '../../web/visit/desk/shelf.ts';
import { historyOf } from '../../web/visit/own/history.ts';
import { fillIn, NOW, newPhone, type Opened, open, QUESTIONNAIRE, type Server } from './visit-phone.ts';

let server: Server;
const pages: Opened[] = [];
const HOUR = 3_600_000;

async function visitAt(fragment = ''): Promise<Opened> {
  const page = await open(`/p/${server.code}`, fragment);
  pages.push(page);
  return page;
}
const journeyOf = ({ visit }: Opened) => {
  const journey = visit.journey();
  if (!journey) throw new Error('no journey');
  return journey;
};
const firstPass = (page: Opened) => {
  const [pass] = journeyOf(page).desk.passes();
  if (!pass) throw new Error('no pass');
  return pass;
};
async function declared(fragment = ''): Promise<Opened> {
  const page = await visitAt(fragment);
  fillIn(page.visit);
  await page.visit.send();
  return page;
}

beforeEach(async () => {
  server = await newPhone();
});
afterEach(() => {
  for (const page of pages.splice(0)) page.visit.journey()?.desk.stop();
});

describe('companions', () => {
  it('are asked for a name and about health; what a party shares is taken from the declarer', async () => {
    const page = await visitAt();
    const journey = journeyOf(page);
    fillIn(page.visit);
    journey.addCompanion();
    const [prefix = ''] = page.visit.state().companions;
    expect(journey.typedOf(prefix)).toEqual({ phone: '0912 345 678' });
    const errors = await page.visit.send();
    expect(errors.map(({ at }) => at)).toEqual(['/companions/0/answers/fullName', '/companions/0/answers/symptoms']);
    expect(journey.errors()).toEqual({ [`${prefix}fullName`]: 'required', [`${prefix}symptoms`]: 'required' });
    page.visit.answer(`${prefix}fullName`, 'Nguyễn An');
    page.visit.answer(`${prefix}symptoms`, false);
    expect(await page.visit.send()).toEqual([]);
    const body = JSON.parse(server.bodies[0] ?? '') as DeclareInput;
    expect(body.companions).toEqual([{ id: expect.any(String), answers: { fullName: 'Nguyễn An', symptoms: false } }]);
    expect(body).toMatchObject({ together: true, record: expect.stringMatching(/^[A-Za-z0-9_-]{22}$/) });
    expect(firstPass(page)).toMatchObject({ others: ['Người 1 ·678'], pass: { companions: 1 } });
  });

  it('may have a code each, the declarer’s first, and survive a reload half filled in', async () => {
    const page = await visitAt();
    fillIn(page.visit);
    for (const name of ['Nguyễn An', 'Nguyễn Bình']) {
      journeyOf(page).addCompanion();
      const prefix = page.visit.state().companions[page.visit.state().companions.length - 1] ?? '';
      page.visit.answer(`${prefix}fullName`, name);
      page.visit.answer(`${prefix}symptoms`, false);
    }
    journeyOf(page).setApart(true);
    page.visit.saveDraft();
    const again = await visitAt();
    expect(again.visit.state()).toMatchObject({ companions: ['p1-', 'p2-'], apart: true, restored: true });
    again.visit.consent(['gate']);
    await again.visit.send();
    expect(
      journeyOf(again)
        .desk.passes()
        .map(({ pass }) => pass.maskedName),
    ).toEqual(['N.V. An ·678', 'Người 1 ·678', 'Người 2 ·678']);
    expect(again.visit.state().screen).toEqual({ kind: 'pass', id: firstPass(again).id });
  });

  it('need not be typed again when the server refuses what was sent while nobody looked', async () => {
    const first = await visitAt();
    fillIn(first.visit);
    journeyOf(first).addCompanion();
    first.visit.answer('p1-fullName', 'Nguyễn An');
    first.visit.answer('p1-symptoms', false);
    journeyOf(first).setApart(true);
    server.mode = 'dead';
    await first.visit.send();
    server.mode = 'ok';
    server.refuse = { status: 422, code: 'invalid-input' };
    await journeyOf(first).retry();

    const page = await open(`/p/${server.code}`, '', undefined, NOW + HOUR);
    pages.push(page);
    expect(page.visit.state().screen).toEqual({ kind: 'waiting' });
    await journeyOf(page).redo();
    const typed = { fullName: 'Nguyễn Văn An', phone: '0912 345 678', symptoms: false, 'p1-fullName': 'Nguyễn An', 'p1-symptoms': false };
    expect(page.visit.state()).toMatchObject({ typed, companions: ['p1-'], apart: true, purposes: [] });
    delete server.refuse;
    page.visit.consent(['gate']);
    expect(await page.visit.send()).toEqual([]);
    expect(journeyOf(page).desk.queue()).toEqual([]);
    expect(journeyOf(page).desk.passes()).toHaveLength(2);

    // A day later who it is stands there, and nothing about health.
    const [old] = server.bodies;
    expect(typedAgain({ body: old ?? '', at: NOW } as Queued, QUESTIONNAIRE, NOW + 25 * HOUR).typed).toEqual({
      fullName: 'Nguyễn Văn An',
      phone: '0912 345 678',
      'p1-fullName': 'Nguyễn An',
    });
  });

  it('go with what was typed for them, and are at most eight', async () => {
    const page = await visitAt();
    const journey = journeyOf(page);
    for (let n = 0; n < 8; n++) journey.addCompanion();
    expect(journey.mayAddCompanion()).toBe(false);
    page.visit.answer('p3-fullName', 'Nguyễn An');
    journey.removeCompanion('p3-');
    expect(page.visit.state().typed).toEqual({});
    expect(journey.mayAddCompanion()).toBe(true);
  });
});

describe('a returning visitor', () => {
  it('sees who it is as one line, and the fields again where one of them is wrong', async () => {
    const first = await visitAt();
    fillIn(first.visit);
    journeyOf(first).setRemember(true);
    await first.visit.send();
    journeyOf(first).declareAgain(false);
    expect(first.visit.state()).toMatchObject({ folded: true, remembered: true });
    first.visit.answer('phone', '12');
    await first.visit.send();
    expect(first.visit.state().folded).toBe(false);
    journeyOf(first).forgetPerson();
    expect((await visitAt()).visit.state()).not.toMatchObject({ remembered: true });
  });
});

describe('coming and going at a poster', () => {
  it('is offered at the poster only, asks when it is opened again, and is marked by what the school says', async () => {
    expect(journeyOf(await declared()).poster(firstPass(pages[0] as Opened))).toBeUndefined();
    const page = await visitAt(await server.fragment(server.code));
    expect(journeyOf(page).poster(firstPass(page))).toMatchObject({ asks: true, notes: [] });
    await journeyOf(page).note(firstPass(page), 'in');
    expect(journeyOf(page).poster(firstPass(page))).toMatchObject({ asks: false, notes: [{ dir: 'in', answer: { proof: 'poster' } }] });
    const later = await visitAt(await server.fragment(server.code));
    later.clock.now = NOW + HOUR;
    expect(journeyOf(later).poster(firstPass(later))?.asks).toBe(true);
    journeyOf(later).noNote();
    expect(journeyOf(later).poster(firstPass(later))?.asks).toBe(false);
  });

  it('is kept without a network and sent after the declaration', async () => {
    const page = await visitAt(await server.fragment(server.code));
    fillIn(page.visit);
    await page.visit.send();
    server.mode = 'dead';
    await journeyOf(page).note(firstPass(page), 'in');
    expect(journeyOf(page).desk.notes()[0]?.answer).toBeUndefined();
    server.mode = 'ok';
    await journeyOf(page).desk.retry();
    expect(journeyOf(page).desk.notes()).toMatchObject([{ dir: 'in', at: NOW, answer: { proof: 'poster' } }]);
    expect(JSON.parse(server.bodies[1] ?? '')).toMatchObject({ place: server.code, dir: 'in', at: NOW, school: 'Hoa Sen' });
  });

  it('carries the code of a kiosk’s screen along once, and never calls it forged', async () => {
    const kiosk = '0192f0c0-0000-7000-8000-000000000001';
    const place = { origin: 'https://qua-cong.example', code: server.code };
    const digits = await encodePresence({ kiosk, slot: slotOf(NOW) }, place, () => new Uint8Array(64));
    const page = await declared(digits);
    expect(page.visit.state().screen.kind).toBe('pass');
    await journeyOf(page).note(firstPass(page), 'in');
    await journeyOf(page).note(firstPass(page), 'out');
    expect(server.bodies.slice(1).map((body) => (JSON.parse(body) as { presence?: string }).presence)).toEqual([digits, undefined]);
    expect(
      journeyOf(page)
        .desk.notes()
        .find(({ dir }) => dir === 'in')?.answer?.proof,
    ).toBe('screen');
  });
});

describe('what the phone keeps', () => {
  it('goes by itself after the school’s own time for keeping it', async () => {
    const page = await declared(await server.fragment(server.code));
    await journeyOf(page).note(firstPass(page), 'in');
    const { desk } = journeyOf(page);
    expect(historyOf(desk.records(), desk.notes())).toMatchObject([{ school: 'Trường Hoa Sen', entries: [{}, {}] }]);
    expect(desk.records()).toMatchObject([{ people: 1, days: 21, arrivedAt: NOW, maskedName: 'N.V. An ·678' }]);
    const later = await open(`/p/${server.code}`, '', undefined, NOW + 22 * 24 * HOUR);
    pages.push(later);
    expect(journeyOf(later).desk.records()).toEqual([]);
    expect(journeyOf(later).desk.notes()).toEqual([]);
  });

  it('is deleted one by one, with the passes and notes of a declaration', async () => {
    const page = await declared(await server.fragment(server.code));
    const { desk } = journeyOf(page);
    await journeyOf(page).note(firstPass(page), 'in');
    await desk.forgetRecord(firstPass(page).id);
    expect([desk.records(), desk.notes(), desk.allPasses()]).toEqual([[], [], []]);
  });

  it('takes the passes of a declaration that no longer stands', async () => {
    const page = await declared();
    const { desk } = journeyOf(page);
    const { id } = firstPass(page);
    await desk.close(id, 'erasure');
    expect(desk.allPasses()).toEqual([]);
    expect(desk.records()).toMatchObject([{ closed: 'erasure' }]);
  });
});
