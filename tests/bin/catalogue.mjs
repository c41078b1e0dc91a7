/** `npm run catalogue -- FILE`: drives a file of bad inputs against both databases; closes with `N passed, N failed`. */
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
await import(pathToFileURL(join(ROOT, 'tests/catalogue/main.ts')).href);
