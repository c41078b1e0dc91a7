/** `npm run demo` as a process of its own, and what its offices see. */
import { spawn } from 'node:child_process';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { freePort } from '../e2e/server.ts';

export interface Demo {
  readonly origin: string;
  /** Address of the first school's form. */
  readonly form: string;
  /** Cookies of somebody who is signed in. */
  signedIn(login: 'vanphong1' | 'xem1' | 'quantri'): Promise<NonNullable<BrowserContextOptions['storageState']>>;
  stop(): Promise<void>;
}

const START_LIMIT = 120_000;

export async function startDemo(browser: Browser): Promise<Demo> {
  const port = await freePort();
  const { PATH, HOME, TMPDIR } = process.env;
  const env = { PATH, HOME, TMPDIR, PORT: String(port) };
  const child = spawn(process.execPath, ['--import', 'tsx', 'server/demo/main.ts'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await ended;
  };
  const said = await new Promise<string>((resolve, reject) => {
    let text = '';
    const timer = setTimeout(() => reject(new Error(`The demo was not ready:\n${text}`)), START_LIMIT);
    child.once('exit', () => reject(new Error(`The demo ended:\n${text}`)));
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (!text.includes('Ctrl+C')) return;
      clearTimeout(timer);
      resolve(text);
    });
  });
  const password = /password of every account: (\S+)/.exec(said)?.[1];
  const form = /http:\/\/\S+\/p\/\S+/.exec(said)?.[0];
  if (!password || !form) throw new Error(`The demo printed no password or no form:\n${said}`);
  const { origin } = new URL(form);
  const known = new Map<string, Awaited<ReturnType<Demo['signedIn']>>>();
  return {
    origin,
    form,
    async signedIn(login) {
      const before = known.get(login);
      if (before) return before;
      const context = await browser.newContext();
      const page = await context.newPage();
      await page.goto(`${origin}/admin/`);
      await page.getByRole('textbox', { name: 'Tên đăng nhập' }).fill(login);
      await page.getByLabel('Mật khẩu', { exact: true }).fill(password);
      await page.getByRole('button', { name: 'Đăng nhập' }).click();
      await page.getByRole('button', { name: 'Đăng xuất' }).waitFor();
      const state = await context.storageState();
      await context.close();
      known.set(login, state);
      return state;
    },
    stop,
  };
}
