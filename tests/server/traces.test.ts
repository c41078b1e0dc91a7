/** Who was seen, searched, corrected, downloaded or mailed about: none of it in a log line, an audit row, a mail, a nudge or an error. */
import { webcrypto } from 'node:crypto';
import { expect, it } from 'vitest';
import { watchRound } from '../../server/alarms/rounds.ts';
import { utf8 } from '../../shared/bytes.ts';
import { dayOf, endOfDay, HOUR, MINUTE } from '../../shared/clock.ts';
import { sealPayload, startSession } from '../../shared/seal/session.ts';
import { describeServers } from '../app.ts';
import { TestFile } from '../fixtures/kiosk-file.ts';
import { declare, makeAccount, makeSchool, ORIGIN, postJson, random, TestKiosk } from '../fixtures/world.ts';

const NOW = endOfDay('2026-11-23') - 7 * HOUR;
const DAY = dayOf(NOW);
/** Names in each spelling that a program could make of them, telephones, answers. */
const SECRET = /bích|bich|hồng|hong|quỳnh|quynh|0900000678|0911222333|Cô Lan|co lan|thầy sơn|thay son|xin đừng ghi/i;

describeServers('traces', (server) => {
  it('name nobody', async () => {
    const { app, hono, mailed, logged } = server();
    server().setClock(NOW);
    const school = await makeSchool(app);
    const { cookie } = await makeAccount(app, school);
    const base = `/api/schools/${school.id}`;
    const kiosk = await new TestKiosk(school).pair(app);
    const errors: string[] = [];
    const get = async (path: string): Promise<Response> => {
      const response = await hono.request(`${base}/${path}`, { headers: { cookie } });
      if (response.status >= 400) errors.push(await response.clone().text());
      return response;
    };
    const post = async (path: string, body: unknown): Promise<Response> => {
      const response = await postJson(hono, `${base}/${path}`, body, { cookie });
      if (response.status >= 400) errors.push(await response.clone().text());
      return response;
    };

    await declare(app, hono, school);
    const { feed, sealingKeys } = await kiosk.exchange(hono);
    const subject = feed.items.flatMap((item) => (item.kind === 'pass' ? [item.subject] : []))[0] ?? '';
    const [week] = sealingKeys ?? [];
    if (!week) throw new Error('no sealing key came');
    const session = await startSession({ school: school.id, ...week }, { subtle: webcrypto.subtle, random });
    const draft = kiosk.scan(NOW - MINUTE, { method: 'quick', code: 'none' });
    const person = utf8(JSON.stringify({ name: 'Lê Thị Quỳnh', phone: '0911222333', host: 'Thầy Sơn' }));
    const payload = await sealPayload(session, { event: draft.id, class: 'identity' }, person, { subtle: webcrypto.subtle, random });
    const quick = {
      event: JSON.stringify({ ...JSON.parse(draft.event), sealed: payload.hash }),
      payload: { session: session.wrapped.id, sealed: payload.sealed },
    };
    const watching = await get('live');
    const reader = watching.body?.getReader();
    const began = new TextDecoder().decode((await reader?.read())?.value);

    const scan = kiosk.scan(NOW - 2 * MINUTE, { subject });
    const other = { event: JSON.stringify({ ...JSON.parse(scan.event), dir: 'out' }) };
    // The quick entry's key comes later: it is held until then.
    await kiosk.exchange(hono, [scan, other, quick]);
    const { items } = (await (await get('held')).json()) as { items: { id: string; may: string[] }[] };
    expect(items).toHaveLength(2);
    for (const { id, may } of items) await post(`held/${id}/resolve`, { how: may[0], reason: 'other', note: 'Xin đừng ghi: chị Hồng' });
    await kiosk.exchange(hono, [quick], { sessions: [session.wrapped] });
    const burst = Array.from({ length: 5 }, () => kiosk.scan(NOW - MINUTE, { subject }));
    const file = await (await TestFile.open(app, school, kiosk)).add(burst);
    await file.take(hono, cookie, 0);

    const names: string[] = [];
    for (const path of [
      `log?from=${DAY}&to=${DAY}&q=${encodeURIComponent('Bích Hồng')}`,
      `log?from=${DAY}&to=${DAY}&q=0911222333`,
      `log/new?after=0&q=quynh`,
      `day?day=${DAY}`,
      `export.csv?from=${DAY}&to=${DAY}&purpose=check&q=${encodeURIComponent('Hồng')}`,
      `export.xlsx?from=${DAY}&to=${DAY}&purpose=check`,
      `report.pdf?day=${DAY}&purpose=check&names=full`,
      `declarations/${subject}`,
      `log?from=${DAY}&q=${encodeURIComponent('Hồng')}&unknown=1`,
      `log?from=2020-01-01&to=${DAY}&q=${encodeURIComponent('Hồng')}`,
      `export.csv?from=${DAY}&to=${DAY}&purpose=${encodeURIComponent('Hồng')}`,
    ]) {
      const response = await get(path);
      if (path.startsWith('log?') && response.status === 200) names.push(await response.text());
      else await response.arrayBuffer();
      expect(decodeURIComponent(response.headers.get('content-disposition') ?? '')).not.toMatch(SECRET);
    }
    expect(names.join()).toMatch(/Hồng.*Quỳnh/s);
    await post(`log/${scan.id}/correct`, { fix: { dir: 'out' }, reason: 'other', note: 'Xin đừng ghi: chị Hồng' });
    await post(`log/${scan.id}/correct`, { fix: { dir: 'out' }, reason: 'other', note: 'Hồng'.repeat(300) });
    await post('filters', { name: 'Cổng', period: 'today', q: 'Hồng' });
    const settings = {
      hours: { weekdays: [1], opens: 0, closes: 900, daysOff: [] },
      off: [],
      mail: [{ to: 'vp@truong.example', language: 'vi' }],
    };
    const headers = { cookie, origin: ORIGIN, 'content-type': 'application/json', 'if-match': '"1"' };
    await hono.request(`${base}/alarm-settings`, { method: 'PUT', headers, body: JSON.stringify(settings) });
    mailed.length = 0;
    await watchRound(app);
    expect(mailed.some(({ text }) => text.includes(school.id))).toBe(true);

    const nudge = new TextDecoder().decode((await reader?.read())?.value);
    await reader?.cancel();
    expect(nudge).toMatch(/^event: feed\n/);
    expect(errors.length).toBeGreaterThan(4);
    const audit = await app.db.read('system', (query) =>
      query.selectFrom('audit').selectAll().where('school_id', '=', school.id).execute(),
    );
    const token = decodeURIComponent(cookie.split('=')[1] ?? '-').split('.')[0] ?? '-';
    for (const text of [began, nudge, ...errors, ...logged, JSON.stringify(audit), JSON.stringify(mailed)]) {
      expect(text).not.toMatch(SECRET);
      expect(text).not.toContain(token);
    }
    // Each view, correction, settlement and download stands in it.
    const actions = new Set(audit.map(({ action }) => action));
    for (const action of [
      'held.viewed',
      'held.resolved',
      'log.viewed',
      'log.watched',
      'log.corrected',
      'log.exported',
      'declaration.viewed',
      'kiosk.file-imported',
    ]) {
      expect(actions).toContain(action);
    }
    // A mail carries no pass either.
    expect(JSON.stringify(mailed)).not.toContain(subject);
  });
});
