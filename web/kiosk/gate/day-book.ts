/**
 * Today as this kiosk knows it, kept by person, so that a scan looks at one person's items and not at the whole day.
 * The meaning of the items is that of shared/presence.
 */
import type { Movement } from '../../../shared/presence/movements.ts';
import { headsIn, openStays, type PresenceItem, type Stay, staysOf } from '../../../shared/presence/stays.ts';
import type { DayItem } from '../db/schema.ts';

export interface Person {
  subject: string;
  name: string;
  host: string;
}

export interface DayBook {
  add(item: DayItem): void;
  clear(): void;
  /** Since when the person is inside; undefined: not inside as far as is known here. */
  insideSince(subject: string): number | undefined;
  /** With which movement the person came in, where one is inside. */
  entryOf(subject: string): Movement | undefined;
  /** People: a group that came by one scan counts as many as it is. */
  insideCount(): number;
  person(subject: string): Person | undefined;
  /** Every stay of the day, the latest movement first. */
  stays(): (Stay & { person: Person })[];
}

type Scan = Extract<PresenceItem, { kind: 'scan' }>;
type Change = Exclude<PresenceItem, Scan>;

export function createDayBook(items: readonly DayItem[]): DayBook {
  const scans = new Map<string, Scan[]>();
  const changes = new Map<string, Change[]>();
  const people = new Map<string, Person>();
  const subjectOfScan = new Map<string, string>();
  const seen = new Set<string>();
  const inside = new Map<string, Movement>();

  const itemsOf = (subject: string): PresenceItem[] =>
    (scans.get(subject) ?? []).flatMap((scan) => [scan, ...(changes.get(scan.id) ?? [])]);

  function look(subject: string): void {
    const entry = openStays(staysOf(itemsOf(subject)))[0]?.in;
    if (entry) inside.set(subject, entry);
    else inside.delete(subject);
  }

  function take(item: DayItem): string | undefined {
    if (seen.has(item.id)) return undefined;
    seen.add(item.id);
    if (item.kind !== 'scan') {
      changes.set(item.of, [...(changes.get(item.of) ?? []), item]);
      return subjectOfScan.get(item.of);
    }
    const { subject, name = '', host = '' } = item;
    subjectOfScan.set(item.id, subject);
    const list = scans.get(subject);
    if (list) list.push(item);
    else scans.set(subject, [item]);
    const known = people.get(subject);
    people.set(subject, { subject, name: name || (known?.name ?? ''), host: host || (known?.host ?? '') });
    return subject;
  }

  for (const item of items) take(item);
  for (const subject of scans.keys()) look(subject);

  return {
    add(item) {
      const subject = take(item);
      if (subject !== undefined) look(subject);
    },
    clear() {
      for (const store of [scans, changes, people, subjectOfScan, seen, inside]) store.clear();
    },
    insideSince: (subject) => inside.get(subject)?.at,
    entryOf: (subject) => inside.get(subject),
    insideCount: () => headsIn([...inside.values()]),
    person: (subject) => people.get(subject),
    stays() {
      const all = [...people.values()].flatMap((person) => staysOf(itemsOf(person.subject)).map((stay) => ({ ...stay, person })));
      return all.sort((a, b) => lastAt(b) - lastAt(a));
    },
  };
}

const lastAt = (stay: Stay): number => stay.out?.at ?? stay.in?.at ?? 0;
