/** What the documents name in backticks must exist: scripts, settings, paths; and where their links lead. */
import { posix } from 'node:path';
import type { Result, Tree } from './tree.ts';

const DOCUMENT = /^(README|CONTRIBUTING|CHANGELOG)\.md$|^docs\/.*\.md$/;
/** Of npm itself. */
const NPM_COMMANDS = new Set(['ci', 'install', 'start', 'test', 'run']);
const GENERATED = /^(dist|data|keys|node_modules|backups?)(\/|$)|(^|\/)node_modules\//;

export interface Facts {
  scripts: readonly string[];
  settings: readonly string[];
  /** Every path of the project, text or not. */
  paths: readonly string[];
}

export function checkDocs(tree: Tree, facts: Facts): Result {
  const problems: string[] = [];
  let named = 0;
  for (const [path, text] of tree) {
    if (!DOCUMENT.test(path)) continue;
    for (const fact of factsOf(text)) {
      named++;
      const problem = problemWith(fact, path, facts);
      if (problem) problems.push(`${path}: ${problem}`);
    }
  }
  if (!tree.has('README.md')) problems.push('README.md is missing');
  return { problems, note: `${named} names` };
}

type Fact = { kind: 'script' | 'setting' | 'path' | 'link'; name: string };

export function factsOf(text: string): Fact[] {
  const facts: Fact[] = [];
  for (const [, command = '', script = ''] of text.matchAll(
    /\bnpm (ci|install|start|test|run)\b(?:[ ]+(?:-s |--silent )?([a-z][\w:-]*))?/g,
  )) {
    facts.push({ kind: 'script', name: command === 'run' ? script : command });
  }
  const prose = text.replace(/^```[\s\S]*?^```/gm, '');
  for (const [, code = ''] of prose.matchAll(/`([^`\n]+)`/g)) {
    for (const [, name = ''] of code.matchAll(/(?:^|\s)([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)(?==|\s|$)/g)) facts.push({ kind: 'setting', name });
    if (/^[\w.@-]+(\/[\w.@*{},-]+)+\/?$/.test(code) || /^[\w-]+\.(ts|tsx|mjs|md|json|html|css)$/.test(code))
      facts.push({ kind: 'path', name: code });
  }
  for (const [, target = ''] of prose.matchAll(/\]\(([^)\s]+)\)/g)) {
    if (!/^(https?:|mailto:|#)/.test(target)) facts.push({ kind: 'link', name: target.replace(/#.*$/, '') });
  }
  return facts;
}

function problemWith({ kind, name }: Fact, document: string, { scripts, settings, paths }: Facts): string | undefined {
  switch (kind) {
    case 'script':
      return scripts.includes(name) || NPM_COMMANDS.has(name) ? undefined : `npm run ${name} is no script of package.json`;
    case 'setting':
      return settings.includes(name) ? undefined : `${name} is no setting`;
    case 'link': {
      const target = posix.normalize(posix.join(posix.dirname(document), name));
      return exists(target, paths) ? undefined : `the link to ${name} leads nowhere`;
    }
    case 'path':
      return existsSomehow(name, document, paths) ? undefined : `${name} does not exist`;
  }
}

/** A folder of ours at its start makes it a path; otherwise it may be a media type, a package, or an address. */
function existsSomehow(name: string, document: string, paths: readonly string[]): boolean {
  const first = name.split('/')[0] ?? '';
  if (GENERATED.test(name)) return true;
  if (!name.includes('/')) return paths.some((path) => path === name || path.endsWith(`/${name}`));
  if (!paths.some((path) => path.startsWith(`${first}/`))) return true;
  return exists(name, paths) || exists(posix.normalize(posix.join(posix.dirname(document), name)), paths);
}

function exists(name: string, paths: readonly string[]): boolean {
  const bare = name.replace(/\/$/, '');
  const pattern = bare
    .split(/(\*\*|\*|\{[^}]*\})/)
    .map((part) => {
      if (part === '**') return '.*';
      if (part === '*') return '[^/]*';
      if (part.startsWith('{')) return `(${part.slice(1, -1).split(',').map(escaped).join('|')})`;
      return escaped(part);
    })
    .join('');
  const wanted = new RegExp(`^${pattern}(/|$)`);
  return paths.some((path) => wanted.test(path));
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
