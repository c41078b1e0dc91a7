/** Posters: links as a phone opens them, paths as a scanner types them, paper as the office prints it. */
import { generateKeyPairSync, sign } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import { schoolScope } from '../../server/db/port.ts';
import { widthOf } from '../../server/posters/font.ts';
import { posterDrawing } from '../../server/posters/layout.ts';
import { findPoster } from '../../server/posters/store.ts';
import { findSchool } from '../../server/schools/store.ts';
import type { PlaceView } from '../../shared/api/declarations.schema.ts';
import type { PosterView } from '../../shared/api/schools.schema.ts';
import { readCode } from '../../shared/cards/read-code.ts';
import { kidOf } from '../../shared/pass/keys.ts';
import { encodeFragment } from '../../shared/poster/fragment.ts';
import { readPosterLink } from '../../shared/poster/link.ts';
import { readAddress } from '../../web/visit/address.ts';
import { findPlace } from '../../web/visit/desk/places.ts';
import type { Shelf } from '../../web/visit/desk/shelf.ts';
import type { TestSchool } from '../fixtures/world.ts';
import { isRecord, type Verdict } from './case.ts';
import { PUBLIC_URL } from './engine.ts';
import { generate, NotUnderstood } from './generate.ts';
import { type Adapter, type Observed, only, type Run, wrong } from './observed.ts';
import { jsonOf, type Reply, send } from './wire.ts';
import { JSON_HEADERS, type World } from './world.ts';

const KEYS = ['open', 'schoolName', 'gateName', 'as', 'base', 'headers', 'method'];

export const posterAdapter: Adapter = async (run) => {
  only(run.payload, KEYS);
  if (run.payload.schoolName !== undefined || run.payload.gateName !== undefined) return print(run);
  const open = isRecord(run.payload.open) ? String(generate(run.payload.open, run.scaled)) : String(run.payload.open);
  const school = await run.world.newSchool();
  const link = await filled(run.world, school, open);
  if (link.startsWith('/')) return request(run, link);
  return openLink(run, school, link);
};

