/** The product's decoding path beside every npm decoder. Tables and JSON go to standard output, progress to standard error. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { launchBrowser } from '../../browser.ts';
import { makeCorpus } from './corpus.ts';
import { type Frame, pathOf, readManifest } from './manifest.ts';
import { type Result, report, textOf } from './report.ts';
import { serve } from './serve.ts';

const USE = `npm run bench:decode -- [FOLDER] [--json] [--only=DECODER,DECODER]

FOLDER holds PNG frames and manifest.json: [{"file": "a.png", "class": "blur", "text": "12345" or null}].
Without it the bench makes about 300 degraded frames of its own.`;

interface Order {
  folder?: string;
  json: boolean;
  only?: string[];
}

const tell = (text: string): void => void process.stderr.write(`${text}\n`);

function orderOf(args: readonly string[]): Order {
  const folders = args.filter((arg) => !arg.startsWith('--'));
  const strange = args.filter((arg) => arg.startsWith('--') && arg !== '--json' && !arg.startsWith('--only='));
  if (folders.length > 1 || strange.length > 0)
    throw new Error(`I do not know what to do with ${[...folders.slice(1), ...strange].join(' ')}\n\n${USE}`);
  const only = args
    .find((arg) => arg.startsWith('--only='))
    ?.slice('--only='.length)
    .split(',');
  const [folder] = folders;
  return { json: args.includes('--json'), ...(folder === undefined ? {} : { folder: resolve(folder) }), ...(only ? { only } : {}) };
}

async function ownCorpus(folder: string): Promise<void> {
  tell('Making frames …');
  const frames: Frame[] = [];
  for await (const { frame, png } of makeCorpus()) {
    writeFileSync(join(folder, frame.file), png);
    frames.push(frame);
  }
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(frames));
}

async function measure(folder: string, { only }: Order): Promise<{ results: Result[]; names: string[]; engine: string }> {
  const frames = readManifest(folder);
  const site = await serve((number) => pathOf(folder, frames[number]?.file ?? ''));
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    await page.goto(site.origin);
    const { script, wasm, peerWasm } = site;
    const { engine, peers } = await page.evaluate((at) => bench.start(at.script, at.wasm, at.peerWasm), { script, wasm, peerWasm });
    const all = ['quacong', 'quacong photo', ...peers];
    const unknown = only?.filter((name) => !all.includes(name)) ?? [];
    if (unknown.length > 0) throw new Error(`there is no decoder ${unknown.join(', ')}; there are ${all.join(', ')}`);
    const names = only ?? all;
    const results: Result[] = [];
    let told = Date.now();
    for (const [number, frame] of frames.entries()) {
      const url = `/frame/${number}`;
      const looks = await page
        .evaluate((ask) => bench.look(ask.url, ask.names), { url, names })
        .catch((error: unknown) => {
          throw new Error(`${frame.file} could not be looked at: ${error instanceof Error ? error.message : String(error)}`);
        });
      results.push({ frame, looks });
      if (Date.now() - told < 5_000 && number < frames.length - 1) continue;
      told = Date.now();
      tell(`${number + 1} of ${frames.length} frames`);
    }
    return { results, names, engine };
  } finally {
    await browser.close();
    site.close();
  }
}

async function run(args: readonly string[]): Promise<void> {
  const order = orderOf(args);
  const own = order.folder === undefined ? mkdtempSync(join(tmpdir(), 'quacong-frames-')) : undefined;
  try {
    if (own !== undefined) await ownCorpus(own);
    const { results, names, engine } = await measure(order.folder ?? own ?? '', order);
    const found = report(results, names, engine);
    process.stdout.write(order.json ? `${JSON.stringify(found, null, 2)}\n` : `${textOf(found)}\n`);
  } finally {
    if (own !== undefined) rmSync(own, { recursive: true, force: true });
  }
}

run(process.argv.slice(2)).catch((error: unknown) => {
  tell(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
