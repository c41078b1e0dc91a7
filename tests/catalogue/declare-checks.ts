/** What must hold after declarations were sent. */
import { sql } from 'kysely';
import { fold } from '../../shared/text/fold.ts';
import type { TestSchool } from '../fixtures/world.ts';
import { isRecord, type Payload } from './case.ts';
import { fieldOf, sentAnswers } from './declare-body.ts';
import { downloadLog, liveIn } from './downloads.ts';
import { type Assertion, type Run, wrong } from './observed.ts';
import { noScriptOnPages } from './pages.ts';
import { unguarded } from './spreadsheets.ts';
import { jsonOf, type Reply } from './wire.ts';
import { subjectOf, type World } from './world.ts';

export function checksFor(
  run: Run,
  school: TestSchool,
  replies: readonly Reply[],
  payload: Payload,
  text: string,
): Record<string, Assertion> {
  const { world } = run;
  const stored = replies.find((reply) => reply.status === 201 || reply.status === 200);
  const sent = sentAnswers(text);
  const fields = Object.keys(isRecord(payload.set) ? payload.set : {}).flatMap((pointer) => fieldOf(pointer)?.[0] ?? []);
  const nfc = (value: unknown): unknown => (typeof value === 'string' ? value.normalize('NFC').trim() : value);
  const view = async () => (stored ? ((await world.declared(school, jsonOf(stored))).answers ?? {}) : {}) as Record<string, unknown>;
  const asTyped: Assertion = async () => {
    const answers = await view();
    const lost = fields.filter((field) => JSON.stringify(answers[field]) !== JSON.stringify(nfc(sent[field])));
    return wrong(
      stored !== undefined && fields.length > 0 && lost.length === 0,
      `${lost.join(', ') || 'it'} did not come back as it was sent`,
    );
  };
  const log = async () => {
    if (!stored) throw new Error('nothing was stored');
    await world.scan(school, subjectOf(jsonOf(stored)));
    // A field that the log has no column for is also tried in the one that takes any words.
    const text = fields.map((field) => sent[field]).find((value) => typeof value === 'string' && value.length <= 100);
    if (typeof text === 'string' && !fields.some((field) => ['fullName', 'phone', 'host'].includes(field)))
      await world.visit(school, { host: text });
    return { log: await downloadLog(world, school), text: String(text ?? '').normalize('NFC') };
  };
  return {
    roundtrip: asTyped,
    async literal() {
      const fault = await asTyped();
      if (fault) return fault;
      const { log: files, text } = await log();
      return wrong(
        [...files.xlsx].some((row) => row.includes(text)),
        'the download does not hold the text as typed',
      );
    },
    async no_script() {
      return (
        (await asTyped()) ??
        noScript(
          world,
          school,
          fields.map((field) => String(sent[field])),
        )
      );
    },
    async export_neutral() {
      const fault = await asTyped();
      if (fault) return fault;
      const { log: files, text } = await log();
      const live = liveIn(files);
      if (live.length > 0) return `a spreadsheet would run ${live.join(', ')}`;
      const kept = files.xlsx.some((row) => row.includes(text)) && files.csv.some((row) => row.some((cell) => unguarded(cell) === text));
      return wrong(kept, 'the text is not kept in both files');
    },
    async export_text_cell() {
      const { log: files } = await log();
      const { phone } = await view();
      const column = files.columns.indexOf('Điện thoại');
      const [csv, xlsx] = [files.csv[0]?.[column], files.xlsx[0]?.[column]];
      return wrong(
        typeof phone === 'string' && xlsx === phone && csv === `'${phone}` && liveIn(files).length === 0,
        'digits or sign of the phone are not kept as text',
      );
    },
    async nfc_equal() {
      const answers = await view();
      await log();
      const name = String(sent.fullName).normalize('NFC');
      const found = await world.search(school, name);
      return wrong(answers.fullName === name && found.rows.length === 1, 'the NFC spelling does not find it');
    },
    async search_fold() {
      await log();
      const found = await world.search(school, fold(String(sent.fullName)));
      return wrong(found.rows.length === 1, 'a search without diacritics does not find it');
    },
    async no_auto_merge() {
      if (!stored) return undefined;
      const name = String(sent.fullName);
      const other = await world.declare(school, { fullName: plainLetters(name) });
      await world.scan(school, subjectOf(jsonOf(stored)));
      await world.scan(school, subjectOf(other));
      const page = await world.get<{ rows: { name: string; subject: string }[] }>(`/api/schools/${school.id}/log`);
      return wrong(new Set(page.rows.map((row) => `${row.subject}${row.name}`)).size === 2, 'two persons became one');
    },
    async ascii_digits_only() {
      if (!stored) return undefined;
      const { phone } = await view();
      const { log: files } = await log();
      const cells = files.xlsx.flat().concat(files.csv.flat());
      return wrong(
        /^\+?[0-9]+$/.test(String(phone)) && !cells.some((cell) => /(?![0-9])\p{Nd}/u.test(cell)),
        'other digits than ASCII are kept',
      );
    },
    async no_silent_scale() {
      if (!stored) return undefined;
      const { temperature } = await view();
      return wrong(temperature === 36.6 || temperature === undefined, `${JSON.stringify(temperature)} was stored`);
    },
    async server_fields_unchanged() {
      if (!stored) return undefined;
      const rows = await world.app.db.read('system', (query) =>
        query.selectFrom('declaration').selectAll().where('school_id', '=', school.id).execute(),
      );
      const [row] = rows;
      const fresh = row !== undefined && Math.abs(row.created_at - world.now()) < 60_000 && row.outcome === 'cleared';
      const grants = await world.app.db.read('system', (query) =>
        query.selectFrom('access_grant').select(sql<number>`count(*)`.as('n')).where('unit_id', '=', school.id).execute(),
      );
      return wrong(rows.length === 1 && fresh && Number(grants[0]?.n) === 1, 'a field that only the server sets was changed');
    },
    async no_auto_consequence() {
      if (!stored) return undefined;
      const counts = await world.counts();
      const body = jsonOf(stored);
      const outcome = isRecord(body) ? body.outcome : undefined;
      const known = await world.app.db.read('system', (query) =>
        query.selectFrom('pass_revocation').selectAll().where('school_id', '=', school.id).execute(),
      );
      return wrong(
        (outcome === 'cleared' || outcome === 'attention') && known.length === 0 && counts.pass_revocation >= 0,
        'something was decided without a person',
      );
    },
  };
}

