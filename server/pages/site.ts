import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CODINGS, type Coding, ENDINGS } from './coding.ts';

type Bytes = Uint8Array<ArrayBuffer>;

export interface SiteFile {
  bytes: Bytes;
  type: string;
  /** As packed when it was built (server/bin/lib/packed.mjs); pictures and the smallest files are not. */
  packed: Partial<Record<Coding, Bytes>>;
}

export interface Site {
  shell(name: 'visit' | 'kiosk' | 'admin'): string;
  /** By its path below dist/web; only files that were there at the start exist. */
  file(path: string): SiteFile | undefined;
}

const TYPES: Record<string, string> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  wasm: 'application/wasm',
  woff2: 'font/woff2',
  json: 'application/json',
  webmanifest: 'application/manifest+json',
};

const DEFAULT_ROOT = fileURLToPath(new URL('../../dist/web/', import.meta.url));

/** A map from memory: no path of a request ever reaches the file system. */
export function loadSite(root = DEFAULT_ROOT): Site {
  const files = new Map<string, SiteFile>();
  const paths = new Set(existsSync(root) ? walk(root) : []);
  const read = (path: string): Bytes => new Uint8Array(readFileSync(path));
  for (const path of paths) {
    const type = TYPES[path.slice(path.lastIndexOf('.') + 1)];
    if (!type) continue;
    const packed: SiteFile['packed'] = {};
    for (const coding of CODINGS) if (paths.has(path + ENDINGS[coding])) packed[coding] = read(path + ENDINGS[coding]);
    files.set(relative(root, path).split(sep).join('/'), { bytes: read(path), type, packed });
  }
  const shells = new Map<string, string>();
  return {
    shell(name) {
      const known = shells.get(name);
      if (known !== undefined) return known;
      const found = files.get(`${name}/index.html`);
      if (!found) throw new Error(`dist/web/${name}/index.html is missing: run npm run build`);
      const text = new TextDecoder().decode(found.bytes);
      shells.set(name, text);
      return text;
    },
    file: (path) => files.get(path),
  };
}

function walk(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? walk(path) : [path];
  });
}
