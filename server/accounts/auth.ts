/**
 * Accounts, passwords, second factors and sessions, behind a port of our own: the library (better-auth) is named in this
 * folder only, its HTTP handler is not mounted, its errors become Problems. Sign-up is off: accounts are made by set-up.
 */
import { createHash, randomBytes } from 'node:crypto';
import { betterAuth } from 'better-auth';
import { getMigrations } from 'better-auth/db/migration';
import { twoFactor } from 'better-auth/plugins/two-factor';
import { username } from 'better-auth/plugins/username';
import type { EnableSecondFactorAnswer } from '../../shared/api/accounts.schema.ts';
import { DAY, HOUR } from '../../shared/clock.ts';
import { type AccountId, uuidv7 } from '../../shared/ids.ts';
import { invalid, Problem } from '../../shared/problem.ts';
import type { Config } from '../config.ts';
import type { KeyStore } from '../keys/port.ts';
import { answeredSession, browserCookies, COOKIE_PREFIX, libraryHeaders, writeCookie } from './cookies.ts';
import { type AuthDatabase, openAuthDatabase } from './database.ts';
import { asProblem } from './errors.ts';
import { GivenAgain } from './given-again.ts';
import { makeRecoveryCodes, readRecoveryCode, UsedCodes } from './recovery-codes.ts';

export interface Session {
  account: AccountId;
  login: string;
  name: string;
  /** The account has one; then this session has passed it. */
  secondFactor: boolean;
  /** When the second factor was last given, ms, for what needs a fresh one; null for an account without. */
  secondFactorAt: number | null;
}

/** `cookies` are values for Set-Cookie. */
export type SignedIn = { session: Session; cookies: string[] };
type SignInResult = ({ kind: 'signed-in' } & SignedIn) | { kind: 'second-factor-needed'; cookies: string[] };

export interface Auth {
  /** @throws Problem `invalid-input` at /login, `taken` */
  createAccount(input: { login: string; password: string; name: string }): Promise<AccountId>;
  /** Takes an account away that set-up could not finish. */
  removeAccount(account: AccountId): Promise<void>;
  findAccount(login: string): Promise<AccountId | undefined>;
  /**
   * A new session, whatever cookie came; the one that came is ended. Unknown name and wrong password cost and answer the same.
   * @throws Problem `bad-credentials`
   */
  signIn(input: { login: string; password: string }, headers: Headers): Promise<SignInResult>;
  /**
   * The second step of signing in, or, for a session that stands, its second factor once more (`again`; no cookies change).
   * @throws Problem `bad-credentials`; `not-signed-in` when there is neither; `bad-request` when the account has no second
   * factor; `too-many-requests`
   */
  secondFactor(input: { code: string; kind: 'totp' | 'recovery' }, headers: Headers): Promise<SignedIn & { again: boolean }>;
  /** The cookies that end it in the browser; the session is over whether or not they arrive. */
  signOut(headers: Headers): Promise<string[]>;
  /** `prolong: false`: asking is no use of the session, whose end stays where it is. */
  sessionOf(headers: Headers, options?: { prolong: boolean }): Promise<Session | null>;
  /** @throws Problem `bad-credentials` for a wrong password, `conflict` when one is on already */
  enableSecondFactor(password: string, headers: Headers): Promise<EnableSecondFactorAnswer>;
  /** Turns it on; the session gets a new id, and the account's other sessions end. @throws Problem `bad-credentials` */
  confirmSecondFactor(code: string, headers: Headers): Promise<SignedIn>;
  /** The token of a one-time link (1 hour), undefined for an unknown name. `secondFactor`: the link takes that away too. */
  makeResetToken(login: string, secondFactor: boolean): Promise<string | undefined>;
  /** Ends all of the account's sessions. undefined for a token that opens nothing. */
  resetPassword(token: string, password: string): Promise<AccountId | undefined>;
  close(): Promise<void>;
}

/** Without a request; each request within it starts it again. */
const SESSION_SECONDS = 12 * 3600;
/** Whatever happens in it. */
const SESSION_LIMIT = 7 * DAY;
const RESET_LIFE = HOUR;
const LOGIN = /^[a-z][a-z0-9._-]{2,39}$/;
const ISSUER = 'QuaCổng';

