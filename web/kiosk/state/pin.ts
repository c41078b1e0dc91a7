import { fromBase64url, sameBytes, utf8 } from '../../../shared/bytes.ts';
import type { GatePolicy } from '../../../shared/gate/policy.ts';

type Operator = GatePolicy['operators'][number];

/** PBKDF2-HMAC-SHA256, 32 bytes: docs/formats.md, "PIN". It keeps honest people apart; the shift is no secret. */
const ITERATIONS = 100_000;

async function isPinOf(operator: Operator, pin: string): Promise<boolean> {
  const salt = fromBase64url(operator.salt);
  const hash = fromBase64url(operator.hash);
  if (!salt || !hash) return false;
  const key = await crypto.subtle.importKey('raw', utf8(pin), 'PBKDF2', false, ['deriveBits']);
  const bits = await crypto.subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-256', salt, iterations: ITERATIONS }, key, 256);
  return sameBytes(new Uint8Array(bits), hash);
}

export interface PinGuard {
  /** Ms until the next try is allowed; 0: now. */
  wait(now: number): number;
  missed(now: number): void;
  right(): void;
}

const FREE_TRIES = 5;
const PAUSE = 30_000;

/** After 5 wrong PINs each further one waits 30 s. `now`: monotonic ms. */
function createPinGuard(): PinGuard {
  let missed = 0;
  let until = 0;
  return {
    wait: (now) => Math.max(0, until - now),
    missed(now) {
      missed++;
      if (missed >= FREE_TRIES) until = now + PAUSE;
    },
    right() {
      missed = 0;
      until = 0;
    },
  };
}

export type PinResult = 'ok' | 'wrong-pin' | 'wait';

export interface PinCheck {
  /** `ok` also where the school has named nobody: then there is no PIN to ask for. */
  check(operator: string | undefined, pin: string): Promise<PinResult>;
}

/** One count of wrong PINs, whatever they were asked for. `mono`: ms. */
export function createPinCheck(operators: () => readonly Operator[], mono: () => number): PinCheck {
  const guard = createPinGuard();
  return {
    async check(id, pin) {
      const all = operators();
      if (all.length === 0) return 'ok';
      const operator = all.find((each) => each.id === id);
      // Nobody chosen is no guess.
      if (!operator) return 'wrong-pin';
      if (guard.wait(mono()) > 0) return 'wait';
      if (!(await isPinOf(operator, pin))) {
        guard.missed(mono());
        return 'wrong-pin';
      }
      guard.right();
      return 'ok';
    },
  };
}
