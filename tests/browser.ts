/** A real Chromium for the journeys: found on the system, else the one that npm brings. */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'microsoft-edge'];
const ELSEWHERE = ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium'];

/** Quiet: no downloads, no first-run pages; a camera without a question. */
export const FLAGS: readonly string[] = [
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--use-fake-ui-for-media-stream',
  '--use-fake-device-for-media-stream',
];

export interface LaunchOptions {
  /** A .y4m or .mjpeg file that plays as the camera. */
  camera?: string;
  args?: readonly string[];
}

/** @throws Error saying how to get one */
export async function findChromium(env: Readonly<Record<string, string | undefined>> = process.env): Promise<string> {
  if (env.CHROMIUM) {
    if (existsSync(env.CHROMIUM)) return env.CHROMIUM;
    throw new Error(`CHROMIUM names ${env.CHROMIUM}, which does not exist`);
  }
  const folders = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const found = [...folders.flatMap((folder) => NAMES.map((name) => join(folder, name))), ...ELSEWHERE].find((path) => existsSync(path));
  return found ?? fromNpm();
}

/** Unpacks itself and the libraries it needs; the latter only when it believes to be on Lambda. */
async function fromNpm(): Promise<string> {
  const before = process.env.AWS_EXECUTION_ENV;
  process.env.AWS_EXECUTION_ENV = 'AWS_Lambda_nodejs20.x';
  try {
    const { default: packed } = await import('@sparticuz/chromium');
    return await packed.executablePath();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      `No Chromium on this system, and the one from npm cannot run here (${reason}). Install chromium, or set CHROMIUM to its path`,
    );
  } finally {
    if (before === undefined) delete process.env.AWS_EXECUTION_ENV;
    else process.env.AWS_EXECUTION_ENV = before;
  }
}

const flagsOf = ({ camera, args = [] }: LaunchOptions): string[] => [
  ...FLAGS,
  ...(camera === undefined ? [] : [`--use-file-for-fake-video-capture=${camera}`]),
  ...args,
];

export async function launchBrowser(options: LaunchOptions = {}): Promise<Browser> {
  return chromium.launch({ executablePath: await findChromium(), args: flagsOf(options) });
}

/** A browser with a kept profile in `folder`: what it stored is there again at the next launch. */
export async function launchProfile(
  folder: string,
  options: LaunchOptions & { context?: BrowserContextOptions } = {},
): Promise<BrowserContext> {
  return chromium.launchPersistentContext(folder, { executablePath: await findChromium(), args: flagsOf(options), ...options.context });
}

export interface Watch {
  readonly problems: readonly string[];
  /** @throws Error listing every page error and every violation of the content security policy so far */
  check(): void;
}

/** Call it before the first navigation. A journey ends with `check()`; failed loads of an offline page are no problem. */
export async function watch(page: Page): Promise<Watch> {
  const problems: string[] = [];
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      console.error(
        `CSP violation: ${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber} ${event.sample}`,
      );
    });
  });
  page.on('pageerror', (error) => problems.push(`page error: ${error.stack ?? error.message}`));
  page.on('crash', () => problems.push('the page crashed'));
  // Workers have no init script: their violations reach the console only.
  page.on('console', (message) => {
    if (/CSP violation|Content Security Policy|Trusted(HTML|Script|Type)/i.test(message.text()))
      problems.push(`${page.url()}: ${message.text()}`);
  });
  return {
    problems,
    check() {
      if (problems.length > 0) throw new Error(`${problems.length} problems in the page:\n${problems.join('\n')}`);
    },
  };
}
