/** A browser that can be killed like a tablet whose battery is pulled out: a process group of our own, driven over CDP. */
import { spawn } from 'node:child_process';
import { chromium, type Page } from 'playwright-core';
import { FLAGS, findChromium } from '../browser.ts';

export interface Killable extends AsyncDisposable {
  readonly page: Page;
  /** SIGKILL to the browser and all its helpers at once; resolves when the browser is gone. */
  kill(): Promise<void>;
}

const START_LIMIT = 30_000;

/** `profile`: a folder that outlives the browser. */
export async function launchKillable(profile: string): Promise<Killable> {
  const args = [
    ...FLAGS,
    '--headless=new',
    '--remote-debugging-port=0',
    `--user-data-dir=${profile}`,
    '--window-size=1180,820',
    'about:blank',
  ];
  const browser = spawn(await findChromium(), args, { detached: true, stdio: ['ignore', 'ignore', 'pipe'] });
  const gone = new Promise<void>((resolve) => browser.once('exit', () => resolve()));
  const kill = async (): Promise<void> => {
    if (browser.pid !== undefined && browser.exitCode === null && browser.signalCode === null) process.kill(-browser.pid, 'SIGKILL');
    await gone;
  };
  const address = await new Promise<string>((resolve, reject) => {
    let said = '';
    const timer = setTimeout(() => kill().then(() => reject(new Error(`The browser did not start:\n${said}`)), reject), START_LIMIT);
    browser.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const found = /DevTools listening on (ws:\S+)/.exec(said)?.[1];
      if (found === undefined) return;
      clearTimeout(timer);
      resolve(found);
    });
  });
  const [context] = (await chromium.connectOverCDP(address)).contexts();
  if (!context) throw new Error('The browser has no profile');
  return { page: context.pages()[0] ?? (await context.newPage()), kill, [Symbol.asyncDispose]: kill };
}
