/** Batches of a kiosk with a known key; faults through a proxy in front of a real outbox. */
import { dayOf, parseInstant } from '../../shared/clock.ts';
import type { TestSchool } from '../fixtures/world.ts';
import { isRecord, type Payload } from './case.ts';
import { headersOf } from './declare-body.ts';
import type { Device } from './device.ts';
import { flood } from './flood.ts';
import { NotUnderstood } from './generate.ts';
import { type Adapter, inParallel, type Observed, only, type Run, wrong } from './observed.ts';
import { checksFor, dayFacts, resultsOf } from './sync-checks.ts';
import { type Logical, logicalEvents, writeAll, writeEvent } from './sync-events.ts';
import { faultyExchange } from './sync-faults.ts';
import { signingOf, tokens } from './sync-signing.ts';
import type { Reply } from './wire.ts';

const KEYS = [
  'base',
  'set',
  'unset',
  'events',
  'repeat',
  'parallel',
  'first',
  'then',
  'mutate',
  'headers',
  'method',
  'path',
  'as',
  'rate_per_s',
  'raw',
  'raw_hex',
  'raw_patch',
];
export const syncAdapter: Adapter = async (run) => {
  const { world, payload, scaled } = run;
  if (payload.proxy !== undefined || payload.server !== undefined || payload.kiosk !== undefined) return faultyExchange(run);
  const school = await world.newSchool();
  const device = await world.newDevice(school);
  if (isRecord(payload.first) && isRecord(payload.then)) return inTwoBatches(run, school, device, payload.first, payload.then);
  only(payload, KEYS);
  if (payload.rate_per_s !== undefined) return flood(run, device);
  if (isRecord(payload.events) && payload.events.$gen === 'week_history') return history(run, school, logicalEvents(payload, run));

  const events = logicalEvents(payload, run);
  const items = await writeAll(device, events, world);
  const signing = signingOf(payload.mutate, device);
  const audience = signing.audience;
  let request = device.signed(device.body(items, audience === undefined ? {} : { audience }), {
    ...signing,
    headers: tokens(headersOf(payload, scaled)),
  });
  if (typeof payload.as === 'string' || typeof payload.path === 'string') request = await asAnother(run, school, device, items);
  if (payload.raw !== undefined || payload.raw_hex !== undefined) request = device.signed({}, signing);

  const sent = await sendRepeated(run, request);
  const facts = {
    results: sent.replies.slice(-1).map(resultsOf),
    dir: (await world.events(school)).map(({ n, kind, flags }) => ({ n, kind, flags })),
  };
  return {
    replies: sent.replies,
    ...(sent.since ? { since: sent.since } : {}),
    facts,
    checks: checksFor(run, school, events, sent.replies),
  };
};

async function sendRepeated({ world, payload, scaled, of }: Run, request: ReturnType<Device['signed']>) {
  const repeat = typeof payload.repeat === 'number' ? (of.scale ? scaled(payload.repeat) : payload.repeat) : 1;
  if (typeof payload.parallel === 'number') return { replies: await inParallel(repeat, payload.parallel, () => world.send(request)) };
  const replies = [await world.send(request)];
  if (repeat === 1) return { replies };
  // "Sent again": what is counted begins after the first one arrived.
  const since = await world.counts();
  for (let i = 1; i < repeat; i++) replies.push(await world.send(request));
  return { replies, since };
}

/** Somebody else's key: the batch names school A's kiosk and is signed by the caller's own. */
async function asAnother({ world, payload }: Run, school: TestSchool, device: Device, items: readonly unknown[]) {
  const who = String(payload.as ?? '');
  const known: Record<string, () => Promise<Device>> = {
    '{deviceB}': () => world.newDevice(world.schoolB),
    '{deviceA}': async () => device,
    '{revokedDevice}': async () => {
      const revoked = await world.newDevice(school);
      const { cookie } = await world.account('keeper');
      await world.send({ method: 'DELETE', path: `/api/schools/${school.id}/kiosks/${revoked.id}`, headers: { cookie } });
      return revoked;
    },
  };
  const make = known[who] ?? (payload.as === undefined ? known['{deviceA}'] : undefined);
  if (!make) throw new NotUnderstood(`as ${who}`);
  const caller = await make();
  if (caller.school.id === school.id) return caller.signed({ ...device.body(items), kiosk: caller.id });
  return caller.signed({ ...device.body(items), kiosk: device.id });
}

async function inTwoBatches(run: Run, school: TestSchool, device: Device, first: Payload, then: Payload): Promise<Observed> {
  const { world } = run;
  const replies: Reply[] = [];
  const events: Logical[] = [];
  for (const payload of [first, then]) {
    only(payload, KEYS);
    const logical = logicalEvents(payload, run);
    events.push(...logical);
    const items = await writeAll(device, logical, world);
    replies.push(await world.send(device.signed(device.body(items), signingOf(payload.mutate, device))));
  }
  return { replies, facts: replies.map(resultsOf), checks: checksFor(run, school, events, replies) };
}

/** A week's items from several kiosks in a random order, in batches, against the same in order. */
async function history(run: Run, school: TestSchool, events: readonly Logical[]): Promise<Observed> {
  const { world } = run;
  const replies: Reply[] = [];
  const write = async (to: TestSchool, shuffled: boolean): Promise<void> => {
    const devices = new Map<unknown, Device>();
    const waiting: { device: Device; item: unknown }[] = [];
    for (const event of events) {
      const device = devices.get(event.kiosk) ?? (await world.newDevice(to));
      devices.set(event.kiosk, device);
      waiting.push({ device, item: await writeEvent(device, event, world) });
    }
    if (shuffled) waiting.sort(() => Math.random() - 0.5);
    for (let at = 0; at < waiting.length; at += 100) {
      for (const device of devices.values()) {
        const items = waiting.slice(at, at + 100).filter((each) => each.device === device);
        if (items.length > 0) replies.push(await world.send(device.signed(device.body(items.map((each) => each.item)))));
      }
    }
  };
  await write(school, true);
  const ordered = await world.newSchool();
  await write(ordered, false);
  const days = [...new Set(events.map((event) => dayOf(parseInstant(String(event.deviceTime)) ?? 0)))];
  const views = async (of: TestSchool) => Promise.all(days.map(async (day) => dayFacts(await world.day(of, day))));
  const checks = checksFor(run, school, [...events], replies);
  checks.order_free = async () =>
    wrong(JSON.stringify(await views(school)) === JSON.stringify(await views(ordered)), 'visits depend on the order of arrival');
  // What each answer says depends on the order that was drawn.
  return { replies: replies.map((reply) => ({ ...reply, body: Buffer.from('{}') })).slice(0, 3), checks };
}
