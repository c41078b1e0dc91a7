/** Batches of a kiosk with a known key; faults through a proxy in front of a real outbox. */
import { randomBytes } from 'node:crypto';
import { Agent } from 'node:http';
import { fromHex, toBase64url } from '../../shared/bytes.ts';
import { dayOf, parseInstant } from '../../shared/clock.ts';
import { schoolTag } from '../../shared/pass/keys.ts';
import type { TestSchool } from '../fixtures/world.ts';
import { isRecord, type Payload } from './case.ts';
import { headersOf } from './declare.ts';
import type { Device, Signing } from './device.ts';
import { fill, fillAll, NotUnderstood, plain, segmentsOf, setAt } from './generate.ts';
import { openLines, wholeRequest } from './lines.ts';
import { type Adapter, type Assertion, inParallel, median, type Observed, only, type Run, wrong } from './observed.ts';
import { faultyExchange } from './sync-faults.ts';
import { jsonOf, type Reply } from './wire.ts';
import { subjectFor, type World } from './world.ts';

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
/** Two logical events that stand for `sync.valid`. */
const VALID = [
  {
    id: '018f0000-0000-7000-8000-000000000001',
    seq: 17,
    type: 'entry',
    gate: 'main',
    deviceTime: '2026-11-21T07:00:00+07:00',
    person: 'p1',
  },
  {
    id: '018f0000-0000-7000-8000-000000000002',
    seq: 18,
    type: 'exit',
    gate: 'main',
    deviceTime: '2026-11-21T09:00:00+07:00',
    person: 'p1',
  },
];
/** A device that is further from the server's time than this has measured how far. */
const OWN_CLOCK = 24 * 3_600_000;

export type Logical = Record<string, unknown>;

/** The logical events of a payload, generated and changed as it says. */
function logicalEvents(payload: Payload, run: Run): Logical[] {
  const { world, scaled } = run;
  const known = (name: string) => ({ schoolA: world.schoolA.id, schoolB: world.schoolB.id })[name];
  const spec = payload.events ?? VALID;
  let events: unknown;
  if (isRecord(spec) && spec.$gen === 'repeat_event') {
    const made = Array.from({ length: scaled(Number(spec.count)) }, (_, i) => ({
      seq: i + 1,
      type: 'entry',
      gate: 'main',
      deviceTime: '2026-11-21T07:00:00+07:00',
      person: `p${i + 1}`,
    }));
    const more = Array.isArray(spec.plus) ? spec.plus : [];
    // The bad ones stand in the middle: what comes after them must arrive too.
    events = [...made.slice(0, Math.ceil(made.length / 2)), ...more, ...made.slice(Math.ceil(made.length / 2))];
  } else if (isRecord(spec) && spec.$gen === 'week_history') events = weekHistory(spec);
  else if (Array.isArray(spec)) events = spec;
  else throw new NotUnderstood('the events');
  const batch = { events: structuredClone(plain(fillAll(events, known, world.now()), scaled)) };
  for (const [pointer, value] of Object.entries(isRecord(payload.set) ? payload.set : {}))
    setAt(batch, segmentsOf(pointer), plain(fillAll(value, known, world.now()), scaled));
  for (const pointer of Array.isArray(payload.unset) ? payload.unset : []) setAt(batch, segmentsOf(String(pointer)), undefined);
  return Array.isArray(batch.events) ? batch.events.filter(isRecord) : [];
}

/** A week of people coming and going at some gates; `kiosk` says whose item it is. */
function weekHistory(spec: Record<string, unknown>): Logical[] {
  const kiosks = Number(spec.kiosks ?? spec.devices ?? 3);
  const persons = Number(spec.persons ?? spec.people ?? 20);
  const days = Number(spec.days ?? 7);
  const events: Logical[] = [];
  const next = new Array<number>(kiosks).fill(0);
  for (let day = 0; day < days; day++) {
    for (let person = 0; person < persons; person++) {
      for (const [type, hour] of [
        ['entry', 7],
        ['exit', 11],
      ] as const) {
        const kiosk = (person + (type === 'exit' ? day : 0)) % kiosks;
        next[kiosk] = (next[kiosk] ?? 0) + 1;
        const at = Date.parse(`2026-11-${15 + day}T00:00:00Z`) + (hour - 7) * 3_600_000 + person * 60_000;
        events.push({ kiosk, seq: next[kiosk], type, gate: 'main', deviceTime: new Date(at).toISOString(), person: `p${person}` });
      }
    }
  }
  return events;
}

