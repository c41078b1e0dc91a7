/** Faults between a real kiosk and the real server: the network, the server's disk and past, the kiosk's own store. */
import { IDBObjectStore } from 'fake-indexeddb';
import { isQuota } from '../../web/kiosk/log/journal.ts';
import type { TestSchool } from '../fixtures/world.ts';
import { isRecord } from './case.ts';
import { NotUnderstood } from './generate.ts';
import { type Kiosk, startKiosk, writeScans } from './kiosk.ts';
import { type Assertion, type Observed, only, type Run, wrong } from './observed.ts';
import { type FaultProxy, startProxy } from './proxy.ts';
import type { Reply } from './wire.ts';
import type { World } from './world.ts';

const KEYS = ['base', 'events', 'proxy', 'server', 'kiosk', 'repeat'];

export async function faultyExchange(run: Run): Promise<Observed> {
  const { world, payload, scaled } = run;
  only(payload, KEYS);
  const school = await world.newSchool();
  const kiosk = await startKiosk(world, school);
  const count = isRecord(payload.events) && typeof payload.events.count === 'number' ? scaled(payload.events.count) : 20;
  const observed =
    typeof payload.proxy === 'string'
      ? await throughProxy(run, school, kiosk, count, payload.proxy)
      : typeof payload.server === 'string'
        ? await serverFault(run, school, kiosk, count, payload.server)
        : await kioskFault(run, school, kiosk, count, String(payload.kiosk));
  return { ...observed, done: kiosk.close };
}

async function throughProxy({ world }: Run, school: TestSchool, kiosk: Kiosk, count: number, spec: string): Promise<Observed> {
  await writeScans(kiosk, count);
  const written = await kiosk.items();
  // Events of a real kiosk have ids of its own: the one that the case names is the second.
  const named = spec.replace(
    /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/,
    () => written[Math.min(1, written.length - 1)]?.id ?? '',
  );
  const proxy = await startProxy(() => world.server.place, named);
  try {
    for (let i = 0; i < 3; i++) await kiosk.settle(proxy.url);
    const struck = proxy.struck();
    const kept = await kiosk.items();
    const held = await world.events(school);
    return {
      replies: [],
      facts: { struck: struck > 0, waiting: kept.filter((item) => item.status === 'unsent').length },
      checks: proxyChecks({ world, school, kiosk, proxy, written, kept, heldThen: held.length, poison: named !== spec }),
    };
  } finally {
    proxy.heal();
  }
}

interface AfterProxy {
  world: World;
  school: TestSchool;
  kiosk: Kiosk;
  proxy: FaultProxy;
  written: Awaited<ReturnType<Kiosk['items']>>;
  kept: Awaited<ReturnType<Kiosk['items']>>;
  heldThen: number;
  poison: boolean;
}

function proxyChecks({ world, school, kiosk, proxy, written, kept, poison }: AfterProxy): Record<string, Assertion> {
  const exactlyOnce = async (): Promise<string | undefined> => {
    const struck = proxy.struck();
    // Held items wait an hour before they are tried again.
    kiosk.pass(3_700_000);
    for (let i = 0; i < 3; i++) await kiosk.settle(proxy.url);
    await proxy.close();
    const stored = await world.events(school);
    const ids = new Set(stored.map((row) => row.id));
    const alarms = await world.alarms(school);
    if (struck === 0) return 'the fault never struck';
    const unsent = (await kiosk.items()).filter((item) => item.status === 'unsent').length;
    return wrong(
      stored.length === written.length &&
        written.every((item) => ids.has(item.id)) &&
        alarms.conflicts.length + alarms.quarantined.length === 0 &&
        unsent === 0,
      `${stored.length} rows for ${written.length} events, ${unsent} still unsent`,
    );
  };
  return {
    exactly_once: exactlyOnce,
    async queue_kept() {
      const same = kept.length === written.length && kept.every((item, i) => item.event === written[i]?.event);
      if (!same) return 'an item left the kiosk';
      const unsent = kept.filter((item) => item.status === 'unsent').length;
      const wanted = poison ? 1 : written.length;
      if (unsent !== wanted) return `${unsent} wait, not ${wanted}`;
      return exactlyOnce();
    },
    no_false_tick: () =>
      wrong(
        kept.every((item) => item.status === 'unsent'),
        'an item counts as sent',
      ),
    async no_head_of_line() {
      const stored = await world.events(school);
      return wrong(stored.length >= written.length - 1, 'items behind the bad one did not arrive');
    },
  };
}

