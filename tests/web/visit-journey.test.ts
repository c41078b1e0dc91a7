import { describe, expect, it } from 'vitest';
import { makePlaceCode } from '../../shared/codes.ts';
import { server, visitAt } from './visit-hooks.ts';
import { fillIn, NOW, seeded } from './visit-phone.ts';

describe('sending', () => {
  it('gives a pass, which is shown when the link is opened again that day and not after it', async () => {
    const { visit } = await visitAt(`/p/${server.code}`);
    fillIn(visit);
    expect(await visit.send()).toEqual([]);
    expect(visit.state().screen.kind).toBe('pass');
    expect(JSON.parse(server.bodies[0] ?? '')).toMatchObject({
      place: server.code,
      questionnaire: { id: 'visitor', version: 1 },
      answers: { fullName: 'Nguyễn Văn An', symptoms: false },
      consent: { version: 'c1', language: 'vi', purposes: ['gate'], at: NOW },
      channel: 'link',
    });
    const again = await visitAt(`/p/${server.code}`, '', server.place(server.code));
    expect(again.visit.state().screen.kind).toBe('pass');
    again.clock.now = NOW + 9 * 3_600_000;
    expect(again.visit.journey()?.desk.passes()).toEqual([]);
  });

  it('shows the pass on a phone whose clock is days off', async () => {
    const { visit, clock } = await visitAt(`/p/${server.code}`);
    clock.now = NOW + 3 * 86_400_000;
    fillIn(visit);
    await visit.send();
    expect(visit.journey()?.desk.passes()).toHaveLength(1);
    clock.now += 9 * 3_600_000;
    expect(visit.journey()?.desk.passes()).toEqual([]);
  });

  it.each(['dead', 'portal', 'busy'] as const)('is never a success while the network is %s; the same text goes later', async (mode) => {
    const { visit } = await visitAt(`/p/${server.code}`, await server.fragment(server.code));
    fillIn(visit);
    server.mode = mode;
    expect(await visit.send()).toEqual([]);
    expect(visit.state().screen).toEqual({ kind: 'waiting' });
    expect(visit.journey()?.desk.passes()).toEqual([]);
    server.mode = 'ok';
    await visit.journey()?.retry();
    expect(visit.state().screen.kind).toBe('pass');
    expect(visit.journey()?.desk.queue()).toEqual([]);
    expect(JSON.parse(server.bodies[0] ?? '')).toMatchObject({ channel: 'poster' });
  });

  it('sends the very same text again when the answer was lost', async () => {
    const { visit } = await visitAt(`/p/${server.code}`);
    fillIn(visit);
    server.mode = 'lost';
    await visit.send();
    expect(visit.state().screen).toEqual({ kind: 'waiting' });
    await visit.journey()?.retry();
    expect(visit.state().screen.kind).toBe('pass');
    expect(server.bodies).toHaveLength(2);
    expect(server.bodies[1]).toBe(server.bodies[0]);
  });

  it('goes on after the page was closed', async () => {
    const { visit } = await visitAt(`/p/${server.code}`);
    fillIn(visit);
    server.mode = 'dead';
    await visit.send();
    visit.journey()?.desk.stop();
    server.mode = 'ok';
    const again = await visitAt(`/p/${server.code}`, '', server.place(server.code));
    await again.visit.journey()?.retry();
    expect(again.visit.state().screen.kind).toBe('pass');
    expect(new Set(server.bodies).size).toBe(1);
  });

  it('goes when the network comes back', async () => {
    const { visit } = await visitAt(`/p/${server.code}`);
    fillIn(visit);
    server.mode = 'dead';
    await visit.send();
    server.mode = 'ok';
    window.dispatchEvent(new Event('online'));
    await expect.poll(() => visit.state().screen.kind).toBe('pass');
  });

  it('returns to the form with all that was typed when the server refuses, under a new id', async () => {
    const { visit } = await visitAt(`/p/${server.code}`);
    fillIn(visit);
    server.refuse = { status: 422, code: 'invalid-input' };
    await visit.send();
    expect(visit.state()).toMatchObject({
      screen: { kind: 'form' },
      refused: { code: 'invalid-input' },
      typed: { fullName: 'Nguyễn Văn An' },
    });
    delete server.refuse;
    await visit.send();
    expect(visit.state().screen.kind).toBe('pass');
    const ids = server.bodies.map((body) => (JSON.parse(body) as { id: string }).id);
    expect(new Set(ids).size).toBe(2);
  });

  it('asks in the newest questions when the form was replaced while it stood open, and wants consent to them', async () => {
    const { visit } = await visitAt(`/p/${server.code}`);
    fillIn(visit);
    const old = server.place(server.code);
    if (!old) throw new Error('no place');
    server.places.set(server.code, { ...old, questionnaire: { ...old.questionnaire, version: 2 } });
    server.refuse = { status: 422, code: 'invalid-input', errors: [{ at: '/questionnaire', reason: 'not-a-choice' }] };
    await visit.send();
    expect(visit.state()).toMatchObject({
      screen: { kind: 'form' },
      place: { questionnaire: { version: 2 } },
      typed: { fullName: 'Nguyễn Văn An' },
      purposes: [],
    });
    expect(visit.journey()?.errors()).toEqual({ gate: 'consent-needed' });
    delete server.refuse;
    visit.consent(['gate']);
    expect(await visit.send()).toEqual([]);
    expect(JSON.parse(server.bodies[1] ?? '')).toMatchObject({ questionnaire: { version: 2 } });
  });

  it('says a refusal that came while nobody looked', async () => {
    const { visit } = await visitAt(`/p/${server.code}`);
    fillIn(visit);
    server.mode = 'dead';
    await visit.send();
    server.mode = 'ok';
    server.refuse = { status: 410, code: 'gone' };
    await visit.journey()?.retry();
    expect(visit.state().screen).toEqual({ kind: 'waiting' });
    expect(visit.journey()?.desk.queue()[0]?.refused?.code).toBe('gone');
    await visit.journey()?.retry();
    expect(server.bodies).toHaveLength(1);

    // A pass that was made since comes before what was refused.
    delete server.refuse;
    visit.journey()?.declareAgain(true);
    fillIn(visit);
    expect(await visit.send()).toEqual([]);
    const again = await visitAt(`/p/${server.code}`);
    expect(again.visit.state().screen.kind).toBe('pass');
    expect(again.visit.journey()?.desk.queue()).toHaveLength(1);
  });
});

