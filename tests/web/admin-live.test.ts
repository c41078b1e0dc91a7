/** Following the log: the stream's events, connections that break, and where new rows go. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LogRow } from '../../shared/api/log.schema.ts';
import type { SavedFilter } from '../../shared/api/saved-filters.schema.ts';
import { createFilters } from '../../web/admin/state/filters.ts';
import { createLive } from '../../web/admin/state/live.ts';
import { eventReader } from '../../web/admin/state/live-events.ts';
import { createLog } from '../../web/admin/state/log.ts';
import { merged, replaced } from '../../web/admin/state/new-rows.ts';
import { createSavedFilters } from '../../web/admin/state/saved-filters.ts';
import { busiest, hourChart } from '../../web/admin/ui/hours.ts';
import { answer, fakeClient, NOW, refusal, SCHOOL } from './admin-kit.ts';

const row = (event: string, at = NOW): LogRow => ({ event, at }) as LogRow;
const events = (rows: readonly LogRow[]): string[] => rows.map((each) => each.event);

describe('the stream', () => {
  it('reads events from pieces of any size, and passes over what it does not know', () => {
    const text =
      'event: watch\ndata: {"watch":"w","feed":3}\n\n: hello\n\nevent: new\ndata: {}\n\nevent: beat\r\ndata: {}\r\n\r\nevent: feed\ndata: {';
    for (const size of [1, 2, 7, 500]) {
      const read = eventReader();
      const found = [];
      for (let from = 0; from < text.length; from += size) found.push(...read(text.slice(from, from + size)));
      expect(found).toEqual([
        { name: 'watch', data: { watch: 'w', feed: 3 } },
        { name: 'beat', data: {} },
      ]);
      expect(read('"feed":4}\n\n')).toEqual([{ name: 'feed', data: { feed: 4 } }]);
    }
  });
});

/** A server whose streams a test writes to; each connection takes the next answer. */
function streams() {
  const opened: { address: string; send(text: string): void; end(): void }[] = [];
  const refusals: number[] = [];
  const { client, asked } = fakeClient({ 'GET /api/me': refusal('not-signed-in') });
  const fetch = async (address: string, { signal }: { signal: AbortSignal }): Promise<Response> => {
    const status = refusals.shift();
    if (status === 0) throw new TypeError('no network');
    if (status) return new Response('', { status });
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        signal.addEventListener('abort', () => controller.error(new Error('aborted')));
        opened.push({ address, send: (text) => controller.enqueue(new TextEncoder().encode(text)), end: () => controller.close() });
      },
    });
    return new Response(body, { headers: { 'content-type': 'text/event-stream; charset=utf-8' } });
  };
  return { client: { ...client, fetch }, asked, opened, refusals };
}
const BEGIN = (feed: number): string => `event: watch\ndata: {"watch":"abc","feed":${feed}}\n\n`;

describe('watching', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });
  const begun = () => {
    const server = streams();
    const feeds: number[] = [];
    const live = createLive({ client: server.client, clock: Date.now, school: SCHOOL, onFeed: (feed) => feeds.push(feed) });
    live.start();
    return { ...server, live, feeds };
  };
  const turn = (ms = 0): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);

  it('tells each number, and comes back to the same watch after a break', async () => {
    const { live, opened, feeds } = begun();
    await turn();
    opened[0]?.send(BEGIN(3));
    opened[0]?.send('event: feed\ndata: {"feed":5}\n\n');
    await turn();
    expect([live.state.value.kind, feeds]).toEqual(['watching', [3, 5]]);
    opened[0]?.end();
    await turn();
    expect(live.state.value).toEqual({ kind: 'lost', retryAt: Date.now() + 2000 });
    await turn(2000);
    expect(opened[1]?.address).toBe(`/api/schools/${SCHOOL}/live?watch=abc`);
    live.stop();
  });

  it('waits longer from try to try, up to a minute, and tries at once when told to', async () => {
    const { live, opened, refusals } = begun();
    refusals.push(0, 503, 0, 502, 0, 0, 0);
    await turn();
    opened[0]?.end();
    await turn();
    const waits: number[] = [];
    for (let i = 0; i < 7; i++) {
      const state = live.state.value;
      if (state.kind !== 'lost') break;
      waits.push((state.retryAt - Date.now()) / 1000);
      await turn(state.retryAt - Date.now());
    }
    expect(waits).toEqual([2, 4, 8, 16, 32, 60, 60]);
    live.retry();
    await turn();
    expect(live.state.value.kind).toBe('connecting');
    live.stop();
  });

  it('takes silence for a dead connection, beats for a living one', async () => {
    const { live, opened } = begun();
    await turn();
    opened[0]?.send(BEGIN(1));
    for (let i = 0; i < 4; i++) {
      await turn(15_000);
      opened[0]?.send('event: beat\ndata: {}\n\n');
    }
    await turn();
    expect(live.state.value.kind).toBe('watching');
    await turn(40_000);
    expect(live.state.value.kind).toBe('lost');
    live.stop();
  });

  it('gives way to another page, and asks who is signed in when the session is over', async () => {
    const { live, opened, asked } = begun();
    await turn();
    opened[0]?.send(`${BEGIN(1)}event: over\ndata: {"why":"elsewhere"}\n\n`);
    await turn(120_000);
    expect([live.state.value.kind, opened.length]).toEqual(['elsewhere', 1]);
    live.retry();
    await turn();
    opened[1]?.send('event: over\ndata: {"why":"session"}\n\n');
    await turn();
    expect(asked.map(({ what }) => what)).toEqual(['GET /api/me']);
    live.stop();
  });

  it('lets go while nobody looks, and not of a short glance elsewhere', async () => {
    const { live, opened } = begun();
    await turn();
    opened[0]?.send(BEGIN(1));
    live.seen(false);
    await turn(30_000);
    live.seen(true);
    opened[0]?.send('event: beat\ndata: {}\n\n');
    await turn(35_000);
    expect(live.state.value.kind).toBe('watching');
    live.seen(false);
    for (let i = 0; i < 4; i++) {
      opened[0]?.send('event: beat\ndata: {}\n\n');
      await turn(15_000);
    }
    expect(live.state.value.kind).not.toBe('watching');
    live.seen(true);
    await turn();
    expect(opened).toHaveLength(2);
    live.stop();
    expect(live.state.value.kind).toBe('off');
  });
});

