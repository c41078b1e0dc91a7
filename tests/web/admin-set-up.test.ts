import { describe, expect, it } from 'vitest';
import type { Me } from '../../shared/api/accounts.schema.ts';
import { ASKED, createRecoveryCheck, pickPlaces, WORDS } from '../../web/admin/state/recovery.ts';
import { createSetUp } from '../../web/admin/state/set-up.ts';
import { createSignIn } from '../../web/admin/state/sign-in.ts';
import { createAreas } from '../../web/lib/areas.ts';
import type { Result } from '../../web/lib/client.ts';
import { answer, countingRandom, fakeClient, later, NOW, refusal, SCHOOL } from './admin-kit.ts';

const ME: Me = { account: 'a', login: 'lan', name: 'Lan', secondFactor: false, recoveryUnconfirmed: true, grants: [] };
const areas = createAreas();
const clock = () => NOW;

describe('set-up', () => {
  const START = { 'GET /api/set-up': answer({ done: false, publicUrl: null, port: 8787, https: false }), 'GET /api/me': answer(ME) };
  const open = (answers: Record<string, unknown>) => {
    const { client, asked } = fakeClient({ ...START, ...answers });
    const signedIn: Me[] = [];
    const ports = { client, areas, random: countingRandom(), token: 'one-time', clock, firstGate: 'Cổng chính' };
    return { setUp: createSetUp({ ...ports, onSignedIn: (me) => signedIn.push(me) }), asked, signedIn };
  };
  type Opened = ReturnType<typeof open>['setUp'];
  const fill = async (setUp: Opened) => {
    await setUp.state.reload();
    setUp.setPerson({ name: 'Nguyễn Thị Lan', login: 'lan.nguyen', password: 'bờ rào xanh tháng tám' });
    await setUp.next();
    setUp.setSchool({
      name: 'Trường THCS Bến Cầu',
      shortName: 'THCS Bến Cầu',
      kind: 'lower-secondary',
      province: '80',
      phone: '02763821234',
    });
    setUp.setSchool({ commune: '25000' });
    await setUp.next();
  };

  it('stops at the first step that is not complete, and clears a field as it is mended', async () => {
    const { setUp } = open({});
    setUp.setPerson({ login: 'Lan', password: 'ngắn' });
    await setUp.next();
    expect(setUp.step.value).toBe('person');
    expect(setUp.errors.problem.value?.errors).toEqual([
      { at: '/name', reason: 'required' },
      { at: '/login', reason: 'format' },
      { at: '/password', reason: 'too-short' },
    ]);
    setUp.setPerson({ login: 'lan' });
    expect(setUp.errors.problem.value?.errors?.map(({ at }) => at)).toEqual(['/name', '/password']);
  });

  it('sends everything once, forgets the password, and shows the words', async () => {
    const { setUp, asked, signedIn } = open({ 'POST /api/set-up': answer({ school: SCHOOL, words: ['abandon'] }) });
    await fill(setUp);
    expect(setUp.step.value).toBe('address');
    setUp.setWay('public');
    setUp.setAddress(' https://cong.truong.example ');
    await setUp.next();
    const body = asked.find(({ what }) => what === 'POST /api/set-up')?.body;
    expect(body).toMatchObject({ token: 'one-time', publicUrl: 'https://cong.truong.example', gates: ['Cổng chính'] });
    expect([setUp.step.value, setUp.words.value, setUp.person.value.password, signedIn]).toEqual(['recovery', ['abandon'], '', [ME]]);
  });

  it.each([
    ['this-machine', null],
    ['network', 'https://cong.lan'],
  ] as const)('%s gives the address %s', async (way, publicUrl) => {
    const { setUp, asked } = open({ 'POST /api/set-up': answer({ school: SCHOOL, words: [] }) });
    await fill(setUp);
    setUp.setAddress('https://cong.lan');
    setUp.setWay(way);
    await setUp.next();
    expect(asked.find(({ what }) => what === 'POST /api/set-up')?.body).toMatchObject({ publicUrl });
  });

  it('wants a way, and https for it', async () => {
    const { setUp, asked } = open({});
    await fill(setUp);
    await setUp.next();
    expect(setUp.errors.problem.value?.errors).toEqual([{ at: '/way', reason: 'required' }]);
    setUp.setWay('network');
    setUp.setAddress('http://192.168.1.5');
    await setUp.next();
    expect(setUp.errors.problem.value?.errors).toEqual([{ at: '/publicUrl', reason: 'format' }]);
    expect(asked.some(({ what }) => what === 'POST /api/set-up')).toBe(false);
  });

  it('goes back to the step that the server refuses', async () => {
    const { setUp } = open({ 'POST /api/set-up': refusal('invalid-input', [{ at: '/school/phone', reason: 'not-a-phone' }]) });
    await fill(setUp);
    setUp.setWay('this-machine');
    await setUp.next();
    expect(setUp.step.value).toBe('school');
  });

  it('does not judge an address that was changed while it was being checked', async () => {
    const slow = later<Result<unknown>>();
    const { setUp } = open({ 'POST /api/set-up/address': () => slow.promise });
    setUp.setAddress('https://a.example');
    const checking = setUp.check();
    setUp.setAddress('https://b.example');
    slow.give(answer({ reached: 'this-server', https: true, loopback: false }));
    await checking;
    expect(setUp.checked.value).toBeUndefined();
  });
});

describe('recovery words', () => {
  it('asks four different places', () => {
    for (let first = 0; first < 300; first++) {
      let calls = 0;
      const places = pickPlaces((length) => {
        calls++;
        return Uint8Array.from({ length }, (_, index) => (first + 7 * (calls * length + index)) % 256);
      });
      expect(new Set(places).size).toBe(ASKED);
      expect(places.every((place) => place >= 1 && place <= WORDS)).toBe(true);
    }
  });

  it('sends them as on the sheet, and nothing while one is missing', async () => {
    const { client, asked } = fakeClient({ 'POST /api/recovery/confirm': answer(undefined) });
    const check = createRecoveryCheck({ client, random: countingRandom() });
    expect(await check.confirm()).toBe(false);
    expect(asked).toEqual([]);
    for (const place of check.places.value) check.type(place, ` Word${place} `);
    expect(await check.confirm()).toBe(true);
    expect(asked[0]?.body).toEqual({ words: check.places.value.map((place) => ({ place, word: `word${place}` })) });
  });
});

describe('sign-in', () => {
  it('asks for the second factor and forgets the password at once', async () => {
    const { client, asked } = fakeClient({
      'POST /api/session': refusal('second-factor-needed'),
      'POST /api/session/second-factor': answer(ME),
    });
    const signedIn: Me[] = [];
    const signIn = createSignIn({ client, onSignedIn: (me) => signedIn.push(me) });
    signIn.set({ login: ' Lan ', password: 'bờ rào xanh' });
    await signIn.send();
    expect([signIn.step.value, signIn.password.value, signIn.sending.problem.value]).toEqual(['totp', '', undefined]);
    signIn.choose('recovery');
    signIn.set({ code: ' 2345F-GHJKM ' });
    await signIn.send();
    expect(asked.map(({ body }) => body)).toEqual([
      { login: 'lan', password: 'bờ rào xanh' },
      { code: '2345F-GHJKM', kind: 'recovery' },
    ]);
    expect(signedIn).toEqual([ME]);
  });
});
