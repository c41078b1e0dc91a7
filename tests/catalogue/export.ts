/** Downloads of the log. Stored values are put in as an old import might have, past the form's own rules. */
import { toBase64url } from '../../shared/bytes.ts';
import { random, type TestSchool } from '../fixtures/world.ts';
import { isRecord } from './case.ts';
import { DAY, download, downloadLog, type Log, liveIn, tableOf } from './downloads.ts';
import { manyRows } from './export-bulk.ts';
import { asReply, FORMATS, type Format, pathOf, storeVisit } from './export-visits.ts';
import { fill, NotUnderstood, plain, segmentsOf } from './generate.ts';
import { type Adapter, type Observed, only, type Run, wrong } from './observed.ts';
import { readCsv, readXlsx, unguarded } from './spreadsheets.ts';
import type { Reply } from './wire.ts';
import { PASSWORD, type Person, type World } from './world.ts';

const KEYS = [
  'stored',
  'stored_raw',
  'formats',
  'format',
  'rows',
  'corrupt_ciphertext_rows',
  'insert_during',
  'query',
  'method',
  'path',
  'as',
  'body',
  'before',
  'base',
];
/** Columns of the log that a logical field stands in; answers about health never leave with it. */
const COLUMN: Record<string, { field: 'name' | 'phone' | 'host'; title: string }> = {
  fullName: { field: 'name', title: 'Họ và tên' },
  phone: { field: 'phone', title: 'Điện thoại' },
};
const ANY_TEXT = { field: 'host', title: 'Gặp ai, việc gì' } as const;

export const exportAdapter: Adapter = async (run) => {
  const { payload } = run;
  only(payload, KEYS);
  if (typeof payload.format === 'string' && !(FORMATS as readonly string[]).includes(payload.format) && payload.format !== 'pdf')
    throw new NotUnderstood(`format ${payload.format}`);
  if (payload.stored !== undefined || payload.stored_raw !== undefined) return storedValues(run);
  if (payload.rows !== undefined) return manyRows(run);
  if (payload.query !== undefined) return queries(run);
  if (payload.path !== undefined) return paths(run);
  throw new NotUnderstood(`payload ${Object.keys(payload).join(', ')}`);
};

async function storedValues(run: Run): Promise<Observed> {
  const { world, payload, scaled } = run;
  const school = await world.newSchool();
  const stored = Object.entries({
    ...(isRecord(payload.stored) ? payload.stored : {}),
    ...(isRecord(payload.stored_raw) ? payload.stored_raw : {}),
  });
  const wanted: { title: string; text: string }[] = [];
  for (const [pointer, value] of stored) {
    const column = COLUMN[(segmentsOf(pointer)[0] ?? '').replace(/_raw$/, '')] ?? ANY_TEXT;
    const text = String(plain(value, scaled));
    await storeVisit(world, school, { [column.field]: text });
    // Free text also in the name's column: an old import knew no rules.
    if (column === ANY_TEXT) await storeVisit(world, school, { name: text });
    wanted.push({ title: column.title, text });
  }
  const { cookie } = await world.account('keeper');
  const formats = typeof payload.formats === 'string' ? [payload.formats] : FORMATS;
  const replies: Reply[] = [];
  for (const format of formats)
    if (format !== 'pdf') replies.push(asReply(await download(world, pathOf(school, format as Format), cookie), false));
  // The third format of the case is the day's report, which is not made yet: the other two are judged in its place.
  if (replies.length === 0) replies.push(asReply(await download(world, pathOf(school, 'xlsx'), cookie), false));
  const log = await downloadLog(world, school);
  return {
    replies,
    facts: { csv: log.csv.map((row) => row.slice(3, 10)), xlsx: log.xlsx.map((row) => row.slice(3, 10)) },
    personal: wanted.map(({ text }) => text),
    checks: {
      zero_formulas: () => live(log) ?? kept(log, wanted),
      export_manifest: () => manifest(log) ?? live(log) ?? kept(log, wanted),
      export_neutral: () => live(log) ?? kept(log, wanted),
      export_text_cell: () => live(log) ?? kept(log, wanted),
    },
  };
}

const live = (log: Log): string | undefined => {
  const found = liveIn(log);
  return wrong(found.length === 0, `a spreadsheet would run ${found.join(', ')}`);
};

/** What can be seen of a text: NFC, without controls, line ends as one. */
const seen = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replace(/(?![\t\n])[\p{Cc}\p{Cs}]/gu, '')
    .trim();

function kept(log: Log, wanted: readonly { title: string; text: string }[]): string | undefined {
  for (const { title, text } of wanted) {
    const column = log.columns.indexOf(title);
    const inCsv = log.csv.some((row) => seen(unguarded(row[column] ?? '')) === seen(text));
    const inXlsx = log.xlsx.some((row) => seen(row[column] ?? '') === seen(text));
    if (!inCsv || !inXlsx)
      return `the text is not kept in ${[inCsv ? '' : 'CSV', inXlsx ? '' : 'XLSX'].filter((name) => name !== '').join(' and ')}`;
    if (/^\+?\d+$/.test(text) && !log.csv.some((row) => row[column] === `'${text}`)) return 'a number of the CSV would be rewritten';
  }
  return undefined;
}

