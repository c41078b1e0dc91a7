import { type ReadonlySignal, signal } from '@preact/signals';
import type { EnableSecondFactorAnswer, Me } from '../../../shared/api/accounts.schema.ts';
import { confirmSecondFactor, enableSecondFactor } from '../../../shared/api/accounts.ts';
import type { Client } from '../client.ts';
import { createSending, type Sending } from './sending.ts';

export type SecondFactorStage =
  | { kind: 'off' }
  /** The QR is on the screen; the first code turns it on. */
  | { kind: 'scan'; answer: EnableSecondFactorAnswer }
  /** On; the printed codes stay on the screen until the page is left. */
  | { kind: 'on'; codes: readonly string[] };

export interface SecondFactorSetup {
  stage: ReadonlySignal<SecondFactorStage>;
  password: ReadonlySignal<string>;
  code: ReadonlySignal<string>;
  sending: Sending;
  setPassword(text: string): void;
  setCode(text: string): void;
  begin(): Promise<void>;
  confirm(): Promise<void>;
}

export interface SecondFactorPorts {
  client: Client;
  /** In set-up the password has just been typed. */
  password?: string;
  onConfirmed: (me: Me) => void;
}

export function createSecondFactorSetup({ client, password = '', onConfirmed }: SecondFactorPorts): SecondFactorSetup {
  const stage = signal<SecondFactorStage>({ kind: 'off' });
  const typedPassword = signal(password);
  const code = signal('');
  const sending = createSending();

  return {
    stage,
    password: typedPassword,
    code,
    sending,
    setPassword(text) {
      typedPassword.value = text;
    },
    setCode(text) {
      code.value = text;
    },
    async begin() {
      const sent = await sending.run(() => client.call(enableSecondFactor, { body: { password: typedPassword.value } }));
      if (!sent) return;
      typedPassword.value = '';
      stage.value = { kind: 'scan', answer: sent.data };
    },
    async confirm() {
      const current = stage.value;
      if (current.kind !== 'scan') return;
      const body = { code: code.value.replace(/\D/g, ''), kind: 'totp' as const };
      const sent = await sending.run(() => client.call(confirmSecondFactor, { body }));
      if (!sent) return;
      code.value = '';
      stage.value = { kind: 'on', codes: current.answer.recoveryCodes };
      onConfirmed(sent.data);
    },
  };
}

/** The secret of an otpauth:// address in groups of four, for typing where no camera is at hand. */
export function secretOf(uri: string): string {
  const secret = /[?&]secret=([A-Z2-7]+)/i.exec(uri)?.[1] ?? '';
  return secret.replace(/(.{4})(?=.)/g, '$1 ');
}
