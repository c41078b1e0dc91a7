/** Words that must not stand in the project: paths of one machine, and addresses of package registries. */
import type { Result, Tree } from './tree.ts';

/** Put together here, so that this file does not name them. */
const HOMES = [`/${'work'}\\b`, `/${'root'}/[\\w.]`, `/${'home'}/\\w`, `/${'Users'}/\\w`].join('|');
const MACHINE = new RegExp(`(^|[^\\w.~/-])(${HOMES})`);
const HOSTS = [`regis${'try'}\\.(npm|yarn)`, `npm${'js'}\\.(org|com)/.*/-/`, `verdac${'cio'}`, `artifac${'tory'}`];
const REGISTRY = new RegExp(HOSTS.join('|'), 'i');

export function checkWords(tree: Tree): Result {
  const problems: string[] = [];
  for (const [path, text] of tree) {
    for (const [i, line] of text.split('\n').entries()) {
      if (MACHINE.test(line)) problems.push(`${path}:${i + 1} names a path of one machine`);
      if (REGISTRY.test(line)) problems.push(`${path}:${i + 1} names a package registry`);
    }
  }
  return { problems };
}
