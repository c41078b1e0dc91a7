/** `npm run check`: everything that can be held without running the product. */
import { join } from 'node:path';
import { checkNode, ensureInstalled, ROOT } from '../../server/bin/lib/install.mjs';
import { ensureBuilt } from '../../server/bin/lib/site.mjs';

checkNode();
await ensureInstalled();
await ensureInstalled(join(ROOT, 'tests'), 'Installing the test tools');
await ensureBuilt();
const { register } = await import('tsx/esm/api');
register();
const { checkAll } = await import('../check/all.ts');
const failed = checkAll(ROOT, (line) => process.stdout.write(`${line}\n`));
process.stdout.write(failed === 0 ? 'check: ok\n' : `check: ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;
