import { pbkdf2Sync } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { pathOf } from '../../server/accounts/grants.ts';
import { schoolScope } from '../../server/db/port.ts';
import { listOperators, operatorNames } from '../../server/schools/store.ts';
import type { PosterView, SchoolInput, SchoolView } from '../../shared/api/schools.schema.ts';
import { addDays, DAY, dayOf } from '../../shared/clock.ts';
import { verifyFragment } from '../../shared/poster/fragment.ts';
import { readPosterLink } from '../../shared/poster/link.ts';
import { ROLES, type Role } from '../../shared/units/can.ts';
import { describeServers, type TestApp } from '../app.ts';
import { makeAccount, makeSchool, ORIGIN, postJson, type TestSchool } from '../fixtures/world.ts';

const INPUT: SchoolInput = {
  name: 'Trường Tiểu học Hoa Ban',
  shortName: 'TH Hoa Ban',
  kind: 'primary',
  province: '01',
  commune: '00004',
  street: '12 phố Cây Đa',
  phone: '024 3825 0000',
  line: 'Phòng bảo vệ, cổng A',
  contact: 'Cô Hà, văn phòng',
  questionnaire: 'everyone',
};

describeServers('schools', (server) => {
  let one: TestApp;
  let own: TestSchool;
  let other: TestSchool;
  const cookies = {} as Record<Role, string>;
  let admin: { account: string; cookie: string };

  beforeAll(async () => {
    one = server();
    own = await makeSchool(one.app);
    other = await makeSchool(one.app, { name: 'Trường Mầm non Sao Khuê' });
    for (const role of ROLES) cookies[role] = (await makeAccount(one.app, own, role)).cookie;
    admin = await makeAccount(one.app, own);
  });

  const ask = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    one.hono.request(path, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      headers: { 'content-type': 'application/json', origin: ORIGIN, cookie: admin.cookie, ...headers },
    });
  const view = async (school = own.id): Promise<SchoolView> => (await ask('GET', `/api/schools/${school}`)).json() as Promise<SchoolView>;
  const audits = (action: string, object: string) =>
    one.app.db.read('system', (query) =>
      query.selectFrom('audit').selectAll().where('action', '=', action).where('object', '=', object).execute(),
    );

  async function create(change: Partial<SchoolInput> = {}) {
    const response = await ask('POST', '/api/schools', { ...INPUT, ...change }, { cookie: cookies.operator });
    return { status: response.status, body: (await response.json()) as SchoolView & { errors?: unknown } };
  }
  /** The operator becomes the new school's administrator. */
  const asCreator = { cookie: '' };
  beforeAll(() => {
    asCreator.cookie = cookies.operator;
  });

  test('a new school stands in the tree from today on, with its poster, its administrator and an audit row', async () => {
    const { status, body } = await create();
    expect(status).toBe(201);
    expect(body).toMatchObject({ ...INPUT, phone: '02438250000', version: 1, gates: [] });
    expect(body.actions).toContain('school.manage');
    const today = dayOf(one.app.clock());
    expect(await pathOf(one.app.db, body.id, today)).toBe(`/${body.id}/`);
    expect(await pathOf(one.app.db, body.id, addDays(today, -1))).toBeUndefined();
    const posters = (await (await ask('GET', `/api/schools/${body.id}/posters`, undefined, asCreator)).json()) as { posters: PosterView[] };
    expect(posters.posters).toMatchObject([{ gate: null, withdrawnAt: null, trial: false }]);
    expect(await audits('school.created', body.id)).toHaveLength(1);
  });

  test('the list holds the schools that the caller may read, and no other', async () => {
    const list = async (cookie: string) =>
      ((await (await ask('GET', '/api/schools', undefined, { cookie })).json()) as { schools: { id: string }[] }).schools.map(
        ({ id }) => id,
      );
    expect(await list(cookies.viewer)).toEqual([own.id]);
    expect(await list((await makeAccount(one.app, other)).cookie)).toEqual([other.id]);
  });

  test('another school does not exist for the caller; a missing right on the own one is 403', async () => {
    const missing = '01890000-0000-7000-8000-000000000000';
    for (const school of [other.id, missing, 'x']) {
      for (const [method, path, body] of [
        ['GET', ''],
        ['PUT', '', INPUT],
        ['POST', '/gates', { name: 'Cổng', direction: 'both' }],
        ['GET', '/operators'],
        ['POST', '/operators', { name: 'Bác Tư', pin: '4821' }],
        ['DELETE', '/operators/x'],
        ['GET', '/posters'],
        ['POST', '/posters/K7M2QX/rotate'],
      ] as const) {
        expect((await ask(method, `/api/schools/${school}${path}`, body)).status, `${method} ${school}${path}`).toBe(404);
      }
    }
    const put = await ask('PUT', `/api/schools/${own.id}`, INPUT, { cookie: cookies.viewer, 'if-match': '"1"' });
    expect(put.status).toBe(403);
    expect((await ask('POST', '/api/schools', INPUT, { cookie: cookies['school-admin'] })).status).toBe(403);
    expect((await ask('GET', `/api/schools/${own.id}`, undefined, { cookie: '' })).status).toBe(401);
  });

  test('each role is told what it may do', async () => {
    const actions = async (cookie: string) =>
      ((await (await ask('GET', `/api/schools/${own.id}`, undefined, { cookie })).json()) as SchoolView).actions;
    expect(await actions(cookies.viewer)).toEqual(['school.read', 'log.read']);
    expect(await actions(cookies['school-office'])).not.toContain('school.manage');
    expect(await actions(cookies['school-admin'])).not.toContain('installation.manage');
  });

  test('a stale or missing version changes nothing, whatever the body (AD39)', async () => {
    const { body: school } = await create();
    const put = (body: unknown, version?: string) =>
      ask('PUT', `/api/schools/${school.id}`, body, { ...asCreator, ...(version === undefined ? {} : { 'if-match': version }) });
    for (const version of ['"stale"', '"2"', '1', '*', 'W/"1"', undefined]) {
      expect((await put({ name: 'x' }, version)).status, version).toBe(412);
    }
    const [first, second] = await Promise.all([put({ ...INPUT, name: 'Tên A' }, '"1"'), put({ ...INPUT, name: 'Tên B' }, '"1"')]);
    expect([first.status, second.status].sort()).toEqual([200, 412]);
    const won = (await (first.status === 200 ? first : second).json()) as SchoolView;
    expect(won.version).toBe(2);
    expect(await audits('school.updated', school.id)).toHaveLength(1);
  });

  test('the tree keeps what was true until yesterday', async () => {
    const { body: school } = await create();
    const spans = () =>
      one.app.db.read('system', (query) =>
        query.selectFrom('unit_span').selectAll().where('unit_id', '=', school.id).orderBy('from_day').execute(),
      );
    const today = dayOf(one.app.clock());
    await ask('PUT', `/api/schools/${school.id}`, { ...INPUT, name: 'Tên mới' }, { ...asCreator, 'if-match': '"1"' });
    expect(await spans()).toMatchObject([{ from_day: today, to_day: null, name: 'Tên mới' }]);
    one.setClock(Date.now() + 3 * DAY);
    const moved = { ...INPUT, name: 'Tên mới', province: '04', commune: '01273' };
    expect((await ask('PUT', `/api/schools/${school.id}`, moved, { ...asCreator, 'if-match': '"2"' })).status).toBe(200);
    one.setClock(null);
    const later = addDays(today, 3);
    expect(await spans()).toMatchObject([
      { from_day: today, to_day: addDays(later, -1), province: '01', commune: '00004' },
      { from_day: later, to_day: null, province: '04', commune: '01273', path: `/${school.id}/` },
    ]);
  });

  test.each<[string, Partial<SchoolInput>, { at: string; reason: string }[]]>([
    ['a commune of another province', { province: '04' }, [{ at: '/commune', reason: 'not-a-choice' }]],
    ['no name left', { name: '\u202e \u0000' }, [{ at: '/name', reason: 'required' }]],
    ['marks heaped up', { street: `a${'\u0301'.repeat(30)}` }, [{ at: '/street', reason: 'not-text' }]],
    ['no phone', { phone: 'gọi cô Hà' }, [{ at: '/phone', reason: 'not-a-phone' }]],
    [
      'several at once',
      { phone: '', shortName: ' ' },
      [
        { at: '/phone', reason: 'required' },
        { at: '/shortName', reason: 'required' },
      ],
    ],
  ])('%s is refused at its field', async (_name, change, errors) => {
    const { status, body } = await create(change);
    expect(status).toBe(422);
    expect(body.errors).toEqual(errors);
  });

  test('what cannot be shown is taken out of a school name, so that its poster can be made (PO20, PO22)', async () => {
    const long = await create({ name: 'Trường \u202eA😀 ế'.repeat(20) });
    expect(long.status).toBe(201);
    expect(long.body.name).toBe('Trường A😀 ế'.normalize('NFC').repeat(20));
    const lines = await create({ name: 'A\r\nSet-Cookie: x=1', shortName: 'B\u200b\ud800' });
    expect(lines.body).toMatchObject({ name: 'A Set-Cookie: x=1', shortName: 'B' });
  });

  test('fields that only the server sets stay, unknown ones are dropped (AD06, AD34)', async () => {
    const { status, body } = await create({ id: 'x', version: 99, website: 'javascript:alert(1)', __proto__: { a: 1 } } as never);
    expect(status).toBe(201);
    expect(body.version).toBe(1);
    expect(body.id).not.toBe('x');
    expect(JSON.stringify(body)).not.toContain('javascript');
  });

  test('gates are numbered, have a poster each, and two at once do not take one number', async () => {
    const { body: school } = await create();
    const add = (name: string) => ask('POST', `/api/schools/${school.id}/gates`, { name, direction: 'both' }, asCreator);
    expect((await add('Cổng chính')).status).toBe(201);
    expect((await add(' Cổng\u00a0chính ')).status).toBe(422);
    const racing = await Promise.all([add('Cổng phụ'), add('Cổng sau')]);
    const made = racing.filter((response) => response.status === 201).length;
    expect(racing.every((response) => response.status === 201 || response.status === 409)).toBe(true);
    const now = (await (await ask('GET', `/api/schools/${school.id}`, undefined, asCreator)).json()) as SchoolView;
    expect(now.gates.map((gate) => gate.number)).toEqual(Array.from({ length: 1 + made }, (_, index) => index + 1));
    const { posters } = (await (await ask('GET', `/api/schools/${school.id}/posters`, undefined, asCreator)).json()) as {
      posters: PosterView[];
    };
    expect(posters.map((poster) => poster.gate?.name ?? null)).toEqual([null, ...now.gates.map((gate) => gate.name)]);
  });

  test('a gate is closed and renamed by its version', async () => {
    const [gate] = (await view()).gates;
    const path = `/api/schools/${own.id}/gates/${gate?.id}`;
    const change = { name: 'Cổng Bắc', direction: 'in', active: false };
    expect((await ask('PUT', path, change, { 'if-match': '"9"' })).status).toBe(412);
    const response = await ask('PUT', path, change, { 'if-match': `"${gate?.version}"` });
    expect(await response.json()).toEqual({ ...gate, ...change, version: (gate?.version ?? 0) + 1 });
    expect((await ask('PUT', `/api/schools/${own.id}/gates/nope`, change)).status).toBe(404);
    expect(await audits('gate.updated', gate?.id ?? '')).toHaveLength(1);
  });

  test("a guard's PIN is stored as the kiosk checks it, and leaves with the guard", async () => {
    const path = `/api/schools/${own.id}/operators`;
    const created = await ask('POST', path, { name: 'Bác Tư', pin: '4821' });
    expect(created.status).toBe(201);
    const { id } = (await created.json()) as { id: string };
    expect((await ask('POST', path, { name: 'Bác Tư', pin: '1111' })).status).toBe(422);
    for (const pin of ['123', '123456789', '12a4', '１２３４']) expect((await ask('POST', path, { name: 'X', pin })).status, pin).toBe(422);
    const answered = await (await ask('GET', path)).text();
    expect(JSON.parse(answered)).toEqual({ operators: [{ id, name: 'Bác Tư' }] });

    const scope = schoolScope(own.id);
    const [stored] = await listOperators(one.app.db, scope, own.id);
    const salt = Buffer.from(stored?.salt ?? '', 'base64url');
    expect(salt).toHaveLength(16);
    expect(pbkdf2Sync('4821', salt, 100_000, 32, 'sha256').toString('base64url')).toBe(stored?.hash);

    expect((await ask('DELETE', `${path}/${id}`)).status).toBe(204);
    expect((await ask('DELETE', `${path}/${id}`)).status).toBe(404);
    expect(await listOperators(one.app.db, scope, own.id)).toEqual([]);
    expect(await operatorNames(one.app.db, scope, own.id)).toEqual([{ id, name: 'Bác Tư' }]);
  });

  test('a poster link is signed for this address; a new poster withdraws the old one', async () => {
    const list = async () => ((await (await ask('GET', `/api/schools/${own.id}/posters`)).json()) as { posters: PosterView[] }).posters;
    const [before] = await list();
    const link = readPosterLink(before?.link ?? '');
    expect(link).toMatchObject({ origin: ORIGIN, code: own.code, fragment: { gate: 0, shortName: 'TH Hoa Ban' } });
    const keys = one.app.keys.verificationKeys();
    const verified = link?.fragment && (await verifyFragment(link.fragment, ORIGIN, keys, crypto.subtle));
    expect(verified).toBe('valid');

    expect((await ask('POST', `/api/schools/${other.id}/posters/${own.code}/rotate`)).status).toBe(404);
    const rotated = await ask('POST', `/api/schools/${own.id}/posters/${own.code.toLowerCase()}/rotate`);
    expect(rotated.status).toBe(201);
    const made = (await rotated.json()) as PosterView;
    expect(made.code).not.toBe(own.code);
    expect((await ask('POST', `/api/schools/${own.id}/posters/${own.code}/rotate`)).status).toBe(409);
    const [fresh, old] = await list();
    expect([fresh?.code, fresh?.withdrawnAt, old?.code]).toEqual([made.code, null, own.code]);
    expect(old?.withdrawnAt).not.toBeNull();
    const place = (await (await one.hono.request(`/api/places/${own.code}`)).json()) as { state: string };
    expect(place.state).toBe('withdrawn');
  });

  test('another school cannot rotate this poster by its code', async () => {
    const stranger = await makeAccount(one.app, other);
    const response = await postJson(one.hono, `/api/schools/${other.id}/posters/${own.code}/rotate`, '', { cookie: stranger.cookie });
    expect(response.status).toBe(404);
  });
});
