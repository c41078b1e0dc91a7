/** What a case meets: two schools with gates, posters, kiosks and people of every role, on one engine. */
import { createHash } from 'node:crypto';
import { Agent, request } from 'node:http';
import { sql } from 'kysely';
import { schoolScope } from '../../server/db/port.ts';
import type { DeclareAnswer, DeclareInput } from '../../shared/api/declarations.schema.ts';
import type { Alarms, DayView, DeclarationView, LogPage } from '../../shared/api/log.schema.ts';
import type { PosterView } from '../../shared/api/schools.schema.ts';
import { toBase64url } from '../../shared/bytes.ts';
import { uuidv7 } from '../../shared/ids.ts';
import { readPass } from '../../shared/pass/pass.ts';
import type { Role } from '../../shared/units/can.ts';
import { catalogueAnswers } from '../fixtures/catalogue-questionnaire.ts';
import { makeSchool, random, type TestSchool } from '../fixtures/world.ts';
import { Device } from './device.ts';
import { type Engine, PUBLIC_URL, TestServer } from './engine.ts';
import { catalogueForm } from './form.ts';
import { jsonOf, type Reply, type Sending, send } from './wire.ts';

export interface Person {
  login: string;
  account: string;
  cookie: string;
}

/** Rows of what a case may add, in all schools together. */
export type Counts = Record<(typeof COUNTED)[number], number>;
const COUNTED = [
  'declaration',
  'gate_event',
  'conflict',
  'quarantine',
  'audit',
  'pass_revocation',
  'access_grant',
  'kiosk',
  'school',
  'place',
] as const;

export const PASSWORD = 'mật khẩu của người thử 2026';

export class World {
  readonly server: TestServer;
  /** Part of the counts that a `scale` case is run with. */
  readonly scale: number;
  readonly adminUrl: string;
  readonly people = new Map<string, Person>();
  readonly agent = new Agent({ keepAlive: true, maxSockets: 32 });
  schoolA!: TestSchool;
  schoolB!: TestSchool;
  /** For the valid request after each case. */
  #probe!: TestSchool;

  private constructor(server: TestServer, adminUrl: string, scale: number) {
    this.server = server;
    this.adminUrl = adminUrl;
    this.scale = scale;
  }

  static async open(engine: Engine, adminUrl: string, scale: number): Promise<World> {
    const world = new World(await TestServer.start(engine, adminUrl), adminUrl, scale);
    const { app } = world;
    await app.db.save('system', [
      {
        query: app.db.build
          .insertInto('installation')
          .values({ name: 'set-up-at', value: String(app.clock()) })
          .compile(),
      },
    ]);
    const keeper = await world.account('keeper');
    world.schoolA = await world.newSchool({ name: 'Trường Tiểu học Hoa Ban' });
    world.schoolB = await world.newSchool({ name: 'Trường THCS Bản Mẫu', gate: 'Cổng sau' });
    world.#probe = await world.newSchool({ name: 'Trường Mầm non Thử Nghiệm' });
    await world.grant(keeper.account, world.schoolA.id, 'operator');
    const roles: [string, TestSchool, Role][] = [
      ['adminA', world.schoolA, 'school-admin'],
      ['officeA', world.schoolA, 'school-office'],
      ['viewerA', world.schoolA, 'viewer'],
      ['adminB', world.schoolB, 'school-admin'],
    ];
    for (const [name, school, role] of roles) await world.grant((await world.account(name)).account, school.id, role);
    return world;
  }

  get app() {
    return this.server.app;
  }
  get engine(): Engine {
    return this.server.engine;
  }
  now = (): number => this.server.now();

  scaled = (count: number): number => Math.max(1, Math.ceil(count * this.scale));

