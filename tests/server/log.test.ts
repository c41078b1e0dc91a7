import { readXlsx } from 'hucre/xlsx';
import { beforeAll, expect, it } from 'vitest';
import type { DayView, LogPage } from '../../shared/api/log.schema.ts';
import { dayOf, MINUTE } from '../../shared/clock.ts';
import type { TestApp } from '../app.ts';
import { describeServers } from '../app.ts';
import { declare, makeAccount, makeSchool, TestKiosk, type TestSchool } from '../fixtures/world.ts';

/** Late morning, so that no run crosses midnight. */
const NOW = Date.parse('2026-11-23T04:00:00Z');
const NAMES = ['Nguyễn Thị Bích Hồng', "H'Hen Niê", 'Đỗ Đình Đức', 'Trần Văn Bảy'];

interface Morning {
  school: TestSchool;
  kiosk: TestKiosk;
  cookie: string;
  subjects: string[];
}

/** Four people declare and come in; the third goes out; the fourth is amber and let in. */
async function morning({ app, hono }: TestApp): Promise<Morning> {
  const school = await makeSchool(app);
  const kiosk = await new TestKiosk(school).pair(app);
  for (const [index, fullName] of NAMES.entries()) {
    await declare(app, hono, school, {
      fullName,
      phone: `09000006${index}8`,
      symptoms: index === 3,
      host: index === 0 ? '=1+1' : 'Cô Lan',
    });
  }
  const { feed } = await kiosk.exchange(hono);
  const subjects = feed.items.flatMap((item) => (item.kind === 'pass' ? [item.subject] : []));
  const start = NOW - 10 * MINUTE;
  const scans = subjects.map((subject, index) =>
    kiosk.scan(start + index * MINUTE, { subject, ...(index === 3 ? { colour: 'amber' as const, why: ['attention' as const] } : {}) }),
  );
  const out = kiosk.scan(start + 5 * MINUTE, { subject: subjects[2], dir: 'out' });
  const decision = kiosk.item(
    { kind: 'decision', gate: school.gate, of: scans[3]?.id ?? '', admit: true, reason: 'asked-and-fine' },
    start + 6 * MINUTE,
  );
  await kiosk.exchange(hono, [...scans, out, decision]);
  return { school, kiosk, subjects, cookie: (await makeAccount(app, school)).cookie };
}

