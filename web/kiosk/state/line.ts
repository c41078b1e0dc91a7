/** How the last exchange ended, as the screens say it. */
import type { Outcome } from '../outbox/courier.ts';

/** `revoked` and `unknown`: the server does not take this kiosk any more. */
export type Line = 'ok' | 'offline' | 'not-an-answer' | 'busy' | 'revoked' | 'unknown';

/** An exchange that only narrows says nothing new. */
export function lineOf(outcome: Outcome, before: Line | undefined): Line | undefined {
  switch (outcome.kind) {
    case 'done':
      return 'ok';
    case 'narrowing':
      return before;
    case 'unpaired':
      return outcome.code === 'gone' ? 'revoked' : 'unknown';
    case 'offline':
    case 'not-an-answer':
    case 'busy':
      return outcome.kind;
  }
}
