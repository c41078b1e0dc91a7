import type { Route } from 'playwright-core';
import { PROBLEM_STATUS, type ProblemCode } from '../../shared/problem.ts';

/** The server says no, as it would. */
export const answer = (route: Route, code: ProblemCode): Promise<void> =>
  route.fulfill({
    status: PROBLEM_STATUS[code],
    contentType: 'application/problem+json',
    json: { type: `urn:quacong:problem:${code}`, code, title: code, status: PROBLEM_STATUS[code] },
  });
