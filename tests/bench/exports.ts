/** Downloads of the log: beside the bare work of the same rows, beside exceljs, and the memory they take of the server. */
import { join } from 'node:path';
import type { LogPage, LogRow } from '../../shared/api/log.schema.ts';
import { DAY, dayOf } from '../../shared/clock.ts';
import { TestKiosk } from '../fixtures/world.ts';
import type { BareCsv } from './lib/bare-csv.ts';
import { startChild } from './lib/child.ts';
import { type Bench, type Measured, rowOf } from './lib/row.ts';
import { daysOf, seededWorld } from './lib/seeded.ts';
import { startWords } from './lib/server.ts';
import { type Office, signIn, type World } from './lib/world.ts';
import type { Workbook, Written } from './lib/xlsx-main.ts';

const MB = 1024 ** 2;
const SAMPLE = 4000;

export const exports: Bench = async function* ({ quick, say }) {
  const rows = quick ? 200_000 : 1_000_000;
  const rounds = quick ? 1 : 3;
  const world = await seededWorld(rows, say);
  const kiosk = await world.inside((app) => new TestKiosk(world.school).pair(app));
  yield await csvRow(world, rows, rounds, say);
  const server = await world.serve();
  let sample: LogRow[];
  try {
    const office = await signIn(world);
    yield await memoryRow(world, office, kiosk, rows, () => server.ask<number>('peak'), say);
    sample = await someRows(office, world.school.id);
  } finally {
    await server.stop();
  }
  yield* await xlsxRows(sample, rows, rounds, say);
};

const pathOf = (world: World, rows: number, format: 'csv' | 'xlsx'): string => {
  const now = Date.now();
  return `/api/schools/${world.school.id}/export.${format}?from=${dayOf(now - (daysOf(rows) + 1) * DAY)}&to=${dayOf(now)}&purpose=check`;
};

/** `lines`: in the bytes that came, which is of use for CSV. */
async function download(office: Office, path: string): Promise<{ rows: number; lines: number; seconds: number }> {
  const started = performance.now();
  const response = await office.get(path);
  let lines = 0;
  for await (const chunk of response.body ?? []) for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) lines++;
  return { rows: Number(response.headers.get('x-row-count')), lines, seconds: (performance.now() - started) / 1000 };
}

async function csvRow(world: World, rows: number, rounds: number, say: (line: string) => void): Promise<Measured> {
  const found = { ours: [] as number[], bare: [] as number[] };
  for (let round = 0; round <= rounds; round++) {
    const server = await world.serve();
    const bare = await startChild('tests/bench/lib/bare-csv.ts');
    try {
      const office = await signIn(world);
      const ours = await download(office, pathOf(world, rows, 'csv'));
      const asked: BareCsv = { dataDir: join(world.folder, 'data'), keyDir: join(world.folder, 'keys'), school: world.school.id };
      const limit = await bare.ask<{ rows: number; seconds: number }>(asked);
      if (ours.rows !== rows || limit.rows !== rows)
        throw new Error(`the download held ${ours.rows} and the bare one ${limit.rows} of ${rows} rows`);
      if (ours.lines < ours.rows) throw new Error(`of ${ours.rows} rows ${ours.lines} came`);
      say(`CSV: ${Math.round(ours.rows / ours.seconds)} rows/s, bare ${Math.round(limit.rows / limit.seconds)}`);
      // The first warms the disk's memory.
      if (round === 0) continue;
      found.ours.push(ours.rows / ours.seconds);
      found.bare.push(limit.rows / limit.seconds);
    } finally {
      await Promise.all([server.stop(), bare.stop()]);
    }
  }
  return rowOf({
    name: 'Download as CSV',
    ours: found.ours,
    beside:
      'the bare work: one statement read, the names opened (each once for 128 rows), the same cells quoted, in a process without HTTP',
    other: found.bare,
    aim: { least: 0.9 },
    aimWords: 'of its speed',
    unit: 'rows/s',
    note: `${rows.toLocaleString('en')} rows of 21 columns over HTTP out of one snapshot, each with its sealed name, guarded against formulas, with checksum, the turn given away after every page`,
  });
}

