/** Server push: a nudge with the feed's number, never a person. The page then asks for what is new (live-rows.ts). */
import type { Hono } from 'hono';
import { type LiveEvents, newRowsQuery, type OverReason, watchQuery } from '../../shared/api/live.schema.ts';
import { getNewRows, watchLog } from '../../shared/api/live.ts';
import { toBase64url, utf8 } from '../../shared/bytes.ts';
import { dayOf } from '../../shared/clock.ts';
import type { SchoolId } from '../../shared/ids.ts';
import { can } from '../../shared/units/can.ts';
import { accountOf, grantsOf, pathOf } from '../accounts/grants.ts';
import { auditOf } from '../audit.ts';
import type { App } from '../context.ts';
import { feedEnd } from '../db/feed.ts';
import { schoolScope } from '../db/port.ts';
import { reported } from '../report.ts';
import { mount } from '../route.ts';
import { newRows } from './live-rows.ts';
import type { Watch, Watches } from './live-watches.ts';

export interface LiveTimes {
  /** Below the minute after which proxies take a silent answer for dead, ms. */
  beat: number;
  /** How often the session and the right are asked for again, ms. */
  check: number;
  /** Nudges of one stream come at most this often, ms. */
  pause: number;
}
const LIVE_TIMES: LiveTimes = { beat: 15_000, check: 30_000, pause: 1000 };

const HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  // no-transform: a proxy that compresses would hold the events back; nginx is told apart.
  'cache-control': 'no-store, no-transform',
  'x-accel-buffering': 'no',
};

export function mountLive(hono: Hono, app: App, watches: Watches, closing: AbortSignal | undefined, times = LIVE_TIMES): void {
  const streams = new Map<SchoolId, Set<Stream>>();
  app.db.onFeed((school, feed) => {
    for (const stream of streams.get(school) ?? []) stream.nudge(feed);
  });
  closing?.addEventListener('abort', () => {
    for (const stream of [...streams.values()].flatMap((all) => [...all])) stream.end('restart');
    watches.endAll();
  });

  mount(hono, app, watchLog, watchQuery, async ({ input, params, caller, headers }) => {
    const school = params.school ?? '';
    const account = accountOf(caller);
    const known = watches.find(input.watch, account, school);
    const id = known?.id ?? toBase64url(app.random(16));
    const started = auditOf(app, { school, actor: account, action: watchLog.audit, object: id });
    if (!known) await app.db.save(schoolScope(school), [started]);

    const give = (): void => stream.end('elsewhere');
    const open = streams.get(school) ?? new Set<Stream>();
    streams.set(school, open);
    const stream = new Stream(times, {
      allowed: () => mayWatch(app, headers, school, account),
      ended: (why, watch) => {
        open.delete(stream);
        if (open.size === 0 && streams.get(school) === open) streams.delete(school);
        if (!watch) return;
        // Who may come back keeps the watch for a while.
        if (why === 'session') watches.end(watch);
        else watches.left(watch, give);
      },
      failed: (error) => app.log.error({ err: reported(error) }, 'live'),
    });
    open.add(stream);
    // After the stream listens: what is saved from here on reaches it as a nudge.
    const feed = await app.db.read(schoolScope(school), (query) => feedEnd(query, school));
    stream.begin(watches.take(known, { id, account, school }, give), feed);
    if (closing?.aborted) stream.end('restart');
    return new Response(stream.body, { headers: HEADERS });
  });

  mount(hono, app, getNewRows, newRowsQuery, async ({ input, params, caller }) => {
    const school = params.school ?? '';
    const account = accountOf(caller);
    const answer = await newRows(app, school, input);
    const watch = watches.find(input.watch, account, school);
    const { length: rows } = answer.rows;
    const seen = auditOf(app, { school, actor: account, action: getNewRows.audit, object: school, detail: { after: input.after, rows } });
    const entries = watch ? watches.count(watch, rows) : rows > 0 ? [seen] : [];
    if (entries.length > 0) await app.db.save(schoolScope(school), entries);
    return { body: answer };
  });
}

async function mayWatch(app: App, headers: Headers, school: SchoolId, account: string): Promise<boolean> {
  // The watch itself is no use of the session: a forgotten page must not stay signed in for ever.
  const session = await app.auth.sessionOf(headers, { prolong: false });
  if (session?.account !== account) return false;
  const today = dayOf(app.clock());
  const path = await pathOf(app.db, school, today);
  return path !== undefined && can(await grantsOf(app.db, account, today), 'log.read', path, today);
}

interface StreamPorts {
  allowed(): Promise<boolean>;
  ended(why: OverReason | 'left', watch: Watch | undefined): void;
  failed(error: unknown): void;
}

/** One connection. */
class Stream {
  readonly body: ReadableStream<Uint8Array>;
  readonly #times: LiveTimes;
  readonly #ports: StreamPorts;
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  #watch: Watch | undefined;
  #timers: NodeJS.Timeout[] = [];
  #nudged: number | undefined;
  #nudging: NodeJS.Timeout | undefined;
  #over = false;

  constructor(times: LiveTimes, ports: StreamPorts) {
    this.#times = times;
    this.#ports = ports;
    this.body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        this.#controller = controller;
      },
      cancel: () => this.#close('left', true),
    });
  }

  begin(watch: Watch, feed: number): void {
    this.#watch = watch;
    this.#send('watch', { watch: watch.id, feed });
    const { beat, check } = this.#times;
    this.#timers = [setInterval(() => this.#send('beat', {}), beat).unref(), setInterval(() => this.#hold(), check).unref()];
  }

  /** A batch of a kiosk is many saves: they become one nudge. */
  nudge(feed: number): void {
    this.#nudged = Math.max(feed, this.#nudged ?? 0);
    if (!this.#watch || this.#nudging) return;
    this.#nudging = setTimeout(() => {
      this.#nudging = undefined;
      if (this.#nudged !== undefined) this.#send('feed', { feed: this.#nudged });
      this.#nudged = undefined;
    }, this.#times.pause).unref();
  }

  end(why: OverReason): void {
    this.#send('over', { why });
    this.#close(why);
  }

  #hold(): void {
    this.#ports.allowed().then(
      (allowed) => {
        if (!allowed) this.end('session');
      },
      (error: unknown) => {
        this.#ports.failed(error);
        this.end('restart');
      },
    );
  }

  #send<Name extends keyof LiveEvents>(event: Name, data: LiveEvents[Name]): void {
    if (this.#over) return;
    // A reader that has stopped reading must not fill the memory.
    if ((this.#controller?.desiredSize ?? 0) < -MOST_UNREAD) this.#close('left');
    else this.#controller?.enqueue(utf8(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`));
  }

  #close(why: OverReason | 'left', byReader = false): void {
    if (this.#over) return;
    this.#over = true;
    for (const timer of this.#timers) clearInterval(timer);
    clearTimeout(this.#nudging);
    if (!byReader) this.#controller?.close();
    this.#ports.ended(why, this.#watch);
  }
}

/** Events that wait for a reader. */
const MOST_UNREAD = 100;
