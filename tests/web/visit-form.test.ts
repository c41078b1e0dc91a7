import { openDB } from 'idb';
import { describe, expect, it } from 'vitest';
import { inlinePlace } from '../../shared/api/inline-place.ts';
import { server, visitAt } from './visit-hooks.ts';
import { fillIn, NOW } from './visit-phone.ts';

describe('the form', () => {
  it('has no answer and no tick of its own', async () => {
    const { visit } = await visitAt(`/p/${server.code}`);
    expect(visit.state()).toMatchObject({ screen: { kind: 'form' }, typed: {}, purposes: [], remember: false, onBehalf: false });
  });

  it('shows errors only of questions that were left, and all after a try to send', async () => {
    const { visit } = await visitAt(`/p/${server.code}`);
    expect(visit.journey()?.errors()).toEqual({});
    visit.leave('phone');
    expect(visit.journey()?.errors()).toEqual({ phone: 'required' });
    const errors = await visit.send();
    expect(errors.map((error) => error.at)).toEqual(['/answers/fullName', '/answers/phone', '/answers/symptoms', '/consent/purposes/gate']);
    expect(visit.journey()?.errors()).toEqual({ fullName: 'required', phone: 'required', symptoms: 'required', gate: 'consent-needed' });
    expect(server.bodies).toEqual([]);
  });

  it('comes with the page before anything is fetched, and again from the phone without a network', async () => {
    const first = await visitAt(`/p/${server.code}`, '', server.place(server.code));
    expect(first.visit.state().screen).toEqual({ kind: 'form' });
    server.mode = 'dead';
    const second = await visitAt(`/p/${server.code}`);
    expect(second.visit.state()).toMatchObject({ screen: { kind: 'form' }, place: { code: server.code } });
  });

  it('may come in one language: the whole of it is asked for behind the form, and typing goes on', async () => {
    const whole = server.place(server.code);
    if (!whole) throw new Error('no place');
    const text = inlinePlace({ ...whole, school: { ...whole.school, name: 'Trường </script><b>' } });
    expect(text).not.toContain('<');
    expect(text).not.toContain('(en)');
    const short = JSON.parse(text) as typeof whole;
    expect(short.school.name).toBe('Trường </script><b>');
    const { visit } = await visitAt(`/p/${server.code}`, await server.fragment(server.code), short);
    expect(visit.state()).toMatchObject({
      screen: { kind: 'form' },
      place: { questionnaire: { title: { en: 'Khách (en)' } }, keys: { at: NOW } },
    });
    server.mode = 'dead';
    const { visit: offline } = await visitAt(`/p/${server.code}`, '', short);
    expect(offline.state().screen).toEqual({ kind: 'form' });
  });

  it('keeps what was typed through a reload, but never the consent', async () => {
    const { visit } = await visitAt(`/p/${server.code}`);
    visit.answer('fullName', 'Trần Thị B');
    visit.consent(['gate']);
    expect(visit.saveDraft()).toBe(true);
    const again = await visitAt(`/p/${server.code}`);
    expect(again.visit.state()).toMatchObject({ typed: { fullName: 'Trần Thị B' }, purposes: [], restored: true });
  });

  it('keeps what was typed when the questions get a newer version meanwhile', async () => {
    const { visit } = await visitAt(`/p/${server.code}`);
    visit.answer('fullName', 'Trần Thị B');
    visit.answer('symptoms', false);
    visit.saveDraft();
    const old = server.place(server.code);
    if (!old) throw new Error('no place');
    const [name, , symptoms] = old.questionnaire.items;
    if (!name || !symptoms) throw new Error('no questions');
    const host = { ...name, linkId: 'host', role: 'host' as const };
    server.places.set(server.code, { ...old, questionnaire: { ...old.questionnaire, version: 2, items: [name, host, symptoms] } });
    const again = await visitAt(`/p/${server.code}`);
    expect(again.visit.state()).toMatchObject({
      typed: { fullName: 'Trần Thị B', symptoms: false },
      place: { questionnaire: { version: 2 } },
    });
    again.visit.answer('host', 'Cô Lan');
    again.visit.consent(['gate']);
    expect(await again.visit.send()).toEqual([]);
    expect(JSON.parse(server.bodies[0] ?? '')).toMatchObject({ questionnaire: { version: 2 } });
  });

  it.each([
    ['no JSON', '{'],
    ['nothing', 'null'],
    ['answers that are none', { values: null }],
    ['answers of nothing', { values: { fullName: null, symptoms: null, address: null } }],
    ['answers of another kind', { values: { fullName: 7, phone: {}, symptoms: 'x', more: [null, 1] } }],
    ['companions that are none', { values: { fullName: 'Trần Thị B' }, companions: 'p1-' }],
    ['companions of nothing', { values: {}, companions: [null, 7, 'x', {}] }],
    ['a draft of the page before companions', { values: { fullName: 'Trần Thị B' } }],
  ])('is filled in and sent whatever stands where a draft and a person should: %s', async (_, kept) => {
    const draft = typeof kept === 'string' ? kept : JSON.stringify({ at: NOW, onBehalf: false, ...kept });
    localStorage.setItem(`quacong.draft.${server.code}`, draft);
    localStorage.setItem('quacong.person', typeof kept === 'string' ? kept : JSON.stringify({ name: null, phone: 7, ...kept.values }));
    const { visit } = await visitAt(`/p/${server.code}`);
    visit.journey()?.errors();
    for (const prefix of visit.state().companions) visit.journey()?.removeCompanion(prefix);
    fillIn(visit);
    expect(await visit.send()).toEqual([]);
    expect(visit.state().screen.kind).toBe('pass');
  });

  it('loses nothing that can be read beside what cannot', async () => {
    const first = await visitAt(`/p/${server.code}`);
    fillIn(first.visit);
    server.mode = 'dead';
    await first.visit.send();
    first.visit.journey()?.desk.stop();
    const database = await openDB('quacong-visit');
    for (const drawer of database.objectStoreNames)
      for (const [key, junk] of [null, 0, 'x', [], {}, { id: 'x' }, { pass: {} }, { view: {} }, { receipt: null }].entries())
        await database.put(drawer, junk, `junk ${key}`);
    database.close();
    server.mode = 'ok';
    const { visit } = await visitAt(`/p/${server.code}`);
    await visit.journey()?.retry();
    expect(visit.journey()?.desk.passes()).toMatchObject([{ pass: { maskedName: 'N.V. An ·678' } }]);
    expect(visit.journey()?.desk.queue()).toEqual([]);
    await visit.journey()?.forgetAll();
  });

  it('sends what a page before companions kept unsent', async () => {
    const { code } = server;
    const database = await openDB('quacong-visit', 1, {
      upgrade: (fresh) => ['place', 'pass', 'queue', 'area'].forEach((drawer) => void fresh.createObjectStore(drawer)),
    });
    const of = { schoolId: 'Hoa Sen', school: 'Trường Hoa Sen' };
    await database.put('queue', { id: 'old', code, ...of, body: '{"id":"old"}', at: NOW, tries: 3 }, 'old');
    database.close();
    const { visit } = await visitAt(`/p/${code}`);
    await visit.journey()?.retry();
    expect(server.bodies).toEqual(['{"id":"old"}']);
    expect(visit.journey()?.desk.passes()).toMatchObject([{ id: 'old', pass: { maskedName: 'N.V. An ·678' } }]);
  });

  it('forgets a draft after a day', async () => {
    const { visit } = await visitAt(`/p/${server.code}`);
    visit.answer('fullName', 'Trần Thị B');
    visit.saveDraft();
    const draft = `quacong.draft.${server.code}`;
    localStorage.setItem(draft, JSON.stringify({ ...JSON.parse(localStorage.getItem(draft) ?? ''), at: NOW - 25 * 3_600_000 }));
    expect((await visitAt(`/p/${server.code}`)).visit.state().typed).toEqual({});
  });
});
