/** Facts about this installation: under which address it is opened, which data it holds, whether it has been set up. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Config } from '../config.ts';
import type { App } from '../context.ts';
import type { Db, Statement } from '../db/port.ts';

type Fact = 'epoch' | 'public-url' | 'set-up-token' | 'set-up-at' | 'recovery-confirmed-at';

export interface Installation {
  /** The recorded address that phones and tablets open; null: this machine only. */
  readonly publicUrl: string | null;
  /** That address, its aliases, and loopback on the port that is served. */
  readonly origins: readonly string[];
  readonly epoch: string;
}

type Settings = Pick<Config, 'port' | 'publicUrl' | 'publicUrlAliases' | 'tls'>;

/** What is read once and changes twice: when the server listens, and when set-up records the address. */
class Live implements Installation {
  publicUrl: string | null;
  readonly epoch: string;
  listeningAt: string | null = null;
  readonly #config: Settings;

  constructor(config: Settings, publicUrl: string | null, epoch: string) {
    this.#config = config;
    this.publicUrl = publicUrl;
    this.epoch = epoch;
  }

  get origins(): readonly string[] {
    const { port, publicUrlAliases, tls } = this.#config;
    const schemes = tls ? ['https', 'http'] : ['http'];
    const loopback = schemes.flatMap((scheme) => ['localhost', '127.0.0.1', '[::1]'].map((host) => `${scheme}://${host}:${port}`));
    const all = [this.publicUrl, ...publicUrlAliases, this.listeningAt, ...loopback];
    return [...new Set(all.filter((origin) => origin !== null))];
  }
}

const live = new WeakMap<Db, Live>();

export async function readFacts(db: Db): Promise<ReadonlyMap<string, string>> {
  const rows = await db.read('system', (query) => query.selectFrom('installation').selectAll().execute());
  return new Map(rows.map((row) => [row.name, row.value]));
}

/** Writes it once: a second writer fails with `setup-done`. */
export const newFactStatement = (db: Db, name: Fact, value: string): Statement => ({
  query: db.build
    .insertInto('installation')
    .values({ name, value })
    .onConflict((clash) => clash.column('name').doNothing())
    .compile(),
  expect: { rows: 1, otherwise: 'setup-done' },
});

export const factStatement = (db: Db, name: Fact, value: string): Statement => ({
  query: db.build
    .insertInto('installation')
    .values({ name, value })
    .onConflict((clash) => clash.column('name').doUpdateSet({ value }))
    .compile(),
});

/**
 * The address is recorded at set-up or at the first start with PUBLIC_URL, and bound to from then on: kiosks sign for
 * it and posters carry it.
 * @throws Error with a sentence for the operator when PUBLIC_URL would cut paired kiosks off
 */
export async function readInstallation(db: Db, config: Settings): Promise<Installation> {
  const facts = await readFacts(db);
  const epoch = facts.get('epoch');
  if (epoch === undefined) throw new Error('The database names no installation: it was not made by this program.');
  const recorded = facts.get('public-url') ?? null;
  const publicUrl = config.publicUrl ?? recorded;
  if (publicUrl !== null && publicUrl !== recorded) {
    if (recorded !== null) await holdAddress(db, config, recorded, publicUrl);
    await db.save('system', [factStatement(db, 'public-url', publicUrl)]);
  }
  const installation = new Live(config, publicUrl, epoch);
  live.set(db, installation);
  return installation;
}

async function holdAddress(db: Db, config: Settings, recorded: string, wanted: string): Promise<void> {
  if (config.publicUrlAliases.includes(recorded)) return;
  const { kiosks } = await db.read('system', (query) =>
    query
      .selectFrom('kiosk')
      .select((of) => of.fn.countAll<number>().as('kiosks'))
      .where('revoked_at', 'is', null)
      .executeTakeFirstOrThrow(),
  );
  if (Number(kiosks) === 0) return;
  throw new Error(
    `PUBLIC_URL is ${wanted}, but ${Number(kiosks)} paired kiosk(s) and the printed posters use ${recorded}. ` +
      `Keep the old address answering as well with PUBLIC_URL_ALIASES=${recorded}, ` +
      'or let every kiosk send its events, revoke the kiosks, and start again.',
  );
}

/** After the save that recorded it. */
export function publicUrlRecorded(db: Db, publicUrl: string): void {
  const installation = live.get(db);
  if (installation) installation.publicUrl = publicUrl;
}

/** Prints the one-time link while there is no school yet. Every start makes a new token; only its hash is stored. */
export async function announceSetUp(app: Pick<App, 'db'>, address: string, print: (line: string) => void): Promise<void> {
  const installation = live.get(app.db);
  if (installation) installation.listeningAt = new URL(address).origin;
  if ((await readFacts(app.db)).has('set-up-at')) return;
  const token = randomBytes(24).toString('base64url');
  await app.db.save('system', [factStatement(app.db, 'set-up-token', hashToken(token).toString('base64url'))]);
  print('Chưa có trường nào. Mở liên kết này (dùng một lần) để bắt đầu / No school yet. Open this one-time link to begin:');
  print(`${new URL(address).origin}/admin/set-up#token=${token}`);
}

const hashToken = (token: string): Buffer => createHash('sha256').update(token).digest();

export function isSetUpToken(facts: ReadonlyMap<string, string>, token: string): boolean {
  const stored = Buffer.from(facts.get('set-up-token') ?? '', 'base64url');
  return stored.length === 32 && timingSafeEqual(stored, hashToken(token));
}
