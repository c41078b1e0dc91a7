/** Both files of a school's log, downloaded and read back. */
import { request } from 'node:http';
import type { TestSchool } from '../fixtures/world.ts';
import { liveCells, readCsv, readXlsx, type Workbook } from './spreadsheets.ts';
import type { World } from './world.ts';

export interface Download {
  status: number;
  /** As stated before the first byte. */
  stated: number;
  bytes: Buffer;
  headers: Record<string, string>;
  rawHeaders: string[];
  ms: number;
}

export const DAY = '2026-11-21';
const PERIOD = `from=${DAY}&to=${DAY}&purpose=check`;

export async function download(world: World, path: string, cookie: string): Promise<Download> {
  const { host, port } = world.server.place;
  return new Promise((resolve, reject) => {
    const started = performance.now();
    let answered = 0;
    const asked = request({ host, port, path, headers: { cookie } }, (response) => {
      answered = performance.now() - started;
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('error', reject);
      response.on('end', () => {
        const headers = Object.fromEntries(Object.entries(response.headers).map(([name, value]) => [name, String(value)]));
        const rawHeaders = response.rawHeaders.flatMap((name, i, all) => (i % 2 === 0 ? [`${name}: ${all[i + 1]}`] : []));
        resolve({
          status: response.statusCode ?? 0,
          stated: Number(headers['x-row-count'] ?? Number.NaN),
          bytes: Buffer.concat(parts),
          headers,
          rawHeaders,
          ms: answered,
        });
      });
    });
    asked.on('error', reject);
    asked.end();
  });
}

export interface Log {
  csv: string[][];
  workbook: Workbook;
  /** Rows under the header of the workbook, without what stands around the table. */
  xlsx: string[][];
  columns: readonly string[];
  stated: number;
}

/** A day's log of a school in both formats. @throws when a file cannot be read or was refused */
export async function downloadLog(world: World, school: TestSchool, query = PERIOD): Promise<Log> {
  const { cookie } = await world.account('keeper');
  const [csvFile, xlsxFile] = await Promise.all(
    ['csv', 'xlsx'].map((ending) => download(world, `/api/schools/${school.id}/export.${ending}?${query}`, cookie)),
  );
  if (csvFile?.status !== 200 || xlsxFile?.status !== 200)
    throw new Error(`the downloads answered ${csvFile?.status} and ${xlsxFile?.status}`);
  const [columns = [], ...csv] = readCsv(csvFile.bytes);
  const workbook = readXlsx(xlsxFile.bytes);
  return { csv, workbook, xlsx: tableOf(workbook, columns), columns, stated: csvFile.stated };
}

/** Rows between the header and the closing line, of all sheets. */
export function tableOf({ sheets }: Workbook, columns: readonly string[]): string[][] {
  return sheets.flatMap((rows) => {
    const header = rows.findIndex((row) => row[0] === columns[0] && row[1] === columns[1]);
    return rows.slice(header + 1).filter((row) => /^\d+$/.test(row[0] ?? ''));
  });
}

/** Everything that a spreadsheet would run in either file. */
export const liveIn = (log: Log): string[] => [...liveCells(log.csv).map(() => 'a cell of the CSV'), ...log.workbook.live];
