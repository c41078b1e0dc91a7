/** What the guard is asked and told beside the scans: roll call, PIN, the state of the device, the moment of an update. */
import { signal } from '@preact/signals';
import { describe, expect, it } from 'vitest';
import { toBase64url, utf8 } from '../../../shared/bytes.ts';
import { DAY, HOUR, MINUTE } from '../../../shared/clock.ts';
import type { Contact, DayItem } from '../../../web/kiosk/db/schema.ts';
import { createDayBook } from '../../../web/kiosk/gate/day-book.ts';
import { openVisits } from '../../../web/kiosk/gate/open-visits.ts';
import { updateWhenIdle } from '../../../web/kiosk/state/idle-update.ts';
import type { Kiosk } from '../../../web/kiosk/state/kiosk.ts';
import type { Line } from '../../../web/kiosk/state/line.ts';
import { createPinCheck } from '../../../web/kiosk/state/pin.ts';
import { createRollCall } from '../../../web/kiosk/state/roll-call.ts';
import { createSignals } from '../../../web/kiosk/state/signals.ts';
import { type StatusLine, statusLines } from '../../../web/kiosk/status-lines.ts';
import { setLanguage } from '../../../web/lib/i18n.ts';
import { fakeClock, freshDb, GATE, KIOSK, NOW } from './kit.ts';

let numbers = 0;
const entry = (name: string, at = NOW - HOUR): Extract<DayItem, { kind: 'scan' }> => {
  const n = ++numbers;
  const id = `0192f0c4-0000-7000-8000-${String(n).padStart(12, '0')}`;
  return { kind: 'scan', id, kiosk: KIOSK, n, at, gate: GATE, subject: `s${n}`, dir: 'in', colour: 'green', name, host: '' };
};

describe('who is inside', () => {
  it('stands in the order of given names, and goes with a round that found them gone', () => {
    const [hong, an, bay] = [entry('N.T.B. Hồng ·678'), entry('L.V. An ·111'), entry('T.V. Bảy ·222')];
    const book = createDayBook([hong, an, bay]);
    expect(openVisits(book).map((visit) => visit.name)).toEqual(['L.V. An ·111', 'T.V. Bảy ·222', 'N.T.B. Hồng ·678']);
    const round = (of: string, found: 'left' | 'stays' | 'unknown'): DayItem => {
      const n = ++numbers;
      return { kind: 'round', id: `0192f0c4-0000-7000-8000-${String(n).padStart(12, '0')}`, kiosk: KIOSK, n, at: NOW, of, found };
    };
    book.add(round(an.id, 'left'));
    book.add(round(bay.id, 'unknown'));
    book.add(round(hong.id, 'stays'));
    expect(openVisits(book)).toMatchObject([{ name: 'N.T.B. Hồng ·678', scan: hong.id, stays: true }]);
  });
});

describe('the roll call', () => {
  it('keeps its ticks over a reload, and forgets them when it ends', async () => {
    const db = await freshDb();
    const open = () =>
      createRollCall(
        db,
        () => NOW,
        () => undefined,
      );
    const first = await open();
    expect(first.current.value).toBeUndefined();
    await first.begin();
    await first.tick('a', true);
    await first.tick('b', true);
    await first.tick('a', false);
    const again = await open();
    expect(again.current.value).toEqual({ startedAt: NOW, seen: ['b'] });
    await again.begin();
    expect(again.current.value?.seen).toEqual(['b']);
    await again.end();
    expect((await open()).current.value).toBeUndefined();
  });

  it('shows a tick even when the store fails, and says so', async () => {
    const db = await freshDb();
    const failures: unknown[] = [];
    const call = await createRollCall(
      db,
      () => NOW,
      (error) => failures.push(error),
    );
    await call.begin();
    db.close();
    await call.tick('a', true);
    expect(call.current.value?.seen).toEqual(['a']);
    expect(failures).toHaveLength(1);
  });
});

describe('a PIN', () => {
  it('is asked of the guards that the school has named, and of nobody where it has named none', async () => {
    const salt = new Uint8Array(16).fill(1);
    const key = await crypto.subtle.importKey('raw', utf8('2468'), 'PBKDF2', false, ['deriveBits']);
    const bits = await crypto.subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-256', salt, iterations: 100_000 }, key, 256);
    const operators = [{ id: 'op', name: 'Bác Thành', salt: toBase64url(salt), hash: toBase64url(new Uint8Array(bits)) }];
    let mono = 0;
    const pins = createPinCheck(
      () => operators,
      () => mono,
    );
    expect(
      await createPinCheck(
        () => [],
        () => 0,
      ).check(undefined, ''),
    ).toBe('ok');
    expect(await pins.check(undefined, '2468')).toBe('wrong-pin');
    expect(await pins.check('op', '2468')).toBe('ok');
    for (let i = 0; i < 5; i++) expect(await pins.check('op', '0000')).toBe('wrong-pin');
    expect(await pins.check('op', '2468')).toBe('wait');
    mono += 31_000;
    expect(await pins.check('op', '2468')).toBe('ok');
  });
});

