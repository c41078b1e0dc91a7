/** What is said of a download: its manifest, its audit, its sheets, and who may have it. */
import { createHash, createHmac } from 'node:crypto';
import { readXlsx } from 'hucre/xlsx';
import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import { headingOf } from '../../server/exports/heading.ts';
import { Slots } from '../../server/exports/slots.ts';
import { EXPORT_WORDS } from '../../server/exports/words.ts';
import { xlsxFile } from '../../server/exports/xlsx.ts';
import type { ExportManifest } from '../../shared/api/exports.schema.ts';
import type { LogRow } from '../../shared/api/log.schema.ts';
import { dayOf, MINUTE } from '../../shared/clock.ts';
import { describeServers } from '../app.ts';
import { declare, makeAccount, makeSchool, postJson, TestKiosk, type TestSchool } from '../fixtures/world.ts';

const NOW = Date.parse('2026-11-23T04:00:00Z');
const DAY = dayOf(NOW);
const QUERY = `from=${DAY}&to=${DAY}&purpose=check`;
const PASSWORD = 'một mật khẩu đủ dài';

/** RFC 6238 with SHA-1, 30 s, 6 digits. */
function totp(uri: string, at = Date.now()): string {
  const secret = new URL(uri).searchParams.get('secret') ?? '';
  const bits = [...secret].map((char) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(char).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)));
  const mac = createHmac('sha1', key).update(counter).digest();
  return String((mac.readUInt32BE((mac.at(-1) ?? 0) & 15) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

describeServers('what is said of a download', (server) => {
  let school: TestSchool;
  let cookie: string;
  let account: string;
  beforeAll(async () => {
    server().setClock(NOW);
    const { app, hono } = server();
    school = await makeSchool(app);
    ({ cookie, account } = await makeAccount(app, school));
    const kiosk = await new TestKiosk(school).pair(app);
    await declare(app, hono, school);
    const { feed } = await kiosk.exchange(hono);
    const subject = feed.items.flatMap((item) => (item.kind === 'pass' ? [item.subject] : []))[0] ?? '';
    const scan = kiosk.scan(NOW - 20 * MINUTE, { subject, colour: 'amber', why: ['attention'] });
    await kiosk.exchange(hono, [
      kiosk.scan(NOW - 3 * 60 * MINUTE, { subject }),
      kiosk.scan(NOW - 60 * MINUTE, { subject, dir: 'out' }),
      scan,
    ]);
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const get = (path: string, as = cookie): Promise<Response> =>
    Promise.resolve(server().hono.request(`/api/schools/${school.id}/${path}`, { headers: { cookie: as } }));
  /** The status of a download that is read to its end. */
  const tried = async (path: string, as: string): Promise<number> => {
    const response = await get(path, as);
    await response.arrayBuffer();
    return response.status;
  };
  const manifest = async (response: Response, as = cookie): Promise<ExportManifest> =>
    (await (await get(`exports/${response.headers.get('x-export-id')}`, as)).json()) as ExportManifest;
  const audits = (object: string) =>
    server().app.db.read('system', (query) =>
      query.selectFrom('audit').select(['action', 'actor', 'detail']).where('object', '=', object).orderBy('action', 'desc').execute(),
    );

  it.each(['csv', 'xlsx'])('has a manifest with the checksum of the very bytes (%s)', async (ending) => {
    const response = await get(`export.${ending}?${QUERY}&dir=in`);
    const id = response.headers.get('x-export-id') ?? '';
    expect(await manifest(response)).toMatchObject({ state: 'running', sha256: null, bytes: null });
    const bytes = Buffer.from(await response.arrayBuffer());
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    expect(await manifest(response)).toMatchObject({
      state: 'whole',
      format: ending,
      rows: 2,
      bytes: bytes.length,
      sha256,
      from: DAY,
      to: DAY,
      names: 'full',
      purpose: 'check',
      filters: { gate: null, dir: 'in', colour: null, search: false },
      by: { name: 'Người Thử' },
      completeness: [{ name: 'Máy cổng chính', receivedThrough: 3, gaps: [] }],
    });
    expect((await audits(id)).map(({ action, actor }) => [action, actor === account])).toEqual([
      ['log.exported', true],
      ['log.export-whole', true],
    ]);
    expect(JSON.stringify(await audits(id))).not.toMatch(/Hồng|Máy cổng/);
  });

  it('is nobody else’s, and says when it was broken off', async () => {
    const response = await get(`export.csv?${QUERY}`);
    const id = response.headers.get('x-export-id') ?? '';
    const other = await makeAccount(server().app, school);
    expect((await get(`exports/${id}`, other.cookie)).status).toBe(404);
    expect((await get('exports/nothing')).status).toBe(404);
    await response.body?.cancel();
    await vi.waitFor(async () => expect(await manifest(response)).toMatchObject({ state: 'broken', sha256: null }));
    expect((await audits(id)).map(({ action }) => action)).toEqual(['log.exported', 'log.export-broken']);
  });

  it('wants a fresh second factor where there is one, by the same endpoint as at signing in', async () => {
    const { app, hono } = server();
    const office = await makeAccount(app, school);
    const asked = await app.auth.enableSecondFactor(PASSWORD, new Headers({ cookie: office.cookie }));
    const at = Date.now();
    const on = await app.auth.confirmSecondFactor(totp(asked.uri, at), new Headers({ cookie: office.cookie }));
    const own = on.cookies.map((line) => line.split(';', 1)[0]).join('; ');
    expect(await tried(`export.csv?${QUERY}`, own)).toBe(200);

    vi.useFakeTimers({ toFake: ['Date'], now: at + 11 * MINUTE });
    for (const path of [`export.csv?${QUERY}`, `export.xlsx?${QUERY}`, `report.pdf?day=${DAY}&names=full&purpose=check`]) {
      const refused = await get(path, own);
      expect([path, refused.status, ((await refused.json()) as { code: string }).code]).toEqual([path, 401, 'second-factor-needed']);
    }
    const send = (code: string) => postJson(hono, '/api/session/second-factor', { code, kind: 'totp' }, { cookie: own });
    expect((await send('000000')).status).toBe(401);
    expect((await send(totp(asked.uri, Date.now()))).status).toBe(200);
    expect(await tried(`export.csv?${QUERY}`, own)).toBe(200);
    // The same code once more is no proof, and ends nothing.
    expect((await send(totp(asked.uri, Date.now()))).status).toBe(401);
    expect(await tried(`export.csv?${QUERY}`, own)).toBe(200);

    vi.setSystemTime(at + 22 * MINUTE);
    expect(await tried(`export.csv?${QUERY}`, own)).toBe(401);
    const recovery = { code: asked.recoveryCodes[0] ?? '', kind: 'recovery' };
    expect((await postJson(hono, '/api/session/second-factor', recovery, { cookie: own })).status).toBe(200);
    expect(await tried(`export.csv?${QUERY}`, own)).toBe(200);
    expect((await postJson(hono, '/api/session/second-factor', recovery, { cookie: own })).status).toBe(401);
  });

  it('takes no session for one with a second factor that was opened without', async () => {
    const { app, hono } = server();
    const office = await makeAccount(app, school);
    const { login = '' } = (await app.auth.sessionOf(new Headers({ cookie: office.cookie }))) ?? {};
    const again = await app.auth.signIn({ login, password: PASSWORD }, new Headers());
    const older = again.cookies.map((line) => line.split(';', 1)[0]).join('; ');
    expect(await tried(`export.csv?${QUERY}`, older)).toBe(200);
    const asked = await app.auth.enableSecondFactor(PASSWORD, new Headers({ cookie: office.cookie }));
    const on = await app.auth.confirmSecondFactor(totp(asked.uri), new Headers({ cookie: office.cookie }));
    const own = on.cookies.map((line) => line.split(';', 1)[0]).join('; ');
    expect([await tried(`export.csv?${QUERY}`, older), await tried(`export.csv?${QUERY}`, own)]).toEqual([401, 200]);
    // One recovery code, several times at the same moment: once.
    const recovery = { code: asked.recoveryCodes[0] ?? '', kind: 'recovery' };
    const answers = await Promise.all([1, 2, 3].map(() => postJson(hono, '/api/session/second-factor', recovery, { cookie: own })));
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses[0]).toBe(200);
    for (const status of statuses.slice(1)) expect([401, 409]).toContain(status);
  });

  it('prints the day: masked for who may read, in full for who may download', async () => {
    const viewer = await makeAccount(server().app, school, 'viewer');
    const path = `report.pdf?day=${DAY}&purpose=daily-record`;
    const response = await get(path, viewer.cookie);
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/pdf']);
    expect(response.headers.get('content-disposition')).toContain(`bao-cao-ngay_${DAY}.pdf`);
    const bytes = Buffer.from(await response.arrayBuffer());
    expect(bytes.toString('latin1', 0, 5)).toBe('%PDF-');
    expect(bytes.subarray(-6).toString('latin1')).toContain('EOF');
    expect(await manifest(response, viewer.cookie)).toMatchObject({ state: 'whole', format: 'pdf', names: 'masked', rows: 1 });
    expect((await get(`${path}&names=full`, viewer.cookie)).status).toBe(403);
    expect(await tried(`${path}&names=full&language=en`, cookie)).toBe(200);
    for (const wrong of ['2026-02-30', '2026-11-24', 'today']) {
      expect((await get(`report.pdf?day=${wrong}&purpose=check`)).status).toBe(422);
    }
  });
});

const rowOf = (n: number): LogRow => ({
  event: `id-${n}`,
  at: NOW + n * 1000,
  gate: { id: 'g', name: 'Cổng chính' },
  kiosk: { id: 'k', name: 'Máy 1' },
  n,
  dir: 'in',
  colour: 'green',
  why: [],
  method: 'camera',
  code: 'pass',
  subject: 's',
  name: '=Hồng',
  phone: '0900000678',
  host: null,
  unreadable: false,
  erased: false,
  companions: 0,
  companionNames: [],
  decision: null,
  corrected: null,
  left: null,
  corrections: [],
  flags: [],
  receivedAt: NOW,
  declared: true,
});

async function* paged(rows: readonly LogRow[]): AsyncGenerator<LogRow[]> {
  for (let from = 0; from < rows.length; from += 3) yield rows.slice(from, from + 3);
}

it.each([
  [0, [5 + 1]],
  [4, [5 + 4 + 1]],
  [5, [5 + 5, 5 + 1]],
  [10, [5 + 5, 5 + 5, 5 + 1]],
  [12, [5 + 5, 5 + 5, 5 + 2 + 1]],
])('heads each sheet, and ends with the count (%i rows)', async (count, lengths) => {
  const words = EXPORT_WORDS.vi;
  const completeness = [{ name: 'Máy 1', receivedThrough: count, gaps: [{ from: 3, to: 4 }], lastSeenAt: null }];
  const heading = headingOf({ school: 'Trường', from: DAY, to: DAY, rows: count, madeAt: NOW, by: 'An', completeness }, words);
  const rows = Array.from({ length: count }, (_, i) => rowOf(i + 1));
  const parts: Uint8Array[] = [];
  for await (const part of xlsxFile(paged(rows), { name: 'Sổ', words, heading, maxRows: 10 })) parts.push(part);
  const { sheets } = await readXlsx(new Uint8Array(Buffer.concat(parts)));
  expect(sheets.map(({ rows: lines }) => lines.length)).toEqual(lengths);
  for (const [index, sheet] of sheets.entries()) {
    expect(sheet.rows[0]?.[0]).toBe(index === 0 ? 'SỔ KHÁCH RA VÀO' : `SỔ KHÁCH RA VÀO (tờ ${index + 1})`);
    expect(sheet.rows[2]?.[5]).toBe(`Máy 1: đã nhận đến lượt số ${count}, thiếu lượt số 3–4, liên lạc lần cuối —`);
    expect(sheet.rows[4]?.slice(0, 3)).toEqual(['STT', 'Ngày', 'Giờ']);
  }
  const table = sheets.flatMap(({ rows: lines }) => lines.slice(5)).filter((row) => typeof row[0] === 'number');
  // Numbers are numbers; what looks like a formula is the text that it is.
  expect(table.map((row) => [row[0], row[6], row[7]])).toEqual(rows.map(({ n }) => [n, '=Hồng', '0900000678']));
  expect(sheets.at(-1)?.rows.at(-1)?.[0]).toBe(`Hết: ${count} dòng.`);
});

it('gives three places, two of them to one school, and passes them on in turn', async () => {
  const slots = new Slots();
  const [one, two] = [await slots.take('a'), await slots.take('a')];
  await expect(slots.take('a', 20)).rejects.toMatchObject({ code: 'too-many-requests' });
  const other = await slots.take('b');
  const waiting = [slots.take('a'), slots.take('c')];
  other();
  other();
  const third = await waiting[1];
  one();
  const next = await waiting[0];
  two();
  third?.();
  next?.();
  const all = [await slots.take('a'), await slots.take('a'), await slots.take('b')];
  await expect(slots.take('c', 20)).rejects.toMatchObject({ code: 'too-many-requests' });
  for (const give of all) give();
});

it('gives a place that is promised to nobody else', async () => {
  const slots = new Slots();
  const held = [await slots.take('a'), await slots.take('b'), await slots.take('c')];
  const promised = slots.take('d');
  held[0]?.();
  // In the same turn, before the waiting one wakes.
  await expect(slots.take('e', 20)).rejects.toMatchObject({ code: 'too-many-requests' });
  (await promised)();
  (await slots.take('e', 20))();
});
