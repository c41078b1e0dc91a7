/** Downloads of many rows, while more come and one is damaged. */
import { CompiledQuery } from 'kysely';
import type { TestSchool } from '../fixtures/world.ts';
import { DAY, type Download, download } from './downloads.ts';
import { asReply, type Format, pathOf, storeVisit } from './export-visits.ts';
import { type Observed, type Run, wrong } from './observed.ts';
import { countRows, readCsv } from './spreadsheets.ts';
import type { World } from './world.ts';

/** Fills a school with scans in bulk. Ids are those of the day, so that they lie as a real day's do. */
async function fillLog(world: World, school: TestSchool, rows: number): Promise<void> {
  const start = Date.parse(`${DAY}T00:00:00Z`);
  const kiosk = await world.newDevice(school);
  const step = 5_000;
  for (let done = 0; done < rows; done += step) {
    const count = Math.min(step, rows - done);
    const base = { school: school.id, kiosk: kiosk.id, gate: school.gate };
    const numbers = Array.from({ length: count }, (_, i) => done + i);
    await world.app.db.save('system', [{ query: bulkInsert(world, base, start, numbers) }]);
  }
}

/** One statement and one parameter: the numbers come as a JSON text that both engines can take apart. */
function bulkInsert(
  world: World,
  base: { school: string; kiosk: string; gate: string },
  start: number,
  numbers: readonly number[],
): CompiledQuery {
  const sqlite = world.engine === 'sqlite';
  const rows = sqlite ? 'json_each(?) as e' : 'jsonb_array_elements($1::jsonb) as e(value)';
  const n = sqlite ? 'e.value' : '(e.value::text)::bigint';
  const hex = sqlite ? `printf('%012x', ${n})` : `lpad(to_hex(${n}), 12, '0')`;
  const at = `${start} + ${n} % 60000000`;
  const text = `insert into gate_event (school_id, day, id, kiosk_id, n, gate_id, kind, of_id, subject, dir, colour, method, code, why, admit,
      reason, operator_id, raw_at, at, received_at, feed, flags, hash, prev, sealed_hash, bytes)
    select '${base.school}', '${DAY}', '01a1f000-0000-7000-8000-' || ${hex}, '${base.kiosk}', ${n} + 1, '${base.gate}', 'scan', null,
      'B' || ${hex} || 'bbbbbbbbb', 'in', 'green', 'camera', 'pass', '', null, null, null, ${at}, ${at}, ${at}, ${n} + 1, '', ${hex}, '', null, '{}'
    from ${rows}`;
  return CompiledQuery.raw(text, [JSON.stringify(numbers)]);
}

export async function manyRows(run: Run): Promise<Observed> {
  const { world, payload, scaled } = run;
  const school = await world.newSchool();
  const rows = scaled(Number(payload.rows));
  const corrupt = Number(payload.corrupt_ciphertext_rows ?? 0);
  await fillLog(world, school, rows - corrupt);
  for (let i = 0; i < corrupt; i++) await corruptVisit(world, school);
  const { cookie } = await world.account('keeper');
  const format: Format = payload.format === 'csv' ? 'csv' : payload.format === 'xlsx' || rows > 200_000 ? 'xlsx' : 'csv';
  const loading = download(world, pathOf(school, format), cookie);
  const during = Number(payload.insert_during ?? 0);
  if (during > 0) await insertDuring(world, school, during);
  const file = await loading;
  return {
    replies: [asReply(file, false)],
    // The count is stated before the first byte.
    limit: 5_000,
    checks: {
      export_manifest: () => (format === 'csv' ? csvManifest(file, rows, corrupt) : xlsxManifest(file, rows)),
    },
  };
}

function csvManifest(file: Download, rows: number, corrupt: number): string | undefined {
  const [, ...table] = readCsv(file.bytes);
  const unreadable = table.filter((row) => row.includes('(không đọc được)')).length;
  const numbered = table.every((row, index) => row[0] === String(index + 1));
  const ids = new Set(table.map((row) => row.at(-1))).size;
  return wrong(
    table.length === rows && file.stated === rows && unreadable === corrupt && numbered && ids === rows,
    `${table.length} rows (${ids} different), ${file.stated} stated, ${rows} asked for, ${unreadable} marked as unreadable`,
  );
}

/** A sheet holds 1,048,576 rows at most: what is more goes on the next one. */
const SHEET = 1_048_576;

function xlsxManifest(file: Download, rows: number): string | undefined {
  const counted = countRows(file.bytes);
  if (counted.formulas > 0) return 'a cell holds a formula';
  if (counted.rows.some((count) => count > SHEET)) return `a sheet has ${Math.max(...counted.rows)} rows, more than a spreadsheet opens`;
  const said = counted.last.at(-1)?.includes(String(rows)) ?? false;
  const all = counted.rows.reduce((sum, count) => sum + count, 0);
  // Around the table stand a summary and a header on each sheet, and the closing line.
  const around = all - rows;
  return wrong(
    file.stated === rows && said && around > 0 && around < 40,
    `${all} rows on ${counted.rows.length} sheets, ${file.stated} stated, ${rows} asked for`,
  );
}

/** A row whose sealed person is damaged: marked, and the list goes on. */
async function corruptVisit(world: World, school: TestSchool): Promise<void> {
  await storeVisit(world, school, { name: 'Người Hỏng' });
  await world.app.db.save('system', [
    {
      query: world.app.db.build
        .updateTable('declaration')
        .set({ identity: new Uint8Array(Buffer.alloc(80, 7)) })
        .where('school_id', '=', school.id)
        .compile(),
    },
  ]);
}

async function insertDuring(world: World, school: TestSchool, count: number): Promise<void> {
  const device = await world.newDevice(school);
  await new Promise((resolve) => setTimeout(resolve, 300));
  for (let done = 0; done < count; done += 250)
    await device.exchange(
      world,
      Array.from({ length: Math.min(250, count - done) }, () => device.scan()),
    );
}