/** One logical event as the text that the device writes. Known names are mapped, all else stands as it is. */
async function writeEvent(device: Device, logical: Logical, world: World) {
  const { id, seq, type, gate, deviceTime, person, prevHash, schoolId, kiosk: _kiosk, ...rest } = logical;
  const at = typeof deviceTime === 'string' ? (parseInstant(deviceTime) ?? deviceTime) : deviceTime;
  const far = typeof at === 'number' && Math.abs(world.now() - at) > OWN_CLOCK;
  const kind = type === 'entry' || type === 'exit' ? 'scan' : type;
  const first = device.hash === '';
  const fields: Logical = {
    ...(id === undefined ? {} : { id }),
    ...('schoolId' in logical ? { school: typeof schoolId === 'string' ? await schoolTag(schoolId, crypto.subtle) : schoolId } : {}),
    ...('seq' in logical ? { n: seq } : {}),
    // A log that begins at 17 goes on from an item that this server has not seen.
    ...(first && seq !== 1 && prevHash === undefined ? { prev: subjectFor(device.id, 'before').padEnd(43, 'A') } : {}),
    ...(prevHash === undefined ? {} : { prev: typeof prevHash === 'string' ? hashText(prevHash) : prevHash }),
    ...('deviceTime' in logical ? { at } : {}),
    ...(far ? { off: Math.round(world.now() - Number(at)) } : {}),
    kind,
    gate: gate === 'main' ? device.school.gate : gate,
    method: 'camera',
    code: 'pass',
    subject: subjectFor(device.school.id, person),
    dir: type === 'exit' ? 'out' : 'in',
    colour: 'green',
    why: [],
    ...rest,
  };
  return device.write(fields);
}

const hashText = (hex: string): string => {
  const bytes = fromHex(hex);
  return bytes?.length === 32 ? toBase64url(bytes) : hex;
};

async function writeAll(device: Device, events: readonly Logical[], world: World): Promise<unknown[]> {
  const items: unknown[] = [];
  for (const event of events) items.push(await writeEvent(device, event, world));
  return items;
}

/** What a mutation makes of signing. @throws NotUnderstood */
function signingOf(mutate: unknown, device: Device): Signing & { wrongKiosk?: boolean } {
  const signing: Signing = {};
  for (const [key, value] of Object.entries(isRecord(mutate) ? mutate : {})) {
    if (key === 'audience') signing.audience = String(value);
    else if (key === 'signature') signing.signature = signatureOf(String(value));
    else if (key === 'kiosk' || key === 'device')
      signing.kiosk = value === 'unknown' ? '01930000-0000-7000-8000-00000000dead' : String(value);
    else if (key === 'body' || key === 'payload') signing.signature = () => device.sign(signing.audience ?? '', device.id, randomBytes(10));
    else throw new NotUnderstood(`mutate ${key}`);
  }
  return signing;
}

function signatureOf(how: string): Signing['signature'] {
  switch (how) {
    case 'random64':
    case 'random':
      return () => randomBytes(64);
    case 'absent':
    case 'missing':
      return () => null;
    case 'empty':
      return () => '';
    case 'zeros':
    case 'zero':
      return () => Buffer.alloc(64);
    case 'truncated':
      return (signature) => signature.subarray(0, 63);
    case 'der':
      return (signature) =>
        Buffer.concat([Buffer.of(0x30, 0x44, 2, 32), signature.subarray(0, 32), Buffer.of(2, 32), signature.subarray(32)]);
    case 'flip_bit':
    case 'bitflip':
      return (signature) => Buffer.concat([Buffer.of((signature[0] ?? 0) ^ 1), signature.subarray(1)]);
    default:
      throw new NotUnderstood(`mutate signature ${how}`);
  }
}

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

