import { APIError } from 'better-auth/api';
import { Problem } from '../../shared/problem.ts';

const LOCKED_SECONDS = 900;

/** The library's refusals as Problems; anything else goes on as the bug that it is. */
export async function asProblem<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw error instanceof APIError ? problemOf(error) : error;
  }
}

function problemOf(error: APIError): Error {
  switch (error.body?.code) {
    case 'INVALID_USERNAME_OR_PASSWORD':
    case 'INVALID_PASSWORD':
    case 'INVALID_CODE':
    case 'INVALID_BACKUP_CODE':
      return new Problem('bad-credentials');
    case 'TOTP_ALREADY_ENABLED':
      return new Problem('conflict');
    case 'TOTP_NOT_ENABLED':
    case 'BACKUP_CODES_NOT_ENABLED':
      return new Problem('bad-request');
    // The password step is missing, over, or used up by five wrong codes: begin again.
    case 'INVALID_TWO_FACTOR_COOKIE':
    case 'TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE':
      return new Problem('not-signed-in');
    case 'ACCOUNT_TEMPORARILY_LOCKED':
      return new Problem('too-many-requests', { retryAfter: LOCKED_SECONDS });
    default:
      // Two recovery codes of an account at the same moment: the first counts.
      if (error.statusCode === 409) return new Problem('conflict');
      return error.statusCode === 401 ? new Problem('not-signed-in') : error;
  }
}
