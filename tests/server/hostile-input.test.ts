/** Every endpoint of a school against what no page of ours would send: problems only, whatever stands in params, query and body. */
import { beforeAll, expect, it } from 'vitest';
import { schemaOf } from '../../server/route.ts';
import type { Endpoint } from '../../shared/api/endpoint.ts';
import { ENDPOINTS } from '../../shared/api/index.ts';
import { MINUTE } from '../../shared/clock.ts';
import { describeServers } from '../app.ts';
import { declare, makeAccount, makeSchool, ORIGIN, TestKiosk, type TestSchool } from '../fixtures/world.ts';

const NOW = Date.parse('2026-11-23T04:00:00Z');
/** NUL, half a character, right to left, invisibles, another script's digits. */
const ODD_TEXTS = ['\0', 'a\ud800b', '\u202eABC\u202c', '\u200b\u2060\ufeff', '٣', '%', "'; drop table audit; --", 'ế'.repeat(4000)];
const ODD_PARAMS = [
  '%E2%80%AE',
  '%25',
  '..%5C',
  "'",
  '0',
  '-1',
  'null',
  'ffffffff-ffff-7fff-bfff-ffffffffffff',
  `${'A'.repeat(43)}`,
  'x'.repeat(1500),
  '%ED%A0%80',
  '%C3%28',
];
const ODD_VALUES: unknown[] = [null, true, -1, 1e308, 2 ** 53, -(2 ** 53), 0.1, '', [], {}, [[]], { length: 1e9 }, ...ODD_TEXTS];
const ODD_DAYS = ['0000-00-00', '9999-12-31', '1900-01-01', '2199-12-31', '2026-02-30', '2026-13-01', '-001-01-01'];

/** A body that the schema takes for right, as far as one can be made: fields are then spoilt one by one. */
const GOOD: Record<string, Record<string, unknown>> = {
  '/api/schools/:school/log/:event/correct': { fix: { dir: 'out' }, reason: 'other', note: 'x', last: null },
  '/api/schools/:school/held/:item/resolve': { how: 'keep', reason: 'other', note: 'x' },
  '/api/schools/:school/filters': {
    name: 'x',
    period: 'chosen',
    from: '2026-11-01',
    to: '2026-11-02',
    gate: 'x',
    dir: 'in',
    colour: 'red',
  },
  '/api/schools/:school/watch/seen': { kind: 'kiosk-silent', object: 'x' },
  '/api/schools/:school/kiosk-files': { header: { school: '', kiosk: 'x', session: {} }, index: 0, last: true, record: 'AAAA' },
};

describeServers('odd input', (server) => {
  let school: TestSchool;
  let cookie: string;
  let event: string;
  beforeAll(async () => {
    server().setClock(NOW);
    school = await makeSchool(server().app);
    cookie = (await makeAccount(server().app, school)).cookie;
    await declare(server().app, server().hono, school);
    const kiosk = await new TestKiosk(school).pair(server().app);
    const scan = kiosk.scan(NOW - MINUTE);
    event = scan.id;
    await kiosk.exchange(server().hono, [scan]);
  });

  const own = ENDPOINTS.filter(({ who, path }) => typeof who !== 'string' && path.includes(':school'));
  async function ask(
    { method }: Pick<Endpoint, 'method'>,
    url: string,
    body?: string,
    headers: Record<string, string> = {},
  ): Promise<string> {
    const response = await server().hono.request(url, {
      method,
      headers: { cookie, origin: ORIGIN, ...(method === 'GET' ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(method === 'GET' || body === undefined ? {} : { body }),
    });
    const text = response.headers.get('content-type')?.includes('json') ? await response.text() : '';
    await response.body?.cancel().catch(() => undefined);
    expect([method, url, body?.slice(0, 200), response.status < 500]).toEqual([method, url, body?.slice(0, 200), true]);
    if (response.status >= 400) expect(response.headers.get('content-type')).toBe('application/problem+json');
    return text;
  }
  const urlOf = (path: string, param = 'x') =>
    path
      .replace(':school', school.id)
      .replace(':event', event)
      .replace(/:[a-z]+/g, param);

  it('in the path', async () => {
    for (const endpoint of own) {
      for (const param of ODD_PARAMS) {
        await ask(endpoint, endpoint.path.replace(':school', school.id).replace(/:[a-z]+/g, param), '{}');
        await ask(endpoint, endpoint.path.replace(/:[a-z]+/g, param), '{}');
      }
    }
  }, 90_000);

  it('in the query', async () => {
    for (const endpoint of own) {
      if (endpoint.method !== 'GET') continue;
      const schema = schemaOf(endpoint) as unknown as { shape?: Record<string, unknown> } | undefined;
      const right = { from: '2026-11-20', to: '2026-11-23', day: '2026-11-23', purpose: 'check', after: '0' };
      const keys = Object.keys(schema?.shape ?? {});
      for (const key of [...keys, 'unknown']) {
        for (const value of [...ODD_TEXTS, ...ODD_DAYS, '', '-1', '1e9', '999999999999999', 'AAAA']) {
          const query = new URLSearchParams();
          for (const each of keys) if (each in right) query.set(each, String(right[each as keyof typeof right]));
          query.set(key, /\p{Surrogate}/u.test(value) ? 'x' : value);
          if (endpoint.path.endsWith('/live')) continue;
          await ask(endpoint, `${urlOf(endpoint.path)}?${query}`);
        }
      }
    }
  });

  it('in the body', async () => {
    for (const endpoint of own) {
      if (endpoint.method === 'GET') continue;
      const url = urlOf(endpoint.path);
      const texts = [
        '',
        ' ',
        '{',
        '[]',
        'null',
        '0',
        '"x"',
        '{"__proto__":{"a":1}}',
        '{"a":'.repeat(30),
        `${'['.repeat(5000)}`,
        '\ufeff{}',
        '{"how":"keep","how":"add"}',
      ];
      for (const text of texts) await ask(endpoint, url, text, { 'if-match': '"1"' });
      for (const type of ['text/plain', 'application/xml', 'multipart/form-data', 'application/json; charset=utf-16', ''])
        await ask(endpoint, url, '{}', { 'content-type': type });
      for (const match of ['*', '"0"', '"999999999"', 'W/"1"', '"1", "2"', '-1', '\u00e9'])
        await ask(endpoint, url, '{}', { 'if-match': match });
      const schema = schemaOf(endpoint) as unknown as { shape?: Record<string, unknown> } | undefined;
      const good: Record<string, unknown> = GOOD[endpoint.path] ?? {};
      for (const key of [...Object.keys(schema?.shape ?? {}), 'unknown']) {
        for (const value of ODD_VALUES) await ask(endpoint, url, JSON.stringify({ ...good, [key]: value }), { 'if-match': '"1"' });
      }
    }
  });
});
