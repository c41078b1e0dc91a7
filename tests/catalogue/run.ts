/** `npm run catalogue -- FILE [ID ...]`: every case on both engines, then `N passed, N failed`. */
import { resolve } from 'node:path';
import { startPostgres } from '../postgres.ts';
import { readCatalogue } from './case.ts';
import { Driver } from './driver.ts';

async function main(): Promise<number> {
  const [file, ...ids] = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
  const scale = Number(process.argv.find((argument) => argument.startsWith('--scale='))?.slice(8) ?? 1);
  if (!file) {
    process.stderr.write('usage: npm run catalogue -- FILE [ID ...]\n');
    return 1;
  }
  const all = readCatalogue(resolve(file));
  const cases = ids.length > 0 ? all.filter(({ id }) => ids.some((wanted) => id.startsWith(wanted))) : all;
  if (cases.length === 0) {
    process.stderr.write('no case of that name\n');
    return 1;
  }
  const postgres = await startPostgres();
  const driver = await Driver.open(postgres.adminUrl, scale);
  const counted = { passed: 0, failed: 0, skipped: 0 };
  for (const of of cases) {
    const started = performance.now();
    const result = await driver.run(of);
    counted[result.kind]++;
    const seconds = (performance.now() - started) / 1000;
    if (result.kind === 'failed')
      process.stdout.write(`${of.id} failed (${of.name})\n${result.faults.map((fault) => `    ${fault}\n`).join('')}`);
    else if (result.kind === 'skipped') process.stdout.write(`${of.id} skipped: ${result.why}\n`);
    else if (seconds > 10) process.stdout.write(`${of.id} passed after ${Math.round(seconds)} s\n`);
  }
  await driver.close();
  await postgres.stop();
  process.stdout.write(`${counted.passed} passed, ${counted.failed} failed${counted.skipped > 0 ? `, ${counted.skipped} skipped` : ''}\n`);
  return counted.failed > 0 ? 1 : 0;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(1);
  },
);
