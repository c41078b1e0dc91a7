/** `npm run build`: the three entries by Vite, then the two service workers over what came out. */
import { checkNode, ensureInstalled, ROOT } from './lib/install.mjs';

checkNode();
await ensureInstalled();
const { build } = await import('vite');
const { buildWorkers } = await import('./lib/workers.mjs');
process.chdir(ROOT);
await build({ configFile: 'vite.config.ts', logLevel: process.argv.includes('--quiet') ? 'warn' : 'info' });
for (const { worker, files, bytes } of await buildWorkers())
  process.stdout.write(`${worker}: ${files} files, ${Math.round(bytes / 1024)} kB kept\n`);