/** Both formats, while a kiosk sends a batch four times a second. */
async function memoryRow(
  world: World,
  office: Office,
  kiosk: TestKiosk,
  rows: number,
  peak: () => Promise<number>,
  say: (line: string) => void,
): Promise<Measured> {
  let going = true;
  const scanning = (async () => {
    while (going) {
      const request = kiosk.request(kiosk.compose(world.origin, [kiosk.scan(Date.now())]));
      const answer = await fetch(`${world.origin}/api/exchange`, { method: 'POST', headers: request.headers, body: await request.text() });
      if (!answer.ok) throw new Error(`a kiosk's batch was answered ${answer.status}`);
      await answer.arrayBuffer();
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  })().catch((error: unknown) => error);
  const rest = (await peak()) / MB;
  const found: number[] = [];
  try {
    for (const format of ['csv', 'xlsx'] as const) {
      await download(office, pathOf(world, rows, format));
      found.push((await peak()) / MB);
    }
  } finally {
    going = false;
  }
  const trouble = await scanning;
  if (trouble) throw trouble;
  say(`memory of the server: CSV ${found[0]?.toFixed(0)} MB, XLSX ${found[1]?.toFixed(0)} MB`);
  return rowOf({
    name: `Memory of the whole server during a download of ${rows.toLocaleString('en')} rows`,
    ours: [Math.max(...found)],
    beside: 'the aim itself',
    other: [200],
    aim: { most: 1 },
    aimWords: 'times (200 MB resident)',
    unit: 'MB',
    note: `the server as npm start runs it: the larger of CSV and XLSX, resident memory at its peak (every 20 ms), while a kiosk goes on sending; ${rest.toFixed(0)} MB before`,
  });
}

async function someRows(office: Office, school: string): Promise<LogRow[]> {
  const rows: LogRow[] = [];
  let cursor: string | null = '';
  while (rows.length < SAMPLE && cursor !== null) {
    const at: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const now = Date.now();
    const page = (await (
      await office.get(`/api/schools/${school}/log?limit=200&from=${dayOf(now - 3 * DAY)}&to=${dayOf(now)}${at}`)
    ).json()) as LogPage;
    rows.push(...page.rows);
    cursor = page.cursor;
  }
  return rows;
}

async function xlsxRows(sample: LogRow[], rows: number, rounds: number, say: (line: string) => void): Promise<Measured[]> {
  const found = { ours: [] as Written[], exceljs: [] as Written[] };
  for (let round = 1; round <= rounds; round++) {
    for (const by of ['ours', 'exceljs'] as const) {
      // Both as the server runs: Node's own bound on young objects would be most of what is measured.
      const child = await startChild('tests/bench/lib/xlsx-main.ts', { nodeArgs: startWords().options });
      try {
        const asked: Workbook = { by, sample, rows };
        const written = await child.ask<Written>(asked);
        found[by].push(written);
        say(`XLSX by ${by}: ${Math.round(rows / written.seconds)} rows/s, ${Math.round(written.memory / MB)} MB grown`);
      } finally {
        await child.stop();
      }
    }
  }
  const size = (written: Written[]): string => `${((written[0]?.bytes ?? 0) / rows).toFixed(0)} bytes`;
  const note = `the same ${rows.toLocaleString('en')} opened rows of 21 cells for both (words as text, days and times as numbers), each in a process of its own, with what package.json tells Node, and at zlib's first level (${size(found.ours)} a row, beside ${size(found.exceljs)})`;
  const beside = 'the streaming writer of exceljs 4.4, without styles and shared strings, which makes it faster';
  return [
    rowOf({
      name: 'Writing XLSX',
      ours: found.ours.map(({ seconds }) => rows / seconds),
      beside,
      other: found.exceljs.map(({ seconds }) => rows / seconds),
      aim: { least: 0.8 },
      aimWords: 'of its speed',
      unit: 'rows/s',
      note,
    }),
    rowOf({
      name: 'Memory of writing XLSX',
      ours: found.ours.map(({ memory }) => memory / MB),
      beside,
      other: found.exceljs.map(({ memory }) => memory / MB),
      aim: { most: 0.25 },
      aimWords: 'of its memory',
      unit: 'MB',
      note: `${note}; what the process grew by at its largest`,
    }),
  ];
}
