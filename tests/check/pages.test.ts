/** What `npm run build` made, as the content security policy and the service workers' scopes need it. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const WEB = join(import.meta.dirname, '../../dist/web');
const read = (path: string): string => readFileSync(join(WEB, path), 'utf8');
const PLACE_SLOT = '<script type="application/json" id="place"></script>';

describe.each(['visit', 'kiosk', 'admin'])('%s', (entry) => {
  const html = read(`${entry}/index.html`);

  it('has no inline script, style or handler', () => {
    const rest = html.replace(PLACE_SLOT, '');
    expect([...rest.matchAll(/<script\b[^>]*>/g)].map(([tag]) => tag)).not.toContainEqual(expect.not.stringContaining(' src="/assets/'));
    expect(rest).not.toMatch(/<script\b[^>]*>[^<]/);
    expect(rest).not.toMatch(/<style|\sstyle=|\son\w+=|javascript:/i);
  });

  it('names only files that exist, and nothing elsewhere', () => {
    for (const [, address = ''] of html.matchAll(/(?:src|href)="([^"]+)"/g)) {
      expect(address).toMatch(/^\/(assets|p|kiosk|admin)\//);
      if (address.startsWith('/assets/')) expect(existsSync(join(WEB, address)), address).toBe(true);
    }
  });
});

it('the visitor page has the place slot that the server fills', () => {
  expect(read('visit/index.html').split(PLACE_SLOT)).toHaveLength(2);
});

it('the decoder has the name that carries its policy, and its wasm is ours', () => {
  const assets = readdirSync(join(WEB, 'assets'));
  expect(assets.filter((name) => /^decoder-[\w-]+\.js$/.test(name))).toHaveLength(1);
  expect(assets.filter((name) => name.endsWith('.wasm'))).toHaveLength(1);
});

describe.each([
  ['visit', '/p/'],
  ['kiosk', '/kiosk/'],
])('the service worker of %s', (entry, scope) => {
  const code = read(`${entry}/sw.js`);
  const kept = [...code.matchAll(/["']?url["']?:["']([^"']+)["']/g)].map(([, url = '']) => url);

  it('is one classic script', () => {
    expect(code).not.toMatch(/(^|[;}\s])(import|export)\s*[{*"'\w]/);
    expect(code).not.toContain('__WB_MANIFEST');
  });

  it('keeps the shell and hashed files that exist, and nothing else', () => {
    expect(kept.filter((url) => url === scope)).toHaveLength(1);
    for (const url of kept.filter((each) => each !== scope)) {
      expect(url).toMatch(/^\/assets\/[\w.-]+-[\w-]{8}\.\w+$/);
      expect(existsSync(join(WEB, url)), url).toBe(true);
    }
  });

  it('keeps what its own entry loads, not what the others load', () => {
    expect(kept.some((url) => url.startsWith(`/assets/${entry}-`))).toBe(true);
    for (const other of ['visit', 'kiosk', 'admin'].filter((each) => each !== entry)) {
      expect(kept.filter((url) => url.startsWith(`/assets/${other}-`))).toEqual([]);
    }
    expect(kept.some((url) => url.endsWith('.wasm'))).toBe(entry === 'kiosk');
  });
});
