import { describe, expect, it } from 'vitest';
import type { Me } from '../../shared/api/accounts.schema.ts';
import type { SchoolView } from '../../shared/api/schools.schema.ts';
import { createRouter } from '../../web/admin/router.ts';
import { createAdmin } from '../../web/admin/state/admin.ts';
import { createKiosks } from '../../web/admin/state/kiosks.ts';
import { createLoader, dataOf } from '../../web/admin/state/loader.ts';
import { createLog } from '../../web/admin/state/log.ts';
import { createSettings } from '../../web/admin/state/settings.ts';
import { createAreas } from '../../web/lib/areas.ts';
import type { Result } from '../../web/lib/client.ts';
import { answer, countingRandom, fakeClient, later, NOW, refusal, SCHOOL } from './admin-kit.ts';

const ME: Me = { account: 'a', login: 'lan', name: 'Lan', secondFactor: false, recoveryUnconfirmed: true, grants: [] };
const areas = createAreas();
const clock = () => NOW;

describe('what is asked for again', () => {
  it('keeps what is on the screen when a later try fails', async () => {
    const results: Result<number>[] = [{ ok: true, data: 1, status: 200 }, refusal('offline')];
    const loader = createLoader<number>(async () => results.shift() ?? refusal('offline'), clock);
    await loader.reload();
    await loader.reload();
    expect(loader.state.value).toMatchObject({ kind: 'ready', data: 1, problem: { code: 'offline' } });
  });

  it('takes the answer to the last question, whichever comes last', async () => {
    const first = later<Result<string>>();
    const second = later<Result<string>>();
    const waiting = [first.promise, second.promise];
    const loader = createLoader<string>(() => waiting.shift() ?? Promise.resolve(refusal('offline')), clock);
    const both = [loader.reload(), loader.reload()];
    second.give({ ok: true, data: 'new', status: 200 });
    first.give({ ok: true, data: 'old', status: 200 });
    await Promise.all(both);
    expect(dataOf(loader.state.value)).toBe('new');
  });
});

describe('the log', () => {
  const PATH = `GET /api/schools/${SCHOOL}/log`;
  const page = (events: string[], cursor: string | null) => answer({ rows: events.map((event) => ({ event })), cursor, searchedAll: true });

  it('adds older pages by the same filters, whatever was typed meanwhile', async () => {
    const pages = [page(['e1'], 'c1'), page(['e2'], null)];
    const { client, asked } = fakeClient({ [PATH]: () => pages.shift() });
    const log = createLog({ client, clock, school: SCHOOL });
    log.filters.set({ q: ' hồng ', dir: 'in' });
    await log.search();
    log.filters.set({ q: 'khác' });
    await log.showMore();
    expect(asked[1]?.query).toEqual({ from: '2026-11-21', to: '2026-11-21', dir: 'in', q: 'hồng', cursor: 'c1' });
    expect(log.list.value).toMatchObject({ kind: 'ready', rows: [{ event: 'e1' }, { event: 'e2' }], cursor: null });
  });

  it('never adds a page to the result of another search', async () => {
    const slow = later<Result<unknown>>();
    const answers: unknown[] = [page(['e1'], 'c1'), slow.promise, page(['other'], null)];
    const { client } = fakeClient({ [PATH]: () => answers.shift() });
    const log = createLog({ client, clock, school: SCHOOL });
    await log.search();
    const more = log.showMore();
    await log.search();
    slow.give(page(['e2'], null));
    await more;
    expect(log.list.value).toMatchObject({ rows: [{ event: 'other' }] });
  });

  it('asks nothing for a day that does not exist', async () => {
    const { client, asked } = fakeClient({});
    const log = createLog({ client, clock, school: SCHOOL });
    log.filters.set({ period: 'chosen', from: '31/2', to: '1/1/2026' });
    await log.search();
    expect(asked).toEqual([]);
    expect(log.errors.problem.value?.errors).toEqual([{ at: '/from', reason: 'not-a-day' }]);
  });
});

