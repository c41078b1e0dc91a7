/** The audit row of what a request does, for the same save as the deed itself. */
import { uuidv7 } from '../shared/ids.ts';
import type { App } from './context.ts';
import { type AuditEntry, auditStatement } from './db/audit.ts';
import type { Statement } from './db/port.ts';

type Deed = Pick<AuditEntry, 'school' | 'actor' | 'object'> & {
  /** `audit` of the endpoint, or a name for what no endpoint stands for. */
  action: string | null;
  detail?: AuditEntry['detail'];
};

/** `actor`: account or kiosk id (`accountOf(caller)`), or 'anyone'. @throws Error for an endpoint that promises no entry */
export function auditOf(app: Pick<App, 'db' | 'clock' | 'random'>, { action, detail = {}, ...deed }: Deed): Statement {
  if (action === null) throw new Error('this endpoint names no audit entry');
  const at = app.clock();
  return auditStatement(app.db.build, { ...deed, at, id: uuidv7(at, app.random), action, detail });
}
