import type {
  CheckAddressAnswer,
  CheckAddressInput,
  ConfirmRecoveryInput,
  EnableSecondFactorAnswer,
  EnableSecondFactorInput,
  Me,
  ResetPasswordInput,
  SecondFactorInput,
  SetUpAnswer,
  SetUpInput,
  SetUpState,
  SignInInput,
} from './accounts.schema.ts';
import { endpoint } from './endpoint.ts';

export const getSetUp = endpoint<void, SetUpState>({ method: 'GET', path: '/api/set-up', who: 'anyone', audit: null });
/** `set-up`: the body carries the one-time token. Signs the first administrator in. */
export const setUp = endpoint<SetUpInput, SetUpAnswer>({
  method: 'POST',
  path: '/api/set-up',
  who: 'set-up',
  audit: 'installation.set-up',
});
export const checkAddress = endpoint<CheckAddressInput, CheckAddressAnswer>({
  method: 'POST',
  path: '/api/set-up/address',
  who: 'set-up',
  audit: null,
});

/** 200 with `Me`, or 401 `second-factor-needed` (then `secondFactor`), or 401 `bad-credentials`. */
export const signIn = endpoint<SignInInput, Me>({ method: 'POST', path: '/api/session', who: 'anyone', audit: 'account.signed-in' });
/** The second step of signing in; for a session that stands, its second factor once more (what needs a fresh one answers
 * 401 `second-factor-needed`). */
export const secondFactor = endpoint<SecondFactorInput, Me>({
  method: 'POST',
  path: '/api/session/second-factor',
  who: 'anyone',
  audit: 'account.signed-in',
});
export const signOut = endpoint<void, void>({ method: 'DELETE', path: '/api/session', who: 'signed-in', audit: null });
export const getMe = endpoint<void, Me>({ method: 'GET', path: '/api/me', who: 'signed-in', audit: null });

/** The token of a one-time link that was printed at the machine (`npm run admin -- reset NAME`); 400 when it opens nothing. */
export const resetPassword = endpoint<ResetPasswordInput, void>({
  method: 'POST',
  path: '/api/password-reset',
  who: 'anyone',
  audit: 'account.password-reset',
});

export const confirmRecovery = endpoint<ConfirmRecoveryInput, void>({
  method: 'POST',
  path: '/api/recovery/confirm',
  who: { can: 'installation.manage' },
  audit: 'recovery.confirmed',
});
export const enableSecondFactor = endpoint<EnableSecondFactorInput, EnableSecondFactorAnswer>({
  method: 'POST',
  path: '/api/me/second-factor',
  who: 'signed-in',
  audit: 'account.second-factor-asked',
});
/** The first code from the app turns it on. */
export const confirmSecondFactor = endpoint<SecondFactorInput, Me>({
  method: 'PUT',
  path: '/api/me/second-factor',
  who: 'signed-in',
  audit: 'account.second-factor-on',
});
