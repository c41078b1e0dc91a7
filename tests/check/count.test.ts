import { describe, expect, it } from 'vitest';
import { count } from '../bin/lib/count.mjs';

const file = (status: string, ...tests: string[]) => ({
  name: `${process.cwd()}/tests/a.test.ts`,
  status,
  message: '',
  assertionResults: tests.map((each) => ({ status: each, fullName: 'a b' })),
});

describe('the closing line', () => {
  it.each([
    ['passes', { testResults: [file('passed', 'passed', 'passed')] }, 0, { passed: 2, failed: 0 }],
    ['failures', { testResults: [file('failed', 'passed', 'failed')] }, 1, { passed: 1, failed: 1 }],
    ['a file that cannot be loaded', { testResults: [file('failed'), file('passed', 'passed')] }, 1, { passed: 1, failed: 1 }],
    ['a skipped test', { testResults: [file('passed', 'passed', 'skipped')] }, 0, { passed: 1, failed: 1 }],
    ['a todo', { testResults: [file('passed', 'passed', 'todo')] }, 0, { passed: 1, failed: 1 }],
    ['a failed hook', { testResults: [file('failed', 'passed')] }, 1, { passed: 1, failed: 1 }],
    ['an unhandled error', { testResults: [file('passed', 'passed')] }, 1, { passed: 1, failed: 1 }],
    ['no tests', { testResults: [] }, 0, { passed: 0, failed: 1 }],
    ['no report', undefined, 1, { passed: 0, failed: 1 }],
  ])('counts %s', (_name, report, code, counts) => {
    expect(count(report, code)).toMatchObject(counts);
  });
});