export async function openAuth(config: Pick<Config, 'dataDir' | 'databaseUrl'>, keys: Pick<KeyStore, 'searchTag'>): Promise<Auth> {
  const database = await openAuthDatabase(config);
  // From the key store, so that one backup and one set of words bring it back with everything else.
  const options = libraryOptions(database.target, keys.searchTag('accounts', 'cookies and second factors'));
  const library = betterAuth(options);
  await database.migrated(async () => (await getMigrations(options)).runMigrations());
  const { internalAdapter, adapter, password: passwords } = await library.$context;
  const used = new UsedCodes();
  const given = new GivenAgain();
  // The library removes only what somebody comes back with.
  for (const model of ['session', 'verification']) {
    await adapter.deleteMany({ model, where: [{ field: 'expiresAt', operator: 'lt', value: new Date() }] });
  }

  const findUser = (login: string) => adapter.findOne<{ id: string }>({ model: 'user', where: [{ field: 'username', value: login }] });

  async function sessionIn(headers: Headers, prolong = true): Promise<{ session: Session; token: string } | null> {
    const found = await library.api.getSession({ headers, query: { disableRefresh: !prolong } });
    if (!found) return null;
    const { user, session } = found;
    if (Date.now() - session.createdAt.getTime() > SESSION_LIMIT) {
      await internalAdapter.deleteSession(session.token);
      return null;
    }
    return {
      token: session.token,
      session: {
        account: user.id,
        login: user.username ?? '',
        name: user.name,
        secondFactor: user.twoFactorEnabled ?? false,
        secondFactorAt: user.twoFactorEnabled ? Math.max(session.createdAt.getTime(), given.at(session.token)) : null,
      },
    };
  }

  /** The session that the library's answer has just opened. */
  async function signedIn(headers: Headers, answered: Headers): Promise<SignedIn> {
    const opened = await sessionIn(answeredSession(answered));
    if (!opened) throw new Error('the session that was just opened cannot be read');
    return { session: opened.session, cookies: browserCookies(headers, answered) };
  }

  async function verifyCode(code: string, headers: Headers): Promise<Headers> {
    const answered = await library.api.verifyTOTP({ body: { code }, headers, returnHeaders: true });
    if (used.add(answered.response.user.id, code)) return answered.headers;
    await internalAdapter.deleteSession(answered.response.token);
    throw new Problem('bad-credentials');
  }

  /** The library counts wrong codes while somebody signs in only: for a session the route does. */
  async function checkAgain(
    { session, token }: { session: Session; token: string },
    own: Headers,
    { code, kind }: { code: string; kind: 'totp' | 'recovery' },
  ): Promise<SignedIn> {
    if (!session.secondFactor) throw new Problem('bad-request');
    const digits = code.replace(/\s/g, '');
    if (kind === 'totp') {
      await asProblem(library.api.verifyTOTP({ body: { code: digits }, headers: own }));
      if (!used.add(session.account, digits)) throw new Problem('bad-credentials');
    } else await asProblem(library.api.verifyBackupCode({ body: { code: readRecoveryCode(code) }, headers: own }));
    const now = Date.now();
    given.set(token, now);
    return { session: { ...session, secondFactorAt: now }, cookies: [] };
  }

  return {
    async createAccount({ login, password, name }) {
      if (await findUser(login)) throw invalid('/login', 'taken');
      const hash = await passwords.hash(password);
      // The library wants an e-mail address; ours need none, and nothing is ever sent to this one.
      const user = await internalAdapter.createUser(
        { name, email: `${login}@accounts.invalid`, emailVerified: false, username: login },
        { method: 'other' },
      );
      await internalAdapter.linkAccount({ userId: user.id, providerId: 'credential', accountId: user.id, password: hash });
      return user.id;
    },

    async removeAccount(account) {
      await internalAdapter.deleteUser(account);
    },

    findAccount: async (login) => (await findUser(login))?.id,

    async signIn({ login, password }, headers) {
      // What can be no account takes the same way, so that no answer comes sooner.
      const body = { username: LOGIN.test(login) ? login : '-', password: password || '-' };
      const answered = await asProblem(library.api.signInUsername({ body, headers: new Headers(), returnHeaders: true }));
      const before = await sessionIn(libraryHeaders(headers, 'session'));
      if (before) await internalAdapter.deleteSession(before.token);
      if (!('token' in answered.response)) return { kind: 'second-factor-needed', cookies: browserCookies(headers, answered.headers) };
      return { kind: 'signed-in', ...(await signedIn(headers, answered.headers)) };
    },

    async secondFactor({ code, kind }, headers) {
      const own = libraryHeaders(headers, 'session');
      const current = own.has('cookie') ? await sessionIn(own) : null;
      if (current) return { ...(await checkAgain(current, own, { code, kind })), again: true };
      const pending = libraryHeaders(headers, 'second-factor');
      if (!pending.has('cookie')) throw new Problem('not-signed-in');
      if (kind === 'totp')
        return { ...(await signedIn(headers, await asProblem(verifyCode(code.replace(/\s/g, ''), pending)))), again: false };
      const body = { code: readRecoveryCode(code) };
      const answered = await asProblem(library.api.verifyBackupCode({ body, headers: pending, returnHeaders: true }));
      return { ...(await signedIn(headers, answered.headers)), again: false };
    },

    async signOut(headers) {
      const before = await sessionIn(libraryHeaders(headers, 'session'));
      if (before) await internalAdapter.deleteSession(before.token);
      return [writeCookie(headers, 'session', null), writeCookie(headers, 'second-factor', null)];
    },

    async sessionOf(headers, { prolong } = { prolong: true }) {
      const own = libraryHeaders(headers, 'session');
      return own.has('cookie') ? ((await sessionIn(own, prolong))?.session ?? null) : null;
    },

    async enableSecondFactor(password, headers) {
      const own = libraryHeaders(headers, 'session');
      const current = await sessionIn(own);
      if (!current) throw new Problem('not-signed-in');
      const answer = await asProblem(library.api.enableTwoFactor({ body: { password: password || '-', method: 'totp' }, headers: own }));
      if (!('totpURI' in answer) || !answer.totpURI) throw new Error('no address for the second factor');
      return { uri: labelled(answer.totpURI, current.session.login), recoveryCodes: answer.backupCodes ?? [] };
    },

    async confirmSecondFactor(code, headers) {
      const own = libraryHeaders(headers, 'session');
      const current = await sessionIn(own);
      if (!current) throw new Problem('not-signed-in');
      if (current.session.secondFactor) throw new Problem('conflict');
      const answered = await asProblem(verifyCode(code.replace(/\s/g, ''), own));
      // What was opened by the password alone has passed no second factor, and would stand as if it had.
      const kept = await sessionIn(answeredSession(answered));
      const others = { field: 'token', operator: 'ne', value: kept?.token ?? '' } as const;
      await adapter.deleteMany({ model: 'session', where: [{ field: 'userId', value: current.session.account }, others] });
      return signedIn(headers, answered);
    },

    async makeResetToken(login, secondFactor) {
      const user = await findUser(login);
      if (!user) return undefined;
      const token = randomBytes(32).toString('base64url');
      const expiresAt = new Date(Date.now() + RESET_LIFE);
      const value = JSON.stringify({ account: user.id, secondFactor });
      await internalAdapter.createVerificationValue({ identifier: resetIdentifier(token), value, expiresAt });
      return token;
    },

    async resetPassword(token, password) {
      const found = await internalAdapter.consumeVerificationValue(resetIdentifier(token));
      if (!found || found.expiresAt.getTime() < Date.now()) return undefined;
      // Written by makeResetToken alone.
      const { account, secondFactor } = JSON.parse(found.value) as { account: AccountId; secondFactor: boolean };
      await internalAdapter.updatePassword(account, await passwords.hash(password));
      if (secondFactor) {
        await internalAdapter.updateUser(account, { twoFactorEnabled: false });
        await adapter.deleteMany({ model: 'twoFactor', where: [{ field: 'userId', value: account }] });
      }
      await internalAdapter.deleteUserSessions(account);
      return account;
    },

    close: database.close,
  };
}

