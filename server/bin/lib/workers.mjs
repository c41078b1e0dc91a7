/**
 * The service workers of /p/ and /kiosk/: bundled to one classic script each, with the list of exactly those files that
 * their entry reaches. Also puts the entry's unhashed files (manifest, icons) beside it.
 */
import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { build } from 'vite';
import { ROOT } from './install.mjs';

// Not the package's front door, which loads a whole bundler for its other half (docs/decisions/0007).
const { injectManifest } = createRequire(import.meta.url)('workbox-build/build/inject-manifest.js');

const WEB = join(ROOT, 'dist/web');
const SCOPES = { visit: '/p/', kiosk: '/kiosk/' };
const UNHASHED = /^(manifest\.webmanifest|icon.*\.(svg|png))$/;
const ICON_SIZES = [192, 512];

/** @returns {Promise<{ worker: string, files: number, bytes: number }[]>} */
export async function buildWorkers() {
  const made = [];
  for (const [entry, scope] of Object.entries(SCOPES)) {
    if (!existsSync(join(WEB, entry, 'index.html'))) continue;
    await copyUnhashed(entry);
    if (existsSync(join(ROOT, `web/${entry}/sw.ts`))) made.push(await buildWorker(entry, scope));
  }
  return made;
}

async function buildWorker(/** @type {string} */ entry, /** @type {string} */ scope) {
  const bundle = join(ROOT, `dist/sw-${entry}`);
  await build({
    configFile: false,
    root: ROOT,
    logLevel: 'warn',
    publicDir: false,
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      outDir: bundle,
      target: ['chrome80', 'firefox78', 'safari14'],
      rolldownOptions: { input: join(ROOT, `web/${entry}/sw.ts`), output: { format: 'iife', entryFileNames: 'sw.js' } },
    },
  });
  const result = await injectManifest({
    swSrc: join(bundle, 'sw.js'),
    swDest: join(WEB, entry, 'sw.js'),
    globDirectory: WEB,
    globPatterns: [`${entry}/index.html`, ...[...reachedFrom(entry)].map((name) => `assets/${name}`)],
    // Hashed names never change their content; the shell does, and is asked for under the scope's own address.
    dontCacheBustURLsMatching: /^assets\//,
    manifestTransforms: [
      (/** @type {{ url: string }[]} */ entries) => ({
        manifest: entries.map((file) => ({ ...file, url: file.url === `${entry}/index.html` ? scope : `/${file.url}` })),
      }),
    ],
    maximumFileSizeToCacheInBytes: 4 * 1024 * 1024,
  });
  rmSync(bundle, { recursive: true });
  if (result.warnings.length > 0) throw new Error(result.warnings.join('\n'));
  return { worker: `${scope}sw.js`, files: result.count, bytes: result.size };
}

/**
 * Names of the assets that an entry can come to load: its shell names some, those name others (chunks, styles, fonts,
 * workers, wasm). Hashed names cannot stand in a file by accident.
 * @param {string} entry @param {string} [web] @returns {Set<string>}
 */
export function reachedFrom(entry, web = WEB) {
  const assets = readdirSync(join(web, 'assets'));
  const reached = new Set();
  const look = (/** @type {string} */ text) => {
    for (const name of assets) {
      if (reached.has(name) || !text.includes(name)) continue;
      reached.add(name);
      if (/\.(js|css)$/.test(name)) look(readFileSync(join(web, 'assets', name), 'utf8'));
    }
  };
  look(readFileSync(join(web, entry, 'index.html'), 'utf8'));
  return reached;
}

async function copyUnhashed(/** @type {string} */ entry) {
  const folder = join(ROOT, 'web', entry);
  for (const name of readdirSync(folder).filter((file) => UNHASHED.test(file))) copyFileSync(join(folder, name), join(WEB, entry, name));
  const drawing = join(folder, 'icon.svg');
  if (!existsSync(drawing)) return;
  const { Resvg } = await import('@resvg/resvg-js');
  for (const size of ICON_SIZES) {
    const path = join(WEB, entry, `icon-${size}.png`);
    if (!existsSync(path))
      writeFileSync(path, new Resvg(readFileSync(drawing), { fitTo: { mode: 'width', value: size } }).render().asPng());
  }
}
