import { describe, expect, it } from 'vitest';
import { checkBudgets } from './budgets.ts';
import { checkDocs, factsOf } from './docs.ts';
import { checkImports, importsOf } from './imports.ts';
import { below, checkPackages } from './packages.ts';
import { bytesWithoutPattern, samplePlace } from './place.ts';
import { checkWords } from './words.ts';

const tree = (files: Record<string, string>) => new Map(Object.entries(files));

describe('imports', () => {
  it('are read with their kind', () => {
    const source = `
import './a.css';
import type { A } from './a.ts';
import { type B, b } from './b.ts';
import {
  c,
  d,
} from './c.ts';
export * as e from './e.ts';
export type { F } from './f.ts';
// import './commented.ts';
const later = () => import('./g.ts');
let h: import('./h.ts').H;
`;
    expect(importsOf(source).map(({ to, typeOnly, dynamic }) => `${to}${typeOnly ? ' type' : ''}${dynamic ? ' dynamic' : ''}`)).toEqual([
      './a.css',
      './a.ts type',
      './b.ts',
      './c.ts',
      './e.ts',
      './f.ts type',
      './g.ts dynamic',
    ]);
  });

  it.each([
    ['shared/a.ts', "import { b } from '../server/b.ts';", /^shared\/a\.ts imports server\/b\.ts/],
    ['shared/a.ts', "import { readFileSync } from 'node:fs';", /shared is pure/],
    ['shared/a.ts', "import { Hono } from 'hono';", /shared is pure/],
    ['server/a.ts', "import { b } from '../web/lib/b.ts';", /server may import/],
    ['web/lib/a.ts', "import { b } from '../ui/b.ts';", /web\/lib may import/],
    ['web/ui/a.ts', "import { b } from '../visit/b.ts';", /web\/ui may import/],
    ['web/kiosk/a.ts', "import { b } from '../visit/b.ts';", /web\/kiosk may import/],
    ['web/admin/a.ts', "import type { b } from '../../server/b.ts';", /web\/admin may import/],
    ['web/admin/a.ts', "const b = import('../../server/b.ts');", /web\/admin may import/],
    ['web/admin/a.ts', "import { join } from 'node:path';", /no Node in a browser/],
    ['server/a.ts', "import { b } from './missing.ts';", /does not exist/],
  ])('%s with %s is refused', (path, source, problem) => {
    expect(
      checkImports(tree({ [path]: source, 'server/b.ts': '', 'web/lib/b.ts': '', 'web/ui/b.ts': '', 'web/visit/b.ts': '' })).problems,
    ).toEqual([expect.stringMatching(problem)]);
  });

  it('keep heavy code away from visitors, through any file, and let types pass', () => {
    const files = {
      'web/visit/main.tsx': "import { call } from '../lib/call.ts';\nimport type { A } from '../../shared/api/a.schema.ts';",
      'web/lib/call.ts': "import { a } from '../../shared/api/a.ts';",
      'shared/api/a.ts': "import type { A } from './a.schema.ts';",
      'shared/api/a.schema.ts': "import * as z from 'zod/mini';",
    };
    expect(checkImports(tree(files)).problems).toEqual([]);
    const reaching = { ...files, 'shared/api/a.ts': "import { A } from './a.schema.ts';" };
    expect(checkImports(tree(reaching)).problems).toEqual([
      "a visitor's page reaches shared/api/a.schema.ts: web/visit/main.tsx > web/lib/call.ts > shared/api/a.ts",
    ]);
    const lazy = { ...files, 'web/lib/call.ts': "const z = () => import('cborg');" };
    expect(checkImports(tree(lazy)).problems).toHaveLength(1);
  });
});

describe('documents', () => {
  const facts = { scripts: ['check'], settings: ['DATA_DIR'], paths: ['README.md', 'docs/a.md', 'server/app.ts', 'server/tls/own.ts'] };
  const problems = (text: string) => checkDocs(tree({ 'README.md': text }), facts).problems;

  it('may name what exists', () => {
    const text =
      'Run `npm run check`, `npm test`, `DATA_DIR=/srv npm start`; see `server/app.ts`, `server/tls/`, `server/*/own.ts`, `app.ts`, `application/json`, [a](docs/a.md#x).';
    expect(problems(text)).toEqual([]);
    expect(factsOf(text)).toHaveLength(10);
  });

  it.each([
    'npm run nothing',
    '`npm run nothing`',
    '```\nnpm run nothing\n```',
    '`DATA_DIRECTORY`',
    '`LOG_FILE=x npm start`',
    '`server/gone.ts`',
    '`server/gone/*.ts`',
    '`gone.ts`',
    '[gone](docs/gone.md)',
  ])('must not name %j', (text) => {
    expect(problems(text)).toHaveLength(1);
  });

  it('must exist', () => {
    expect(checkDocs(tree({}), facts).problems).toEqual(['README.md is missing']);
  });
});

