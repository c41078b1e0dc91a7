import { uuidv7 } from '../../shared/ids.ts';
import type { App } from '../context.ts';
import { auditStatement } from '../db/audit.ts';
import type { Statement } from '../db/port.ts';

/** Stands where a school's id would: what is done to accounts and to the installation belongs to no school. */
export const INSTALLATION = 'installation';

export interface Deed {
  action: string | null;
  /** Account id, or 'machine' for a command given at the server itself. */
  actor: string;
  object: string;
}

export function installationAudit(app: Pick<App, 'db' | 'clock' | 'random'>, deed: Deed): Statement {
  const at = app.clock();
  const { actor, object } = deed;
  const id = uuidv7(at, app.random);
  return auditStatement(app.db.build, { school: INSTALLATION, at, id, actor, action: deed.action ?? '', object, detail: {} });
}
