/**
 * The server in one piece, for Node: its own TypeScript and the packages that are plain code, without what nobody calls.
 * At rest it takes half the memory of the same files through tsx, and starts in a quarter of the time
 * (docs/decisions/0014-a-built-server.md).
 */
import { join } from 'node:path';
import { build } from 'vite';
import { ROOT } from './install.mjs';

/** Compiled ones, those that read files of their own folder or start threads, and those that are loaded when first used. */
const OUTSIDE = [
  '@peculiar/asn1-schema',
  '@peculiar/asn1-x509',
  '@peculiar/x509',
  '@resvg/resvg-js',
  'better-sqlite3',
  'fontkit',
  'nodemailer',
  'pdfkit',
  'pg',
  'pino',
  'reflect-metadata',
];

/** Into dist/server, beside dist/web, which server/pages/site.ts finds from there. */
export async function buildServer() {
  await build({
    configFile: false,
    root: ROOT,
    logLevel: 'warn',
    publicDir: false,
    ssr: { noExternal: true, external: OUTSIDE },
    build: {
      ssr: true,
      outDir: join(ROOT, 'dist/server'),
      // A server that runs while the next one is built still finds the pieces that it loads later: their names have a hash.
      emptyOutDir: false,
      target: 'node20',
      // Read by people: names in error logs stay as they are written.
      minify: false,
      sourcemap: true,
      reportCompressedSize: false,
      rolldownOptions: {
        input: { main: join(ROOT, 'server/main.ts'), demo: join(ROOT, 'server/demo/main.ts') },
        output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  });
}