describe('words', () => {
  const [work, host] = [`/${'work'}/main`, `https://regis${'try'}.npmjs.org/a`];
  it.each([work, `cd ${work}`, `"${work}"`, `/${'home'}/an/x`, `/${'root'}/.config`, host])('%j is found', (text) => {
    expect(checkWords(tree({ 'a.md': `fine\n${text}` })).problems).toEqual([expect.stringMatching(/^a\.md:2 /)]);
  });

  it.each(['homework/x', 'https://example.org/work', 'the network/working', "path '/root/…/unit/'", 'https://www.npmjs.com/package/hono'])(
    '%j is not',
    (text) => {
      expect(checkWords(tree({ 'a.md': text })).problems).toEqual([]);
    },
  );
});

describe('packages', () => {
  const manifest = { dependencies: { hono: '4.13.5' }, allowScripts: {} as Record<string, boolean> };
  const hono = { version: '4.13.5', integrity: 'sha512-x' };
  const lock = { packages: { '': { dependencies: manifest.dependencies }, 'node_modules/hono': hono } as Record<string, object> };
  const problems = (changes: { manifest?: object; packages?: Record<string, object> }) =>
    checkPackages(
      tree({
        'package.json': JSON.stringify({ ...manifest, ...changes.manifest }),
        'package-lock.json': JSON.stringify({ packages: { ...lock.packages, ...changes.packages } }),
      }),
    ).problems;

  it('agree', () => expect(problems({})).toEqual([]));

  it('may bring others inside them', () => {
    expect(problems({ packages: { 'node_modules/hono/node_modules/inner': { version: '1.0.0', inBundle: true } } })).toEqual([]);
  });

  it.each([
    ['another version than locked', { manifest: { dependencies: { hono: '4.13.6' } } }, /disagree/],
    [
      'a range',
      { manifest: { dependencies: { hono: '^4.13.5' } }, packages: { '': { dependencies: { hono: '^4.13.5' } } } },
      /exact version/,
    ],
    [
      'a version with known holes',
      { manifest: { dependencies: { hono: '4.9.30' } }, packages: { '': { dependencies: { hono: '4.9.30' } } } },
      /below 4\.13\.5/,
    ],
    ['an address', { packages: { 'node_modules/hono': { ...hono, resolved: 'https://x' } } }, /address/],
    ['no integrity', { packages: { 'node_modules/hono': { version: '4.13.5' } } }, /integrity/],
    ['an unknown install script', { packages: { 'node_modules/hono': { ...hono, hasInstallScript: true } } }, /install script/],
    ['an old permission', { manifest: { allowScripts: { hono: true } } }, /no install script/],
  ])('%s is refused', (_name, changes, problem) => {
    expect(problems(changes)).toEqual([expect.stringMatching(problem)]);
  });

  it('compares versions as numbers', () => {
    expect([below('4.9.30', '4.13.5'), below('4.13.5', '4.13.5'), below('5.0.0', '4.13.5'), below('4.13.4', '4.13.5')]).toEqual([
      true,
      false,
      false,
      true,
    ]);
  });
});

describe('bytes on a phone', () => {
  const noise = (length: number) => Buffer.from(bytesWithoutPattern(1, length));
  const built = (assets: Record<string, Buffer | string>) => ({
    html: '<script type="application/json" id="place"></script><script src="/assets/visit-1.js"></script>',
    assets: new Map(Object.entries(assets).map(([name, content]) => [name, Buffer.from(content)])),
  });

  it('count what is imported at once until the form, and what is imported later until a pass', () => {
    const big = noise(16_000);
    const first = built({ 'visit-1.js': 'import{a}from"./chunk-2.js"', 'chunk-2.js': big });
    expect(checkBudgets(first, samplePlace()).problems).toEqual([expect.stringMatching(/^until the form/)]);
    const later = built({ 'visit-1.js': 'import("./chunk-2.js")', 'chunk-2.js': big });
    expect(checkBudgets(later, samplePlace()).problems).toEqual([]);
    const much = built({ 'visit-1.js': 'import("./chunk-2.js")', 'chunk-2.js': noise(46_000) });
    expect(checkBudgets(much, samplePlace()).problems).toEqual([expect.stringMatching(/^until a pass/)]);
    const apart = built({ 'visit-1.js': 'import("./more-controls-2.js")', 'more-controls-2.js': noise(46_000) });
    expect(checkBudgets(apart, samplePlace()).problems).toEqual([]);
  });

  it('count the questionnaire that the server puts into the page', () => {
    const place = { ...samplePlace(), gate: noise(15_000).toString('base64') };
    expect(checkBudgets(built({ 'visit-1.js': '' }), place).problems).toHaveLength(1);
  });
});