const VIEW: SchoolView = {
  id: SCHOOL,
  version: 3,
  name: 'Trường THCS Bến Cầu',
  shortName: 'THCS Bến Cầu',
  kind: 'lower-secondary',
  province: '80',
  commune: '25000',
  street: '',
  phone: '02763821234',
  line: '',
  contact: '',
  questionnaire: 'visitor',
  screenCode: false,
  gates: [{ id: 'g1', number: 1, name: 'Cổng chính', direction: 'both', active: true, version: 1 }],
  actions: ['school.manage'],
};

describe('settings', () => {
  it('never overwrites what somebody else has just changed', async () => {
    const theirs = { ...VIEW, version: 4, street: '9 Trần Phú' };
    const answers = [refusal('stale-version'), answer({ ...theirs, version: 5, line: 'Xin chào' })];
    const { client, asked } = fakeClient({ [`PUT /api/schools/${SCHOOL}`]: () => answers.shift() });
    const view = createLoader<SchoolView>(async () => ({ ok: true, data: theirs, status: 200 }), clock);
    view.put(VIEW);
    const settings = createSettings({ client, areas, clock, view, school: VIEW });
    settings.set({ street: '1 Lê Lợi' });
    await settings.save();
    expect([settings.overtaken.value, settings.saved.value, settings.form.draft.value.street]).toEqual([true, false, '9 Trần Phú']);
    settings.set({ line: 'Xin chào' });
    await settings.save();
    expect(asked.map(({ headers }) => headers)).toEqual([{ 'if-match': '"3"' }, { 'if-match': '"4"' }]);
    expect([settings.overtaken.value, settings.saved.value]).toEqual([false, true]);
    expect(asked[1]?.body).not.toHaveProperty('actions');
  });

  it('edits a gate with its own version', async () => {
    const { client, asked } = fakeClient({ [`PUT /api/schools/${SCHOOL}/gates/g1`]: answer({}) });
    const view = createLoader<SchoolView>(async () => ({ ok: true, data: VIEW, status: 200 }), clock);
    const settings = createSettings({ client, areas, clock, view, school: VIEW });
    settings.editGate(VIEW.gates[0]);
    settings.setGate({ direction: 'out', active: false });
    await settings.saveGate();
    expect(asked[0]).toMatchObject({ body: { name: 'Cổng chính', direction: 'out', active: false }, headers: { 'if-match': '"1"' } });
    expect(settings.gate.value).toBeUndefined();
  });
});

describe('kiosks', () => {
  it('notices by itself that a kiosk came for the code', async () => {
    const kiosks: { id: string; revokedAt: null }[] = [{ id: 'old', revokedAt: null }];
    const { client } = fakeClient({
      [`GET /api/schools/${SCHOOL}/kiosks`]: () => answer({ kiosks: [...kiosks] }),
      [`POST /api/schools/${SCHOOL}/pairings`]: answer({ code: '4829103756', expiresAt: NOW + 1, link: null, missing: 'no-https-address' }),
    });
    const state = createKiosks({ client, clock, school: SCHOOL });
    await state.list.reload();
    await state.pair();
    expect(state.pairingSending.problem.value?.errors?.map(({ at }) => at)).toEqual(['/name', '/gate']);
    state.setPairing({ name: 'Máy cổng chính', gate: 'g1' });
    await state.pair();
    await state.look();
    expect(state.paired.value).toBeUndefined();
    kiosks.push({ id: 'new', revokedAt: null });
    await state.look();
    expect(state.paired.value?.id).toBe('new');
  });

  it('asks before it takes anything away', async () => {
    const { client, asked } = fakeClient({
      [`DELETE /api/schools/${SCHOOL}/operators/o1`]: answer(undefined),
      [`GET /api/schools/${SCHOOL}/operators`]: answer({ operators: [] }),
    });
    const state = createKiosks({ client, clock, school: SCHOOL });
    await state.remove();
    expect(asked).toEqual([]);
    state.ask({ kind: 'operator', operator: { id: 'o1', name: 'Bác Hùng' } });
    await state.remove();
    expect(asked.map(({ what }) => what)).toEqual([`DELETE /api/schools/${SCHOOL}/operators/o1`, `GET /api/schools/${SCHOOL}/operators`]);
  });
});

/** Everything that was asked has been answered. */
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