describe('whom the phone remembers', () => {
  it('is nobody unless the visitor agrees, and never a health answer', async () => {
    const first = await visitAt(`/p/${server.code}`);
    fillIn(first.visit);
    await first.visit.send();
    first.visit.journey()?.declareAgain(false);
    expect(first.visit.state().typed).toEqual({});
    fillIn(first.visit);
    first.visit.journey()?.setRemember(true);
    await first.visit.send();
    first.visit.journey()?.declareAgain(false);
    expect(first.visit.state()).toMatchObject({
      typed: { fullName: 'Nguyễn Văn An', phone: '0912 345 678' },
      remembered: true,
      purposes: [],
    });
    expect(first.visit.state().typed).not.toHaveProperty('symptoms');
  });

  it('is left out when somebody else is declared', async () => {
    const { visit } = await visitAt(`/p/${server.code}`);
    fillIn(visit);
    visit.journey()?.setRemember(true);
    await visit.send();
    visit.journey()?.declareAgain(true);
    expect(visit.state()).toMatchObject({ typed: {}, onBehalf: true, remember: false });
  });

  it('is deleted with everything else', async () => {
    const draft = await visitAt(`/p/${server.second}`);
    draft.visit.answer('fullName', 'Trần Thị B');
    draft.visit.saveDraft();
    localStorage.setItem('quacong.language', 'en');
    const { visit } = await visitAt(`/p/${server.code}`);
    fillIn(visit);
    visit.journey()?.setRemember(true);
    await visit.send();
    visit.journey()?.showOwn();
    await visit.journey()?.forgetAll();
    const again = await visitAt(`/p/${server.code}`);
    expect(again.visit.state()).toMatchObject({ screen: { kind: 'form' }, typed: {}, remembered: false });
    expect(again.visit.journey()?.desk.allPasses()).toEqual([]);
    expect(Array.from({ length: localStorage.length }, (_, index) => localStorage.key(index))).toEqual(['quacong.language']);
  });
});