/** Fragments by the words of their placeholder. @throws NotUnderstood */
async function filled(world: World, school: TestSchool, open: string): Promise<string> {
  const [poster] = await world.posters(school);
  if (!poster) throw new Error('the school has no poster');
  const found = await findPoster(world.app, school.id, poster.code);
  if (!found) throw new Error('the poster is not found');
  const [, valid = ''] = poster.link.split('#');
  const content = { place: found.place.id, gate: 0, shortName: found.school.shortName };
  const signed = (origin: string, of = content) => encodeFragment(of, origin, world.app.keys.signer(world.now()));
  let code = poster.code;
  const make = async (name: string): Promise<string | undefined> => {
    if (name === 'host') return new URL(PUBLIC_URL).host;
    if (name === 'valid-fragment' || name === 'fragment') return valid;
    if (!/fragment/.test(name)) return undefined;
    if (/other-key|wrong-key|unknown-key/.test(name)) return encodeFragment(content, PUBLIC_URL, await strangersKey());
    if (/other-(host|origin|server)/.test(name)) return signed('https://other.example');
    if (/revoked|withdrawn|rotated/.test(name)) {
      const { cookie } = await world.account('keeper');
      await world.send({ method: 'POST', path: `/api/schools/${school.id}/posters/${code}/rotate`, headers: { ...JSON_HEADERS, cookie } });
      return valid;
    }
    if (/other-(school|place)|schoolB/.test(name)) {
      const [other] = await world.posters(world.schoolB);
      return other?.link.split('#')[1];
    }
    if (/truncated|short|cut/.test(name)) return valid.slice(0, -20);
    if (/tampered|altered|flipped|changed|edited/.test(name))
      return `${valid.slice(0, 40)}${valid[40] === '1' ? '2' : '1'}${valid.slice(41)}`;
    if (/unsigned|no-signature|without/.test(name)) return valid.slice(0, 60);
    if (/empty/.test(name)) return '';
    if (/unknown-(code|place)/.test(name)) {
      code = '222222';
      return valid;
    }
    return undefined;
  };
  let text = open;
  for (const [whole, name = ''] of open.matchAll(/\{([A-Za-z][\w.+-]*)\}/g)) {
    const value = await make(name);
    if (value === undefined) throw new NotUnderstood(`placeholder ${whole}`);
    text = text.replace(whole, () => value);
  }
  // The product's links carry the short code in their path.
  return text.replace(/^(https?:\/\/[^/]+)\/p\/?#/, (_, origin: string) => `${origin}/p/${code}#`);
}

async function strangersKey() {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const point = new Uint8Array(Buffer.concat([Buffer.of(4), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]));
  const kidBytes = new Uint8Array(Buffer.from(await kidOf(point, crypto.subtle), 'base64url'));
  return { kidBytes, sign: (bytes: Uint8Array) => new Uint8Array(sign('sha256', bytes, { key: privateKey, dsaEncoding: 'ieee-p1363' })) };
}

/** A path exactly as written. */
async function request({ world, payload }: Run, path: string): Promise<Observed> {
  const headers = Object.fromEntries(
    Object.entries(isRecord(payload.headers) ? payload.headers : {}).map(([name, value]) => [name, String(value)]),
  );
  const reply = await world.send({ path, method: String(payload.method ?? 'GET'), headers });
  return { replies: [reply], facts: { location: reply.headers.location ?? null }, checks: common([reply]) };
}

/** Files that exist where the server runs; nothing of them may ever come back. */
const INSIDE = [
  /root:.*:0:0:/,
  /\[(fonts|extensions)\]/i,
  /SQLite format 3/,
  /"dependencies":/,
  /BEGIN (EC |RSA )?PRIVATE KEY/,
  /\[core\]|repositoryformatversion/,
  /DATABASE_URL=/,
];

function common(replies: readonly Reply[], opened: readonly string[] = []): NonNullable<Observed['checks']> {
  return {
    no_file_read: () =>
      wrong(
        !replies.some((reply) => INSIDE.some((inside) => inside.test(reply.body.toString('latin1')))),
        'a file of the machine came back',
      ),
    no_foreign_navigation() {
      const own = (address: string): boolean => address.startsWith('/') && !/^\/[/\\]/.test(address);
      const elsewhere = replies.filter(
        (reply) =>
          reply.headers.location !== undefined && !own(reply.headers.location) && !reply.headers.location.startsWith(`${PUBLIC_URL}/`),
      );
      const named = replies.filter((reply) => reply.status < 400 && /evil\.example/.test(reply.body.toString('utf8')));
      return wrong(elsewhere.length + named.length + opened.length === 0, 'an address outside the own origin is opened or offered');
    },
  };
}

/** A link as the phone's camera opens it, and as the guard's kiosk judges it. */
async function openLink({ world, of }: Run, school: TestSchool, link: string): Promise<Observed> {
  const url = URL.canParse(link) ? new URL(link) : undefined;
  const own = url?.host === new URL(PUBLIC_URL).host;
  const replies: Reply[] = [];
  const opened: string[] = [];
  const verdicts: Verdict[] = [];
  const page = [...Buffer.from(link)].every((byte) => byte < 0x80) && own;
  if (url?.protocol === 'http:' && own) replies.push(await plainHttp(world, url));
  else if (url?.protocol === 'https:' && page) {
    replies.push(await world.send({ path: `${url.pathname}${url.search}`, headers: { host: url.host } }));
    verdicts.push(await judgedByPage(world, url));
  } else {
    // Never a page of ours: the kiosk and the visit page open no address that they read.
    const reading = readCode(link);
    if (reading.kind !== 'foreign' && (readPosterLink(link)?.origin ?? PUBLIC_URL) === PUBLIC_URL) opened.push(link);
    verdicts.push('refused');
  }
  // The printed link of this school names the recorded address in plain letters, and the short code to type.
  const [poster] = await world.posters(school);
  const printed = poster?.link.startsWith(`${PUBLIC_URL}/p/`) && /^[0-9A-Z]{6}$/.test(poster.code);
  return {
    replies: of.expect.status.length > 0 ? replies : [],
    verdicts,
    checks: {
      ...common(replies, opened),
      no_foreign_navigation: () =>
        printed ? common(replies, opened).no_foreign_navigation?.() : 'the printed link does not name the own address',
    },
  };
}

/** The TLS port, spoken to in plain http. */
async function plainHttp(world: World, url: URL): Promise<Reply> {
  const port = Number(await world.server.ask({ do: 'secure' }));
  return send({ host: '127.0.0.1', port }, { path: `${url.pathname}${url.search}`, headers: { host: url.host } });
}

/** What the visit page shows: a form is accepted, each trouble has a page without one. */
async function judgedByPage(world: World, url: URL): Promise<Verdict> {
  const found = await findPlace(readAddress({ pathname: url.pathname, hash: url.hash }), {
    shelf: emptyShelf,
    origin: url.origin,
    now: world.now,
    subtle: crypto.subtle,
    async fetchPlace(code) {
      const reply = await world.send({ path: `/api/places/${code}` });
      if (reply.status === 200) return { ok: true, status: 200, data: jsonOf(reply) as PlaceView };
      const { code: problem } = jsonOf(reply) as { code: 'not-found' };
      return { ok: false, problem: { code: problem, status: reply.status } };
    },
  });
  return 'place' in found ? 'accepted' : 'refused';
}

const emptyShelf: Shelf = {
  lasting: false,
  get: () => undefined,
  all: () => [],
  put: async () => false,
  remove: async () => false,
  clear: async () => true,
};

/** A school with that name, its poster in all three formats. */
async function print({ world, payload, scaled }: Run): Promise<Observed> {
  const { cookie } = await world.account('keeper');
  const text = (value: unknown): string => (isRecord(value) ? String(generate(value, scaled)) : String(value));
  const school = await world.newSchool(payload.gateName === undefined ? {} : {});
  const path = `/api/schools/${school.id}`;
  const before = await world.get<Record<string, unknown>>(path);
  const { id: _id, version, gates: _gates, actions: _actions, ...fields } = before;
  const name = text(payload.schoolName ?? 'Trường Tiểu học Mẫu');
  const changed = await world.send({
    method: 'PUT',
    path,
    headers: { ...JSON_HEADERS, cookie, 'if-match': `"${version}"` },
    body: JSON.stringify({ ...fields, name, shortName: name.slice(0, 50) }),
  });
  const [poster] = await world.posters(school);
  const replies = [changed];
  for (const ending of ['pdf', 'svg', 'png'])
    replies.push(await world.send({ path: `${path}/posters/${poster?.code}.${ending}`, headers: { cookie } }));
  return {
    replies,
    limit: 3000,
    checks: {
      ...common(replies),
      async no_file_read() {
        const names = replies.slice(1).map((reply) => reply.rawHeaders.filter((line) => /^content-disposition:/i.test(line)));
        if (
          names.some(
            (lines) =>
              lines.length !== 1 ||
              !/^content-disposition: (inline|attachment); filename="[\w.-]+"(; filename\*=UTF-8''[\w.%-]+)?$/i.test(lines[0] ?? ''),
          )
        )
          return 'the file has no single clean name';
        if (replies.some((reply) => reply.rawHeaders.some((line) => /^set-cookie: x=1/i.test(line)))) return 'the name became a header';
        return (await boxes(world, school, poster)) ?? glyphs(replies[1]) ?? common(replies).no_file_read?.();
      },
    },
  };
}

/** Every line of text stays on the paper, measured with the font that draws it. */
async function boxes(world: World, school: TestSchool, poster: PosterView | undefined): Promise<string | undefined> {
  const found = await findSchool(world.app.db, schoolScope(school.id), school.id);
  if (!found || !poster) return 'the school or its poster is gone';
  if (/[\p{Cc}\p{Cf}]/u.test(found.name) || found.name !== found.name.normalize('NFC'))
    return 'the name was kept with control characters, or not in NFC';
  const drawing = posterDrawing({
    schoolName: found.name,
    gateName: null,
    link: poster.link,
    host: new URL(PUBLIC_URL).host,
    code: poster.code,
    line: found.line,
    contact: found.contact,
    madeAt: poster.madeAt,
    trial: poster.trial,
  });
  for (const operation of drawing.operations) {
    if (operation.kind !== 'text') continue;
    const width = widthOf(operation.text, operation.weight, operation.size);
    const left = operation.align === 'left' ? operation.x : operation.align === 'middle' ? operation.x - width / 2 : operation.x - width;
    if (left < 0 || left + width > drawing.width || operation.y > drawing.height)
      return `a line of ${operation.text.length} letters leaves the paper`;
    if (/[\u202a-\u202e\u2066-\u2069\ufffd]/.test(operation.text)) return 'a line holds a bidi or replacement character';
  }
  return undefined;
}

/** The PDF maps glyphs back to text: what it shows is what was typed, without letters that have no glyph. */
function glyphs(pdf: Reply | undefined): string | undefined {
  if (!pdf?.body.subarray(0, 5).equals(Buffer.from('%PDF-'))) return 'the file is no PDF';
  const text = pdf.body.toString('latin1');
  if (/\/(JavaScript|JS|OpenAction|AA|Launch|URI)\b/.test(text)) return 'the PDF holds an action';
  let maps = 0;
  for (const [, body = ''] of text.matchAll(/stream\r?\n([\s\S]*?)\r?\nendstream/g)) {
    let plain: string;
    try {
      plain = inflateSync(Buffer.from(body, 'latin1')).toString('latin1');
    } catch {
      continue;
    }
    if (plain.includes('beginbfrange') || plain.includes('beginbfchar')) maps++;
  }
  return wrong(maps > 0, 'the PDF has no text that can be read back');
}
