import { type ReadonlySignal, signal } from '@preact/signals';
import type { Me } from '../../../shared/api/accounts.schema.ts';
import { secondFactor, signIn } from '../../../shared/api/accounts.ts';
import type { Client } from '../client.ts';
import { createSending, type Sending } from './sending.ts';

export interface SignIn {
  step: ReadonlySignal<'password' | 'totp' | 'recovery'>;
  login: ReadonlySignal<string>;
  password: ReadonlySignal<string>;
  code: ReadonlySignal<string>;
  sending: Sending;
  set(part: { login?: string; password?: string; code?: string }): void;
  choose(step: 'password' | 'totp' | 'recovery'): void;
  send(): Promise<void>;
}

export function createSignIn({ client, onSignedIn }: { client: Client; onSignedIn: (me: Me) => void }): SignIn {
  const step = signal<'password' | 'totp' | 'recovery'>('password');
  const login = signal('');
  const password = signal('');
  const code = signal('');
  const sending = createSending();

  async function sendPassword(): Promise<void> {
    const body = { login: login.value.trim().toLowerCase(), password: password.value };
    const sent = await sending.run(() => client.call(signIn, { body }));
    if (sent) {
      password.value = '';
      onSignedIn(sent.data);
    } else if (sending.problem.value?.code === 'second-factor-needed') {
      password.value = '';
      sending.clear();
      step.value = 'totp';
    }
  }

  async function sendCode(kind: 'totp' | 'recovery'): Promise<void> {
    const typed = kind === 'totp' ? code.value.replace(/\D/g, '') : code.value.trim();
    const sent = await sending.run(() => client.call(secondFactor, { body: { code: typed, kind } }));
    if (sent) onSignedIn(sent.data);
  }

  return {
    step,
    login,
    password,
    code,
    sending,
    set(part) {
      if (part.login !== undefined) login.value = part.login;
      if (part.password !== undefined) password.value = part.password;
      if (part.code !== undefined) code.value = part.code;
    },
    choose(next) {
      code.value = '';
      sending.clear();
      step.value = next;
    },
    send: () => (step.value === 'password' ? sendPassword() : sendCode(step.value)),
  };
}