  /** An account with a session, made on first use. */
  async account(name: string): Promise<Person> {
    const known = this.people.get(name);
    if (known) return known;
    const login = `nguoi.${name.toLowerCase()}`;
    const account = await this.app.auth.createAccount({ login, password: PASSWORD, name: `Cán bộ ${name}` });
    const person: Person = { login, account, cookie: await this.signIn(login) };
    this.people.set(name, person);
    return person;
  }

  async signIn(login: string, password = PASSWORD): Promise<string> {
    const reply = await this.send({
      method: 'POST',
      path: '/api/session',
      headers: JSON_HEADERS,
      body: JSON.stringify({ login, password }),
    });
    if (reply.status !== 200) throw new Error(`signing in as ${login} answered ${reply.status}: ${reply.body.toString()}`);
    return cookiesOf(reply);
  }

  async grant(account: string, unit: string, role: Role): Promise<void> {
    const values = { account_id: account, unit_id: unit, role, from_day: '2020-01-01', to_day: null };
    await this.app.db.save('system', [{ query: this.app.db.build.insertInto('access_grant').values(values).compile() }]);
  }

  /** A school of its own for one case, which the keeper may look at. */
  async newSchool(change: { name?: string; gate?: string } = {}): Promise<TestSchool> {
    const school = await makeSchool(this.app, change);
    await this.grant((await this.account('keeper')).account, school.id, 'school-admin');
    return school;
  }

  newDevice = (school: TestSchool): Promise<Device> => Device.pair(this.app, school, this.now);

  send(sending: Sending): Promise<Reply> {
    const foreign: Record<string, string> = sending.method && sending.method !== 'GET' ? { origin: this.server.address } : {};
    return send(this.server.place, { ...sending, headers: { ...foreign, ...sending.headers } });
  }