/** Header values that name what a thief would hold. */
const tokens = (headers: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      fill(value, (known) => (/token/i.test(known) ? toBase64url(randomBytes(24)) : undefined), 0),
    ]),
  );

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

const dayFacts = ({ inside, entries, exits, openVisits }: Awaited<ReturnType<World['day']>>) => ({
  inside,
  entries,
  exits,
  since: openVisits.map((visit) => visit.since).sort(),
});

const AT_ONCE = 100;

/** One device far above what a kiosk sends; another school goes on meanwhile. */
async function flood({ world, payload, scaled }: Run, device: Device): Promise<Observed> {
  const count = scaled(Number(payload.repeat));
  const perMs = Number(payload.rate_per_s) / 1000;
  const other = await world.newDevice(world.schoolB);
  const calm = await timed(world, other, 60);
  const request = device.signed(device.body([]));
  const headers = Object.fromEntries(Object.entries(request.headers).filter((entry): entry is [string, string] => entry[1] !== null));
  const seen = new Map<number, { count: number; body: string }>();
  const line = openLines(world.server.place, AT_ONCE);
  const whole = wholeRequest(world.server.place, request.path, headers, request.body);
  let pending = 0;
  const started = performance.now();
  const meanwhile: number[] = [];
  let done = false;
  const others = (async () => {
    while (!done) {
      meanwhile.push(...(await timed(world, other, 1)));
      await new Promise((resolve) => setTimeout(resolve, 40));
    }
  })();
  for (let sent = 0; sent < count || pending > 0; ) {
    const due = Math.min(count, Math.ceil((performance.now() - started) * perMs));
    // A client that hears no answer waits: what cannot be sent in its turn is sent as soon as there is room.
    for (; sent < due && pending < AT_ONCE; sent++) {
      pending++;
      line.ask(whole).then(
        ({ status, body }) => {
          pending--;
          const known = seen.get(status);
          if (known) known.count++;
          else seen.set(status, { count: 1, body });
        },
        () => {
          pending--;
        },
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  line.close();
  done = true;
  await others;
  const answered = [...seen.values()].reduce((sum, each) => sum + each.count, 0);
  const replies = [...seen].map(
    ([status, { body }]): Reply => ({
      status,
      headers: { 'content-type': status === 200 ? 'application/json' : 'application/problem+json' },
      rawHeaders: [],
      body: Buffer.from(body),
      ms: 0,
    }),
  );
  return {
    // Which of the allowed answers came how often is a matter of time.
    replies: replies.filter(({ status }) => status !== 429),
    limit: null,
    checks: {
      others_ok() {
        if (answered !== count) return `${count - answered} of ${count} requests had no answer`;
        const p99 = percentile(meanwhile, 0.99);
        const before = percentile(calm, 0.99);
        return wrong(
          // Answered normally: within the second that the catalogue gives every answer, or in proportion to a calm machine.
          p99 <= Math.max(1000, before * 4),
          `another school waited ${Math.round(p99)} ms (99 %), ${Math.round(before)} before; median ${Math.round(median(meanwhile))}`,
        );
      },
    },
  };
}

const percentile = (values: readonly number[], part: number): number =>
  [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) * part)] ?? 0;

/** The others' connections: they never wait behind the flood's on this side. */
const OTHERS = new Agent({ keepAlive: true, maxSockets: 4 });

async function timed(world: World, device: Device, times: number): Promise<number[]> {
  const all: number[] = [];
  for (let i = 0; i < times; i++) {
    const request = device.signed(device.body([]));
    const headers = Object.fromEntries(Object.entries(request.headers).filter((entry): entry is [string, string] => entry[1] !== null));
    const reply = await world.quick('POST', request.path, headers, request.body, OTHERS);
    if (reply.status === 200) all.push(reply.ms);
  }
  return all;
}

function resultsOf(reply: Reply): string[] {
  const body = jsonOf(reply);
  return isRecord(body) && Array.isArray(body.results) ? body.results.map((result) => (isRecord(result) ? String(result.status) : '')) : [];
}

function checksFor(run: Run, school: TestSchool, events: readonly Logical[], replies: readonly Reply[]): Record<string, Assertion> {
  const { world, of } = run;
  const last = replies.at(-1);
  const results = last ? resultsOf(last) : [];
  const flagged = async (flag: string): Promise<number> =>
    (await world.alarms(school)).flagged.filter(({ flags }) => (flags as string[]).includes(flag)).length;
  const quarantine: Assertion = async () => {
    const shown = (await world.alarms(school)).quarantined.length;
    const bad = replies.flatMap(resultsOf).filter((status) => status === 'quarantined').length;
    const asked = of.expect.check.find((name) => name.startsWith('quarantine+'))?.slice(11) ?? '';
    // Several bad items in one case: the name counts one for each value of a kind.
    const wanted = asked === 'n' ? events.length : Number(asked);
    return wrong(
      shown === bad && (shown === wanted || (asked === '1' && shown === events.length)),
      `${bad} quarantined, ${shown} shown, ${wanted} expected`,
    );
  };
  return {
    ...Object.fromEntries(of.expect.check.filter((name) => name.startsWith('quarantine+')).map((name) => [name, quarantine])),
    ...Object.fromEntries(
      of.expect.check
        .filter((name) => name.startsWith('conflict+'))
        .map((name) => [
          name,
          async () => {
            const shown = (await world.alarms(school)).conflicts.length;
            const stored = await world.events(school);
            return wrong(shown === Number(name.slice(9)) && stored.length > 0, `${shown} conflicts shown`);
          },
        ]),
    ),
    async exactly_once() {
      const stored = await world.events(school);
      const ids = new Set(stored.map((row) => row.id));
      return wrong(
        ids.size === stored.length && stored.length === events.length && (await world.alarms(school)).conflicts.length === 0,
        `${stored.length} rows for ${events.length} events`,
      );
    },
    no_head_of_line: () =>
      wrong(
        results.length === events.length && results.filter((status) => status === 'stored').length >= events.length - 1,
        'items behind the bad one did not arrive',
      ),
    clone_alarm: async () =>
      wrong((await flagged('clone')) > 0 && (await world.events(school)).length === events.length, 'no alarm, or not both are kept'),
    chain_alarm: async () =>
      wrong((await flagged('chain')) > 0 && (await world.events(school)).length === events.length, 'the break is not shown'),
    async gap_alarm() {
      const { gaps } = await world.alarms(school);
      return wrong(gaps.length > 0 && gaps.every(({ from, to }) => from <= to), 'no missing number is named');
    },
    async skew_flag() {
      const rows = await world.events(school);
      const kept = rows.every((row) => events.some((event) => parseInstant(String(event.deviceTime)) === row.raw_at));
      const corrected = rows.every((row) => Math.abs(row.at - world.now()) < 120_000);
      return wrong(
        (await flagged('skew')) === rows.length && rows.length > 0 && kept && corrected,
        'the flag, the raw time or the corrected time is missing',
      );
    },
    async order_by_seq() {
      const rows = await world.events(school);
      const raw = rows.map((row) => row.raw_at);
      const sent = events.map((event) => parseInstant(String(event.deviceTime)));
      const view = await world.day(school, dayOf(rows[0]?.at ?? 0));
      const lastOne = events.at(-1)?.type;
      return wrong(JSON.stringify(raw) === JSON.stringify(sent) && view.inside === (lastOne === 'exit' ? 0 : 1), `inside ${view.inside}`);
    },
    async order_free() {
      const other = await world.newSchool();
      const device = await world.newDevice(other);
      const ordered = [...events].sort((a, b) => Number(a.seq) - Number(b.seq));
      await world.send(device.signed(device.body(await writeAll(device, ordered, world))));
      const days = [...new Set(events.map((event) => dayOf(parseInstant(String(event.deviceTime)) ?? 0)))];
      for (const day of days) {
        const [a, b] = [dayFacts(await world.day(school, day)), dayFacts(await world.day(other, day))];
        if (JSON.stringify(a) !== JSON.stringify(b)) return `visits of ${day} depend on the order of arrival`;
      }
      return undefined;
    },
  };
}
