/** A school with gates, kiosks and people in a folder of its own, made through the product's own statements. */
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { App } from '../../../server/context.ts';
import { serve } from '../../../server/serve.ts';
import { factStatement } from '../../../server/setup/installation.ts';
import type { DeclareInput } from '../../../shared/api/declarations.schema.ts';
import { declareBody, makeSchool, type TestSchool } from '../../fixtures/world.ts';
import type { Child } from './child.ts';
import { removeFolder, temporaryFolder } from './scratch.ts';
import { startServer } from './server.ts';

const ACCOUNT = { login: 'vanphong', password: 'ba con meo treo cay', name: 'Văn phòng' };

export interface World {
  readonly folder: string;
  readonly origin: string;
  readonly port: number;
  readonly school: TestSchool;
  /** Works on the data, while no other server runs. */
  inside<T>(work: (app: App) => Promise<T>): Promise<T>;
  /** The server as `npm start` runs it; asked anything, it tells its largest resident memory since the question before, in bytes. */
  serve(settings?: Record<string, string>): Promise<Child>;
  remove(): void;
  /** A valid body for the visitor's form, to be sent under another id each time. */
  declaration(): DeclareInput;
}

/** A new one, or one whose folder is filled from another's. */
export async function makeWorld(known?: { school: TestSchool; fill(folder: string): void }): Promise<World> {
  const folder = temporaryFolder('world');
  known?.fill(folder);
  const port = await freePort();
  const env = { PORT: String(port), DATA_DIR: join(folder, 'data'), KEY_DIR: join(folder, 'keys'), LOG_LEVEL: 'warn' };
  const inside: World['inside'] = async (work) => {
    // Its log would stand among the rows.
    const { app, stop } = await serve({ ...env, LOG_LEVEL: 'silent' }, () => undefined);
    try {
      return await work(app);
    } finally {
      await stop();
    }
  };
  const newSchool = async (app: App): Promise<TestSchool> => {
    const made = await makeSchool(app);
    const account = await app.auth.createAccount(ACCOUNT);
    const grant = { account_id: account, unit_id: made.id, role: 'school-admin', from_day: '2020-01-01', to_day: null };
    const now = String(app.clock());
    await app.db.save('system', [
      { query: app.db.build.insertInto('access_grant').values(grant).compile() },
      factStatement(app.db, 'set-up-at', now),
      factStatement(app.db, 'recovery-confirmed-at', now),
    ]);
    return made;
  };
  const school = known?.school ?? (await inside(newSchool));
  const declaration = await inside((app) => declareBody(app, school));
  return {
    folder,
    origin: `http://127.0.0.1:${port}`,
    port,
    school,
    inside,
    serve: (settings) => startServer({ ...env, ...settings }),
    remove: () => removeFolder(folder),
    declaration: () => declaration,
  };
}

export interface Office {
  get(path: string): Promise<Response>;
  post<T>(path: string, body: unknown): Promise<T>;
}

/** Signed in over HTTP, as the office's browser is. */
export async function signIn({ origin }: Pick<World, 'origin'>): Promise<Office> {
  const headers = { origin, 'content-type': 'application/json' };
  const { login, password } = ACCOUNT;
  const answer = await fetch(`${origin}/api/session`, { method: 'POST', headers, body: JSON.stringify({ login, password }) });
  if (!answer.ok) throw new Error(`signing in: ${answer.status} ${await answer.text()}`);
  const cookie = answer.headers
    .getSetCookie()
    .map((each) => each.split(';', 1)[0])
    .join('; ');
  const held = async (path: string, init: RequestInit): Promise<Response> => {
    const response = await fetch(`${origin}${path}`, { ...init, headers: { ...headers, cookie } });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response;
  };
  return {
    get: (path) => held(path, {}),
    post: async <T>(path: string, body: unknown) => (await held(path, { method: 'POST', body: JSON.stringify(body) })).json() as Promise<T>,
  };
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => (address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no free port'))));
    });
  });
}