async function serverFault(run: Run, school: TestSchool, kiosk: Kiosk, count: number, fault: string): Promise<Observed> {
  const { world } = run;
  const { server } = world;
  if (/^disk_full|^storage_full|^no_space/.test(fault)) return diskFull(run, school);
  const past = /^restore_backup/.test(fault);
  const killed = /kill|crash|restart/.test(fault);
  if (!past && !killed) throw new NotUnderstood(`server ${fault}`);
  await writeScans(kiosk, count);
  await kiosk.settle();
  const copy = past ? await server.backUp() : undefined;
  await writeScans(kiosk, count);
  const outcomes = await kiosk.settle();
  if (copy) await copy.restore();
  else {
    await server.kill();
    await server.open();
  }
  // Each of the kiosk's next contacts may bring a part.
  for (let i = 0; i < 4; i++) outcomes.push(...(await kiosk.settle()));
  const last = outcomes.at(-1);
  const reply: Reply = {
    status: last?.kind === 'done' ? 200 : 0,
    headers: { 'content-type': 'application/json' },
    rawHeaders: [],
    body: Buffer.from('{}'),
    ms: 0,
  };
  const written = await kiosk.items();
  return {
    replies: [reply],
    checks: {
      async exactly_once() {
        const stored = await world.events(school);
        const ids = new Set(stored.map((row) => row.id));
        const unsent = (await kiosk.items()).filter((item) => item.status === 'unsent').length;
        return wrong(
          written.length === 2 * count && stored.length === written.length && written.every((item) => ids.has(item.id)) && unsent === 0,
          `${stored.length} rows for ${written.length} events, ${unsent} unsent`,
        );
      },
      queue_kept: async () => wrong((await kiosk.items()).length === 2 * count, 'an item left the kiosk'),
    },
  };
}

/**
 * SQLite: the writer's own connection may not grow the file, so that the engine itself answers SQLITE_FULL. PostgreSQL:
 * a trigger raises the engine's own 53100 (disk_full) inside the transaction; a full volume needs rights of the machine.
 */
async function diskFull({ world }: Run, school: TestSchool): Promise<Observed> {
  const device = await world.newDevice(school);
  const items = Array.from({ length: 400 }, () => device.scan({ subject: undefined }) && device.scan());
  const request = device.signed(device.body(items));
  const set = async (on: boolean): Promise<void> => {
    if (world.engine === 'sqlite') await world.server.ask({ do: 'full', on });
    else if (on) {
      await world.server.sql(`create or replace function no_space() returns trigger language plpgsql as $$
        begin raise exception 'could not extend file: No space left on device' using errcode = '53100'; end $$;
        create trigger no_space after insert on gate_event for each statement execute function no_space()`);
    } else await world.server.sql('drop trigger if exists no_space on gate_event');
  };
  const replies: Reply[] = [];
  await set(true);
  try {
    replies.push(await world.send(request));
  } finally {
    await set(false);
  }
  const since = await world.counts();
  const again = await world.send(request);
  return {
    replies,
    checks: {
      async 'rows+0'() {
        const stored = (await world.events(school)).length;
        if (since.gate_event !== (await world.counts()).gate_event - stored)
          return 'something of the batch was stored while the disk was full';
        return wrong(
          again.status === 200 && stored === items.length,
          `after space came back: ${again.status}, ${stored} of ${items.length} stored`,
        );
      },
    },
  };
}

