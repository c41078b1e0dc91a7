/** `npm run bench`: one bench after another, then the table. With `--json` the rows alone go to standard output. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { batches } from './batches.ts';
import { declarations } from './declarations.ts';
import { decoding } from './decoding.ts';
import { exports } from './exports.ts';
import { gate } from './gate.ts';
import { ROOT } from './lib/child.ts';
import { machine } from './lib/machine.ts';
import { pageOf } from './lib/page.ts';
import { type Bench, type Measured, rowOnly } from './lib/row.ts';
import { textOf } from './lib/text.ts';
import { pages } from './pages.ts';
import { send } from './send.ts';
import { sync } from './sync.ts';

const BENCHES: Record<string, Bench> = { declarations, batches, sync, gate, send, decoding, pages, exports };
const PAGE = join(ROOT, 'docs/performance.md');

const args = process.argv.slice(2);
const quick = args.includes('--quick');
const json = args.includes('--json');
const named = args.filter((arg) => !arg.startsWith('--'));
const unknown = named.filter((name) => !(name in BENCHES));
if (unknown.length > 0) throw new Error(`there is no bench named ${unknown.join(', ')}; there are ${Object.keys(BENCHES).join(', ')}`);

const tell = (line: string): void => void process.stderr.write(`${line}\n`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

const rows: Measured[] = [];
const failed: string[] = [];
for (const [name, bench] of Object.entries(BENCHES)) {
  if (named.length > 0 && !named.includes(name)) continue;
  const started = Date.now();
  tell(`${name} …`);
  try {
    rows.push(...(await bench({ quick, say: (line) => tell(`  ${line}`) })));
  } catch (error) {
    // The others are worth having; the run ends as failed.
    failed.push(name);
    tell(`  ${name} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  }
  tell(`  ${Math.round((Date.now() - started) / 1000)} s`);
}

const text = textOf(rows);
if (json) {
  tell(text);
  process.stdout.write(`${JSON.stringify(rows.map(rowOnly), null, 2)}\n`);
} else process.stdout.write(`${text}\n`);
// A part of the benches is no page.
if (named.length === 0 && failed.length === 0) writeFileSync(PAGE, pageOf(rows, await machine(), quick));
process.exit(failed.length > 0 ? 1 : 0);
