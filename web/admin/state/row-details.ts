/** One row of the log: the declaration behind it, and withdrawing its pass. */
import { type ReadonlySignal, signal } from '@preact/signals';
import type { DeclarationView, LogRow, RevokePassInput } from '../../../shared/api/log.schema.ts';
import { getDeclaration, revokePass } from '../../../shared/api/log.ts';
import type { Client } from '../client.ts';
import { type CorrectionForm, createCorrection } from './correction.ts';
import { createSending, type Sending } from './sending.ts';

export type RevokeReason = RevokePassInput['reason'];

export interface RowDetails {
  row: LogRow;
  declaration: ReadonlySignal<DeclarationView | undefined>;
  opening: Sending;
  reason: ReadonlySignal<RevokeReason | undefined>;
  revoked: ReadonlySignal<boolean>;
  revoking: Sending;
  /** Recorded with the name of who looked. */
  correction: CorrectionForm;
  openDeclaration(): Promise<void>;
  setReason(reason: RevokeReason): void;
  revoke(): Promise<void>;
}

export function createRowDetails({ client, school, row }: { client: Client; school: string; row: LogRow }): RowDetails {
  const params = { school, subject: row.subject };
  const declaration = signal<DeclarationView | undefined>(undefined);
  const reason = signal<RevokeReason | undefined>(undefined);
  const revoked = signal(row.why.includes('revoked'));
  const opening = createSending();
  const revoking = createSending();
  return {
    row,
    declaration,
    opening,
    reason,
    revoked,
    revoking,
    correction: createCorrection({ client, school, row }),
    async openDeclaration() {
      const sent = await opening.run(() => client.call(getDeclaration, { params }));
      if (sent) declaration.value = sent.data;
    },
    setReason(next) {
      reason.value = next;
      revoking.clear();
    },
    async revoke() {
      const chosen = reason.value;
      if (!chosen) return revoking.refuse([{ at: '/reason', reason: 'required' }]);
      const sent = await revoking.run(() => client.call(revokePass, { params, body: { reason: chosen } }));
      if (sent) revoked.value = true;
    },
  };
}
