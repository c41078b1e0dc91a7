/** A school where much is wrong at once, as the server would tell it: for screens that a quiet server never shows. */
import type { Page } from 'playwright-core';
import type { AlarmSettingsView, WatchView } from '../../shared/api/alarms.schema.ts';
import type { HeldPage, ReadableItem } from '../../shared/api/held.schema.ts';
import type { Alarms, DayView, LogPage, LogRow } from '../../shared/api/log.schema.ts';
import { dayOf, HOUR, MINUTE } from '../../shared/clock.ts';

const now = Date.now();
const kiosk = { id: 'k1', name: 'Máy tính bảng cổng chính' };
const gate = { id: 'g1', name: 'Cổng chính' };

const row: LogRow = {
  event: '01a1ff13-1fbf-753b-bac4-ca5f1f70c176',
  at: now - 30 * MINUTE,
  gate,
  kiosk,
  n: 7,
  dir: 'in',
  colour: 'amber',
  why: ['attention', 'keys-old'],
  method: 'camera',
  code: 'pass',
  subject: 'QUFBQUFBQUFBQUFBQUFBQQ',
  name: 'Hoàng Thị Nguyệt Ánh Dương Phương Thảo',
  phone: '0900000123',
  host: 'Cô Lan, lớp 3A2',
  unreadable: false,
  erased: false,
  companions: 0,
  companionNames: [],
  decision: null,
  corrected: null,
  left: null,
  corrections: [],
  findings: [],
  flags: ['skew'],
  receivedAt: now,
  declared: true,
};

/** The visitor's own word. */
const noted: LogRow = { ...row, n: 0, kiosk: { id: 'phone', name: '' }, colour: null, method: 'poster', code: 'none', why: [], flags: [] };

const log: LogPage = {
  rows: [
    row,
    { ...row, event: 'e2', n: 6, colour: 'green', why: [], flags: [], corrected: { dir: 'out' } },
    { ...row, event: 'e3', n: 5, colour: 'red', why: ['forged'], name: null, phone: null, host: null, unreadable: true, flags: [] },
    { ...noted, event: 'e4', companions: 3, companionNames: ['Hoàng Minh Khôi', 'Hoàng Bảo An', 'Dương Văn Thịnh'] },
    { ...noted, event: 'e5', method: 'screen', subject: '', name: null, phone: null, host: null, erased: true, declared: false },
  ],
  cursor: 'next',
  searchedAll: false,
  through: now - 5 * 24 * HOUR,
  feed: 0,
};

const day: DayView = {
  day: dayOf(now),
  inside: 2,
  entries: 3,
  exits: 1,
  waiting: 1,
  refused: 1,
  hours: { entries: Array.from({ length: 24 }, (_, hour) => hour % 4), exits: Array.from({ length: 24 }, (_, hour) => hour % 3) },
  weekBefore: Array.from({ length: 24 }, (_, hour) => hour % 5),
  gates: [
    { ...gate, entries: 2, exits: 1 },
    { id: 'g2', name: 'Cổng sau', entries: 1, exits: 0 },
  ],
  openVisits: [
    { event: 'e2', subject: 's2', name: row.name, host: row.host, companions: 3, since: now - 26 * HOUR, gate: gate.name, overnight: true },
    { event: 'e4', subject: 's4', name: null, host: null, companions: 0, since: now - HOUR, gate: gate.name, overnight: false },
  ],
  estimated: { count: 0, visits: [] },
  findings: {
    count: 1,
    list: [
      {
        kind: 'exit-without-entry',
        subject: 's5',
        name: row.name,
        scan: { event: 'e5', at: now - HOUR, dir: 'out', gate: gate.name, kiosk: kiosk.name },
        other: null,
      },
    ],
  },
  feed: 0,
};

const alarms: Alarms = {
  conflicts: [{ id: 'h1', kiosk: kiosk.id, event: row.event, receivedAt: now }],
  quarantined: [{ id: 'h2', kiosk: kiosk.id, reason: 'not-json', receivedAt: now }],
  gaps: [{ kiosk: kiosk.id, kioskName: kiosk.name, from: 3, to: 5 }],
  flagged: [{ event: row.event, kiosk: kiosk.id, n: 7, flags: ['skew'], at: row.at }],
  serverClockSuspect: true,
};

const watch: WatchView = {
  alarms: [
    { kind: 'kiosk-silent', object: kiosk.id, count: 0, since: now - 2 * HOUR, name: kiosk.name, raisedAt: now - HOUR, seenAt: null },
    { kind: 'no-exits', object: '', count: 12, since: now - 2 * HOUR, name: '', raisedAt: now - HOUR, seenAt: now },
  ],
};

const item: ReadableItem = {
  kind: 'scan',
  at: row.at,
  n: 7,
  gate: gate.name,
  operator: 'Bác Tư',
  dir: 'in',
  colour: 'green',
  method: 'camera',
  code: 'pass',
  subject: 'QUFBQU',
  name: row.name,
  phone: row.phone,
  host: row.host,
  sealed: false,
};

const held: HeldPage = {
  items: [
    {
      id: 'h1',
      kind: 'conflict',
      reason: 'same-id-other-bytes',
      kiosk,
      receivedAt: now,
      n: 7,
      held: { ...item, dir: 'out' },
      stored: item,
      raw: null,
      may: ['keep', 'add'],
      resolved: null,
    },
    {
      id: 'h2',
      kind: 'quarantine',
      reason: 'not-json',
      kiosk,
      receivedAt: now,
      n: null,
      held: null,
      stored: null,
      raw: '{"v":9',
      may: ['set-aside'],
      resolved: null,
    },
  ],
  cursor: null,
};

const settings: AlarmSettingsView = {
  hours: { weekdays: [1, 2, 3, 4, 5], opens: 390, closes: 1050, daysOff: ['2027-04-30'] },
  off: ['burst-pass'],
  mail: [{ to: 'vanphong@truong.example', language: 'vi' }],
  version: 1,
  mailWorks: true,
};

/** From now on the page hears of these instead of what the server knows. */
export async function troubled(page: Page): Promise<void> {
  const told: Record<string, unknown> = { day, alarms, watch, held, log, 'alarm-settings': settings };
  await page.route(/\/api\/schools\/[^/]+\/(day|alarms|watch|held|log|alarm-settings)(\?|$)/, (route) => {
    const name = /\/schools\/[^/]+\/([a-z-]+)/.exec(route.request().url())?.[1] ?? '';
    return route.request().method() === 'GET' ? route.fulfill({ json: told[name] }) : route.continue();
  });
}
