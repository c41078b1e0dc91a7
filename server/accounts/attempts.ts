/**
 * How often a password may be tried. Counting by address alone would lock a whole school out behind its one address;
 * counting by account alone would let anybody lock the office out. So both are counted, and a browser that has signed
 * in before brings a cookie that gives it a count of its own (OWASP, "Slow Down Online Guessing Attacks with Device Cookies").
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { toBase64url } from '../../shared/bytes.ts';
import type { Random } from '../../shared/ids.ts';
import { limited } from '../limits.ts';

export interface Attempt {
  login: string;
  address: string;
  /** The browser's cookie, whatever it holds. */
  known: string | undefined;
}

export class SignInAttempts {
  readonly #secret: string;
  /** One browser that has signed in to this account before. */
  readonly #byKnown = new RateLimiterMemory({ points: 10, duration: 60 });
  /** Strangers: this account from this address, all from this address, this account from anywhere. */
  readonly #byPair = new RateLimiterMemory({ points: 10, duration: 60 });
  readonly #byAddress = new RateLimiterMemory({ points: 60, duration: 60 });
  readonly #byLogin = new RateLimiterMemory({ points: 200, duration: 3600 });

  constructor(secret: string) {
    this.#secret = secret;
  }

  /** Counts before the password is looked at. @throws Problem `too-many-requests` */
  async count(attempt: Attempt): Promise<void> {
    const device = this.#deviceOf(attempt);
    if (device !== undefined) return limited(this.#byKnown, device);
    await limited(this.#byAddress, attempt.address);
    await limited(this.#byPair, `${attempt.login}|${attempt.address}`);
    await limited(this.#byLogin, attempt.login);
  }

  /** A right password gives the tries back; the answer is the browser's new cookie. */
  async succeeded(attempt: Attempt, random: Random): Promise<string> {
    const device = this.#deviceOf(attempt);
    if (device !== undefined) await this.#byKnown.delete(device);
    else {
      await this.#byPair.delete(`${attempt.login}|${attempt.address}`);
      await this.#byAddress.reward(attempt.address);
      await this.#byLogin.reward(attempt.login);
    }
    const nonce = toBase64url(random(12));
    return `${nonce}.${this.#tag(attempt.login, nonce)}`;
  }

  #deviceOf({ login, known }: Attempt): string | undefined {
    const [nonce = '', tag = ''] = (known ?? '').split('.', 2);
    const expected = Buffer.from(this.#tag(login, nonce));
    const given = Buffer.from(tag);
    return expected.length === given.length && timingSafeEqual(expected, given) ? nonce : undefined;
  }

  #tag(login: string, nonce: string): string {
    return createHmac('sha256', this.#secret).update(`${login}\n${nonce}`).digest('base64url');
  }
}
