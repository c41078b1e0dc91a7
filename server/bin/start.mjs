/**
 * `npm start`: plain Node, so that it runs before anything is installed. Installs and builds what is missing or old,
 * then becomes the server. `--demo` starts the demonstration instead.
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { checkNode, ensureInstalled, ROOT } from './lib/install.mjs';
import { ensureBuilt } from './lib/site.mjs';

checkNode();
await ensureInstalled();
await ensureBuilt();
// In this process: signals reach the server itself, and nothing stands between it and the service manager.
const { register } = await import('tsx/esm/api');
register();
const demo = process.argv.includes('--demo');
await import(pathToFileURL(join(ROOT, demo ? 'server/demo/main.ts' : 'server/main.ts')).href);
