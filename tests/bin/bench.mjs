/** `npm run bench [-- --quick] [--json] [NAME]`: installs and builds what is missing, the peers too, then measures. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { checkNode, ensureInstalled, ROOT } from '../../server/bin/lib/install.mjs';
import { ensureBuilt, ensureServerBuilt } from '../../server/bin/lib/site.mjs';

// What is said on the way must not stand before the rows.
const { write } = process.stdout;
if (process.argv.includes('--json')) process.stdout.write = process.stderr.write.bind(process.stderr);
checkNode();
await ensureInstalled();
await ensureInstalled(join(ROOT, 'tests'), 'Installing the test tools');
await ensureInstalled(join(ROOT, 'tests/bench'), 'Installing what the benchmarks compare with');
await ensureBuilt();
await ensureServerBuilt();
process.stdout.write = write;
const { register } = await import('tsx/esm/api');
register();
await import(pathToFileURL(join(ROOT, 'tests/bench/run.ts')).href);
