import * as z from 'zod/mini';
import { schoolInput } from './schools.schema.ts';

/** 12 to 128 characters: longer is refused before any hash runs. */
const password = z.string().check(z.minLength(12), z.maxLength(128));
/** Lower-case ASCII, so that no look-alike can stand beside a name. */
const login = z.string().check(z.regex(/^[a-z][a-z0-9._-]{2,39}$/));

export const setUpInput = z.object({
  /** From the one-time link. */
  token: z.string().check(z.maxLength(100)),
  login,
  password,
  name: z.string().check(z.minLength(1), z.maxLength(100)),
  /** The address that phones and tablets open; null: this machine only. */
  publicUrl: z.nullable(z.string().check(z.maxLength(200))),
  school: schoolInput,
  gates: z.array(z.string().check(z.minLength(1), z.maxLength(80))).check(z.minLength(1), z.maxLength(20)),
});
export type SetUpInput = z.infer<typeof setUpInput>;
export interface SetUpAnswer {
  school: string;
  /** 24 words (BIP 39) of the root key, shown once; four of them are asked back. */
  words: string[];
}

export interface SetUpState {
  done: boolean;
  /** From PUBLIC_URL; then the page does not ask. */
  publicUrl: string | null;
  port: number;
  /** https is served here already. */
  https: boolean;
}

export const checkAddressInput = z.object({ token: z.string().check(z.maxLength(100)), publicUrl: z.string().check(z.maxLength(200)) });
export type CheckAddressInput = z.infer<typeof checkAddressInput>;
/** What the server met when it opened the address itself. */
export interface CheckAddressAnswer {
  reached: 'this-server' | 'another-server' | 'nobody' | 'bad-certificate';
  https: boolean;
  loopback: boolean;
}

export const signInInput = z.object({
  login: z.string().check(z.maxLength(100)),
  password: z.string().check(z.maxLength(128)),
});
export type SignInInput = z.infer<typeof signInInput>;
export const secondFactorInput = z.object({ code: z.string().check(z.maxLength(20)), kind: z.enum(['totp', 'recovery']) });
export type SecondFactorInput = z.infer<typeof secondFactorInput>;

export const resetPasswordInput = z.object({ token: z.string().check(z.maxLength(100)), password });
export type ResetPasswordInput = z.infer<typeof resetPasswordInput>;

export interface Me {
  account: string;
  login: string;
  name: string;
  secondFactor: boolean;
  /** The recovery words were never asked back: the office's page keeps a red line until then. */
  recoveryUnconfirmed: boolean;
  grants: { unit: string; role: import('../units/can.ts').Role }[];
}

export const confirmRecoveryInput = z.object({
  words: z.array(z.object({ place: z.int(), word: z.string().check(z.maxLength(20)) })).check(z.maxLength(4)),
});
export type ConfirmRecoveryInput = z.infer<typeof confirmRecoveryInput>;

export const enableSecondFactorInput = z.object({ password: z.string().check(z.maxLength(128)) });
export type EnableSecondFactorInput = z.infer<typeof enableSecondFactorInput>;
export interface EnableSecondFactorAnswer {
  /** otpauth:// address for the QR. */
  uri: string;
  recoveryCodes: string[];
}