describe('new rows', () => {
  const list = [row('e5', NOW - 1), row('e3', NOW - 3)];

  it('stand by their time; a row that is there is replaced; older ones wait for their page', () => {
    const changed = { ...row('e3', NOW - 3), name: 'Lan' } as LogRow;
    const { list: same, fresh } = replaced(list, [row('e6'), changed, row('e4', NOW - 2), row('e1', NOW - 9)]);
    expect(same).toEqual([list[0], changed]);
    expect(events(merged(same, fresh, true))).toEqual(['e6', 'e5', 'e4', 'e3']);
    expect(events(merged(same, fresh, false))).toEqual(['e6', 'e5', 'e4', 'e3', 'e1']);
    expect(events(merged([row('a'), row('c')].reverse(), [row('b')], false))).toEqual(['c', 'b', 'a']);
  });

  const opened = async () => {
    const PATH = `GET /api/schools/${SCHOOL}/log`;
    const news: { rows: LogRow[]; feed: number; more: boolean; far: boolean }[] = [];
    let time = NOW;
    const { client, asked } = fakeClient({
      [PATH]: answer({ rows: list, cursor: null, searchedAll: true, feed: 10 }),
      [`${PATH}/new`]: () => answer(news.shift() ?? { rows: [], feed: 99, more: false, far: false }),
    });
    const log = createLog({ client, clock: () => time, school: SCHOOL });
    await log.search();
    const follow = async (feed: number, ...answers: typeof news): Promise<void> => {
      news.push(...answers);
      log.arrivals.upTo(feed);
      await new Promise((resolve) => setTimeout(resolve, 5));
    };
    const shown = (): string[] => (log.list.value.kind === 'ready' ? events(log.list.value.rows) : []);
    return { log, asked, follow, shown, setTime: (at: number) => (time = at) };
  };
  const came = (feed: number, ...rows: LogRow[]) => ({ rows, feed, more: false, far: false });

  it('slide in at the top, and wait while the reader is busy', async () => {
    const { log, asked, follow, shown } = await opened();
    await follow(11, came(11, row('e6')));
    expect([shown(), [...log.arrivals.fresh.value]]).toEqual([['e6', 'e5', 'e3'], ['e6']]);
    log.arrivals.hold(true);
    await follow(13, came(13, row('e7', NOW + 1), { ...row('e5', NOW - 1), name: 'Lan' } as LogRow));
    await follow(14, came(14, row('e8', NOW + 2)));
    expect([shown(), log.arrivals.waiting.value.length]).toEqual([['e6', 'e5', 'e3'], 2]);
    expect(log.list.value).toMatchObject({ rows: [{}, { event: 'e5', name: 'Lan' }, {}] });
    log.arrivals.hold(false);
    expect([shown(), log.arrivals.waiting.value, log.arrivals.count.value]).toEqual([['e8', 'e7', 'e6', 'e5', 'e3'], [], 3]);
    expect(asked.filter(({ what }) => what.endsWith('/new')).map(({ query }) => query.after)).toEqual(['10', '11', '13']);
  });

  it('are asked for until the number is reached, and not again for one that is known', async () => {
    const { asked, follow, shown } = await opened();
    await follow(12, { ...came(11, row('e6')), more: true }, came(12, row('e7', NOW + 1)));
    await follow(12);
    expect(shown()).toEqual(['e7', 'e6', 'e5', 'e3']);
    expect(asked.filter(({ what }) => what.endsWith('/new'))).toHaveLength(2);
  });

  it('are opened anew when there are too many, or when today is another day', async () => {
    const { log, asked, follow, setTime } = await opened();
    const searches = () => asked.filter(({ what }) => what.endsWith('/log')).length;
    log.arrivals.hold(true);
    await follow(5000, { rows: [], feed: 5000, more: false, far: true });
    expect([log.arrivals.many.value, searches()]).toEqual([true, 1]);
    log.arrivals.show();
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect([log.arrivals.many.value, searches()]).toEqual([false, 2]);
    log.arrivals.hold(false);
    setTime(NOW + 24 * 3600_000);
    await follow(5001);
    expect(asked.filter(({ what }) => what.endsWith('/log')).at(-1)?.query).toEqual({ from: '2026-11-22', to: '2026-11-22' });
    expect(searches()).toBe(3);
  });
});

