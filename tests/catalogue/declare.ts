/** Declarations: the logical fields are answers of the catalogue's form; everything else goes over the wire as written. */
import { sql } from 'kysely';
import type { DeclareInput } from '../../shared/api/declarations.schema.ts';
import { fold } from '../../shared/text/fold.ts';
import type { TestSchool } from '../fixtures/world.ts';
import { isRecord, type Payload } from './case.ts';
import { downloadLog, liveIn } from './downloads.ts';
import { catalogueForm } from './form.ts';
import { fill, fillAll, type Generated, generate, isSlow, NotUnderstood, plain, relativeTime, segmentsOf, setAt } from './generate.ts';
import { type Adapter, type Assertion, inParallel, median, type Observed, only, type Run, wrong } from './observed.ts';
import { noScriptOnPages } from './pages.ts';
import { unguarded } from './spreadsheets.ts';
import { jsonOf, type Reply } from './wire.ts';
import { JSON_HEADERS, subjectOf, type World } from './world.ts';

const KEYS = [
  'base',
  'set',
  'unset',
  'raw_patch',
  'raw',
  'raw_hex',
  'headers',
  'method',
  'path',
  'query',
  'repeat',
  'parallel',
  'first',
  'then',
  'gap_s',
  'as',
];

const FIELDS = new Map(catalogueForm.items.map((item) => [item.linkId, item]));
/** Other names that a logical field may have. */
const ALIASES: Record<string, string> = {
  name: 'fullName',
  phoneNumber: 'phone',
  tel: 'phone',
  yearOfBirth: 'birthYear',
  reason: 'host',
  purpose: 'host',
  cccd: 'idNumber',
  nationalId: 'idNumber',
  travel_date: 'travelDate',
  comment: 'note',
};
/** `/answers` left out: nothing about health was answered, and nothing may stand for it. */
const HEALTH = ['symptoms', 'contact', 'contactKind'];

const fieldOf = (pointer: string): string[] | undefined => {
  const [first = '', ...rest] = segmentsOf(pointer);
  if (first === 'answers') return rest;
  const name = ALIASES[first] ?? first;
  return FIELDS.has(name) ? [name, ...rest] : undefined;
};

/** The text of the body, since raw literals are put into text. */
function bodyText(world: World, school: TestSchool, payload: Payload, scaled: Run['scaled'], fresh?: Partial<DeclareInput>): string {
  const body = { ...world.declareBody(school), ...fresh } as Record<string, unknown> & { answers: Record<string, unknown> };
  for (const [pointer, value] of Object.entries(isRecord(payload.set) ? payload.set : {})) {
    const field = fieldOf(pointer);
    const free = field && FIELDS.get(field[0] ?? '')?.type === 'text';
    const made = wireValue(plain(value, scaled), world, free === true);
    if (field) setAt(body.answers, field, made);
    else setAt(body, segmentsOf(pointer), made);
  }
  for (const pointer of Array.isArray(payload.unset) ? payload.unset.map(String) : []) {
    const field = fieldOf(pointer);
    if (pointer === '/answers') for (const name of HEALTH) delete body.answers[name];
    else if (field) setAt(body.answers, field, undefined);
    else setAt(body, segmentsOf(pointer), undefined);
  }
  return patched(body, payload);
}

/** Relative times everywhere; other placeholders only where a text is not simply what somebody typed. */
function wireValue(value: unknown, world: World, free: boolean): unknown {
  if (typeof value !== 'string') return fillAll(value, () => undefined, world.now());
  const name = /^\{([A-Za-z][\w.+-]*)\}$/.exec(value)?.[1];
  if (name === undefined || (free && relativeTime(name, 0) === undefined)) return value;
  return fill(value, (known) => ({ schoolA: world.schoolA.id, schoolB: world.schoolB.id })[known], world.now());
}

function patched(body: Record<string, unknown>, payload: Payload): string {
  const patches = Object.entries(isRecord(payload.raw_patch) ? payload.raw_patch : {});
  for (const [pointer] of patches) {
    const field = fieldOf(pointer);
    if (field) setAt(body.answers as Record<string, unknown>, field, undefined);
  }
  let text = JSON.stringify(body);
  for (const [pointer, literal] of patches) {
    const entry = `${JSON.stringify(segmentsOf(pointer).at(-1))}:${String(literal)},`;
    const field = fieldOf(pointer);
    if (field && field.length > 1) throw new NotUnderstood(`raw_patch at ${pointer}`);
    // A name that is no field of the form is tried in both objects.
    if (field || pointer.startsWith('/__') || /^\/(constructor|prototype|toString)/.test(pointer))
      text = text.replace('"answers":{', () => `"answers":{${entry}`);
    if (!field) text = `{${entry}${text.slice(1)}`;
  }
  return text;
}

const bytesOf = (made: Generated): Generated => made;

function rawBody(payload: Payload, scaled: Run['scaled']): Generated | undefined {
  if (typeof payload.raw_hex === 'string') return Buffer.from(payload.raw_hex, 'hex');
  if (isRecord(payload.raw_hex) && '$gen' in payload.raw_hex) return Buffer.from(String(generate(payload.raw_hex, scaled)), 'hex');
  if (typeof payload.raw === 'string') return payload.raw;
  return isRecord(payload.raw) && '$gen' in payload.raw ? bytesOf(generate(payload.raw, scaled)) : undefined;
}

export function headersOf(payload: Payload, scaled: Run['scaled']): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(isRecord(payload.headers) ? payload.headers : {}))
    headers[name.toLowerCase()] = String(plain(value, scaled));
  return headers;
}

