/** A visit to be downloaded, and where the download is asked for. */
import { schoolScope } from '../../server/db/port.ts';
import { declarationStatements } from '../../server/declarations/store.ts';
import { toBase64url } from '../../shared/bytes.ts';
import { uuidv7 } from '../../shared/ids.ts';
import { random, type TestSchool } from '../fixtures/world.ts';
import { DAY, type Download } from './downloads.ts';
import { catalogueForm } from './form.ts';
import type { Reply } from './wire.ts';
import type { World } from './world.ts';

/** Formats that the log can be downloaded in; the day's report on paper comes with the reports. */
export const FORMATS = ['csv', 'xlsx'] as const;
export type Format = (typeof FORMATS)[number];

export const asReply = (of: Download, keep = true): Reply => ({
  status: of.status,
  headers: of.headers,
  rawHeaders: of.rawHeaders,
  body: keep || of.status >= 400 ? of.bytes : Buffer.alloc(0),
  ms: of.ms,
});

export const pathOf = (school: TestSchool, format: Format, query = `from=${DAY}&to=${DAY}&purpose=check`): string =>
  `/api/schools/${school.id}/export.${format}?${query}`;

/** A declaration and its scan with the value as it stands, sealed under the product's own keys. */
export async function storeVisit(
  world: World,
  school: TestSchool,
  values: Partial<Record<'name' | 'phone' | 'host', string>>,
): Promise<void> {
  const { app } = world;
  const subject = toBase64url(random(16));
  const now = world.now();
  const person = { name: 'Trần Thị Mẫu', phone: '0900000001', host: '', ...values };
  const declaration = {
    id: uuidv7(now, random),
    school: school.id,
    day: DAY,
    place: null,
    gate: null,
    kiosk: null,
    questionnaire: { id: catalogueForm.id, version: catalogueForm.version },
    channel: 'poster' as const,
    onBehalf: false,
    outcome: 'cleared' as const,
    reasons: [],
    subject,
    passExpiresAt: now + 3_600_000,
    bodyHash: toBase64url(random(32)),
    consent: { version: 'catalogue-1', language: 'vi', purposes: ['gate'], at: now },
    createdAt: now,
    record: null,
    guardian: null,
    companions: 0,
  };
  const identity = { ...person, answers: {}, maskedName: 'T.T. Mẫu', pass: '' };
  await app.db.save(schoolScope(school.id), declarationStatements(app.db, app.keys, school.id, [{ declaration, identity, answers: {} }]));
  await world.scan(school, subject);
}
