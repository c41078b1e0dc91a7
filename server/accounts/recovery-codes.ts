/** The ten codes for a lost phone, and the memory that makes a code of the app work once. */
import { randomInt } from 'node:crypto';

/** As on posters: no look-alikes, so that what was printed can be typed. 10 characters are 44 bits. */
const ALPHABET = '23456789CFGHJKMNPQRTVX';

export const makeRecoveryCodes = (): string[] =>
  Array.from({ length: 10 }, () => {
    const code = Array.from({ length: 10 }, () => ALPHABET.charAt(randomInt(ALPHABET.length))).join('');
    return `${code.slice(0, 5)}-${code.slice(5)}`;
  });

export function readRecoveryCode(typed: string): string {
  const code = typed.normalize('NFKC').replace(/[\s-]/g, '').toUpperCase();
  return `${code.slice(0, 5)}-${code.slice(5)}`;
}

const CODE_LIFE = 120_000;

/** A code seen over somebody's shoulder must not open a second session (ASVS 6.5.1). */
export class UsedCodes {
  readonly #until = new Map<string, number>();

  /** False when this account has used the code already. */
  add(account: string, code: string, now = Date.now()): boolean {
    for (const [key, until] of this.#until) if (until < now) this.#until.delete(key);
    const key = `${account}|${code}`;
    if (this.#until.has(key)) return false;
    this.#until.set(key, now + CODE_LIFE);
    return true;
  }
}
