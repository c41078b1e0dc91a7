/** What one kiosk learns of the others: each row once, none skipped, whatever lies between and however far it is behind. */
import { beforeEach, expect, it } from 'vitest';
import type { ExchangeAnswer, FeedItem } from '../../shared/api/exchange.schema.ts';
import type { Alarms } from '../../shared/api/log.schema.ts';
import { DAY, HOUR, MINUTE } from '../../shared/clock.ts';
import { describeServers } from '../app.ts';
import { declare, makeAccount, makeSchool, ORIGIN, postJson, TestKiosk, type TestSchool } from '../fixtures/world.ts';

const NOW = Date.parse('2026-11-23T04:00:00Z');

describeServers('the feed', (server) => {
  let school: TestSchool;
  let sender: TestKiosk;
  let reader: TestKiosk;
  beforeEach(async () => {
    server().setClock(NOW);
    school = await makeSchool(server().app);
    sender = await new TestKiosk(school).pair(server().app);
    reader = await new TestKiosk(school).pair(server().app, 'Máy cổng sau');
  });

  const ask = (have: { feed: number; epoch?: string }, by = reader): Promise<ExchangeAnswer> =>
    by.exchange(server().hono, [], { have: { policy: 0, keysAt: 0, ...have } });
  /** From a number to the end; the pages and where it ended. */
  async function readOn(feed: number, epoch = 'test-epoch'): Promise<{ items: FeedItem[]; cursor: number; pages: number }> {
    const items: FeedItem[] = [];
    for (let pages = 1, cursor = feed; ; pages++) {
      const { feed: page } = await ask({ feed: cursor, epoch });
      expect(page.cursor).toBeGreaterThanOrEqual(cursor);
      items.push(...page.items);
      cursor = page.cursor;
      if (!page.more) return { items, cursor, pages };
      expect(pages).toBeLessThan(50);
    }
  }
  const ids = (items: readonly FeedItem[]): string[] =>
    items.map((item) => (item.kind === 'pass' || item.kind === 'revoked' ? `${item.kind} ${item.subject}` : item.id));

  it('gives every row once across its pages, rows of all kinds between', async () => {
    const { cookie } = await makeAccount(server().app, school);
    const sent: string[] = [];
    for (let round = 0; round < 4; round++) {
      const scans = Array.from({ length: 400 }, (_, i) => sender.scan(NOW - HOUR + i));
      const notes = Array.from({ length: 50 }, () => sender.item({ kind: 'note', gate: school.gate, note: 'shift-start' }, NOW));
      await sender.exchange(server().hono, [...scans.slice(0, 200), ...notes, ...scans.slice(200)]);
      await reader.exchange(server().hono, [reader.scan(NOW)]);
      await declare(server().app, server().hono, school);
      const subject = `${'R'.repeat(21)}${round}`;
      const revoked = await postJson(server().hono, `/api/schools/${school.id}/passes/${subject}/revoke`, { reason: 'order' }, { cookie });
      expect(revoked.status).toBe(204);
      sent.push(...scans.map((scan) => scan.id), `revoked ${subject}`);
    }
    const { items, cursor, pages } = await readOn(0);
    expect(pages).toBeGreaterThan(3);
    const got = ids(items);
    expect(new Set(got).size).toBe(got.length);
    expect(got.filter((id) => !id.startsWith('pass'))).toEqual(sent);
    expect(got.filter((id) => id.startsWith('pass'))).toHaveLength(4);
    expect((await readOn(cursor)).items).toEqual([]);
    // From any place in between the rest comes, and nothing twice.
    const halfway = await ask({ feed: 0, epoch: 'test-epoch' });
    const rest = await readOn(halfway.feed.cursor);
    expect([...ids(halfway.feed.items), ...ids(rest.items)]).toEqual(got);
  });

  it('begins anew for another epoch and goes back when a kiosk is ahead of it', async () => {
    await sender.exchange(server().hono, [sender.scan(NOW - MINUTE)]);
    const { cursor } = await readOn(0);
    expect((await ask({ feed: cursor, epoch: 'before-the-restore' })).feed.items).toHaveLength(1);
    expect((await ask({ feed: cursor })).feed.items).toHaveLength(1);
    expect((await ask({ feed: cursor + 1000, epoch: 'test-epoch' })).feed).toMatchObject({ items: [], cursor, more: false });
    expect((await ask({ feed: -5, epoch: 'test-epoch' })).feed.items).toHaveLength(1);
  });

  it('brings a new kiosk, far behind, what still matters and no more', async () => {
    server().setClock(NOW - 3 * DAY);
    const before = await declare(server().app, server().hono, school);
    for (let i = 0; i < 5; i++) {
      await sender.exchange(
        server().hono,
        Array.from({ length: 500 }, (_, at) => sender.scan(NOW - 3 * DAY + at)),
      );
    }
    server().setClock(NOW);
    const now = await declare(server().app, server().hono, school);
    const late = sender.scan(NOW - 3 * DAY + HOUR);
    const scans = [sender.scan(NOW - DAY), sender.scan(NOW - MINUTE)];
    await sender.exchange(server().hono, [scans[0], late, scans[1]]);
    const { items, pages } = await readOn(0);
    expect(pages).toBe(1);
    expect(items.filter((item) => item.kind === 'scan').map((item) => item.id)).toEqual(scans.map((scan) => scan.id));
    const codes = items.flatMap((item) => (item.kind === 'pass' ? [item.typedCode] : []));
    expect(codes).toEqual([now.pass.typedCode]);
    expect(codes).not.toContain(before.pass.typedCode);
  });

  it('never skips what is stored while it is read', async () => {
    const batches = Array.from({ length: 6 }, (_, i) => Array.from({ length: 20 }, (_, at) => sender.scan(NOW - HOUR + i * 100 + at)));
    const seen: string[] = [];
    let cursor = 0;
    const reading = (async () => {
      for (let i = 0; i < 25; i++) {
        const { feed } = await ask({ feed: cursor, epoch: 'test-epoch' });
        seen.push(...ids(feed.items));
        cursor = feed.cursor;
      }
    })();
    await Promise.all([reading, ...batches.map((batch) => sender.exchange(server().hono, batch))]);
    seen.push(...ids((await readOn(cursor)).items));
    expect(seen.toSorted()).toEqual(batches.flatMap((batch) => batch.map((item) => item.id)).toSorted());
  });

  it('calls no item safe that was held after the backup began', async () => {
    const bad = { event: JSON.stringify({ ...JSON.parse(sender.scan(NOW).event), colour: 'blue' }) };
    await sender.exchange(server().hono, [sender.scan(NOW)]);
    const mark = (at: number) =>
      server().app.db.save('system', [
        {
          query: server()
            .app.db.build.insertInto('backup_mark')
            .values({ school_id: school.id, feed: 1_000_000, at })
            .onConflict((clash) => clash.column('school_id').doUpdateSet({ at }))
            .compile(),
        },
      ]);
    await mark(NOW - MINUTE);
    const held = await sender.exchange(server().hono, [bad]);
    expect(held).toMatchObject({ results: [{ status: 'quarantined' }], receivedThrough: 2, safeThrough: 0 });
    await mark(NOW + MINUTE);
    expect(await sender.exchange(server().hono, [])).toMatchObject({ receivedThrough: 2, safeThrough: 2 });
  });

  it("suspects the server's clock by the devices in use alone", async () => {
    const { cookie } = await makeAccount(server().app, school);
    const wrong = { sentAt: NOW - HOUR };
    const suspect = async (): Promise<boolean> => {
      const response = await server().hono.request(`/api/schools/${school.id}/alarms`, { headers: { cookie } });
      return ((await response.json()) as Alarms).serverClockSuspect;
    };
    await sender.exchange(server().hono, [], wrong);
    await reader.exchange(server().hono, [], wrong);
    expect(await suspect()).toBe(true);
    const revoked = await server().hono.request(`/api/schools/${school.id}/kiosks/${reader.id}`, {
      method: 'DELETE',
      headers: { cookie, origin: ORIGIN },
    });
    expect(revoked.status).toBe(204);
    expect(await suspect()).toBe(false);
  });
});
