/** The log by server push: nudges, what is new since a number, and what of it stands in the audit. */
import { Hono } from 'hono';
import { beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { mountLive } from '../../server/gates/live.ts';
import { Watches } from '../../server/gates/live-watches.ts';
import type { LiveEvents, NewRows } from '../../shared/api/live.schema.ts';
import type { LogPage } from '../../shared/api/log.schema.ts';
import { HOUR, MINUTE } from '../../shared/clock.ts';
import { describeServers } from '../app.ts';
import { makeAccount, makeSchool, ORIGIN, TestKiosk, type TestSchool } from '../fixtures/world.ts';

const NOW = Date.parse('2026-11-23T04:00:00Z');
const TIMES = { beat: 40, check: 60, pause: 5 };
type Event = { [Name in keyof LiveEvents]: { name: Name; data: LiveEvents[Name] } }[keyof LiveEvents];

/** Events of a stream, one by one. */
class Reader {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  #text = '';
  constructor(response: Response) {
    const reader = response.body?.getReader();
    if (!reader) throw new Error('no stream');
    this.#reader = reader;
  }
  /** The next event of one of these names; undefined at the end. */
  async next(...names: Event['name'][]): Promise<Event | undefined> {
    for (;;) {
      const end = this.#text.indexOf('\n\n');
      if (end < 0) {
        const { value, done } = await this.#reader.read();
        if (done) return undefined;
        this.#text += new TextDecoder().decode(value);
        continue;
      }
      const [, name = '', data = '{}'] = /^event: (\w+)\ndata: (.*)$/.exec(this.#text.slice(0, end)) ?? [];
      this.#text = this.#text.slice(end + 2);
      if (names.includes(name as Event['name'])) return { name, data: JSON.parse(data) } as Event;
    }
  }
  leave(): Promise<void> {
    return this.#reader.cancel();
  }
}

describeServers('the live log', (server) => {
  let school: TestSchool;
  let kiosk: TestKiosk;
  let who: { account: string; cookie: string };
  let closing: AbortController;
  let hono: Hono;
  beforeAll(() => server().setClock(NOW));
  beforeEach(async () => {
    school = await makeSchool(server().app);
    kiosk = await new TestKiosk(school).pair(server().app);
    who = await makeAccount(server().app, school);
    closing = new AbortController();
    hono = new Hono();
    mountLive(hono, server().app, new Watches(server().app), closing.signal, TIMES);
  });

  const open = async (watch = '', cookie = who.cookie): Promise<Reader> => {
    const response = await hono.request(`/api/schools/${school.id}/live${watch && `?watch=${watch}`}`, { headers: { cookie } });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    return new Reader(response);
  };
  const begun = async (reader: Reader): Promise<LiveEvents['watch']> => {
    const event = await reader.next('watch');
    if (event?.name !== 'watch') throw new Error('the stream did not begin');
    return event.data;
  };
  const since = async (after: number, more = ''): Promise<NewRows> => {
    const response = await hono.request(`/api/schools/${school.id}/log/new?after=${after}${more}`, { headers: { cookie: who.cookie } });
    expect(response.status).toBe(200);
    return (await response.json()) as NewRows;
  };
  const audits = async (prefix: string) =>
    (
      await server().app.db.read({ schools: [school.id] }, (query) =>
        query.selectFrom('audit').select(['action', 'detail', 'actor']).where('school_id', '=', school.id).orderBy('id').execute(),
      )
    ).filter(({ action }) => action.startsWith(prefix));

  it('keeps the watch of a page that comes back before its old connection is known to be gone', () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const watches = new Watches(server().app);
      const fresh = { id: 'A'.repeat(22), account: who.account, school: school.id };
      const given: string[] = [];
      const giver = (name: string) => {
        const give = (): void => {
          given.push(name);
          watches.left(watch, give);
        };
        return give;
      };
      const watch = watches.take(undefined, fresh, giver('first'));
      watches.take(watch, fresh, giver('second'));
      vi.advanceTimersByTime(10 * MINUTE);
      expect(given).toEqual(['first']);
      expect(watches.find(fresh.id, who.account, school.id)).toBe(watch);
    } finally {
      vi.useRealTimers();
    }
  });

  it('nudges with the number, and gives what is new and what has changed', async () => {
    const amber = kiosk.scan(NOW - MINUTE, { colour: 'amber', why: ['attention'] });
    await kiosk.exchange(server().hono, [amber]);
    const page = (await (
      await server().hono.request(`/api/schools/${school.id}/log`, { headers: { cookie: who.cookie } })
    ).json()) as LogPage;
    expect(page).toMatchObject({ rows: [{ event: amber.id }], feed: 1 });
    const reader = await open();
    const { feed, watch } = await begun(reader);
    expect(feed).toBe(1);
    const green = kiosk.scan(NOW);
    const decision = kiosk.item({ kind: 'decision', gate: school.gate, of: amber.id, admit: true, reason: 'asked-and-fine' }, NOW);
    await kiosk.exchange(server().hono, [green, decision]);
    expect(await reader.next('feed')).toEqual({ name: 'feed', data: { feed: 3 } });
    const news = await since(page.feed, `&watch=${watch}`);
    expect(news).toMatchObject({ feed: 3, more: false, far: false });
    expect(news.rows.map((row) => [row.event, row.decision?.admit])).toEqual([
      [green.id, undefined],
      [amber.id, true],
    ]);
    expect((await since(3)).rows).toEqual([]);
    await reader.leave();
  });

  it('gives only what the filters of the page want, over several answers if need be', async () => {
    const scans = Array.from({ length: 450 }, (_, i) => kiosk.scan(NOW - MINUTE + i, i % 45 ? {} : { colour: 'red', why: ['forged'] }));
    await kiosk.exchange(server().hono, scans);
    const seen: string[] = [];
    let answer = await since(0, '&colour=red');
    seen.push(...answer.rows.map((row) => row.event));
    while (answer.more) {
      answer = await since(answer.feed, '&colour=red');
      seen.push(...answer.rows.map((row) => row.event));
    }
    expect(seen.sort()).toEqual(
      scans
        .filter((_, i) => i % 45 === 0)
        .map(({ id }) => id)
        .sort(),
    );
    expect((await since(0, '&from=2026-11-22&to=2026-11-22')).rows).toEqual([]);
    expect((await since(0, '&gate=elsewhere')).rows).toEqual([]);
  });

  it('says when the page had better be opened anew', async () => {
    await kiosk.exchange(server().hono, [kiosk.scan(NOW)]);
    // A number of another past: the server was restored from a backup.
    expect(await since(900)).toEqual({ rows: [], feed: 1, more: false, far: true });
    const counter = server().app.db.build.updateTable('feed_counter').set({ value: 5000 }).where('school_id', '=', school.id);
    await server().app.db.save('system', [{ query: counter.compile() }]);
    expect(await since(1)).toEqual({ rows: [], feed: 5000, more: false, far: true });
  });

  it('writes one entry for a watch, however often its connection breaks, and one without any', async () => {
    const first = await open();
    const { watch } = await begun(first);
    await first.leave();
    const again = await open(watch);
    expect((await begun(again)).watch).toBe(watch);
    for (let i = 0; i < 5; i++) {
      await kiosk.exchange(server().hono, [kiosk.scan(NOW)]);
      expect((await since(i, `&watch=${watch}`)).rows).toHaveLength(1);
    }
    expect((await audits('log.')).map(({ action }) => action)).toEqual(['log.watched']);
    server().setClock(NOW + HOUR);
    await since(4, `&watch=${watch}`);
    server().setClock(NOW);
    expect((await audits('log.watching')).map(({ detail }) => JSON.parse(detail))).toEqual([{ rows: 6 }]);
    await since(0);
    await since(5);
    expect((await audits('log.viewed')).map(({ detail }) => JSON.parse(detail))).toEqual([{ after: '0', rows: 5 }]);
    closing.abort();
    expect(await again.next('over')).toEqual({ name: 'over', data: { why: 'restart' } });
    expect(await again.next('beat')).toBeUndefined();
    await expect
      .poll(async () => (await audits('log.watch-ended')).map(({ detail }) => JSON.parse(detail)))
      .toEqual([{ rows: 6, minutes: 0 }]);
  });

  it("counts nothing on another account's watch, and resumes none", async () => {
    const other = await makeAccount(server().app, school);
    const reader = await open('', other.cookie);
    const { watch } = await begun(reader);
    await kiosk.exchange(server().hono, [kiosk.scan(NOW)]);
    await since(0, `&watch=${watch}`);
    expect((await audits('log.viewed')).map(({ actor }) => actor)).toEqual([who.account]);
    const mine = await open(watch);
    expect((await begun(mine)).watch).not.toBe(watch);
    await reader.leave();
    await mine.leave();
  });

  it('beats, and ends soon after the session or the right is over', async () => {
    const reader = await open();
    expect(await reader.next('beat')).toBeDefined();
    await server().hono.request('/api/session', { method: 'DELETE', headers: { cookie: who.cookie, origin: ORIGIN } });
    expect(await reader.next('over')).toEqual({ name: 'over', data: { why: 'session' } });
    const viewer = await makeAccount(server().app, school, 'viewer');
    const theirs = await open('', viewer.cookie);
    const { db } = server().app;
    const ended = db.build.updateTable('access_grant').set({ to_day: '2021-01-01' }).where('account_id', '=', viewer.account);
    await db.save('system', [{ query: ended.compile() }]);
    expect(await theirs.next('over')).toEqual({ name: 'over', data: { why: 'session' } });
    await expect.poll(async () => (await audits('log.watch-ended')).length).toBe(2);
  });

  it('lets the oldest of too many pages give way', async () => {
    const readers: Reader[] = [];
    for (let i = 0; i < 5; i++) {
      const reader = await open();
      await begun(reader);
      readers.push(reader);
    }
    expect(await readers[0]?.next('over')).toEqual({ name: 'over', data: { why: 'elsewhere' } });
    for (const reader of readers.slice(1)) expect((await reader.next('beat', 'over'))?.name).toBe('beat');
    for (const reader of readers) await reader.leave();
  });

  it.each(['after=-1', 'after=x', '', 'after=1&limit=5', 'after=1&watch=x', 'after=9999999999999999'])('refuses %s', async (query) => {
    expect((await server().hono.request(`/api/schools/${school.id}/log/new?${query}`, { headers: { cookie: who.cookie } })).status).toBe(
      422,
    );
  });
});
