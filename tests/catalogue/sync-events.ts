/** The logical events of a case, and what a device writes of each. */
import { fromHex, toBase64url } from '../../shared/bytes.ts';
import { parseInstant } from '../../shared/clock.ts';
import { schoolTag } from '../../shared/pass/keys.ts';
import { isRecord, type Payload } from './case.ts';
import type { Device } from './device.ts';
import { fillAll, NotUnderstood, plain, segmentsOf, setAt } from './generate.ts';
import type { Run } from './observed.ts';
import { subjectFor, type World } from './world.ts';

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
export function logicalEvents(payload: Payload, run: Run): Logical[] {
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
export async function writeEvent(device: Device, logical: Logical, world: World) {
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

export async function writeAll(device: Device, events: readonly Logical[], world: World): Promise<unknown[]> {
  const items: unknown[] = [];
  for (const event of events) items.push(await writeEvent(device, event, world));
  return items;
}
