/**
 * A download in the audit: one row before its first byte, one when it ended. The manifest is read from the two, so that
 * what the office saves beside a file is what the audit says.
 */
import type { ExportFormat, ExportManifest, KioskCompleteness, Purpose } from '../../shared/api/exports.schema.ts';
import type { Result } from '../../shared/api/log.schema.ts';
import { toBase64url } from '../../shared/bytes.ts';
import { DAY } from '../../shared/clock.ts';
import type { KioskId, SchoolId } from '../../shared/ids.ts';
import { auditOf } from '../audit.ts';
import type { App, Caller } from '../context.ts';
import { schoolScope } from '../db/port.ts';
import type { Names } from '../gates/rows.ts';
import type { School } from '../schools/store.ts';
import { fileNameOf } from './file-name.ts';

const BEGUN = 'log.exported';
const WHOLE = 'log.export-whole';
const BROKEN = 'log.export-broken';

export interface Begun {
  format: ExportFormat;
  from: string;
  to: string;
  gate: string | null;
  dir: 'in' | 'out' | null;
  colour: Result | null;
  search: boolean;
  names: 'masked' | 'full';
  purpose: Purpose;
  rows: number;
  completeness: readonly (KioskCompleteness & { id: KioskId })[];
}

export interface Recording {
  /** 16 random bytes. */
  id: string;
  whole(ending: { bytes: number; sha256: string }): Promise<void>;
  broken(bytes: number): Promise<void>;
}

/** Durable when it resolves: no byte leaves before it. */
export async function record(app: App, school: SchoolId, actor: string, begun: Begun): Promise<Recording> {
  const id = toBase64url(app.random(16));
  const save = (action: string, detail: Record<string, string | number | boolean | null>) =>
    app.db.save(schoolScope(school), [auditOf(app, { school, actor, action, object: id, detail })]);
  // Ids only: names of kiosks are looked up when somebody reads it.
  const completeness = JSON.stringify(begun.completeness.map(({ name: _, ...kiosk }) => kiosk));
  await save(BEGUN, { ...begun, completeness });
  return {
    id,
    async whole({ bytes, sha256 }) {
      await save(WHOLE, { bytes, sha256 });
    },
    async broken(bytes) {
      await save(BROKEN, { bytes });
    },
  };
}

type Account = Extract<Caller, { kind: 'account' }>;

/** undefined for what this account did not download in the last 24 hours. Uses audit_at. */
export async function manifestOf(app: App, school: School, names: Names, caller: Account, id: string): Promise<ExportManifest | undefined> {
  const rows = await app.db.read(schoolScope(school.id), (query) =>
    query
      .selectFrom('audit')
      .select(['action', 'at', 'actor', 'detail'])
      .where('school_id', '=', school.id)
      .where('at', '>=', app.clock() - DAY)
      .where('object', '=', id)
      .where('action', 'in', [BEGUN, WHOLE, BROKEN])
      .execute(),
  );
  const begun = rows.find((row) => row.action === BEGUN && row.actor === caller.account);
  if (!begun) return undefined;
  const end = rows.find((row) => row.action !== BEGUN);
  // Both were written by `record` alone.
  const {
    format,
    from,
    to,
    gate,
    dir,
    colour,
    search,
    names: shown,
    purpose,
    rows: count,
    completeness,
  } = JSON.parse(begun.detail) as Stored;
  const ending = end?.action === WHOLE ? (JSON.parse(end.detail) as { bytes: number; sha256: string }) : null;
  return {
    id,
    state: ending ? 'whole' : end ? 'broken' : 'running',
    format,
    file: fileNameOf(school, from, to, format).full,
    school: school.name,
    from,
    to,
    filters: { gate: gate === null ? null : (names.gates.get(gate) ?? ''), dir, colour, search },
    names: shown,
    purpose,
    madeAt: begun.at,
    by: { login: caller.login, name: caller.name },
    rows: count,
    bytes: ending?.bytes ?? null,
    sha256: ending?.sha256 ?? null,
    completeness: (JSON.parse(completeness) as StoredKiosk[]).map(({ id: kiosk, ...rest }) => ({
      ...rest,
      name: names.kiosks.get(kiosk) ?? '',
    })),
  };
}

type Stored = Omit<Begun, 'completeness'> & { completeness: string };
type StoredKiosk = Omit<KioskCompleteness, 'name'> & { id: KioskId };
