import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium, launchBrowser, watch } from '../browser.ts';

const CSP = "default-src 'none'; script-src 'self'; style-src 'self'; require-trusted-types-for 'script'; trusted-types app";
const PAGES: Record<string, string> = {
  '/good': '<p>good</p>',
  '/inline': '<script>document.title = "ran"</script>',
  '/style': '<p style="color: red">styled</p>',
  '/html': '<script src="/html.js"></script>',
  '/throws': '<script src="/throws.js"></script>',
};
const SCRIPTS: Record<string, string> = { '/html.js': 'document.body.innerHTML = "<p>x</p>"', '/throws.js': 'throw new Error("boom")' };

let server: Server;
let browser: Browser;
let origin: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    const path = request.url ?? '';
    const script = SCRIPTS[path];
    response.writeHead(200, { 'content-type': script ? 'text/javascript' : 'text/html', 'content-security-policy': CSP });
    response.end(script ?? `<!doctype html><body>${PAGES[path] ?? ''}`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser?.close();
  server.close();
});

async function problemsAt(path: string): Promise<readonly string[]> {
  const page = await browser.newPage();
  const watched = await watch(page);
  await page.goto(origin + path);
  await page.waitForTimeout(200);
  await page.close();
  if (watched.problems.length > 0) expect(() => watched.check()).toThrow();
  else watched.check();
  return watched.problems;
}

describe('a watched page', () => {
  it('has no problems when it behaves', async () => {
    expect(await problemsAt('/good')).toEqual([]);
  });

  it.each([
    ['/inline', 'script-src'],
    ['/style', 'style-src'],
    ['/html', 'Trusted'],
    ['/throws', 'boom'],
  ])('%s is recorded', async (path, said) => {
    expect((await problemsAt(path)).join('\n')).toContain(said);
  });

  it('can use the camera without being asked', async () => {
    const page = await browser.newPage();
    await page.goto(`${origin}/good`);
    const tracks = await page.evaluate(async () => (await navigator.mediaDevices.getUserMedia({ video: true })).getVideoTracks().length);
    await page.close();
    expect(tracks).toBe(1);
  });
});

it('says when CHROMIUM names nothing', async () => {
  await expect(findChromium({ CHROMIUM: '/no/such/browser' })).rejects.toThrow('does not exist');
});
