import { createServer, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startWatch, watchRound } from '../../server/alarms/rounds.ts';
import { openMailer } from '../../server/mail/mailer.ts';
import type { AlarmSettings, AlarmSettingsView, WatchView } from '../../shared/api/alarms.schema.ts';
import { HOUR, MINUTE, startOfDay } from '../../shared/clock.ts';
import { readRoute } from '../../web/admin/router.ts';
import { describeServers } from '../app.ts';
import { declare, makeAccount, makeSchool, ORIGIN, TestKiosk, type TestSchool } from '../fixtures/world.ts';

/** A Monday morning. */
const NINE = startOfDay('2026-11-23') + 9 * HOUR;

describeServers('alarms', (server) => {
  const ask = async (path: string, cookie: string, init: RequestInit = {}): Promise<Response> =>
    server().hono.request(path, { ...init, headers: { cookie, origin: ORIGIN, 'content-type': 'application/json', ...init.headers } });
  const settingsPath = (school: TestSchool) => `/api/schools/${school.id}/alarm-settings`;

  async function setUp() {
    const { app, hono, setClock } = server();
    setClock(NINE);
    const school = await makeSchool(app);
    const kiosk = await new TestKiosk(school).pair(app);
    const { cookie } = await makeAccount(app, school);
    const settings = (await (await ask(settingsPath(school), cookie)).json()) as AlarmSettingsView;
    const { version, mailWorks, ...plain } = settings;
    const put = (change: Partial<AlarmSettings>, ifMatch = `"${version}"`) =>
      ask(settingsPath(school), cookie, { method: 'PUT', body: JSON.stringify({ ...plain, ...change }), headers: { 'if-match': ifMatch } });
    const talk = (items: readonly unknown[] = []) => kiosk.exchange(hono, items, { sentAt: app.clock() });
    const watch = async () => ((await (await ask(`/api/schools/${school.id}/watch`, cookie)).json()) as WatchView).alarms;
    return { app, hono, setClock, school, kiosk, cookie, settings, put, talk, watch };
  }

  it('raises a silent kiosk once, clears it when it speaks, and raises it anew', async () => {
    const { app, setClock, kiosk, talk, watch } = await setUp();
    await talk();
    expect(await watch()).toEqual([]);
    setClock(NINE + 40 * MINUTE);
    const [alarm, ...more] = await watch();
    expect(more).toEqual([]);
    expect(alarm).toMatchObject({
      kind: 'kiosk-silent',
      object: kiosk.id,
      name: 'Máy cổng chính',
      since: NINE,
      raisedAt: app.clock(),
      seenAt: null,
    });
    setClock(NINE + 50 * MINUTE);
    expect((await watch())[0]?.raisedAt).toBe(NINE + 40 * MINUTE);
    await talk();
    expect(await watch()).toEqual([]);
    setClock(NINE + 100 * MINUTE);
    expect((await watch())[0]?.raisedAt).toBe(NINE + 100 * MINUTE);
  });

  it('puts an alarm aside that the office has seen, with trace, and refuses one that does not stand', async () => {
    const { app, setClock, kiosk, school, cookie, watch } = await setUp();
    setClock(NINE + 40 * MINUTE);
    expect(await watch()).toMatchObject([{ kind: 'kiosk-silent', seenAt: null }]);
    const see = (kind: string) =>
      ask(`/api/schools/${school.id}/watch/seen`, cookie, { method: 'POST', body: JSON.stringify({ kind, object: kiosk.id }) });
    const seen = await see('kiosk-silent');
    expect(((await seen.json()) as WatchView).alarms).toMatchObject([{ kind: 'kiosk-silent', seenAt: app.clock() }]);
    expect((await see('backlog')).status).toBe(404);
    expect((await see('made-up')).status).toBe(422);
    const audit = await app.db.read('system', (query) =>
      query
        .selectFrom('audit')
        .select(['action', 'object'])
        .where('school_id', '=', school.id)
        .where('action', '=', 'alarm.seen')
        .execute(),
    );
    expect(audit).toEqual([{ action: 'alarm.seen', object: kiosk.id }]);
  });

  it('names a burst of one pass from what the kiosk sends', async () => {
    const { app, hono, kiosk, school, talk, watch } = await setUp();
    await declare(app, hono, school);
    const declared = await app.db.read('system', (query) =>
      query.selectFrom('declaration').select('subject').where('school_id', '=', school.id).executeTakeFirstOrThrow(),
    );
    const { subject } = declared;
    await talk(Array.from({ length: 4 }, () => kiosk.scan(NINE, { subject })));
    expect(await watch()).toMatchObject([{ kind: 'burst-pass', object: subject, count: 4, name: '' }]);
  });

  it('knows what is usual: a poster that had declarations all week and has none today', async () => {
    const { app, hono, school, setClock, talk, watch } = await setUp();
    for (const back of [6, 5, 4, 3, 2]) {
      setClock(NINE - back * 24 * HOUR);
      for (let i = 0; i < 5; i++) await declare(app, hono, school);
    }
    setClock(NINE + HOUR);
    await talk();
    const silent = (await watch()).filter((alarm) => alarm.kind === 'poster-silent');
    expect(silent).toMatchObject([{ count: 5, name: 'Trường Tiểu học Hoa Ban' }]);
  });

  it('keeps settings under a version and refuses what cannot be', async () => {
    const { settings, put } = await setUp();
    expect(settings).toMatchObject({ version: 1, mail: [], off: [], hours: { opens: 390, closes: 1050 } });
    const bad = await put({ hours: { ...settings.hours, closes: 300 } });
    expect(bad.status).toBe(422);
    expect(await bad.json()).toMatchObject({ errors: [{ at: '/hours/closes', reason: 'order' }] });
    const noDay = await put({ hours: { ...settings.hours, daysOff: ['2026-02-30'] } });
    expect(await noDay.json()).toMatchObject({ errors: [{ at: '/hours/daysOff/0', reason: 'not-a-day' }] });
    expect((await put({ mail: [{ to: 'not an address', language: 'vi' }] })).status).toBe(422);
    const saved = await put({ off: ['kiosk-silent'] });
    expect(await saved.json()).toMatchObject({ version: 2, off: ['kiosk-silent'] });
    expect((await put({ off: [] })).status).toBe(412);
  });

  it('mails what is new once, to each address in its language, and no name of a person', async () => {
    const { app, setClock, put, school } = await setUp();
    const { mailed } = server();
    mailed.length = 0;
    await put({
      mail: [
        { to: 'van-phong@truong.example', language: 'vi' },
        { to: 'office@truong.example', language: 'en' },
      ],
    });
    setClock(NINE + 40 * MINUTE);
    await watchRound(app);
    await watchRound(app);
    const own = mailed.filter((mail) => mail.text.includes(school.id));
    expect(own.map((mail) => mail.to)).toEqual(['van-phong@truong.example', 'office@truong.example']);
    expect(own[0]?.subject).toBe('Trường Tiểu học Hoa Ban: 1 việc cần xem ở cổng');
    expect(own[0]?.text).toContain('Máy cổng chính: không liên lạc từ 23/11/2026 09:00');
    const link = /https:\/\/\S+/.exec(own[1]?.text ?? '')?.[0] ?? '';
    expect(readRoute(new URL(link).pathname)).toEqual({ page: 'school', school: school.id, part: 'today' });
  });

  it('tries a mail again that the mail server did not take', async () => {
    const { app, setClock, put, school } = await setUp();
    await put({ mail: [{ to: 'van-phong@truong.example', language: 'vi' }] });
    setClock(NINE + 40 * MINUTE);
    const taken: string[] = [];
    let works = false;
    const mailer = {
      async send(mail: { text: string }) {
        if (!works) throw new Error('no mail today');
        taken.push(mail.text);
      },
    };
    await watchRound({ ...app, mailer });
    works = true;
    await watchRound({ ...app, mailer });
    await watchRound({ ...app, mailer });
    expect(taken.filter((text) => text.includes(school.id))).toHaveLength(1);
  });

  it('sends the others nothing twice because of one address that is wrong', async () => {
    const { app, setClock, put, school } = await setUp();
    await put({
      mail: [
        { to: 'khong-con@truong.example', language: 'vi' },
        { to: 'van-phong@truong.example', language: 'vi' },
      ],
    });
    setClock(NINE + 40 * MINUTE);
    const taken: string[] = [];
    const mailer = {
      async send(mail: { to: string; text: string }) {
        if (mail.to.startsWith('khong-con')) throw new Error('550 no such mailbox');
        if (mail.text.includes(school.id)) taken.push(mail.to);
      },
    };
    for (let round = 0; round < 3; round++) await watchRound({ ...app, mailer });
    expect(taken).toEqual(['van-phong@truong.example']);
  });

  it('ends a round between two schools when the server stops', async () => {
    const { app } = await setUp();
    await setUp();
    let asked = 0;
    await watchRound(app, () => ++asked > 1);
    expect(asked).toBe(2);
  });

  it('sends a trial mail, five a minute', async () => {
    const { school, cookie } = await setUp();
    const send = () =>
      ask(`${settingsPath(school)}/test-mail`, cookie, {
        method: 'POST',
        body: JSON.stringify({ to: 'a@truong.example', language: 'vi' }),
      });
    const answers = [];
    for (let i = 0; i < 6; i++) answers.push((await send()).status);
    expect(answers).toEqual([204, 204, 204, 204, 204, 429]);
    expect(server().mailed.at(-1)).toMatchObject({ to: 'a@truong.example', subject: 'Thư thử của QuaCổng' });
  });

  it('goes on round after round until it is stopped', async () => {
    const { app, setClock, put, school } = await setUp();
    await put({ mail: [{ to: 'van-phong@truong.example', language: 'vi' }] });
    setClock(NINE + 40 * MINUTE);
    const { mailed } = server();
    mailed.length = 0;
    const watch = startWatch(app, 1);
    await expect.poll(() => mailed.some((mail) => mail.text.includes(school.id)), { timeout: 10_000 }).toBe(true);
    await watch.stop();
  });
});

