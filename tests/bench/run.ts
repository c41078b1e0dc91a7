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
import { type Bench, brokenRow, type Measured, rowOnly } from './lib/row.ts';
import { textOf } from './lib/text.ts';
import { rowsWithin } from './lib/within.ts';
import { pages } from './pages.ts';
import { posters } from './posters.ts';
import { send } from './send.ts';
import { sync } from './sync.ts';
import { visit } from './visit.ts';

/** Seconds that each may take with `--quick` on two quiet cores: 10 minutes in all. */
const BENCHES: Record<string, { bench: Bench; quick: number }> = {
  declarations: { bench: declarations, quick: 25 },
  batches: { bench: batches, quick: 45 },
  sync: { bench: sync, quick: 60 },
  gate: { bench: gate, quick: 105 },
  send: { bench: send, quick: 45 },
  decoding: { bench: decoding, quick: 60 },
  pages: { bench: pages, quick: 45 },
  exports: { bench: exports, quick: 65 },
  posters: { bench: posters, quick: 45 },
  visit: { bench: visit, quick: 85 },
};
/** A machine may be so many times slower before a bench is broken off. */
const SLOWER = 2;
/** The whole run has five to ten times the rounds, rows and events. */
const WHOLE = 20;
const PAGE = join(ROOT, 'docs/performance.md');

const args = process.argv.slice(2);
const quick = args.includes('--quick');
const json = args.includes('--json');
const named = args.filter((arg) => !arg.startsWith('--'));
const tell = (line: string): void => void process.stderr.write(`${line}\n`);
const strange = args.filter((arg) => !['--quick', '--json'].includes(arg) && !Object.keys(BENCHES).includes(arg));
if (strange.length > 0) {
  tell(`I do not know ${strange.join(', ')}; there are --quick, --json, and the benches ${Object.keys(BENCHES).join(', ')}`);
  process.exit(1);
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
// An npm that is stopped does not pass it on: the run would go on behind everybody's back.
const parent = process.ppid;
setInterval(() => void (process.ppid === parent || process.exit(1)), 1000).unref();

const rows: Measured[] = [];
let broken = false;
// Of a bench that was broken off: the others are still to run.
process.on('unhandledRejection', (error) => {
  broken = true;
  tell(`  left behind: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
});
for (const [name, { bench, quick: seconds }] of Object.entries(BENCHES)) {
  if (named.length > 0 && !named.includes(name)) continue;
  const started = Date.now();
  tell(`${name} …`);
  try {
    const limit = seconds * (quick ? SLOWER : WHOLE);
    for await (const row of rowsWithin(bench({ quick, say: (line) => tell(`  ${line}`) }), limit)) rows.push(row);
  } catch (error) {
    // The others are worth having; the run ends as failed.
    broken = true;
    const reason = error instanceof Error ? error.message : String(error);
    rows.push(brokenRow(name, reason.split('\n', 1)[0] ?? ''));
    tell(`  ${name} broke: ${error instanceof Error ? (error.stack ?? reason) : reason}`);
  }
  tell(`  ${name}: ${Math.round((Date.now() - started) / 1000)} s`);
}

const text = textOf(rows);
if (json) {
  tell(text);
  process.stdout.write(`${JSON.stringify(rows.map(rowOnly), null, 2)}\n`);
} else process.stdout.write(`${text}\n`);
// A part of the benches is no page.
if (named.length === 0 && !broken) writeFileSync(PAGE, pageOf(rows, await machine(), quick));
process.exitCode = broken ? 1 : 0;
// What a bench that was broken off left waiting does not keep the run.
process.stdout.write('', () => process.exit());
