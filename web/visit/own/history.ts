/** What this phone keeps of visits, by school, newest first. Pure. */
import type { KeptNote, KeptRecord } from '../desk/shelf.ts';

export type Entry = { kind: 'declaration'; at: number; record: KeptRecord } | { kind: 'note'; at: number; note: KeptNote };

export interface SchoolHistory {
  schoolId: string;
  school: string;
  entries: Entry[];
}

export function historyOf(records: readonly KeptRecord[], notes: readonly KeptNote[]): SchoolHistory[] {
  const entries: (Entry & { schoolId: string; school: string })[] = [
    ...records.map((record) => ({ kind: 'declaration' as const, at: record.at, record, schoolId: record.schoolId, school: record.school })),
    ...notes.map((note) => ({ kind: 'note' as const, at: note.at, note, schoolId: note.schoolId, school: note.school })),
  ];
  const schools = new Map<string, SchoolHistory>();
  for (const { schoolId, school, ...entry } of entries.sort((a, b) => b.at - a.at)) {
    const known = schools.get(schoolId) ?? { schoolId, school, entries: [] };
    known.entries.push(entry);
    schools.set(schoolId, known);
  }
  return Array.from(schools.values());
}
