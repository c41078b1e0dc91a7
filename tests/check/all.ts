/** `npm run check`: one line each, details below a failure. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { SETTING_NAMES } from '../../server/config.ts';
import { checkBudgets, readBuilt } from './budgets.ts';
import { checkDocs } from './docs.ts';
import { checkImports } from './imports.ts';
import { checkPackages } from './packages.ts';
import { samplePlace } from './place.ts';
import { checkDeadCode, checkStyle, checkTypes } from './tools.ts';
import { type Result, readTree } from './tree.ts';
import { checkWords } from './words.ts';

const SHOWN = 40;
const TEST_SETTINGS = ['TEST_DATABASE_URL', 'CHROMIUM'];

/** @returns how many checks failed */
export function checkAll(root: string, print: (line: string) => void): number {
  const tree = readTree(root);
  const { scripts } = JSON.parse(tree.get('package.json') ?? '{}') as { scripts: Record<string, string> };
  const facts = { scripts: Object.keys(scripts), settings: [...SETTING_NAMES, ...TEST_SETTINGS], paths: pathsOf(root) };
  const checks: Record<string, () => Result> = {
    types: () => checkTypes(root),
    'lint and format': () => checkStyle(root),
    'dead code': () => checkDeadCode(root),
    'who imports whom': () => checkImports(tree),
    'bytes on a phone': () => checkBudgets(readBuilt(join(root, 'dist/web')), samplePlace()),
    'what the documents name': () => checkDocs(tree, facts),
    'forbidden words': () => checkWords(tree),
    packages: () => checkPackages(tree),
  };
  let failed = 0;
  for (const [name, check] of Object.entries(checks)) {
    const { problems, note } = attempt(check);
    print(`${problems.length === 0 ? 'ok    ' : 'failed'} ${name}${note ? ` (${note})` : ''}`);
    for (const problem of problems.slice(0, SHOWN)) print(`         ${problem}`);
    if (problems.length > SHOWN) print(`         and ${problems.length - SHOWN} more`);
    if (problems.length > 0) failed++;
  }
  return failed;
}

/** A check that cannot run has failed. */
function attempt(check: () => Result): Result {
  try {
    return check();
  } catch (error) {
    return { problems: [error instanceof Error ? (error.stack ?? error.message) : String(error)] };
  }
}

const pathsOf = (root: string): string[] =>
  (readdirSync(root, { recursive: true }) as string[])
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => !/(^|\/)(node_modules|\.git|dist)(\/|$)/.test(path));
