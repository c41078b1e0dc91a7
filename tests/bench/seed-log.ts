/** Fills a school's log through the product's own statements: two scans a visit, each visit with its sealed declaration. */
import type { App } from '../../server/context.ts';
import { advanceFeed } from '../../server/db/feed.ts';
import { schoolScope } from '../../server/db/port.ts';
import { declarationStatements, type NewDeclaration } from '../../server/declarations/store.ts';
import { insertEventsStatement, type NewEvent } from '../../server/gates/store.ts';
import { toBase64url } from '../../shared/bytes.ts';
import { DAY, dayOf, endOfDay, MINUTE } from '../../shared/clock.ts';
import type { ScanEvent } from '../../shared/gate/event.ts';
import { uuidv7 } from '../../shared/ids.ts';
import { maskName } from '../../shared/text/mask.ts';
import { random } from '../fixtures/world.ts';

const FAMILY = ['Nguyễn', 'Trần', 'Lê', 'Phạm', 'Hoàng', 'Vũ', 'Đặng', 'Bùi'];
const MIDDLE = ['Thị Bích', 'Văn', 'Thị', 'Minh', 'Đức', 'Thanh', 'Ngọc'];
const GIVEN = ['Hồng', 'An', 'Bình', 'Chi', 'Dũng', 'Giang', 'Hà', 'Khánh', 'Lan', 'Mai', 'Nam'];
const HOSTS = ['Cô Lan, lớp 3A', 'Thầy Hiệu', 'Phòng kế toán', 'Đón cháu lớp 1B', 'Giao hàng cho bếp', 'Họp phụ huynh'];
/** Visits in one save. */
const STEP = 500;

const of = <T>(list: readonly T[], index: number): T => list[index % list.length] as T;

export interface Seeding {
  school: string;
  gate: string;
  kiosk: string;
  /** Scans in all; half of them are entries. */
  rows: number;
  /** The last ms of the period, and its length in days. */
  until: number;
  days: number;
  onStep?: (rows: number) => void;
}

/** Times go up with the numbers, evenly over the period. */
export async function seedLog(app: App, { school, gate, kiosk, rows, until, days, onStep }: Seeding): Promise<void> {
  const from = until - days * DAY;
  const gap = (days * DAY) / rows;
  for (let visit = 0; visit * 2 < rows; visit += STEP) {
    const declarations: NewDeclaration[] = [];
    const events: NewEvent[] = [];
    for (let i = visit; i < visit + STEP && i * 2 < rows; i++) {
      const at = Math.floor(from + i * 2 * gap);
      const subject = toBase64url(random(16));
      const name = `${of(FAMILY, i)} ${of(MIDDLE, i >> 2)} ${of(GIVEN, i >> 1)}`;
      const phone = `09${String(10_000_000 + (i % 90_000_000)).slice(0, 8)}`;
      const host = of(HOSTS, i);
      declarations.push(declarationOf(school, gate, at, subject, { name, phone, host }));
      events.push(scanOf({ gate, kiosk, at, subject, n: i * 2 + 1, dir: 'in' }));
      events.push(scanOf({ gate, kiosk, at: at + Math.floor(gap), subject, n: i * 2 + 2, dir: 'out' }));
    }
    await app.db.save(schoolScope(school), [
      ...declarationStatements(app.db, app.keys, school, declarations),
      advanceFeed(app.db.build, school, events.length),
      insertEventsStatement(app.db, school, events),
    ]);
    onStep?.(Math.min(rows, (visit + STEP) * 2));
  }
}

function declarationOf(
  school: string,
  gate: string,
  at: number,
  subject: string,
  person: { name: string; phone: string; host: string },
): NewDeclaration {
  const day = dayOf(at);
  return {
    declaration: {
      id: uuidv7(at, random),
      school,
      day,
      place: null,
      gate,
      kiosk: null,
      questionnaire: { id: 'visitor', version: 1 },
      channel: 'poster',
      onBehalf: false,
      outcome: 'cleared',
      reasons: [],
      subject,
      passExpiresAt: endOfDay(day),
      bodyHash: toBase64url(random(32)),
      consent: { version: 'visitor-1', language: 'vi', purposes: ['gate'], at },
      createdAt: at,
      record: null,
      guardian: null,
      companions: 0,
    },
    identity: {
      answers: { fullName: person.name, phone: person.phone, host: person.host },
      ...person,
      maskedName: maskName(person.name, person.phone),
      pass: '7'.repeat(400),
    },
    answers: { symptoms: false, contact: false },
  };
}

function scanOf(scan: { gate: string; kiosk: string; at: number; subject: string; n: number; dir: 'in' | 'out' }): NewEvent {
  const { gate, kiosk, at, subject, n, dir } = scan;
  const id = uuidv7(at, random);
  const head = { v: 1, id, school: 'seeded-tag0', kiosk, gate, n, prev: '', at, mono: n, kind: 'scan' } as const;
  const event: ScanEvent = { ...head, method: 'camera', code: 'pass', subject, dir, colour: 'green', why: [] };
  return {
    head,
    event,
    day: dayOf(at),
    at,
    receivedAt: at + MINUTE,
    flags: [],
    hash: toBase64url(random(32)),
    text: JSON.stringify(event),
  };
}
