import { beforeAll, describe, expect, it } from 'vitest';
import { ENDPOINTS } from '../../shared/api/index.ts';
import { describeServers } from '../app.ts';
import { makeAccount, makeSchool, ORIGIN, TestKiosk, type TestSchool } from '../fixtures/world.ts';

const INSTALLATION: ReadonlySet<string> = new Set(['installation.manage', 'school.create']);

describe('the contract', () => {
  it('names each method and path once', () => {
    const names = ENDPOINTS.map(({ method, path }) => `${method} ${path.replace(/:[a-z]+/g, ':')}`);
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBeGreaterThan(30);
  });
});

/** Every endpoint without a right of its own. One that is added must be added here, with a test of what it gives to whom. */
const OPEN = {
  anyone: [
    'GET /api/areas',
    'GET /api/areas/:province',
    'GET /api/places/:code',
    'GET /api/set-up',
    'POST /api/declarations',
    'POST /api/own-record',
    'POST /api/own-record/erase',
    'POST /api/own-record/withdraw',
    'POST /api/pair',
    'POST /api/password-reset',
    'POST /api/session',
    'POST /api/session/second-factor',
    'POST /api/visits',
  ],
  'set-up': ['POST /api/set-up', 'POST /api/set-up/address'],
  kiosk: ['POST /api/exchange'],
  'signed-in': [
    'DELETE /api/session',
    'GET /api/me',
    'GET /api/posters.pdf',
    'GET /api/schools',
    'POST /api/me/second-factor',
    'PUT /api/me/second-factor',
  ],
};

describeServers('the server', (server) => {
  let school: TestSchool;
  beforeAll(async () => {
    school = await makeSchool(server().app);
  });

  it('mounts the whole contract and nothing beside it', () => {
    const mounted = server()
      .hono.routes.filter((route) => route.path.startsWith('/api/') && route.method !== 'ALL')
      .map((route) => `${route.method} ${route.path}`);
    const promised = ENDPOINTS.map(({ method, path }) => `${method} ${path}`);
    expect(new Set(mounted)).toEqual(new Set([...promised, 'GET /api/openapi.json']));
  });

  it('describes itself', async () => {
    const response = await server().hono.request('/api/openapi.json');
    const described = (await response.json()) as { openapi: string; paths: Record<string, Record<string, unknown>> };
    expect(described.openapi).toBe('3.1.0');
    for (const { method, path } of ENDPOINTS) {
      expect(described.paths[path.replace(/:([a-z]+)/g, '{$1}')]?.[method.toLowerCase()]).toBeDefined();
    }
    expect(described.paths['/api/declarations']?.post).toHaveProperty('requestBody');
  });

  it('asks for a right everywhere else, on a school or on the installation', () => {
    const open = new Map<string, string[]>();
    for (const { method, path, who } of ENDPOINTS) {
      if (typeof who === 'string') open.set(who, [...(open.get(who) ?? []), `${method} ${path}`].sort());
      else expect([path, who.can, /^\/api\/schools\/:school(\/|$)/.test(path)]).toEqual([path, who.can, !INSTALLATION.has(who.can)]);
    }
    expect(Object.fromEntries(open)).toEqual(OPEN);
  });

  it('takes a kiosk for nobody of the office, and nobody of the office for a kiosk', async () => {
    const { app, hono } = server();
    const kiosk = await new TestKiosk(school).pair(app);
    const { cookie } = await makeAccount(app, school);
    for (const { method, path, who } of ENDPOINTS) {
      if (who === 'anyone' || who === 'set-up') continue;
      const signed = kiosk.request(kiosk.body([]));
      const url = path.replace(':school', school.id).replace(/:[a-z]+/g, 'x');
      const body = method === 'GET' ? {} : { body: await signed.text() };
      const headers = who === 'kiosk' ? { cookie, 'content-type': 'application/json' } : Object.fromEntries(signed.headers);
      expect([`${method} ${path}`, (await hono.request(url, { method, ...body, headers })).status]).toEqual([`${method} ${path}`, 401]);
    }
  });

  it('lets nobody without a session into what needs one', async () => {
    for (const { method, path, who } of ENDPOINTS) {
      if (who === 'anyone' || who === 'set-up') continue;
      const url = path.replace(':school', school.id).replace(/:[a-z]+/g, 'x');
      const init = method === 'GET' ? { method } : { method, body: '{}', headers: { 'content-type': 'application/json', origin: ORIGIN } };
      expect([`${method} ${path}`, (await server().hono.request(url, init)).status]).toEqual([`${method} ${path}`, 401]);
    }
  });

  it('shows no school to an account of another, whatever its role', async () => {
    const other = await makeSchool(server().app);
    for (const role of ['operator', 'school-admin', 'school-office', 'viewer'] as const) {
      const { cookie } = await makeAccount(server().app, other, role);
      for (const { method, path, who } of ENDPOINTS) {
        if (typeof who === 'string' || !path.includes(':school')) continue;
        const url = path.replace(':school', school.id).replace(/:[a-z]+/g, 'x');
        const init = method === 'GET' ? {} : { body: '{}', headers: { 'content-type': 'application/json', origin: ORIGIN } };
        const response = await server().hono.request(url, { method, ...init, headers: { ...init.headers, cookie } });
        expect([`${method} ${path}`, role, response.status]).toEqual([`${method} ${path}`, role, 404]);
      }
    }
  });

  it('answers problems only, also for paths and methods that do not exist', async () => {
    for (const [method, path, status] of [
      ['GET', '/api/nothing', 404],
      ['DELETE', '/api/declarations', 405],
      ['PATCH', `/api/schools/${school.id}`, 405],
      ['GET', '/nothing', 404],
      ['GET', `/p/${'a'.repeat(8192)}`, 414],
    ] as const) {
      const response = await server().hono.request(path, { method });
      expect([path, response.status]).toEqual([path, status]);
      expect(response.headers.get('content-type')).toBe('application/problem+json');
      expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    }
  });
});
