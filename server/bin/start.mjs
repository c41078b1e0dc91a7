/**
 * `npm start`: plain Node, so that it runs before anything is installed. Installs and builds what is missing or old,
 * then becomes the server. `--demo` starts the demonstration instead.
 *
 * package.json bounds the young generation (--max-semi-space-size, MB): Node would let it grow by 50 MB of garbage while
 * the log is downloaded. It can only be set before the process starts; what it costs stands in docs/decisions/0014.
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { checkNode, ensureInstalled, ROOT } from './lib/install.mjs';
import { ensureBuilt, ensurePartsBuilt, ensureServerBuilt } from './lib/site.mjs';

checkNode();
await ensureInstalled();
await ensureBuilt();
await ensureServerBuilt();
// In this process: signals reach the server itself, and nothing stands between it and the service manager.
const demo = process.argv.includes('--demo');
if (demo) await ensurePartsBuilt();
await import(pathToFileURL(join(ROOT, demo ? 'dist/server/demo.js' : 'dist/server/main.js')).href);
