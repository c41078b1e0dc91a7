/** Pairing a kiosk by code. */
import { randomInt } from 'node:crypto';
import type { Mapped } from './admin.ts';
import { addresses } from './admin-accounts.ts';
import { NotUnderstood } from './generate.ts';
import { type Run, wrong } from './observed.ts';
import { jsonOf, type Reply } from './wire.ts';
import { JSON_HEADERS } from './world.ts';

export async function pairing(run: Run, body: Record<string, unknown>): Promise<Partial<Mapped>> {
  const { world, payload } = run;
  const { cookie } = await world.account('adminA');
  const made = await world.send({
    method: 'POST',
    path: `/api/schools/${world.schoolA.id}/pairings`,
    headers: { ...JSON_HEADERS, cookie },
    body: JSON.stringify({ name: 'Máy bị đoán', gate: world.schoolA.gate }),
  });
  const { code } = jsonOf(made) as { code: string };
  const publicKey = Buffer.from(
    '046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c2964fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5',
    'hex',
  ).toString('base64url');
  const post = (typed: string, localAddress = addresses()): Promise<Reply> =>
    world.send({
      method: 'POST',
      path: '/api/pair',
      headers: JSON_HEADERS,
      body: JSON.stringify({ code: typed, publicKey }),
      localAddress,
    });
  const text = String(body.code ?? '');
  if (payload.after_s !== undefined) {
    await world.server.setOffset(Number(payload.after_s) * 1000);
    const reply = await post(code);
    await world.server.setOffset(0);
    return { ready: reply, inputs: [code] };
  }
  if (/^\{random/.test(text) || text === '') {
    const burnt = async (): Promise<string | undefined> => {
      // The guesses missed this code's own slot; five wrong ones in it burn it.
      for (let i = 0; i < 5; i++) await post(`${code.slice(0, 4)}${String(randomInt(0, 999_999)).padStart(6, '0')}`);
      const reply = await post(code);
      return wrong(reply.status === 410 || reply.status === 404, `the right code still pairs after five wrong ones (${reply.status})`);
    };
    return {
      path: '/api/pair',
      headers: { cookie: null, ...JSON_HEADERS },
      each: () => JSON.stringify({ code: String(randomInt(0, 9_999_999_999)).padStart(10, '0'), publicKey }),
      checks: { rows_scope: burnt },
      inputs: [],
    };
  }
  if (/^\{/.test(text) && text !== '{valid}') throw new NotUnderstood(`pairing code ${text}`);
  if (text !== '{valid}')
    return {
      path: '/api/pair',
      headers: { cookie: null, ...JSON_HEADERS },
      body: JSON.stringify({ code: text, publicKey }),
      local: addresses,
    };
  return {
    path: '/api/pair',
    headers: { cookie: null, ...JSON_HEADERS },
    body: JSON.stringify({ code, publicKey }),
    local: addresses,
    lastOnly: Number(payload.repeat ?? 1) > 1,
    inputs: [code],
  };
}
