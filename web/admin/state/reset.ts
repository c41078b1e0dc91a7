import { type ReadonlySignal, signal } from '@preact/signals';
import { resetPassword } from '../../../shared/api/accounts.ts';
import type { Client } from '../client.ts';
import { MIN_PASSWORD } from './password-strength.ts';
import { createSending, type Sending } from './sending.ts';

export interface Reset {
  password: ReadonlySignal<string>;
  done: ReadonlySignal<boolean>;
  /** False: the link was opened without its token. */
  hasToken: boolean;
  sending: Sending;
  setPassword(text: string): void;
  send(): Promise<void>;
}

/** A new password by the one-time link that was printed at the machine. */
export function createReset({ client, token }: { client: Client; token: string }): Reset {
  const password = signal('');
  const done = signal(false);
  const sending = createSending();
  return {
    password,
    done,
    hasToken: token !== '',
    sending,
    setPassword(text) {
      password.value = text;
    },
    async send() {
      if (password.value.length < MIN_PASSWORD) return sending.refuse([{ at: '/password', reason: 'too-short' }]);
      const sent = await sending.run(() => client.call(resetPassword, { body: { token, password: password.value } }));
      if (!sent) return;
      password.value = '';
      done.value = true;
    },
  };
}
