/** `npm run bench:decode -- [FOLDER] [--json]`: installs and builds what is missing, then lets every decoder read the frames. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { checkNode, ensureInstalled, ROOT } from '../../server/bin/lib/install.mjs';
import { ensureBuilt } from '../../server/bin/lib/site.mjs';

// What is said on the way must not stand before the table or the JSON.
const { write } = process.stdout;
process.stdout.write = process.stderr.write.bind(process.stderr);
checkNode();
await ensureInstalled();
await ensureInstalled(join(ROOT, 'tests'), 'Installing the test tools');
await ensureInstalled(join(ROOT, 'tests/bench'), 'Installing what is compared with');
await ensureBuilt();
process.stdout.write = write;
const { register } = await import('tsx/esm/api');
register();
await import(pathToFileURL(join(ROOT, 'tests/bench/decode/run.ts')).href);