export const declareAdapter: Adapter = async (run) => {
  const { world, payload, of, scaled } = run;
  const school = await world.newSchool();
  if (of.expect.check.includes('no_oracle')) return lookUp(run, school);
  if (isRecord(payload.first) && isRecord(payload.then)) {
    only(payload, ['first', 'then']);
    return firstThen(run, school, payload.first, payload.then);
  }
  only(payload, KEYS);
  const known = (name: string) => ({ schoolA: school.id, schoolB: world.schoolB.id, place: school.code })[name];
  const method = typeof payload.method === 'string' ? payload.method : 'POST';
  const path =
    typeof payload.path === 'string'
      ? fill(payload.path, known, world.now()).replace(/^\/api\/declare\b/, '/api/declarations')
      : '/api/declarations';
  const headers = { ...JSON_HEADERS, ...headersOf(payload, scaled) };
  const raw = rawBody(payload, scaled);
  const repeat = typeof payload.repeat === 'number' ? scaled(payload.repeat) : 1;
  const sameId = /same (client )?id/i.test(of.name) || of.group === 'idempotency';
  const text = bodyText(world, school, payload, scaled);

  const one = (index: number): Promise<Reply> => {
    const hasBody = method !== 'GET' && (raw !== undefined || payload.base !== undefined);
    const own = sameId || index === 0 ? text : bodyText(world, school, payload, scaled, {});
    return world.send({
      method,
      path,
      headers: hasBody ? headers : headersOf(payload, scaled),
      ...(hasBody ? { body: raw ?? own } : {}),
      ...(isSlow(raw) ? { slowText: text, timeoutMs: 90_000 } : {}),
    });
  };
  const atOnce = typeof payload.parallel === 'number' ? payload.parallel : /parallel/i.test(of.name) ? repeat : 10;
  const replies = await inParallel(repeat, atOnce, one);
  const sent = sentAnswers(text);
  return {
    replies,
    inputs: inputsOf(payload, scaled),
    personal: personalOf(sent),
    limit: isSlow(raw) ? null : undefined,
    facts: sameId ? { bodies: new Set(replies.map((reply) => reply.body.toString())).size } : null,
    checks: checksFor(run, school, replies, payload, text),
  };
};

function sentAnswers(text: string): Record<string, unknown> {
  try {
    const body: unknown = JSON.parse(text);
    return isRecord(body) && isRecord(body.answers) ? body.answers : {};
  } catch {
    return {};
  }
}

const personalOf = (answers: Record<string, unknown>): string[] =>
  ['fullName', 'phone', 'address', 'note', 'email', 'idNumber', 'host'].flatMap((name) =>
    typeof answers[name] === 'string' ? [answers[name]] : [],
  );

/** What the case itself put in; a refusal repeats none of it. */
export function inputsOf(payload: Payload, scaled: Run['scaled']): string[] {
  const from = (value: unknown): string[] => {
    if (typeof value === 'string') return [value];
    if (Array.isArray(value)) return value.flatMap(from);
    return isRecord(value) ? Object.values(value).flatMap(from) : [];
  };
  const texts = from(plain({ set: payload.set, raw_patch: payload.raw_patch, body: payload.body, query: payload.query }, scaled));
  if (typeof payload.raw === 'string') texts.push(payload.raw);
  return texts.filter((text) => text.trim().length > 3);
}

async function firstThen(run: Run, school: TestSchool, first: Payload, then: Payload): Promise<Observed> {
  const { world, scaled } = run;
  const { id } = world.declareBody(school);
  const replies: Reply[] = [];
  const texts = [first, then].map((payload) =>
    bodyText(world, school, payload, scaled, {
      id,
      consent: { version: catalogueForm.consent.version, language: 'vi', purposes: ['gate'], at: 1 },
    }),
  );
  for (const text of texts) replies.push(await world.postDeclaration(text));
  const [made] = replies;
  const ready = made?.status === 201 ? [] : [made].filter((reply) => reply !== undefined);
  return {
    replies: [...ready, ...replies.slice(1)],
    inputs: inputsOf(then, scaled),
    checks: checksFor(run, school, replies, then, texts[1] ?? ''),
  };
}

/** Nothing is found by a number: a known and an unknown one give one answer in one time. */
async function lookUp({ world, payload, scaled }: Run, school: TestSchool): Promise<Observed> {
  only(payload, ['method', 'path', 'base', 'repeat', 'headers']);
  const known = '0912345678';
  await world.declare(school, { phone: known });
  const path = String(payload.path);
  const method = String(payload.method ?? 'GET');
  const written = /\d{6,}/.exec(path)?.[0];
  if (written === undefined) throw new NotUnderstood(`a number to look up in ${path}`);
  const ask = (number: string) => world.quick(method, path.replace(written, number));
  const answers = new Set<string>();
  await inParallel(scaled(100_000), 32, async (index) => {
    const { status, body } = await ask(`09${String(index).padStart(8, '0')}`);
    answers.add(`${status} ${body}`);
  });
  const times: Record<'known' | 'unknown', number[]> = { known: [], unknown: [] };
  for (let round = 0; round < 100; round++) {
    times.known.push((await ask(known)).ms);
    times.unknown.push((await ask(`0987${String(654_000 + round)}`)).ms);
  }
  const found = await world.send({ method, path });
  answers.add(`${found.status} ${found.body.toString()}`);
  return {
    replies: [found],
    inputs: [known],
    personal: [known],
    checks: {
      no_oracle() {
        if (answers.size !== 1) return `${answers.size} different answers`;
        const [a, b] = [median(times.known), median(times.unknown)];
        return wrong(Math.abs(a - b) <= Math.max(0.5, 0.2 * Math.min(a, b)), `known ${a.toFixed(2)} ms, unknown ${b.toFixed(2)} ms`);
      },
    },
  };
}

function checksFor(run: Run, school: TestSchool, replies: readonly Reply[], payload: Payload, text: string): Record<string, Assertion> {
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
