import { afterEach, beforeEach } from 'vitest';
import { newPhone, type Opened, open, type Server } from './visit-phone.ts';

/** Anew for each test. */
export let server: Server;
const pages: Opened[] = [];

/** Closed after the test. */
export async function visitAt(path: string, fragment?: string, inline?: Parameters<typeof open>[2]): Promise<Opened> {
  const page = await open(path, fragment, inline);
  pages.push(page);
  return page;
}

beforeEach(async () => {
  server = await newPhone();
});
afterEach(() => {
  for (const page of pages.splice(0)) page.visit.journey()?.desk.stop();
});
