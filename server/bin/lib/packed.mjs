/** Beside each text file of the pages its gzip and brotli form: packed once here as tightly as it goes, and never while somebody waits. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { ROOT } from './install.mjs';

const WEB = join(ROOT, 'dist/web');
const TEXT = /\.(js|css|svg|wasm|webmanifest|json)$/;
/** Smaller files fit into one packet as they are. */
const LEAST = 500;

const toGzip = promisify(gzip);
const toBrotli = promisify(brotliCompress);

/** Pictures and fonts are packed already. @returns {Promise<void>} */
export async function packPages() {
  const files = readdirSync(WEB, { recursive: true, encoding: 'utf8' }).filter((name) => TEXT.test(name));
  await Promise.all(
    files.map(async (name) => {
      const path = join(WEB, name);
      const bytes = readFileSync(path);
      if (bytes.length < LEAST) return;
      const size = { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
      writeFileSync(`${path}.gz`, await toGzip(bytes, { level: 9 }));
      writeFileSync(`${path}.br`, await toBrotli(bytes, { params: { ...size, [constants.BROTLI_PARAM_QUALITY]: 11 } }));
    }),
  );
}
