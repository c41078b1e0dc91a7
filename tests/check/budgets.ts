/** Bytes that a visitor's phone loads, gzipped, from what was built. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { withPlace } from '../../server/pages/visit-page.ts';
import type { PlaceView } from '../../shared/api/declarations.schema.ts';
import type { Result } from './tree.ts';

const KB = 1000;
/** Until the form can be filled in, in one language. */
const FORM = 15 * KB;
/** Until a pass shows. */
const PASS = 45 * KB;
/** Loaded when somebody chooses an address, another language, the own data or what was refused, or after the page has settled. */
const NOT_BEFORE_A_PASS = /^(more-controls|english|Own|again|workbox-window)/;

export interface Built {
  html: string;
  /** By name, from dist/web/assets. */
  assets: ReadonlyMap<string, Buffer>;
}

export function readBuilt(web: string): Built {
  const names = readdirSync(join(web, 'assets'));
  return {
    html: readFileSync(join(web, 'visit/index.html'), 'utf8'),
    assets: new Map(names.map((name) => [name, readFileSync(join(web, 'assets', name))])),
  };
}

/** @param place what the server puts into the page: the questionnaire of today */
export function checkBudgets(built: Built, place: PlaceView): Result {
  const html = withPlace(built.html, place);
  const first = closure(built, namesIn(html), false);
  const all = closure(built, namesIn(html), true);
  const size = (names: ReadonlySet<string>): number =>
    gz(Buffer.from(html)) +
    [...names].filter((name) => /\.(js|css)$/.test(name)).reduce((sum, name) => sum + gz(built.assets.get(name) ?? Buffer.alloc(0)), 0);
  const form = size(first);
  const pass = size(new Set([...all].filter((name) => first.has(name) || !NOT_BEFORE_A_PASS.test(name))));
  const problems = [];
  if (form > FORM) problems.push(`until the form: ${form} bytes, ${form - FORM} more than ${FORM} (${[...first].join(', ')})`);
  if (pass > PASS) problems.push(`until a pass: ${pass} bytes, ${pass - PASS} more than ${PASS}`);
  return { problems, note: `form ${form} of ${FORM}, pass ${pass} of ${PASS} bytes` };
}

const gz = (bytes: Buffer): number => gzipSync(bytes, { level: 9 }).length;
const namesIn = (html: string): string[] => [...html.matchAll(/(?:src|href)="\/assets\/([^"]+)"/g)].map(([, name = '']) => name);

/** With `lazy`, also everything that a chunk may import later. */
function closure({ assets }: Built, start: readonly string[], lazy: boolean): Set<string> {
  const seen = new Set<string>();
  const visit = (name: string): void => {
    const bytes = assets.get(name);
    if (bytes === undefined || seen.has(name)) return;
    seen.add(name);
    if (!name.endsWith('.js')) return;
    const text = bytes.toString();
    const next = lazy
      ? [...assets.keys()].filter((other) => text.includes(other))
      : [...text.matchAll(/(?:import|export)[^"'()]*["']\.\/([^"']+)["']/g)].map(([, to = '']) => to);
    for (const other of next) visit(other);
  };
  for (const name of start) visit(name);
  return seen;
}