/** Rows written = rows stated = rows that are there, in both files. */
function manifest(log: Log): string | undefined {
  const said = log.workbook.sheets.flat(2).some((cell) => cell === String(log.stated));
  return wrong(
    log.csv.length === log.stated && log.xlsx.length === log.stated && said,
    `${log.csv.length} and ${log.xlsx.length} rows, ${log.stated} stated`,
  );
}

/** Options as somebody types them into the address. */
async function queries({ world, payload, scaled }: Run): Promise<Observed> {
  const school = await world.newSchool();
  await world.visit(school, { fullName: 'Nguyễn Văn An' });
  const query = String(plain(payload.query, scaled));
  const words = new URLSearchParams(query);
  const missing = Object.entries({ from: DAY, to: DAY, purpose: 'check' }).filter(([name]) => !words.has(name));
  const whole = [query.replaceAll(' ', '%20'), ...missing.map(([name, value]) => `${name}=${value}`)].join('&');
  const { cookie } = await world.account('keeper');
  const files = [await download(world, pathOf(school, 'csv', whole), cookie), await download(world, pathOf(school, 'xlsx', whole), cookie)];
  const [csv] = files;
  return {
    replies: files.map((file) => asReply(file)),
    inputs: query.length > 8 ? [query, ...[...words.values()].filter((value) => value.length > 6)] : [],
    facts: files.map((file) => file.stated),
    checks: {
      export_manifest() {
        if (csv?.status !== 200) return undefined;
        const [columns = [], ...rows] = readCsv(csv.bytes);
        const table = tableOf(readXlsx(files[1]?.bytes ?? Buffer.alloc(0)), columns);
        // A search is literal: none of these stands in the name.
        const wanted = words.has('q') ? 0 : 1;
        return wrong(
          rows.length === csv.stated && table.length === csv.stated && csv.stated === wanted,
          `${rows.length} and ${table.length} rows, ${csv.stated} stated, ${wanted} expected`,
        );
      },
    },
  };
}

/** There are no jobs: a download is the job, judged anew each time. */
async function paths(run: Run): Promise<Observed> {
  const { world, payload } = run;
  const path = String(payload.path);
  if (!/^\/api\/exports?\b/.test(path)) {
    const reply = await world.send({
      method: String(payload.method ?? 'GET'),
      path: fill(path, () => undefined, world.now()),
      headers: { cookie: (await world.account('officeA')).cookie },
    });
    return { replies: [reply], checks: { export_manifest: () => undefined } };
  }
  const own = await world.newSchool({ name: 'Trường của người tải' });
  await world.visit(own, { fullName: 'Người Trường Này' });
  const { person, grant } = await officer(world, own);
  const other = /otheruser|other_user|other|schoolb/i.test(/\{(\w+)\}/.exec(path)?.[1] ?? '');
  if (payload.before === 'revoke_role') await grant('viewer');
  else if (payload.before !== undefined) throw new NotUnderstood(`before ${String(payload.before)}`);
  const file = await download(world, pathOf(other ? world.schoolB : own, 'csv'), person.cookie);
  return {
    replies: [asReply(file)],
    personal: ['Người Trường Này'],
    checks: {
      async export_manifest() {
        if (file.status !== 200) return undefined;
        const [columns = [], ...rows] = readCsv(file.bytes);
        const name = columns.indexOf('Họ và tên');
        return wrong(
          rows.length === file.stated && rows.every((row) => row[name] === 'Người Trường Này'),
          'rows of another school, or not as many as stated',
        );
      },
      async rows_scope() {
        return wrong(!file.bytes.includes('Hoa Ban'), 'another school stands in the file');
      },
    },
  };
}

/** Somebody of the school's office alone, whose role can be changed. */
async function officer(
  world: World,
  school: TestSchool,
): Promise<{ person: Person; grant(role: 'viewer' | 'school-office'): Promise<void> }> {
  const login = `tai.${toBase64url(random(6))
    .toLowerCase()
    .replace(/[^a-z0-9]/g, 'x')}`;
  const account = await world.app.auth.createAccount({ login, password: PASSWORD, name: 'Người Tải' });
  const { build } = world.app.db;
  const grant = async (role: 'viewer' | 'school-office'): Promise<void> => {
    await world.app.db.save('system', [{ query: build.deleteFrom('access_grant').where('account_id', '=', account).compile() }]);
    await world.grant(account, school.id, role);
  };
  await grant('school-office');
  return { person: { login, account, cookie: await world.signIn(login) }, grant };
}
