/** Checks that other programs do. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { Result } from './tree.ts';

function run(root: string, bin: string, args: readonly string[]): Result {
  const { status, stdout, stderr, error } = spawnSync(join(root, 'tests/node_modules/.bin', bin), args, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  if (status === 0) return { problems: [] };
  const lines = `${stdout}${stderr}${error?.message ?? ''}`.split('\n').filter((line) => line.trim() !== '');
  return { problems: lines.length > 0 ? lines : [`${bin} ended with ${status}`] };
}

export const checkTypes = (root: string): Result => ({
  problems: ['shared', '.', 'web', 'tests'].flatMap((project) => run(root, 'tsc', ['-p', project, '--pretty', 'false']).problems),
});
export const checkStyle = (root: string): Result => run(root, 'biome', ['check', '--error-on-warnings', '--colors=off', '.']);
/**
 * The packages that tests/check/knip.json sets aside are used in ways it cannot see: fonts by their files and in CSS, a
 * data set and workbox-build by path, PostgreSQL's binaries by path, biome by this file, and @better-auth/core only to
 * keep three packages at one version.
 */
export const checkDeadCode = (root: string): Result => run(root, 'knip', ['--config', 'tests/check/knip.json', '--no-progress']);