function libraryOptions(database: AuthDatabase['target'], secret: string) {
  return {
    appName: ISSUER,
    // Never used for a link: the handler is not mounted.
    baseURL: 'http://localhost',
    secret,
    database,
    telemetry: { enabled: false },
    logger: { disabled: true },
    rateLimit: { enabled: false },
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 12, maxPasswordLength: 128 },
    session: { expiresIn: SESSION_SECONDS, updateAge: 600, cookieCache: { enabled: false } },
    advanced: {
      cookiePrefix: COOKIE_PREFIX,
      useSecureCookies: false,
      ipAddress: { disableIpTracking: true },
      database: { generateId: () => uuidv7(Date.now(), (length) => new Uint8Array(randomBytes(length))) },
    },
    plugins: [
      username({
        minUsernameLength: 1,
        maxUsernameLength: 100,
        // Names are checked when an account is made; here a strange one must cost as much as a wrong one.
        usernameValidator: () => true,
        usernameNormalization: false,
        displayUsername: false,
      }),
      twoFactor({ issuer: ISSUER, backupCodeOptions: { amount: 10, customBackupCodesGenerate: makeRecoveryCodes } }),
    ],
  } satisfies Parameters<typeof betterAuth>[0];
}

const resetIdentifier = (token: string): string => `reset-${createHash('sha256').update(token).digest('base64url')}`;

/** The app shows the login; the library would put the inner address there. */
function labelled(uri: string, login: string): string {
  const secret = new URL(uri).searchParams;
  return `otpauth://totp/${encodeURIComponent(ISSUER)}:${encodeURIComponent(login)}?${secret.toString().replaceAll('+', '%20')}`;
}