describe('the state of the device', () => {
  const contact: Contact = {
    at: NOW,
    epoch: 'e',
    feed: 0,
    safeThrough: 0,
    receivedThrough: 0,
    certificateEndsAt: null,
    serverClockSuspect: false,
  };
  interface State {
    contact?: Partial<Contact>;
    line?: Line;
    unsent?: number;
    oldest?: number;
    keysAt?: number;
    device?: object;
    offset?: number;
    sure?: boolean;
    trouble?: 'store';
  }
  function linesOf(state: State): StatusLine[] {
    const signals = createSignals({ now: () => NOW, sure: () => state.sure ?? true });
    signals.contact.value = { ...contact, ...state.contact };
    signals.line.value = state.line ?? 'ok';
    signals.counter.value = state.unsent ? { unsent: state.unsent, oldestUnsentAt: state.oldest } : { unsent: 0 };
    signals.trouble.value = state.trouble;
    const parts = {
      ...signals,
      version: '1.0.0',
      device: { view: signal({ persisted: true, ...state.device }) },
      clock: { ...fakeClock(), offset: () => state.offset ?? 0 },
      keysAt: () => state.keysAt ?? NOW,
    };
    return statusLines(parts as unknown as Kiosk);
  }
  const troubled = (state: State): string[] =>
    linesOf(state)
      .filter((line) => line.help)
      .map((line) => `${line.key} ${line.tone}: ${line.text}`);

  it('wants nothing when all is well', () => {
    expect(troubled({})).toEqual([]);
    expect(linesOf({}).map((line) => line.key)).toEqual(['unsent', 'contact', 'keys', 'clock', 'storage', 'version']);
  });

  it.each<[string, State, string[]]>([
    [
      'server down three days, 10,000 unsent',
      { line: 'offline', contact: { at: NOW - 3 * DAY }, unsent: 10_000, oldest: NOW - 3 * DAY, keysAt: NOW - 3 * DAY },
      [
        'unsent warn: Chưa gửi 10.000 lượt, từ 20/11 08:00',
        'contact bad: Máy chủ: 3 ngày trước · Không có mạng',
        'keys bad: Khóa: lấy 3 ngày trước',
      ],
    ],
    [
      'captive portal',
      { line: 'not-an-answer', contact: { at: NOW - 10 * MINUTE } },
      ['contact warn: Máy chủ: 10 phút trước · Mạng cần đăng nhập Wi-Fi'],
    ],
    ['revoked', { line: 'revoked' }, ['contact bad: Máy chủ không nhận máy này']],
    ['unknown signature', { line: 'unknown' }, ['contact bad: Máy chủ không nhận máy này']],
    ['clock wrong', { offset: -40 * MINUTE }, ['clock warn: Đồng hồ: nhanh 40 phút']],
    ['clock unsure', { sure: false }, ['clock bad: Giờ chưa chắc đúng']],
    ['not persisted', { device: { persisted: false } }, ['storage warn: Bộ nhớ: chưa bảo đảm']],
    ['nearly full', { device: { usedBytes: 95, quotaBytes: 100 } }, ['storage bad: Bộ nhớ: đã dùng 95%']],
    ['store failing', { trouble: 'store' }, ['storage bad: Bộ nhớ: đang lỗi']],
    ['battery low', { device: { battery: 0.1, charging: false } }, ['battery bad: Pin 10%']],
    ['certificate ending', { contact: { certificateEndsAt: NOW + 5 * DAY } }, ['certificate warn: Chứng chỉ máy chủ: còn 5 ngày']],
    ['certificate over', { contact: { certificateEndsAt: NOW - DAY } }, ['certificate bad: Chứng chỉ máy chủ: đã hết hạn']],
    ['server clock', { contact: { serverClockSuspect: true } }, ['server-clock warn: Giờ máy chủ: có thể sai']],
  ])('says what to do: %s', (_name, state, expected) => {
    setLanguage('vi');
    expect(troubled(state)).toEqual(expected);
    // The other language has its own words for each.
    const vi = linesOf(state).flatMap((line) => line.help ?? []);
    setLanguage('en');
    const en = linesOf(state).flatMap((line) => line.help ?? []);
    setLanguage('vi');
    expect(en).toHaveLength(vi.length);
    expect(en.some((help) => vi.includes(help))).toBe(false);
  });

  it('tells a withdrawn kiosk from one that the server has forgotten', () => {
    const helpOf = (line: Line) => linesOf({ line }).find((each) => each.key === 'contact')?.help;
    expect(helpOf('revoked')).not.toBe(helpOf('unknown'));
  });
});

describe('a waiting version', () => {
  function setUp(stage: 'shift' | 'gate', sheet: 'none' | 'file') {
    let mono = 0;
    let look: () => void = () => undefined;
    const applied: number[] = [];
    const app = {
      update: signal<{ apply(): void } | undefined>({ apply: () => undefined }),
      sheet: signal<'none' | 'file'>(sheet),
      kiosk: { stage: signal<'shift' | 'gate'>(stage) },
      applyUpdate: () => applied.push(mono) > 0,
    };
    const touched = updateWhenIdle({
      app: app as unknown as Parameters<typeof updateWhenIdle>[0]['app'],
      mono: () => mono,
      after: (_ms, run) => {
        look = run;
      },
    });
    return {
      applied,
      app,
      touched,
      pass(ms: number) {
        mono += ms;
        look();
      },
    };
  }

  it('comes by itself when nobody is on duty and nobody touches the device', () => {
    const { applied, touched, pass } = setUp('shift', 'none');
    pass(60_000);
    touched();
    pass(90_000);
    expect(applied).toEqual([]);
    pass(60_000);
    expect(applied).toEqual([210_000]);
  });

  it('never during a shift, never under an open sheet, and not when there is none', () => {
    for (const [stage, sheet] of [
      ['gate', 'none'],
      ['shift', 'file'],
    ] as const) {
      const { applied, pass } = setUp(stage, sheet);
      pass(HOUR);
      expect(applied).toEqual([]);
    }
    const { applied, app, pass } = setUp('shift', 'none');
    app.update.value = undefined;
    pass(HOUR);
    expect(applied).toEqual([]);
  });
});