async function kioskFault({ world }: Run, school: TestSchool, kiosk: Kiosk, count: number, fault: string): Promise<Observed> {
  await writeScans(kiosk, count);
  if (/quota|full/.test(fault)) return quota(world, school, kiosk, count);
  if (/wiped?|evict|lost|cleared/.test(fault)) return wiped(world, school, kiosk, count);
  throw new NotUnderstood(`kiosk ${fault}`);
}

/** A store that takes no more rows until something is deleted, as a browser's does. */
async function quota(world: World, school: TestSchool, kiosk: Kiosk, count: number): Promise<Observed> {
  const { add } = IDBObjectStore.prototype;
  let full = true;
  IDBObjectStore.prototype.add = function (this: IDBObjectStore, ...values: Parameters<typeof add>) {
    if (full && this.name === 'log') throw new DOMException('the store is full', 'QuotaExceededError');
    return add.apply(this, values);
  };
  let refused: unknown;
  try {
    await writeScans(kiosk, 1).catch((error: unknown) => {
      refused = error;
    });
  } finally {
    IDBObjectStore.prototype.add = add;
  }
  const unsent = await kiosk.items();
  full = false;
  await writeScans(kiosk, 1);
  await kiosk.settle();
  const acknowledged = await kiosk.items();
  // Full again with acknowledged items: the oldest of them give way, and the new one is on the disk.
  const { delete: remove } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.add = function (this: IDBObjectStore, ...values: Parameters<typeof add>) {
    if (this.name === 'log' && freed === 0) throw new DOMException('the store is full', 'QuotaExceededError');
    return add.apply(this, values);
  };
  let freed = 0;
  const counting = async (): Promise<void> => {
    const before = (await kiosk.items()).length;
    freed = 0;
    const watch = setInterval(() => {
      kiosk.items().then((items) => {
        freed = before - items.length;
      });
    }, 1);
    try {
      await writeScans(kiosk, 1);
    } finally {
      clearInterval(watch);
    }
  };
  let freedError: unknown;
  try {
    await counting().catch((error: unknown) => {
      freedError = error;
    });
  } finally {
    IDBObjectStore.prototype.add = add;
    IDBObjectStore.prototype.delete = remove;
  }
  await kiosk.settle();
  return {
    replies: [],
    checks: {
      async no_false_tick() {
        if (!isQuota(refused)) return 'a write to a full store did not fail as such';
        if (unsent.length !== count) return 'the refused item stands in the store';
        const stored = await world.events(school);
        const numbers = stored.map((row) => row.n);
        if (new Set(numbers).size !== numbers.length || Math.max(...numbers) !== numbers.length)
          return 'a number is missing or stands twice';
        return wrong(
          acknowledged.every((item) => item.status !== 'unsent') && (freedError === undefined || isQuota(freedError)),
          'items were not acknowledged after space came back',
        );
      },
      queue_kept: () => wrong(unsent.length === count, 'an unsent item left the kiosk'),
    },
  };
}

/** The browser took the store away: the numbers go on from what the server still knows, and the gap is named. */
async function wiped(world: World, school: TestSchool, kiosk: Kiosk, count: number): Promise<Observed> {
  await kiosk.settle();
  await writeScans(kiosk, count);
  const lost = await kiosk.items();
  const tx = kiosk.db.transaction('log', 'readwrite');
  for (const item of lost.filter((each) => each.status === 'unsent')) await tx.store.delete(item.n);
  await tx.done;
  await writeScans(kiosk, 1);
  await kiosk.settle();
  return {
    replies: [],
    checks: {
      async gap_alarm() {
        const { gaps } = await world.alarms(school);
        return wrong(
          gaps.some(({ from, to }) => from === count + 1 && to === 2 * count),
          `gaps named: ${JSON.stringify(gaps.map(({ from, to }) => [from, to]))}`,
        );
      },
      queue_kept: async () => wrong((await kiosk.items()).length > 0, 'nothing is left'),
    },
  };
}