describeServers('the office', (server) => {
  let place: Morning;
  beforeAll(async () => {
    server().setClock(NOW);
    place = await morning(server());
  });
  const request = (path: string, cookie = place.cookie): Promise<Response> =>
    Promise.resolve(server().hono.request(`/api/schools/${place.school.id}${path}`, { headers: { cookie } }));
  const page = async (query: string): Promise<LogPage> => {
    const response = await request(`/log?${query}`);
    expect(response.status).toBe(200);
    return (await response.json()) as LogPage;
  };
  const namesIn = async (query: string) => (await page(query)).rows.map((row) => row.name);

  it('sees the log, newest first, with the decision and who it was', async () => {
    const { rows } = await page('');
    expect(rows.map((row) => [row.dir, row.name])).toEqual([
      ['out', 'Đỗ Đình Đức'],
      ['in', 'Trần Văn Bảy'],
      ['in', 'Đỗ Đình Đức'],
      ['in', "H'Hen Niê"],
      ['in', 'Nguyễn Thị Bích Hồng'],
    ]);
    expect(rows[1]).toMatchObject({ colour: 'amber', why: ['attention'], decision: { admit: true, reason: 'asked-and-fine' } });
  });

  it('filters, and finds names with and without diacritics, literally', async () => {
    expect(await namesIn('dir=out')).toEqual(['Đỗ Đình Đức']);
    expect(await namesIn('colour=amber')).toEqual(['Trần Văn Bảy']);
    expect(await namesIn(`gate=${place.school.gate}&limit=2`)).toHaveLength(2);
    expect(await namesIn('gate=elsewhere')).toEqual([]);
    expect(await namesIn('q=duc')).toEqual(['Đỗ Đình Đức', 'Đỗ Đình Đức']);
    expect(await namesIn(`q=${encodeURIComponent('ĐỨC'.normalize('NFD'))}`)).toHaveLength(2);
    expect(await namesIn('q=bich%20hong')).toEqual(['Nguyễn Thị Bích Hồng']);
    expect(await namesIn('q=0618')).toEqual(["H'Hen Niê"]);
    for (const none of ['%25', '_', '(a%2B)%2B%24', "'%20OR%20'1'%3D'1", 'a'.repeat(5000)]) expect(await namesIn(`q=${none}`)).toEqual([]);
  });

  it('gives every row once, page by page', async () => {
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const found: LogPage = await page(`limit=2${cursor ? `&cursor=${cursor}` : ''}`);
      seen.push(...found.rows.map((row) => row.event));
      cursor = found.cursor;
    }
    expect(seen).toHaveLength(5);
    expect(new Set(seen).size).toBe(5);
  });

  it.each([
    'limit=-1',
    'limit=1e9',
    'offset=-5',
    'cursor=AAAA',
    'sort=(select 1)',
    'from=2026-02-30',
    'from=2026-11-21&to=2026-11-01',
    'dir=in&dir=out',
  ])('refuses %s', async (query) => {
    expect((await request(`/log?${query}`)).status).toBe(422);
  });

  it('counts who is inside now', async () => {
    const view = (await (await request('/day')).json()) as DayView;
    expect(view).toMatchObject({ inside: 3, entries: 4, exits: 1, waiting: 0, refused: 0 });
    expect(view.openVisits.map((visit) => visit.name).sort()).toEqual(['Nguyễn Thị Bích Hồng', 'Trần Văn Bảy', "H'Hen Niê"].sort());
  });

  it('opens a declaration for those who may, and each view leaves a mark', async () => {
    const subject = place.subjects[3] ?? '';
    const office = await makeAccount(server().app, place.school, 'school-office');
    expect((await request(`/declarations/${subject}`, office.cookie)).status).toBe(403);
    const opened = await request(`/declarations/${subject}`);
    expect(await opened.json()).toMatchObject({ answers: { fullName: 'Trần Văn Bảy', symptoms: true }, consent: { language: 'vi' } });
    const entries = await server().app.db.read({ schools: [place.school.id] }, (query) =>
      query.selectFrom('audit').select('action').where('school_id', '=', place.school.id).execute(),
    );
    expect(entries.filter((entry) => entry.action === 'declaration.viewed')).toHaveLength(1);
    expect(entries.filter((entry) => entry.action === 'log.viewed').length).toBeGreaterThan(5);
  });

  it('hides the school from strangers', async () => {
    const other = await makeSchool(server().app, { name: 'Trường Tiểu học Đồi Chè' });
    const stranger = await makeAccount(server().app, other);
    for (const path of ['/log', '/day', '/alarms', '/kiosks', '/export.csv?from=2026-01-01&to=2026-01-02&purpose=check']) {
      expect((await request(path, stranger.cookie)).status).toBe(404);
      expect((await request(path, '')).status).toBe(401);
    }
  });

  const today = dayOf(NOW);
  const period = `from=${today}&to=${today}&purpose=daily-record`;

  it('downloads CSV that states its rows and holds no formula', async () => {
    const response = await request(`/export.csv?${period}`);
    expect(response.headers.get('x-row-count')).toBe('5');
    expect(response.headers.get('content-disposition')).toContain('th-hoa-ban_so-ra-vao');
    const text = Buffer.from(await response.arrayBuffer()).toString('utf8');
    expect(text.startsWith('\ufeff')).toBe(true);
    const lines = text.trimEnd().split('\r\n');
    expect(lines).toHaveLength(6);
    expect(lines[1]).toContain('Nguyễn Thị Bích Hồng');
    expect(text).not.toMatch(/(^|[,;\n"])=1\+1/);
  });

  it('downloads a workbook of text cells that says what may be missing', async () => {
    const response = await request(`/export.xlsx?${period}`);
    expect(response.headers.get('x-row-count')).toBe('5');
    const workbook = await readXlsx(new Uint8Array(await response.arrayBuffer()));
    const rows = workbook.sheets[0]?.rows ?? [];
    const flat = rows.map((row) => row.map(String));
    expect(flat[1]).toEqual(expect.arrayContaining(['Số dòng', '5']));
    expect(flat.some((row) => row[5]?.startsWith('Máy cổng chính: đã nhận đến lượt số 6, '))).toBe(true);
    expect(flat.filter((row) => row.includes("H'Hen Niê"))).toHaveLength(1);
    expect(flat.some((row) => row.includes('=1+1'))).toBe(true);
    expect(flat.at(-1)?.[0]).toBe('Hết: 5 dòng.');
  });

  it('marks a row that cannot be opened and goes on', async () => {
    const local = await morning(server());
    const { db } = server().app;
    await db.save('system', [
      {
        query: db.build
          .updateTable('declaration')
          .set({ identity: new Uint8Array(40).fill(1) })
          .where('school_id', '=', local.school.id)
          .where('subject', '=', local.subjects[0] ?? '')
          .compile(),
      },
    ]);
    const response = await server().hono.request(`/api/schools/${local.school.id}/export.csv?${period}`, {
      headers: { cookie: local.cookie },
    });
    const text = Buffer.from(await response.arrayBuffer()).toString('utf8');
    expect(text.split('(không đọc được)')).toHaveLength(2);
    expect(text.trimEnd().split('\r\n')).toHaveLength(6);
  });
});