/** Letters that look like Latin ones, as those. */
const plainLetters = (text: string): string => {
  const twins: Record<string, string> = { а: 'a', е: 'e', о: 'o', р: 'p', с: 'c', у: 'y', х: 'x', і: 'i', ο: 'o', α: 'a' };
  return text.replace(/[^ -~]/gu, (letter) => twins[letter] ?? letter);
};

/** Everything that the server gives out with the text in it is data, never markup; pages carry a policy that runs nothing. */
async function noScript(world: World, school: TestSchool, texts: readonly string[]): Promise<string | undefined> {
  await world.visit(school, { host: texts[0] ?? '' });
  const { cookie } = await world.account('keeper');
  for (const path of [`/api/schools/${school.id}/log`, `/api/schools/${school.id}/day`, `/p/${school.code}`, '/admin/', '/kiosk/']) {
    const reply = await world.send({ path, headers: { cookie } });
    const html = /html|svg|xml/.test(reply.headers['content-type'] ?? '');
    if (html && texts.some((text) => reply.body.includes(text))) return `${path} holds the text as markup`;
    if (reply.headers['x-content-type-options'] !== 'nosniff') return `${path} may be sniffed`;
    const policy = reply.headers['content-security-policy'] ?? '';
    if (
      !policy.includes("require-trusted-types-for 'script'") ||
      !policy.includes("default-src 'none'") ||
      policy.includes('unsafe-inline')
    )
      return `${path} has no strict policy`;
  }
  return noScriptOnPages(world, school, texts);
}