describe('the office as a whole', () => {
  const open = (answers: Record<string, unknown>, pathname = '/admin/') => {
    const location = { pathname };
    const put = (_: unknown, __: string, path?: string | URL | null) => {
      location.pathname = String(path);
    };
    const router = createRouter({ location, history: { pushState: put, replaceState: put }, onBack: () => undefined });
    const { client, asked } = fakeClient(answers);
    const files = { save: () => undefined, digest: async () => '', slip: () => '' };
    const ports = { client, router, areas, clock, random: countingRandom(), language: () => 'vi' as const, ...files };
    return { admin: createAdmin({ ...ports, token: '' }), location, asked };
  };
  const SCHOOLS = answer({ schools: [{ id: SCHOOL, name: VIEW.name, shortName: VIEW.shortName }] });

  it('asks for a sign-in where nobody is signed in, and stays at the page that was wanted', async () => {
    const { admin, location } = open({ 'GET /api/me': refusal('not-signed-in') }, `/admin/school/${SCHOOL}/log`);
    expect(admin.screen.value.page).toBe('starting');
    admin.start();
    await settled();
    expect([admin.screen.value.page, location.pathname]).toEqual(['sign-in', `/admin/school/${SCHOOL}/log`]);
  });

  it('asks who is signed in only on leaving set-up', async () => {
    const { admin, asked } = open({ 'GET /api/me': refusal('not-signed-in') }, '/admin/set-up');
    admin.start();
    await settled();
    expect(asked.map(({ what }) => what)).not.toContain('GET /api/me');
    const before = admin.screen.value;
    expect(before.page).toBe('set-up');
    admin.router.replace({ page: 'home' });
    await settled();
    expect(admin.screen.value.page).toBe('sign-in');
  });

  it('tells a server that cannot be reached from a session that is over', async () => {
    const { admin } = open({ 'GET /api/me': refusal('offline') });
    admin.start();
    await settled();
    expect(admin.screen.value.page).toBe('unreachable');
  });

  it('takes who has one school there', async () => {
    const { admin, location } = open({ 'GET /api/me': answer(ME), 'GET /api/schools': SCHOOLS });
    admin.start();
    await settled();
    await admin.schools.reload();
    expect(location.pathname).toBe(`/admin/school/${SCHOOL}`);
    expect(admin.screen.value).toMatchObject({ page: 'school', id: SCHOOL });
  });

  it('opens the first page that the account may see, and asks for nothing else', async () => {
    const school = { ...VIEW, actions: ['school.read'] };
    const answers = { 'GET /api/me': answer(ME), 'GET /api/schools': SCHOOLS, [`GET /api/schools/${SCHOOL}`]: answer(school) };
    const { admin, asked, location } = open(answers, `/admin/school/${SCHOOL}/log`);
    admin.start();
    await settled();
    expect([location.pathname, admin.screen.value]).toMatchObject([`/admin/school/${SCHOOL}/posters`, { screen: { part: 'posters' } }]);
    expect(asked.map(({ what }) => what)).not.toContain(`GET /api/schools/${SCHOOL}/log`);
  });

  it('shows the sign-in as soon as any answer says that the session is over', async () => {
    const { admin } = open({ 'GET /api/me': answer(ME), 'GET /api/schools': SCHOOLS }, '/admin/account');
    admin.start();
    await settled();
    expect(admin.screen.value.page).toBe('account');
    const over = open({ 'GET /api/me': answer(ME), 'GET /api/schools': refusal('not-signed-in') }, '/admin/account');
    over.admin.start();
    await settled();
    await over.admin.schools.reload();
    expect([over.admin.screen.value.page, over.admin.me.value]).toEqual(['sign-in', undefined]);
  });

  it('keeps the red line until the words have been asked back', async () => {
    const { admin } = open({ 'GET /api/me': answer(ME), 'GET /api/schools': SCHOOLS }, '/admin/recovery');
    admin.start();
    await settled();
    expect(admin.me.value?.recoveryUnconfirmed).toBe(true);
    admin.recoveryConfirmed();
    expect(admin.me.value?.recoveryUnconfirmed).toBe(false);
  });
});
