/**
 * The limit of a CSV of the log, in a process of its own: one SQL statement walked row by row, the sealed name opened, the
 * same cells, and RFC 4180 quoting where a cell needs it. No snapshot, no turns given away, no guard against formulas.
 */
import Database from 'better-sqlite3';
import { sqliteFile } from '../../../server/db/open.ts';
import { cellsOf, TEXT } from '../../../server/exports/table.ts';
import { EXPORT_WORDS } from '../../../server/exports/words.ts';
import { openKeyStore } from '../../../server/keys/store.ts';
import type { LogRow } from '../../../shared/api/log.schema.ts';
import { answering } from './answering.mjs';

export interface BareCsv {
  dataDir: string;
  keyDir: string;
  school: string;
}

interface Person {
  name: string;
  phone: string;
  host: string;
}

interface Found {
  id: string;
  at: number;
  gate_id: string;
  kiosk_id: string;
  n: number;
  dir: LogRow['dir'];
  colour: LogRow['colour'];
  method: LogRow['method'];
  code: LogRow['code'];
  subject: string;
  received_at: number;
  declaration: string | null;
  day: string;
  identity: Uint8Array;
}

const QUERY = `select e.id, e.at, e.gate_id, e.kiosk_id, e.n, e.dir, e.colour, e.method, e.code, e.subject, e.received_at,
  d.id as declaration, d.day, d.identity
  from gate_event e left join declaration d on d.school_id = e.school_id and d.subject = e.subject
  where e.school_id = ? and e.kind = 'scan' and e.at >= 0 order by e.at, e.id`;

const quoted = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

function write({ dataDir, keyDir, school }: BareCsv): { rows: number; seconds: number } {
  const db = new Database(sqliteFile(dataDir), { readonly: true });
  const keys = openKeyStore(keyDir);
  const words = EXPORT_WORDS.vi;
  const encoder = new TextEncoder();
  const decoder = new TextDecoder();
  const started = performance.now();
  let rows = 0;
  let bytes = 0;
  let lines: string[] = [];
  /** Opened once for each 128 rows, as the product does. */
  const people = new Map<string, Person>();
  const flush = (): void => {
    bytes += encoder.encode(lines.join('')).length;
    lines = [];
    people.clear();
  };
  for (const found of db.prepare<[string], Found>(QUERY).iterate(school)) {
    const place = { school, table: 'declaration', row: found.declaration ?? '', class: 'identity', day: found.day } as const;
    const plain = found.declaration === null || people.has(found.declaration) ? undefined : keys.open(place, found.identity);
    if (plain) people.set(place.row, JSON.parse(decoder.decode(plain)) as Person);
    const person = people.get(place.row);
    const row: LogRow = {
      event: found.id,
      at: found.at,
      gate: { id: found.gate_id, name: '' },
      kiosk: { id: found.kiosk_id, name: '' },
      n: found.n,
      dir: found.dir,
      colour: found.colour,
      why: [],
      method: found.method,
      code: found.code,
      subject: found.subject,
      name: person?.name ?? null,
      phone: person?.phone ?? null,
      host: person?.host ?? null,
      unreadable: false,
      erased: false,
      companions: 0,
      companionNames: [],
      decision: null,
      corrected: null,
      corrections: [],
      left: null,
      flags: [],
      receivedAt: found.received_at,
      declared: true,
    };
    lines.push(`${cellsOf(row, ++rows, words, TEXT).map(quoted).join(',')}\r\n`);
    if (lines.length === 128) flush();
  }
  flush();
  const seconds = (performance.now() - started) / 1000;
  db.close();
  keys.close();
  if (bytes === 0) throw new Error('nothing was written');
  return { rows, seconds };
}

answering('ready', write);