describe('saved filters', () => {
  it('keep a moving period as a word, and never whom somebody looks for', () => {
    const filters = createFilters(() => '2026-11-21');
    filters.set({ period: 'this-week', colour: 'red', q: 'Hồng' });
    expect(filters.toSave()).toEqual({ ok: true, filter: { period: 'this-week', colour: 'red' } });
    filters.set({ period: 'chosen', from: '1/11/2026', to: '3/11/2026' });
    expect(filters.toSave()).toMatchObject({ filter: { period: 'chosen', from: '2026-11-01', to: '2026-11-03' } });
  });

  it('mean other days on another day', () => {
    let today = '2026-11-21';
    const filters = createFilters(() => today);
    const saved: SavedFilter = { id: 'f', name: 'Không qua', period: 'this-week', colour: 'red' };
    filters.set({ q: 'Hồng', dir: 'out' });
    filters.use(saved);
    expect(filters.read()).toEqual({ ok: true, query: { from: '2026-11-16', to: '2026-11-21', colour: 'red' } });
    today = '2026-11-24';
    expect(filters.covers({ from: '2026-11-16', to: '2026-11-21' })).toBe(false);
    filters.use(saved);
    expect(filters.read()).toMatchObject({ query: { from: '2026-11-23', to: '2026-11-24' } });
  });

  it('want a name, and are gone once they are removed', async () => {
    const PATH = `/api/schools/${SCHOOL}/filters`;
    const { client, asked } = fakeClient({
      [`GET ${PATH}`]: answer({ filters: [] }),
      [`POST ${PATH}`]: answer({ id: 'f1', name: 'Của tôi', period: 'today' }),
      [`DELETE ${PATH}/f1`]: answer(undefined),
    });
    const saved = createSavedFilters({ client, clock: () => NOW, school: SCHOOL });
    await saved.list.reload();
    saved.name('  ');
    expect(await saved.save({ period: 'today' })).toBe(false);
    expect(saved.saving.problem.value?.errors).toEqual([{ at: '/name', reason: 'required' }]);
    saved.name(' Của tôi ');
    expect(await saved.save({ period: 'today' })).toBe(true);
    expect(asked.at(-1)?.body).toEqual({ name: 'Của tôi', period: 'today' });
    expect([saved.naming.value, saved.list.state.value]).toMatchObject([undefined, { data: { filters: [{ id: 'f1' }] } }]);
    await saved.remove('f1');
    expect(saved.list.state.value).toMatchObject({ data: { filters: [] } });
  });
});

describe('the hours of a day', () => {
  const hours = (counts: Record<number, number>): number[] => Array.from({ length: 24 }, (_, hour) => counts[hour] ?? 0);

  it('show a school day, and whatever lies outside it', () => {
    const quiet = hourChart({ hours: { entries: hours({}), exits: hours({}) }, weekBefore: null });
    expect([quiet.columns[0]?.hour, quiet.columns.at(-1)?.hour, busiest(quiet.columns)]).toEqual([6, 17, undefined]);
    const late = hourChart({ hours: { entries: hours({ 4: 1 }), exits: hours({ 20: 2 }) }, weekBefore: hours({ 21: 1 }) });
    expect([late.columns[0]?.hour, late.columns.at(-1)?.hour]).toEqual([4, 21]);
  });

  it('fit the drawing, with the line between in and out', () => {
    const { columns, base, unit } = hourChart({
      hours: { entries: hours({ 7: 30, 8: 10 }), exits: hours({ 9: 10 }) },
      weekBefore: hours({ 8: 40 }),
    });
    expect([base, unit]).toEqual([80, 2]);
    expect(busiest(columns)).toMatchObject({ hour: 7, entries: 30, before: 0 });
  });
});