describe('links that lead nowhere', () => {
  const trouble = async (path: string, fragment?: string): Promise<unknown> => {
    const { screen } = (await visitAt(path, fragment)).visit.state();
    return screen.kind === 'trouble' ? screen.trouble : screen.kind;
  };

  it('say what is wrong, each by itself, without a form', async () => {
    expect(await trouble('/p/')).toBe('no-code');
    expect(await trouble('/p/ABCDEF')).toBe('wrong-code');
    expect(await trouble('/p/%E0%A4%A')).toBe('wrong-code');
    expect(await trouble(`/p/${makePlaceCode(seeded(4711))}`)).toBe('unknown-place');
    expect(await trouble(`/p/${server.code}`, await server.forgedFragment(server.code))).toBe('forged');
    expect(await trouble(`/p/${server.code}`, await server.fragment(server.second))).toBe('forged');
    expect(await trouble(`/p/${server.code}`, '123')).toBe('forged');
    expect(await trouble('/p/', await server.fragment(server.code))).toBe('forged');
    const place = server.place(server.code);
    if (place) server.places.set(server.code, { ...place, state: 'withdrawn' });
    expect(await trouble(`/p/${server.code}`)).toBe('withdrawn');
    const { screen } = (await visitAt(`/p/${server.code}`)).visit.state();
    expect(screen).toMatchObject({ school: { name: 'Trường Hoa Sen' } });
    server.mode = 'portal';
    expect(await trouble(`/p/${makePlaceCode(seeded(4711))}`)).toBe('portal');
  });

  it('also when the forged link came with a place in the page', async () => {
    const { visit } = await visitAt(`/p/${server.code}`, await server.forgedFragment(server.code), server.place(server.code));
    expect(visit.state().screen).toEqual({ kind: 'trouble', trouble: 'forged' });
  });

  it('without a network: a phone that knows the school goes on by the signed fragment, another one says so', async () => {
    server.mode = 'dead';
    expect(await trouble(`/p/${server.second}`, await server.fragment(server.second))).toBe('no-network');
    server.mode = 'ok';
    await visitAt(`/p/${server.code}`);
    server.mode = 'dead';
    expect(await trouble(`/p/${server.second}`)).toBe('no-network');
    expect(await trouble(`/p/${server.second}`, await server.forgedFragment(server.second))).toBe('forged');
    const { visit } = await visitAt(`/p/${server.second}`, await server.fragment(server.second));
    expect(visit.state()).toMatchObject({ screen: { kind: 'form' }, place: { code: server.second, school: { name: 'Trường Hoa Sen' } } });
    const otherSchool = [...server.places.values()].find((place) => place.school.id === 'Hoa Mai')?.code ?? '';
    const elsewhere = await visitAt(`/p/${otherSchool}`, await server.fragment(otherSchool));
    expect(elsewhere.visit.state().screen).toEqual({ kind: 'trouble', trouble: 'no-network', school: { name: 'TH Hoa Mai' } });
  });
});

describe('a browser that keeps nothing', () => {
  it('works as long as the page is open', async () => {
    Object.assign(globalThis, { indexedDB: undefined, localStorage: undefined });
    const { visit } = await visitAt(`/p/${server.code}`);
    fillIn(visit);
    expect(visit.saveDraft()).toBe(false);
    server.mode = 'dead';
    await visit.send();
    expect(visit.state().screen).toEqual({ kind: 'waiting' });
    expect(visit.journey()?.desk.lasting).toBe(false);
    server.mode = 'ok';
    await visit.journey()?.retry();
    expect(visit.state().screen.kind).toBe('pass');
  });
});
