/** The bench's own small site: its page, the kiosk's built decoder, the frames. */
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const ASSETS = join(ROOT, 'dist/web/assets');
const HERE = fileURLToPath(new URL('.', import.meta.url));
const PEER_WASM = join(HERE, '../node_modules/zxing-wasm/dist/reader/zxing_reader.wasm');

export interface Site {
  origin: string;
  script: string;
  wasm: string;
  peerWasm: string;
  close(): void;
}

/** `frame`: the file of a frame by its number. @throws Error when the pages are not built */
export async function serve(frame: (number: number) => string): Promise<Site> {
  const worker = shipped(/^decoder-.*\.js$/);
  const wasm = shipped(/^zxing_reader-.*\.wasm$/);
  const page = await bundle();
  const files: Record<string, { type: string; body: () => string | Buffer }> = {
    '/': { type: 'text/html', body: () => '<!doctype html><title>bench</title><script type="module" src="/page.js"></script>' },
    '/page.js': { type: 'text/javascript', body: () => page },
    [`/assets/${worker}`]: { type: 'text/javascript', body: () => readFileSync(join(ASSETS, worker)) },
    [`/assets/${wasm}`]: { type: 'application/wasm', body: () => readFileSync(join(ASSETS, wasm)) },
    '/peer.wasm': { type: 'application/wasm', body: () => readFileSync(PEER_WASM) },
  };
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://local').pathname;
    const number = /^\/frame\/(\d+)$/.exec(path)?.[1];
    const file = number === undefined ? files[path] : { type: 'image/png', body: () => readFileSync(frame(Number(number))) };
    if (!file) return void response.writeHead(404).end();
    response.writeHead(200, { 'content-type': file.type }).end(file.body());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    script: `/assets/${worker}`,
    wasm: `/assets/${wasm}`,
    peerWasm: '/peer.wasm',
    close: () => void server.close(),
  };
}

function shipped(name: RegExp): string {
  const found = readdirSync(ASSETS).filter((file) => name.test(file));
  const [only] = found;
  if (only === undefined || found.length > 1) throw new Error(`${found.length} files ${name} in dist/web/assets: run npm run build`);
  return only;
}

async function bundle(): Promise<string> {
  const made = await build({
    configFile: false,
    root: HERE,
    logLevel: 'error',
    publicDir: false,
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      write: false,
      target: 'es2022',
      lib: { entry: join(HERE, 'page.ts'), formats: ['es'], fileName: 'page' },
      rolldownOptions: { output: { codeSplitting: false } },
    },
  });
  const [output] = Array.isArray(made) ? made : [made];
  const entry = output && 'output' in output ? output.output.find((file) => file.type === 'chunk') : undefined;
  if (entry?.type !== 'chunk') throw new Error('the page of the bench could not be built');
  return entry.code;
}
