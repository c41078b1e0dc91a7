/** Who may import whom. */
import { posix } from 'node:path';
import type { Result, Tree } from './tree.ts';

interface Import {
  to: string;
  typeOnly: boolean;
  dynamic: boolean;
}

const STATEMENT = /^[ \t]*(?:import|export)\b(?<type>\s+type\b(?!\s*,|\s+from\b))?(?:[^'"`;]*?\bfrom)?\s*['"](?<to>[^'"\n]+)['"]/gm;
const DYNAMIC = /(?<![\w.])import\(\s*['"](?<to>[^'"\n]+)['"]\s*\)/g;
/** `import('./a.ts').Name` and `typeof import('./a.ts')` are types. */
const TYPE_QUERY = /typeof import\(\s*['"][^'"\n]+['"]\s*\)|(?<![\w.])import\(\s*['"][^'"\n]+['"]\s*\)(?=\.[A-Z])/g;

export function importsOf(source: string): Import[] {
  const code = source
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/^\s*\/\/.*$/gm, '')
    .replace(TYPE_QUERY, 'unknown');
  return [
    ...[...code.matchAll(STATEMENT)].map((match) => ({
      to: match.groups?.to ?? '',
      typeOnly: match.groups?.type !== undefined,
      dynamic: false,
    })),
    ...[...code.matchAll(DYNAMIC)].map((match) => ({ to: match.groups?.to ?? '', typeOnly: false, dynamic: true })),
  ];
}

const resolved = (from: string, to: string): string =>
  to.startsWith('.') ? posix.normalize(posix.join(posix.dirname(from), to)).replace(/\?.*$/, '') : to;

/** Folder -> folders it may import, types included. The deepest entry counts. */
const MAY: Record<string, readonly string[]> = {
  shared: ['shared'],
  server: ['server', 'shared'],
  'web/lib': ['web/lib', 'shared'],
  'web/ui': ['web/ui', 'web/lib', 'shared'],
  'web/visit': ['web/visit', 'web/ui', 'web/lib', 'shared'],
  'web/kiosk': ['web/kiosk', 'web/ui', 'web/lib', 'shared'],
  'web/admin': ['web/admin', 'web/ui', 'web/lib', 'shared'],
};
/** The only packages that pure code may use. */
const SHARED_PACKAGES = ['cborg', 'zod/mini'];
/** Never on a visitor's phone, whatever path leads there: heavy, or of no use without an account. */
const NOT_FOR_VISITORS = /^(zod|cborg|better-auth|@better-auth)(\/|$)|\.schema\.ts$/;

const isCode = (path: string): boolean => /\.(ts|tsx|mjs)$/.test(path);

export function checkImports(tree: Tree): Result {
  const problems: string[] = [];
  for (const [path, source] of tree) {
    const home = homeOf(path);
    if (home === undefined || !isCode(path)) continue;
    for (const { to } of importsOf(source)) {
      const target = resolved(path, to);
      if (to.startsWith('.')) {
        const allowed = MAY[home]?.some((folder) => target.startsWith(`${folder}/`)) || target === 'package.json';
        if (!allowed) problems.push(`${path} imports ${target}: ${home} may import ${MAY[home]?.join(', ')}`);
        else if (isCode(target) && !tree.has(target)) problems.push(`${path} imports ${target}, which does not exist`);
      } else if (home === 'shared' && !SHARED_PACKAGES.some((name) => to === name || to.startsWith(`${name}/`))) {
        problems.push(`${path} imports ${to}: shared is pure and uses ${SHARED_PACKAGES.join(', ')} only`);
      } else if (home.startsWith('web') && to.startsWith('node:')) {
        problems.push(`${path} imports ${to}: there is no Node in a browser`);
      }
    }
  }
  for (const entry of ['web/visit/main.tsx', 'web/visit/sw.ts']) problems.push(...visitorProblems(tree, entry));
  return { problems };
}

const homeOf = (path: string): string | undefined =>
  Object.keys(MAY)
    .filter((folder) => path.startsWith(`${folder}/`))
    .sort((a, b) => b.length - a.length)[0];

/** Walks everything that can run on the visitor's page; types are erased and may come from anywhere. */
function visitorProblems(tree: Tree, entry: string): string[] {
  const problems: string[] = [];
  const seen = new Set<string>();
  const walk = (path: string, trail: readonly string[]): void => {
    const source = tree.get(path);
    if (source === undefined || seen.has(path)) return;
    seen.add(path);
    for (const { to, typeOnly } of importsOf(source)) {
      if (typeOnly) continue;
      const target = resolved(path, to);
      if (NOT_FOR_VISITORS.test(target)) problems.push(`a visitor's page reaches ${target}: ${[...trail, path].join(' > ')}`);
      else if (isCode(target)) walk(target, [...trail, path]);
    }
  };
  walk(entry, []);
  return problems;
}
