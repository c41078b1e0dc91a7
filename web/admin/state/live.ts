/**
 * Watching a school by server push. Read with fetch: EventSource hides why a connection was refused, and cannot tell that
 * a silent one is dead. A page that nobody looks at lets go after a while, and resumes when somebody comes back.
 */
import { type ReadonlySignal, signal } from '@preact/signals';
import { getMe } from '../../../shared/api/accounts.ts';
import type { OverReason } from '../../../shared/api/live.schema.ts';
import { watchLog } from '../../../shared/api/live.ts';
import { type Instant, MINUTE } from '../../../shared/clock.ts';
import { addressOf } from '../../lib/client.ts';
import type { Client } from '../client.ts';
import { eventReader, type LiveEvent } from './live-events.ts';

export type LiveState =
  | { kind: 'off' | 'connecting' | 'watching' }
  /** Tries again by itself. */
  | { kind: 'lost'; retryAt: Instant }
  /** Another page of the same account watches instead; this one waits to be told. */
  | { kind: 'elsewhere' };

export interface Live {
  state: ReadonlySignal<LiveState>;
  /** Names the watch to the server; undefined before the first connection. */
  watch(): string | undefined;
  start(): void;
  /** Also: try again now. */
  retry(): void;
  /** Whether somebody can see the page. */
  seen(visible: boolean): void;
  stop(): void;
}

export interface LivePorts {
  client: Client;
  clock: () => Instant;
  school: string;
  /** The feed of the school has come to this number. Called at each beginning, too. */
  onFeed: (feed: number) => void;
}

/** ms. The server beats every 15 s. */
const SILENT = 40_000;
const FIRST_WAIT = 2000;
const LONGEST_WAIT = MINUTE;
/** A page in the background goes on for so long. */
const UNSEEN = MINUTE;

export function createLive({ client, clock, school, onFeed }: LivePorts): Live {
  const state = signal<LiveState>({ kind: 'off' });
  let watch: string | undefined;
  let abort: AbortController | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let away: ReturnType<typeof setTimeout> | undefined;
  let wait = FIRST_WAIT;
  let on = false;

  function close(next: LiveState): void {
    abort?.abort();
    abort = undefined;
    clearTimeout(timer);
    state.value = next;
  }

  function lose(): void {
    close({ kind: 'lost', retryAt: clock() + wait });
    timer = setTimeout(connect, wait);
    wait = Math.min(LONGEST_WAIT, wait * 2);
  }

  /** Every piece that arrives winds it up anew. */
  function expectSomething(): void {
    clearTimeout(timer);
    timer = setTimeout(lose, SILENT);
  }

  function over(why: OverReason): void {
    if (why === 'elsewhere') close({ kind: 'elsewhere' });
    else if (why === 'restart') lose();
    else endSession();
  }

  /** Any answer that says so brings the sign-in; a right that was taken away shows on the next answer. */
  function endSession(): void {
    lose();
    client.call(getMe);
  }

  function take(event: LiveEvent): void {
    switch (event.name) {
      case 'watch':
        watch = event.data.watch;
        wait = FIRST_WAIT;
        state.value = { kind: 'watching' };
        onFeed(event.data.feed);
        break;
      case 'feed':
        onFeed(event.data.feed);
        break;
      case 'beat':
        break;
      case 'over':
        over(event.data.why);
        break;
    }
  }

  async function connect(): Promise<void> {
    close({ kind: 'connecting' });
    const mine = new AbortController();
    abort = mine;
    const current = (): boolean => abort === mine;
    expectSomething();
    try {
      const response = await client.fetch(addressOf(watchLog.path, { school }, { watch }), { signal: mine.signal });
      if (!current()) return;
      if (response.status === 401) return endSession();
      const stream = response.ok && response.headers.get('content-type')?.startsWith('text/event-stream') ? response.body : null;
      if (!stream) return lose();
      const read = eventReader();
      const decoder = new TextDecoder();
      const reader = stream.getReader();
      for (;;) {
        const { value, done } = await reader.read();
        if (!current()) return;
        if (done) return lose();
        expectSomething();
        for (const event of read(decoder.decode(value, { stream: true }))) if (current()) take(event);
      }
    } catch {
      // Aborted by ourselves, or the network is gone.
      if (current()) lose();
    }
  }

  function begin(): void {
    wait = FIRST_WAIT;
    connect();
  }

  return {
    state,
    watch: () => watch,
    start() {
      on = true;
      begin();
    },
    retry() {
      if (on) begin();
    },
    seen(visible) {
      clearTimeout(away);
      if (!on) return;
      if (!visible) away = setTimeout(() => close({ kind: 'off' }), UNSEEN);
      else if (state.value.kind === 'off' || state.value.kind === 'lost') begin();
    },
    stop() {
      on = false;
      clearTimeout(away);
      close({ kind: 'off' });
    },
  };
}
