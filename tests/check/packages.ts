/** package.json and the lock files: exact, in agreement, without addresses, with known install scripts only. */
import type { Result, Tree } from './tree.ts';

interface Manifest {
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  allowScripts?: Record<string, boolean>;
}
interface Locked {
  version?: string;
  integrity?: string;
  resolved?: string;
  link?: boolean;
  /** Came inside the package that it stands in, and is covered by that one's integrity. */
  inBundle?: boolean;
  hasInstallScript?: boolean;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
}

/** Below these stand known holes. */
const FLOORS: Record<string, string> = { hono: '4.13.5', '@hono/node-server': '1.19.15' };
const KINDS = ['dependencies', 'devDependencies'] as const;

export function checkPackages(tree: Tree): Result {
  const problems: string[] = [];
  for (const folder of ['', 'tests/', 'tests/bench/']) {
    const manifest = tree.get(`${folder}package.json`);
    if (manifest === undefined) continue;
    const lock = tree.get(`${folder}package-lock.json`);
    if (lock === undefined) problems.push(`${folder}package-lock.json is missing`);
    else problems.push(...problemsOf(JSON.parse(manifest) as Manifest, lock).map((problem) => `${folder}package.json: ${problem}`));
  }
  return { problems };
}

function problemsOf(manifest: Manifest, lockText: string): string[] {
  const packages = (JSON.parse(lockText) as { packages: Record<string, Locked> }).packages;
  const problems: string[] = [];
  for (const kind of KINDS) {
    const wanted = manifest[kind] ?? {};
    if (canonical(wanted) !== canonical(packages['']?.[kind] ?? {})) problems.push(`${kind} and the lock file disagree: run npm install`);
    for (const [name, version] of Object.entries(wanted)) {
      if (!/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version)) problems.push(`${name} is ${version}: an exact version is needed`);
      const floor = FLOORS[name];
      if (floor !== undefined && below(version, floor)) problems.push(`${name} ${version} is below ${floor}`);
    }
  }
  const scripted = new Set<string>();
  for (const [path, locked] of Object.entries(packages)) {
    const name = path.replace(/^.*node_modules\//, '');
    if (path !== '' && !locked.inBundle && locked.integrity === undefined) problems.push(`${name} has no integrity in the lock file`);
    if (locked.resolved !== undefined) problems.push(`${name} has an address in the lock file`);
    if (locked.hasInstallScript) scripted.add(name);
  }
  const allowed = manifest.allowScripts ?? {};
  for (const name of scripted)
    if (allowed[name] === undefined) problems.push(`${name} has an install script that allowScripts does not name`);
  for (const name of Object.keys(allowed))
    if (!scripted.has(name)) problems.push(`allowScripts names ${name}, which has no install script`);
  return problems;
}

const canonical = (record: Record<string, string>): string => JSON.stringify(Object.entries(record).sort());

export function below(version: string, floor: string): boolean {
  const [a, b] = [version, floor].map((text) => text.split(/[.-]/).map(Number));
  for (let i = 0; i < 3; i++) {
    const difference = (a?.[i] ?? 0) - (b?.[i] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}
