/** One line of the audit: who did what to which thing. Only ids stand in it, so that erasure never touches it. */
import type { Instant } from '../../shared/clock.ts';
import type { SchoolId } from '../../shared/ids.ts';
import type { Builder, Statement } from './port.ts';

export interface AuditEntry {
  school: SchoolId;
  at: Instant;
  /** UUIDv7 of the entry. */
  id: string;
  /** Account or kiosk id, or 'system'. */
  actor: string;
  action: string;
  /** Id of the thing. */
  object: string;
  /** Ids, counts, codes; never a name, a phone or an answer. */
  detail: Record<string, string | number | boolean | null>;
}

/** Goes into the same save as what it tells about, so that neither is stored without the other. */
export const auditStatement = (build: Builder, entry: AuditEntry): Statement => ({
  query: build
    .insertInto('audit')
    .values({
      school_id: entry.school,
      id: entry.id,
      at: entry.at,
      actor: entry.actor,
      action: entry.action,
      object: entry.object,
      detail: JSON.stringify(entry.detail),
    })
    .compile(),
});