/** Just enough of RFC 5321 to take one mail. */
function mailServer(received: string[]): Promise<{ server: Server; port: number }> {
  const server = createServer((socket) => {
    let data = '';
    let inData = false;
    socket.write('220 thu.example\r\n');
    socket.on('data', (chunk) => {
      data += chunk.toString('utf8');
      for (;;) {
        const end = data.indexOf(inData ? '\r\n.\r\n' : '\r\n');
        if (end < 0) return;
        const part = data.slice(0, end);
        data = data.slice(end + (inData ? 5 : 2));
        if (inData) {
          received.push(part);
          inData = false;
          socket.write('250 ok\r\n');
        } else if (part === 'DATA') {
          inData = true;
          socket.write('354 go\r\n');
        } else if (part === 'QUIT') socket.end('221 bye\r\n');
        else {
          received.push(part);
          socket.write('250 thu.example\r\n');
        }
      }
    });
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve({ server, port: typeof address === 'object' && address ? address.port : 0 });
    });
  });
}

describe('the mailer', () => {
  const received: string[] = [];
  let listening: Awaited<ReturnType<typeof mailServer>>;
  beforeAll(async () => {
    listening = await mailServer(received);
  });
  afterAll(() => {
    listening.server.close();
  });

  it('speaks SMTP, with Vietnamese in the subject, and lets no line break out of an address or a subject', async () => {
    const mailer = openMailer({ url: `smtp://127.0.0.1:${listening.port}`, from: 'cong@truong.example' });
    await mailer.send({ to: 'van-phong@truong.example', subject: 'Tờ mã QR\r\nBcc: x@evil.example', text: 'Cổng chính' });
    const text = received.join('\n');
    expect(text).toContain('RCPT TO:<van-phong@truong.example>');
    expect(text).not.toContain('x@evil.example>');
    expect(received.filter((line) => line.startsWith('RCPT TO'))).toHaveLength(1);
    expect(text).not.toMatch(/^Bcc:/m);
  });

  it('fails when nobody listens', async () => {
    const mailer = openMailer({ url: 'smtp://127.0.0.1:1', from: 'cong@truong.example' });
    await expect(mailer.send({ to: 'a@truong.example', subject: 'x', text: 'x' })).rejects.toThrow();
  });
});
