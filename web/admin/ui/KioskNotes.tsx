import type { KioskView } from '../../../shared/api/schools.schema.ts';
import type { Instant } from '../../../shared/clock.ts';
import { minutesOf, rangesText, whenText } from '../format.ts';
import { type KioskNote, kioskNotes, levelOf } from '../state/kiosk-state.ts';
import { kioskWords } from '../strings/kiosks.ts';

export function KioskNotes({ kiosk, now }: { kiosk: KioskView; now: Instant }) {
  return (
    <ul class="notes">
      {kioskNotes(kiosk, now).map((note) => (
        <li key={note.kind} class={`note note-${levelOf(note)}`}>
          {noteText(note, now)}
        </li>
      ))}
    </ul>
  );
}

function noteText(note: KioskNote, now: Instant): string {
  const t = kioskWords();
  switch (note.kind) {
    case 'revoked':
      return t.revoked(whenText(note.at, now));
    case 'never-seen':
      return t.neverSeen;
    case 'silent':
      return t.silent(whenText(note.since, now));
    case 'gaps':
      return t.gaps(rangesText(note.gaps));
    case 'unsent':
      return t.unsent(note.count, note.since === null ? '' : whenText(note.since, now));
    case 'clock':
      return (note.offset > 0 ? t.clockFast : t.clockSlow)(minutesOf(note.offset));
    case 'storage':
      return t.storage;
    case 'battery':
      return t.battery(note.percent);
    case 'fine':
      return t.fine(whenText(note.seen, now));
  }
}
