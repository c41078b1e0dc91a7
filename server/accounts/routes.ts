import type { Hono } from 'hono';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { enableSecondFactorInput, type Me, resetPasswordInput, secondFactorInput, signInInput } from '../../shared/api/accounts.schema.ts';
import * as endpoints from '../../shared/api/accounts.ts';
import { dayOf } from '../../shared/clock.ts';
import { invalid, Problem } from '../../shared/problem.ts';
import type { App } from '../context.ts';
import { limited } from '../limits.ts';
import { mount } from '../route.ts';
import { readFacts } from '../setup/installation.ts';
import { problemWithCookies, withCookies } from './answers.ts';
import { SignInAttempts } from './attempts.ts';
import { installationAudit } from './audit.ts';
import type { Session, SignedIn } from './auth.ts';
import { readCookie, writeCookie } from './cookies.ts';
import { accountOf, grantsOf } from './grants.ts';

/** A password of 1 MB is read, to be refused by its length (AD16) without any hash. */
const MAX_SIGN_IN_BYTES = 2 * 1024 * 1024;

export function mountAccounts(hono: Hono, app: App): void {
  const attempts = new SignInAttempts(app.keys.searchTag('accounts', 'known browsers'));
  const codes = new RateLimiterMemory({ points: 30, duration: 60 });
  const again = new RateLimiterMemory({ points: 10, duration: 600 });
  const resets = new RateLimiterMemory({ points: 20, duration: 60 });

  /** The audit row stands before the browser gets its session. */
  async function answerSignedIn(action: string | null, signedIn: SignedIn, more: readonly string[] = []): Promise<Response> {
    const { account } = signedIn.session;
    await app.db.save('system', [installationAudit(app, { action, actor: account, object: account })]);
    return withCookies(200, await meOf(app, signedIn.session), [...signedIn.cookies, ...more]);
  }

  mount(
    hono,
    app,
    endpoints.signIn,
    signInInput,
    async ({ input, headers, address }) => {
      const attempt = { login: input.login, address, known: readCookie(headers, 'known') };
      await attempts.count(attempt);
      const result = await app.auth.signIn(input, headers);
      const known = writeCookie(headers, 'known', await attempts.succeeded(attempt, app.random));
      if (result.kind === 'signed-in') return answerSignedIn(endpoints.signIn.audit, result, [known]);
      return problemWithCookies(new Problem('second-factor-needed'), [...result.cookies, known]);
    },
    { maxBytes: MAX_SIGN_IN_BYTES },
  );

  mount(hono, app, endpoints.secondFactor, secondFactorInput, async ({ input, headers, address }) => {
    await limited(codes, address);
    // Of a session that stands wrong codes are counted by account: whoever holds its cookie may not guess on.
    const current = await app.auth.sessionOf(headers);
    if (current) await limited(again, current.account);
    const { again: checkedAgain, ...signedIn } = await app.auth.secondFactor(input, headers);
    return answerSignedIn(checkedAgain ? 'account.second-factor-given' : endpoints.secondFactor.audit, signedIn);
  });

  mount(hono, app, endpoints.signOut, null, async ({ headers }) => withCookies(204, null, await app.auth.signOut(headers)));

  mount(hono, app, endpoints.getMe, null, async ({ headers }) => {
    const session = await app.auth.sessionOf(headers);
    if (!session) throw new Problem('not-signed-in');
    return { body: await meOf(app, session) };
  });

  mount(hono, app, endpoints.enableSecondFactor, enableSecondFactorInput, async ({ input, headers, caller }) => {
    const account = accountOf(caller);
    await limited(codes, account);
    const answer = await app.auth.enableSecondFactor(input.password, headers);
    await app.db.save('system', [installationAudit(app, { action: endpoints.enableSecondFactor.audit, actor: account, object: account })]);
    return { body: answer };
  });

  mount(hono, app, endpoints.confirmSecondFactor, secondFactorInput, async ({ input, headers, caller }) => {
    // A recovery code proves the printed list, not the app.
    if (input.kind !== 'totp') throw invalid('/kind', 'not-a-choice');
    await limited(codes, accountOf(caller));
    return answerSignedIn(endpoints.confirmSecondFactor.audit, await app.auth.confirmSecondFactor(input.code, headers));
  });

  mount(hono, app, endpoints.resetPassword, resetPasswordInput, async ({ input, address }) => {
    await limited(resets, address);
    const account = await app.auth.resetPassword(input.token, input.password);
    // Wrong, over and used are one answer.
    if (account === undefined) throw new Problem('bad-request');
    await app.db.save('system', [installationAudit(app, { action: endpoints.resetPassword.audit, actor: account, object: account })]);
    return {};
  });
}

async function meOf(app: App, session: Session): Promise<Me> {
  const grants = await grantsOf(app.db, session.account, dayOf(app.clock()));
  return {
    account: session.account,
    login: session.login,
    name: session.name,
    secondFactor: session.secondFactor,
    recoveryUnconfirmed: !(await readFacts(app.db)).has('recovery-confirmed-at'),
    grants: grants.map(({ unit, role }) => ({ unit, role })),
  };
}
