import { relative } from 'node:path';

/**
 * Reads Vitest's JSON report strictly.
 * @param {{ testResults: { name: string, status: string, message: string, assertionResults: { status: string, fullName: string }[] }[] } | undefined} report
 * @param {unknown} code Vitest's exit code
 * @returns {{ passed: number, failed: number, problems: string[] }} `problems`: what Vitest itself would not call a failure
 */
export function count(report, code) {
  const problems = [];
  let passed = 0;
  let failed = 0;
  for (const file of report?.testResults ?? []) {
    const name = relative(process.cwd(), file.name);
    if (file.assertionResults.length === 0) {
      failed++;
      problems.push(`${name}: could not be loaded or holds no test ${file.message}`.trimEnd());
    }
    const failedBefore = failed;
    for (const test of file.assertionResults) {
      if (test.status === 'passed') passed++;
      else {
        failed++;
        if (test.status !== 'failed') problems.push(`${name}: ${test.fullName} was not run (${test.status})`);
      }
    }
    // A hook that failed after its tests had passed.
    if (file.status === 'failed' && failed === failedBefore && file.assertionResults.length > 0) {
      failed++;
      problems.push(`${name}: failed outside its tests ${file.message}`.trimEnd());
    }
  }
  if (passed + failed === 0) {
    failed = 1;
    problems.push(report ? 'no test was found' : 'Vitest ended without a report');
  } else if (code !== 0 && failed === 0) {
    failed = 1;
    problems.push('Vitest reports an error outside the tests (see above)');
  }
  return { passed, failed, problems };
}
