import type { Hono } from 'hono';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { checkAddressInput, confirmRecoveryInput, type SetUpState, setUpInput } from '../../shared/api/accounts.schema.ts';
import * as endpoints from '../../shared/api/accounts.ts';
import { HOUR } from '../../shared/clock.ts';
import { invalid, Problem } from '../../shared/problem.ts';
import { withCookies } from '../accounts/answers.ts';
import { INSTALLATION, installationAudit } from '../accounts/audit.ts';
import { accountOf } from '../accounts/grants.ts';
import { readOrigin } from '../config.ts';
import type { App } from '../context.ts';
import { limited } from '../limits.ts';
import { mount } from '../route.ts';
import { readAuthority } from '../tls/own.ts';
import { checkAddress } from './address.ts';
import { setUp } from './first-school.ts';
import { factStatement, isSetUpToken, readFacts } from './installation.ts';

const RECOVERY_WORDS_ASKED = 4;

export function mountSetUp(hono: Hono, app: App): void {
  const tokens = new RateLimiterMemory({ points: 30, duration: 60 });
  // Otherwise a stolen session could find the root key's words one by one.
  const recoveries = new RateLimiterMemory({ points: 10, duration: HOUR / 1000 });

  let running = false;

  /** @throws Problem `setup-done` for everybody once it is; `bad-credentials` for a wrong token */
  async function holdToken(token: string, address: string): Promise<void> {
    await limited(tokens, address);
    const facts = await readFacts(app.db);
    if (facts.has('set-up-at')) throw new Problem('setup-done');
    if (!isSetUpToken(facts, token)) throw new Problem('bad-credentials');
  }

  mount(hono, app, endpoints.getSetUp, null, async () => {
    const state: SetUpState = {
      done: (await readFacts(app.db)).has('set-up-at'),
      publicUrl: app.config.publicUrl,
      port: app.config.port,
      https: app.certificateEndsAt() !== null,
    };
    return { body: state };
  });

  mount(hono, app, endpoints.checkAddress, checkAddressInput, async ({ input, address }) => {
    await holdToken(input.token, address);
    return { body: await checkAddress(originOf(input.publicUrl), app.epoch(), readAuthority(app.config.dataDir)?.pem) };
  });

  mount(hono, app, endpoints.setUp, setUpInput, async ({ input, headers, address }) => {
    await holdToken(input.token, address);
    const asked = input.publicUrl === null ? null : originOf(input.publicUrl);
    // One at a time: the account is made before the save that decides who was first.
    if (running) throw new Problem('conflict');
    running = true;
    const school = await setUp(app, { ...input, publicUrl: app.config.publicUrl ?? asked }).finally(() => {
      running = false;
    });
    const signedIn = await app.auth.signIn(input, headers);
    return withCookies(201, { school, words: app.keys.recoveryWords() }, signedIn.cookies);
  });

  mount(hono, app, endpoints.confirmRecovery, confirmRecoveryInput, async ({ input, caller }) => {
    await limited(recoveries, INSTALLATION);
    const words = app.keys.recoveryWords();
    const places = new Set(input.words.map(({ place }) => place));
    // Places count from 1, as on the sheet. Which word is wrong is not told.
    const right = input.words.every(({ place, word }) => words[place - 1] === word.trim().toLowerCase());
    if (places.size !== RECOVERY_WORDS_ASKED || !right) throw invalid('/words', 'not-a-choice');
    await app.db.save('system', [
      factStatement(app.db, 'recovery-confirmed-at', String(app.clock())),
      installationAudit(app, { action: endpoints.confirmRecovery.audit, actor: accountOf(caller), object: INSTALLATION }),
    ]);
    return {};
  });
}

/** @throws Problem `invalid-input` for what is no https address (http on loopback apart) */
function originOf(publicUrl: string): string {
  const read = readOrigin(publicUrl.trim());
  if (!('origin' in read)) throw invalid('/publicUrl', 'format');
  return read.origin;
}
