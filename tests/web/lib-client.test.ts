import { afterEach, describe, expect, it, vi } from 'vitest';
import { endpoint } from '../../shared/api/endpoint.ts';
import { addressOf, call } from '../../web/lib/client.ts';

const getThing = endpoint<{ name: string }, { done: boolean }>({ method: 'POST', path: '/api/things/:id', who: 'anyone', audit: null });
const ask = () => call(getThing, { params: { id: 'a/b' }, body: { name: 'Lan' }, timeoutMs: 50 });

afterEach(() => vi.unstubAllGlobals());

describe('addresses', () => {
  it('escape parameters and leave out what is undefined', () => {
    expect(addressOf('/api/:a/x/:b', { a: '../up', b: 1 }, { day: '2026-11-20', name: undefined, q: 'Đỗ & Lê' })).toBe(
      '/api/..%2Fup/x/1?day=2026-11-20&q=%C4%90%E1%BB%97+%26+L%C3%AA',
    );
  });
  it('are refused with a hole in them', () => {
    expect(() => addressOf('/api/:a', {}, {})).toThrow(RangeError);
    expect(() => addressOf('/api/:a', { a: '' }, {})).toThrow(RangeError);
  });
});

describe('answers', () => {
  const reply = (body: string | null, init: ResponseInit) => vi.stubGlobal('fetch', async () => new Response(body, init));
  const json = { 'content-type': 'application/json; charset=utf-8' };
  const problem = { 'content-type': 'application/problem+json' };

  it('are taken from our server', async () => {
    reply('{"done":true}', { status: 201, headers: json });
    expect(await ask()).toEqual({ ok: true, data: { done: true }, status: 201 });
    reply(null, { status: 204 });
    expect(await ask()).toEqual({ ok: true, data: undefined, status: 204 });
  });

  it('carry a problem with its fields', async () => {
    const errors = [{ at: '/answers/phone', reason: 'not-a-phone' }];
    reply(JSON.stringify({ code: 'invalid-input', status: 422, errors }), { status: 422, headers: problem });
    expect(await ask()).toMatchObject({ ok: false, problem: { code: 'invalid-input', status: 422, errors } });
  });

  it.each([
    ['a sign-in page of a Wi-Fi', '<html>', { status: 200, headers: { 'content-type': 'text/html' } }],
    ['a proxy that is down', 'Bad gateway', { status: 502, headers: { 'content-type': 'text/plain' } }],
    ['half an answer', '{"done":tr', { status: 200, headers: json }],
    ['an error in plain JSON', '{"error":1}', { status: 500, headers: json }],
    ['a problem without a code', '{}', { status: 500, headers: problem }],
    ['a redirect', null, { status: 302, headers: { location: 'https://elsewhere.example/' } }],
  ] as const)('are never taken from %s', async (_, body, init) => {
    reply(body, init);
    expect(await ask()).toMatchObject({ ok: false, problem: { code: 'not-an-answer' } });
  });

  it('are missing without a network and after the time is up', async () => {
    vi.stubGlobal('fetch', async () => Promise.reject(new TypeError('Failed to fetch')));
    expect(await ask()).toEqual({ ok: false, problem: { code: 'offline', status: 0 } });
    vi.stubGlobal(
      'fetch',
      (_: string, init: RequestInit) =>
        new Promise((_, reject) => init.signal?.addEventListener('abort', () => reject(new Error('aborted')))),
    );
    expect(await ask()).toEqual({ ok: false, problem: { code: 'offline', status: 0 } });
  });
});
