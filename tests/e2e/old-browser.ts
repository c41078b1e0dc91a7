/** Chromium 80 of February 2020, as npm still has it, with the driver of its time: today's drivers no longer speak to it. */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import puppeteer, { type OldBrowser, type OldPage } from 'puppeteer-core';

const ARGS = ['--no-sandbox', '--disable-gpu', '--single-process', '--no-zygote'];

export interface OldChromium extends AsyncDisposable {
  readonly version: string;
  /** A phone of 360 x 640. `errors`: what the page threw, filled as it happens. */
  page(): Promise<{ page: OldPage; errors: string[] }>;
}

export async function launchOldChromium(): Promise<OldChromium> {
  const folder = mkdtempSync(join(tmpdir(), 'quacong-chromium-80-'));
  let browser: OldBrowser | undefined;
  const remove = async (): Promise<void> => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    unpackInto(folder);
    browser = await puppeteer.launch({
      executablePath: join(folder, 'chromium'),
      args: [...ARGS, `--user-data-dir=${join(folder, 'profile')}`],
      headless: true,
      env: { ...process.env, LD_LIBRARY_PATH: join(folder, 'libs/lib') },
      defaultViewport: { width: 360, height: 640, isMobile: true, hasTouch: true },
    });
    return { version: await browser.version(), page: () => openPage(browser), [Symbol.asyncDispose]: remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** The program, and the libraries of its time for systems that lack them. */
function unpackInto(folder: string): void {
  const packed = join(dirname(createRequire(import.meta.url).resolve('chrome-aws-lambda/package.json')), 'bin');
  const open = (name: string): Buffer => brotliDecompressSync(readFileSync(join(packed, `${name}.br`)));
  writeFileSync(join(folder, 'chromium'), open('chromium'));
  chmodSync(join(folder, 'chromium'), 0o755);
  mkdirSync(join(folder, 'libs'));
  execFileSync('tar', ['-x', '-C', join(folder, 'libs')], { input: open('aws.tar') });
}

async function openPage(browser: OldBrowser | undefined): Promise<{ page: OldPage; errors: string[] }> {
  if (!browser) throw new Error('The browser is gone');
  const page = await browser.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  return { page, errors };
}
