/** Cases about an installation that nobody has set up yet, and about the session that a browser brings along. */
import { isRecord } from './case.ts';
import { TestServer } from './engine.ts';
import { NotUnderstood, plain } from './generate.ts';
import { type Observed, type Run, wrong } from './observed.ts';
import { jsonOf, type Reply, send } from './wire.ts';
import { cookiesOf, JSON_HEADERS, PASSWORD } from './world.ts';

/** A new server with empty folders on the same engine. */
async function fresh<T>(
  { world }: Run,
  work: (server: TestServer, post: (path: string, body: unknown) => Promise<Reply>) => Promise<T>,
): Promise<T> {
  const server = await TestServer.start(world.engine, world.adminUrl);
  try {
    const post = (path: string, body: unknown): Promise<Reply> =>
      send(server.place, { method: 'POST', path, headers: { ...JSON_HEADERS, origin: server.address }, body: JSON.stringify(body) });
    return await work(server, post);
  } finally {
    await server.remove();
  }
}

/** No account but the one that set-up makes: none is there, and no usual pair of words opens anything. */
export async function freshInstall(run: Run): Promise<Observed> {
  const faults = await fresh(run, async (server, post) => {
    const found: string[] = [];
    for (const login of ['admin', 'root', 'administrator', 'quacong', 'test', 'demo', 'user']) {
      if ((await server.app.auth.findAccount(login)) !== undefined) found.push('an account is there');
    }
    for (const [login, password] of [
      ['admin', ''],
      ['admin', 'admin'],
      ['admin', 'password'],
      ['root', 'root'],
      ['admin', '123456'],
      ['', ''],
    ]) {
      const reply = await post('/api/session', { login, password });
      if (reply.status < 400) found.push('a usual password opens it');
    }
    const state = jsonOf(await send(server.place, { path: '/api/set-up' }));
    if (!isRecord(state) || state.done !== false) found.push('it says that it is set up');
    if (!/#token=[\w-]{20,}$/.test(server.link)) found.push('there is no one-time link');
    return found;
  });
  return { replies: [], facts: faults, checks: { rows_scope: () => wrong(faults.length === 0, faults.join('; ')) } };
}

/** The one field that holds a web address is the server's own, asked for at set-up. */
export async function setUpField(run: Run): Promise<Observed> {
  const [pointer, given] = Object.entries(isRecord(run.payload.set) ? run.payload.set : {})[0] ?? [];
  const value = plain(given, run.scaled);
  if (pointer === undefined || !/website|url|address|homepage|link/i.test(pointer)) throw new NotUnderstood(`the field ${String(pointer)}`);
  return fresh(run, async (server, post) => {
    const token = /#token=([\w-]+)$/.exec(server.link)?.[1] ?? '';
    const reply = await post('/api/set-up/address', { token, publicUrl: value });
    const state = jsonOf(await send(server.place, { path: '/api/set-up' }));
    return {
      replies: [reply],
      inputs: typeof value === 'string' ? [value] : [],
      checks: { rows_scope: () => wrong(isRecord(state) && state.done === false, 'something was set up') },
    };
  });
}

/** A session that somebody else put into the browser is not the one that signing in gives. */
export async function browserSession({ world, payload }: Run): Promise<Observed> {
  if (!/cookie/i.test(String(payload.browser))) throw new NotUnderstood(`browser ${String(payload.browser)}`);
  const { login } = await world.account('viewerA');
  const names = ['quacong', '__Host-quacong', 'quacong.session_token', 'session'];
  const planted = names.map((name) => `${name}=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.planted`).join('; ');
  const signIn = (cookie: string): Promise<Reply> =>
    world.send({
      method: 'POST',
      path: '/api/session',
      headers: { ...JSON_HEADERS, cookie },
      body: JSON.stringify({ login, password: PASSWORD }),
    });
  const first = await signIn(planted);
  const own = cookiesOf(first);
  const second = await signIn(own);
  const next = cookiesOf(second);
  const me = async (cookie: string): Promise<number> => (await world.send({ path: '/api/me', headers: { cookie } })).status;
  const states = { planted: await me(planted), old: await me(own), current: await me(next) };
  return {
    replies: [first, second],
    facts: states,
    checks: {
      rows_scope() {
        const set = first.headers['set-cookie'] ?? '';
        if (!/HttpOnly/i.test(set) || !/SameSite=Strict/i.test(set) || /Domain=/i.test(set))
          return 'the cookie can be read or sent elsewhere';
        const [a, b] = [own, next].map((cookie) => /quacong=([^;]+)/.exec(cookie)?.[1]);
        return wrong(
          a !== undefined && a !== b && !set.includes('planted') && states.planted === 401 && states.old === 401 && states.current === 200,
          JSON.stringify(states),
        );
      },
    },
  };
}
