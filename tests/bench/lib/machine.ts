/** What the figures were measured on, without a name. */
import { cpus, type as system, totalmem } from 'node:os';
import { launchBrowser } from '../../browser.ts';

export interface Machine {
  system: string;
  cores: number;
  /** GB. */
  memory: number;
  node: string;
  browser: string;
  day: string;
}

export async function machine(): Promise<Machine> {
  const browser = await launchBrowser();
  const version = browser.version();
  await browser.close();
  return {
    system: system(),
    cores: cpus().length,
    memory: Math.round(totalmem() / 1024 ** 3),
    node: process.versions.node,
    browser: `Chromium ${version.split('.')[0]}`,
    day: new Date().toISOString().slice(0, 10),
  };
}
