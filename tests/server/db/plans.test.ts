/** The hot queries use the index that was made for them: a plan that walks a school's whole log is slow only years later. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDb, sqliteFile } from '../../../server/db/open.ts';

const many = (name: string): string => Array.from({ length: 200 }, (_, i) => `'${name}${i}'`).join(', ');

const PLANS: [what: string, index: string, query: string][] = [
  ['log page', 'gate_event_at', "* from gate_event where school_id = 's' and at >= 1 and at <= 9 order by at desc, id desc limit 50"],
  [
    'log page, going on',
    'gate_event_at',
    "* from gate_event where school_id = 's' and at <= 9 and (at < 9 or id < 'x') order by at desc, id desc limit 50",
  ],
  [
    'refusals of years',
    'gate_event_held',
    "* from gate_event where school_id = 's' and at >= 1 and at <= 9 and colour = 'red' and colour <> 'green' order by at desc, id desc limit 50",
  ],
  [
    'end of a stride',
    'COVERING INDEX gate_event_at',
    "at, id from gate_event where school_id = 's' and at >= 1 and at <= 9 and (at < 9 or id < 'x') order by at desc, id desc limit 1 offset 4999",
  ],
  [
    'what is new to a page',
    'gate_event_feed',
    "id, of_id, feed from gate_event where school_id = 's' and feed > 5 and feed <= 9 order by feed limit 200",
  ],
  [
    'what was decided on scans',
    'gate_event_of',
    `of_id, kind from gate_event where school_id = 's' and of_id in (${many('e')}) order by at, n`,
  ],
  [
    'feed',
    'gate_event_feed',
    "* from gate_event where school_id = 's' and feed > 5 and feed <= 900 and kiosk_id <> 'k' order by feed limit 500",
  ],
  [
    'where the feed begins: events',
    'sqlite_autoindex_gate_event_1',
    "min(feed + 0) from gate_event where school_id = 's' and day >= '2026-11-22'",
  ],
  [
    'where the feed begins: passes',
    'COVERING INDEX declaration_valid',
    "min(feed + 0) from declaration where school_id = 's' and pass_expires_at > 5",
  ],
  [
    'names of quick entries',
    'gate_event_named',
    `id from gate_event where school_id = 's' and subject in (${many('p')}) and kind = 'scan' and sealed_hash is not null`,
  ],
  [
    'not in the backup yet',
    'COVERING INDEX gate_event_feed',
    "min(n + 0) from gate_event where school_id = 's' and feed > 900 and kiosk_id = 'k'",
  ],
  [
    'numbers of a kiosk',
    'COVERING INDEX gate_event_device',
    "n from gate_event where school_id = 's' and kiosk_id = 'k' and n > 5 order by n limit 2000",
  ],
  [
    'known items',
    'sqlite_autoindex_gate_event_1',
    `id, hash from gate_event where school_id = 's' and day in ('a', 'b') and id in (${many('e')})`,
  ],
  ['flagged items', 'gate_event_flagged', "* from gate_event where school_id = 's' and flags <> '' order by received_at desc limit 50"],
  ['passes of scans', 'declaration_subject', `* from declaration where school_id = 's' and subject in (${many('p')})`],
  ['passes for kiosks', 'declaration_feed', "* from declaration where school_id = 's' and feed > 5 and feed <= 9 order by feed limit 500"],
  [
    'declarations of a day by poster',
    'COVERING INDEX declaration_day',
    "place_id, count(*) from declaration where school_id = 's' and day = '2026-11-22' group by place_id",
  ],
  [
    'the latest declarations',
    'declaration_feed',
    "place_id, created_at from declaration where school_id = 's' order by feed desc limit 500",
  ],
  [
    'the last scan of a kiosk',
    'gate_event_device',
    "at from gate_event where school_id = 's' and kiosk_id = 'k' and kind = 'scan' order by n desc limit 1",
  ],
  ['the record of a key', 'declaration_record', "* from declaration where school_id = 's' and record_hash = 'h'"],
  ['who came along', 'declaration_guardian', `* from declaration where school_id = 's' and guardian_id in (${many('d')}) order by feed`],
  [
    'what a phone noted',
    'gate_event_poster',
    "count(*) from gate_event where school_id = 's' and subject = 'p' and kind = 'poster' and received_at > 5",
  ],
  [
    'what was asked for with a key',
    'data_request_record',
    "* from data_request where school_id = 's' and record_hash = 'h' order by asked_at desc",
  ],
  ['requests of a school', 'data_request_asked', "* from data_request where school_id = 's' order by asked_at desc, id desc limit 100"],
  ['requests that wait', 'data_request_open', "* from data_request where school_id = 's' and done_at is null order by due_at"],
  ['sessions by id', 'sealed_session_id', `* from sealed_session where school_id = 's' and session_id in (${many('x')})`],
  [
    'payloads',
    'sqlite_autoindex_sealed_payload_1',
    `* from sealed_payload where school_id = 's' and day in ('a', 'b') and event_id in (${many('e')})`,
  ],
  [
    'rounds of an evening',
    'gate_event_round',
    "of_id from gate_event where school_id = 's' and kind = 'round' and at >= 1 and at <= 9 and reason = 'stays'",
  ],
  [
    'scans of some people on the days beside',
    'gate_event_at',
    `id from gate_event where school_id = 's' and at >= 1 and at <= 9 and kind = 'scan' and subject in (${many('p')})`,
  ],
  ['corrections of scans', 'office_correction_event', `* from office_correction where school_id = 's' and event_id in (${many('e')})`],
  [
    'corrections for kiosks',
    'office_correction_feed',
    "* from office_correction where school_id = 's' and feed > 5 and feed <= 9 and event_day >= '2026-11-22' order by feed limit 500",
  ],
  [
    'the last correction of a scan',
    'office_correction_event',
    "id from office_correction where school_id = 's' and event_id = 'e' order by feed desc limit 1",
  ],
  [
    'held items, going on',
    'held_event_open',
    "* from held_event where school_id = 's' and resolved_at is null and received_at <= 9 and (received_at < 9 or hash < 'x') order by received_at desc, hash desc limit 31",
  ],
  [
    'settled items',
    'held_event_resolved',
    "* from held_event where school_id = 's' and resolved_at is not null order by resolved_at desc, hash desc limit 31",
  ],
];

const dataDir = mkdtempSync(join(tmpdir(), 'quacong-plans-'));
let db: Database.Database;
beforeAll(async () => {
  await (await openDb({ dataDir })).close();
  db = new Database(sqliteFile(dataDir), { readonly: true });
});
afterAll(() => {
  db.close();
  rmSync(dataDir, { recursive: true });
});

it.each(PLANS)('%s: %s', (_what, index, query) => {
  const [step, ...more] = db.prepare<[], { detail: string }>(`explain query plan select ${query}`).all();
  expect(step?.detail).toMatch(new RegExp(`^SEARCH .* ${index} \\(school_id=\\?`));
  expect(more.filter((other) => /SCAN|SEARCH/.test(other.detail))).toEqual([]);
});