  /** Many requests over kept connections; only what came back. */
  quick(
    method: string,
    path: string,
    headers: Record<string, string> = {},
    body?: string | Uint8Array,
    agent = this.agent,
  ): Promise<{ status: number; body: string; ms: number; headers: Record<string, unknown> }> {
    const { host, port } = this.server.place;
    return new Promise((resolve, reject) => {
      const started = performance.now();
      const asked = request({ host, port, method, path, headers, agent }, (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('error', reject);
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            body: Buffer.concat(parts).toString('utf8'),
            ms: performance.now() - started,
            headers: response.headers,
          }),
        );
      });
      asked.on('error', reject);
      asked.end(body);
    });
  }

  /** As the keeper, who may see every school here. */
  async get<T>(path: string): Promise<T> {
    const { cookie } = await this.account('keeper');
    const reply = await this.send({ path, headers: { cookie } });
    if (reply.status !== 200) throw new Error(`GET ${path.split('?')[0]} answered ${reply.status}: ${reply.body.toString().slice(0, 300)}`);
    return jsonOf(reply) as T;
  }

  alarms = (school: TestSchool): Promise<Alarms> => this.get(`/api/schools/${school.id}/alarms`);
  day = (school: TestSchool, day: string): Promise<DayView> => this.get(`/api/schools/${school.id}/day?day=${day}`);
  posters = async (school: TestSchool): Promise<PosterView[]> =>
    (await this.get<{ posters: PosterView[] }>(`/api/schools/${school.id}/posters`)).posters;
  search = async (school: TestSchool, q: string): Promise<LogPage> => this.get(`/api/schools/${school.id}/log?q=${encodeURIComponent(q)}`);

  async declared(school: TestSchool, answer: unknown): Promise<DeclarationView> {
    return this.get(`/api/schools/${school.id}/declarations/${subjectOf(answer)}`);
  }

  /** A valid body; `answers` overwrite. */
  declareBody(school: TestSchool, answers: Record<string, unknown> = {}): DeclareInput {
    return {
      id: uuidv7(this.now(), random),
      place: school.code,
      questionnaire: { id: catalogueForm.id, version: catalogueForm.version },
      answers: { ...catalogueAnswers, ...answers },
      consent: { version: catalogueForm.consent.version, language: 'vi', purposes: ['gate'], at: this.now() },
      channel: 'poster',
    };
  }

  postDeclaration = (body: string | Uint8Array): Promise<Reply> =>
    this.send({ method: 'POST', path: '/api/declarations', headers: JSON_HEADERS, body });

  /** @throws when the server does not take it */
  async declare(school: TestSchool, answers: Record<string, unknown> = {}): Promise<DeclareAnswer> {
    const reply = await this.postDeclaration(JSON.stringify(this.declareBody(school, answers)));
    if (reply.status !== 201) throw new Error(`a valid declaration was answered ${reply.status}: ${reply.body.toString().slice(0, 300)}`);
    return jsonOf(reply) as DeclareAnswer;
  }

  /** What is wrong when a valid request does not succeed, or undefined. */
  async probe(): Promise<string | undefined> {
    const reply = await this.postDeclaration(JSON.stringify(this.declareBody(this.#probe)));
    if (reply.status !== 201) return `the valid request after it was answered ${reply.status}`;
    return reply.ms > 1000 ? `the valid request after it took ${Math.round(reply.ms)} ms` : undefined;
  }

  /** A declaration and its scan at the gate, so that log and downloads show the person. */
  async visit(school: TestSchool, answers: Record<string, unknown> = {}, device?: Device): Promise<string> {
    const subject = subjectOf(await this.declare(school, answers));
    await this.scan(school, subject, device);
    return subject;
  }

  async scan(school: TestSchool, subject: string, device?: Device): Promise<void> {
    const kiosk = device ?? (await this.newDevice(school));
    const reply = await kiosk.exchange(this, [kiosk.scan({ subject })]);
    if (reply.status !== 200) throw new Error(`a valid exchange was answered ${reply.status}: ${reply.body.toString().slice(0, 300)}`);
  }

  async counts(): Promise<Counts> {
    const rows = await this.app.db.read('system', (query) => {
      const of = (name: string) => {
        const held = name === 'conflict' || name === 'quarantine';
        const table = sql.table(held ? 'held_event' : name);
        return held ? sql<number>`(select count(*) from ${table} where kind = ${name})` : sql<number>`(select count(*) from ${table})`;
      };
      return query
        .selectFrom('installation')
        .select(COUNTED.map((name) => of(name).as(name)))
        .where('name', '=', 'epoch')
        .execute();
    });
    const [row] = rows;
    return Object.fromEntries(COUNTED.map((name) => [name, Number(row?.[name] ?? 0)])) as Counts;
  }

  audit = (after: number) =>
    this.app.db.read('system', (query) =>
      query.selectFrom('audit').selectAll().where('at', '>=', after).orderBy('at').orderBy('id').execute(),
    );

  events = (school: TestSchool) =>
    this.app.db.read(schoolScope(school.id), (query) =>
      query.selectFrom('gate_event').selectAll().where('school_id', '=', school.id).orderBy('n').orderBy('id').execute(),
    );

  async close(): Promise<void> {
    this.agent.destroy();
    await this.server.remove();
  }
}

export const JSON_HEADERS = { 'content-type': 'application/json' };
export { PUBLIC_URL };

export function cookiesOf(reply: Reply): string {
  return (reply.headers['set-cookie'] ?? '')
    .split('\n')
    .map((line) => line.split(';', 1)[0])
    .join('; ');
}

/** The pass id of a declaration's answer. */
export function subjectOf(answer: unknown): string {
  const digits = (answer as DeclareAnswer | undefined)?.pass?.digits;
  const subject = digits === undefined ? undefined : readPass(digits)?.claims.subject;
  if (subject === undefined) throw new Error('the answer holds no pass');
  return subject;
}

/** A subject that is always the same for a logical person of one school. */
export const subjectFor = (school: string, person: unknown): string =>
  toBase64url(
    createHash('sha256')
      .update(`${school}|${JSON.stringify(person)}`)
      .digest()
      .subarray(0, 16),
  );
