/** Frames through the decoders in a real Chromium. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { launchBrowser } from '../../browser.ts';
import { whileOpen } from '../lib/opened.ts';
import { makeCorpus } from './corpus.ts';
import { type Frame, pathOf, readManifest } from './manifest.ts';
import type { Result } from './report.ts';
import { serve } from './serve.ts';

type Tell = (line: string) => void;

/** Frames of our own making with their manifest; `each`: how many of a class, all when left out. */
export async function ownCorpus(folder: string, tell: Tell, each?: number): Promise<void> {
  tell('Making frames …');
  const frames: Frame[] = [];
  for await (const { frame, png } of makeCorpus(each)) {
    writeFileSync(join(folder, frame.file), png);
    frames.push(frame);
  }
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(frames));
}

export interface Looked {
  results: Result[];
  /** The decoders that were asked. */
  names: string[];
  /** What the product's worker decodes by in this browser. */
  engine: string;
}

/** @throws Error in plain words for a folder, a frame or a decoder that is none */
export async function measure(folder: string, only: readonly string[] | undefined, tell: Tell): Promise<Looked> {
  const frames = readManifest(folder);
  const site = await serve((number) => pathOf(folder, frames[number]?.file ?? ''));
  const browser = await launchBrowser();
  const closed = whileOpen(() => browser.close());
  try {
    const page = await browser.newPage();
    await page.goto(site.origin);
    const { script, wasm, peerWasm } = site;
    const { engine, peers } = await page.evaluate((at) => bench.start(at.script, at.wasm, at.peerWasm), { script, wasm, peerWasm });
    const all = ['quacong', 'quacong photo', ...peers];
    const unknown = only?.filter((name) => !all.includes(name)) ?? [];
    if (unknown.length > 0) throw new Error(`there is no decoder ${unknown.join(', ')}; there are ${all.join(', ')}`);
    const names = only ? [...only] : all;
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
    closed();
    site.close();
  }
}
