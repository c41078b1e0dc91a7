/** `npm run catalogue -- FILE`: installs and builds what is missing, then drives the cases against the real server. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { checkNode, ensureInstalled, ROOT } from '../../server/bin/lib/install.mjs';
import { ensureBuilt } from '../../server/bin/lib/site.mjs';

checkNode();
await ensureInstalled();
await ensureInstalled(join(ROOT, 'tests'), 'Installing the test tools');
await ensureBuilt();
const { register } = await import('tsx/esm/api');
register();
await import(pathToFileURL(join(ROOT, 'tests/catalogue/run.ts')).href);
