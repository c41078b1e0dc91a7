/**
 * `npm run build`: the three entries by Vite, the two service workers over what came out, and the server. Each entry is
 * built by itself: pieces shared between entries would cost a visitor three more requests and a tenth more bytes
 * (measured). `pages` or `server` as an argument builds that alone; `parts` the demonstration's page of components, which
 * nothing else serves.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { checkNode, ensureInstalled, ROOT } from './lib/install.mjs';

const ENTRIES = ['visit', 'kiosk', 'admin'];
const only = process.argv.find((word) => word === 'pages' || word === 'server' || word === 'parts');

checkNode();
await ensureInstalled();
process.chdir(ROOT);
if (only === 'parts') await buildParts();
if (only === undefined || only === 'pages') await buildPages();
if (only === undefined || only === 'server') await (await import('./lib/program.mjs')).buildServer();

async function buildPages() {
  const { build } = await import('vite');
  const { buildWorkers } = await import('./lib/workers.mjs');
  rmSync(join(ROOT, 'dist/web'), { recursive: true, force: true });
  for (const entry of ENTRIES) {
    await build({
      configFile: 'vite.config.ts',
      logLevel: process.argv.includes('--quiet') ? 'warn' : 'info',
      build: { rolldownOptions: { input: { [entry]: join(ROOT, `web/${entry}/index.html`) } } },
    });
  }
  for (const { worker, files, bytes } of await buildWorkers())
    process.stdout.write(`${worker}: ${files} files, ${Math.round(bytes / 1024)} kB kept\n`);
  const { packPages } = await import('./lib/packed.mjs');
  await packPages();
}

async function buildParts() {
  const { build } = await import('vite');
  rmSync(join(ROOT, 'dist/parts'), { recursive: true, force: true });
  await build({
    configFile: 'vite.config.ts',
    base: '/demo/',
    logLevel: 'warn',
    build: { outDir: join(ROOT, 'dist/parts'), rolldownOptions: { input: { parts: join(ROOT, 'web/parts/index.html') } } },
  });
}
