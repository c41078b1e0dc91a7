/**
 * `npm test [-- FILES]`: installs what is missing, builds the pages, runs everything and closes with `N passed, N failed`.
 * Nothing is skipped: a skipped test, a file that cannot be loaded and a run without tests are failures.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkNode, ensureInstalled, ROOT } from '../../server/bin/lib/install.mjs';
import { ensureBuilt, ensurePartsBuilt } from '../../server/bin/lib/site.mjs';
import { count } from './lib/count.mjs';

checkNode();
await ensureInstalled();
await ensureInstalled(join(ROOT, 'tests'), 'Installing the test tools');
await ensureBuilt();
await ensurePartsBuilt();

const folder = mkdtempSync(join(tmpdir(), 'quacong-test-'));
const report = join(folder, 'report.json');
const code = await new Promise((resolve) => {
  const args = ['run', '--reporter=dot', '--reporter=json', `--outputFile.json=${report}`, ...process.argv.slice(2)];
  const child = spawn(process.execPath, [join(ROOT, 'node_modules/vitest/vitest.mjs'), ...args], { cwd: ROOT, stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  child.on('close', resolve);
});
const result = count(existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : undefined, code);
rmSync(folder, { recursive: true });
for (const line of result.problems) process.stdout.write(`${line}\n`);
process.stdout.write(`${result.passed} passed, ${result.failed} failed\n`);
process.exitCode = result.failed > 0 ? 1 : 0;
