/** What is always in sight, in plain words. */
import { DAY, dayOf, dayText, HOUR, type Instant, MINUTE, timeText } from '../../shared/clock.ts';
import { KEY_AGE_SHOWN } from '../../shared/gate/decide.ts';
import { language } from '../lib/i18n.ts';
import type { Kiosk } from './state/kiosk.ts';
import { t } from './strings.ts';

export type Tone = 'good' | 'warn' | 'bad';
export interface StatusLine {
  key: 'unsent' | 'contact' | 'keys' | 'clock' | 'storage' | 'battery' | 'certificate' | 'server-clock' | 'version';
  text: string;
  tone: Tone;
  /** What to do next; only where something is to be done. */
  help?: string;
}

/** "3 phút", in the largest unit that fits. */
export function agoText(ms: number): string {
  const words = t();
  if (ms >= DAY) return words.ago(String(Math.floor(ms / DAY)), words.day);
  if (ms >= HOUR) return words.ago(String(Math.floor(ms / HOUR)), words.hour);
  if (ms >= MINUTE) return words.ago(String(Math.floor(ms / MINUTE)), words.minute);
  return words.ago(String(Math.max(0, Math.floor(ms / 1000))), words.second);
}

const OLD_BACKLOG = HOUR;
const STALE_CONTACT = 5 * MINUTE;
/** Below this nobody at a gate sees a difference. */
const OFFSET_SEEN = 2_000;
const OFFSET_SHOWN = 30_000;
const NEARLY_FULL = 0.9;
const LOW_BATTERY = 0.2;
const CERTIFICATE_SHOWN = 14 * DAY;
/** Days. */
const CERTIFICATE_URGENT = 3;

/** Always the same lines in the same order; certificate and server clock only when they matter. */
export function statusLines(kiosk: Kiosk): StatusLine[] {
  const now = kiosk.now.value;
  return [
    unsent(kiosk, now),
    contact(kiosk, now),
    keys(kiosk, now),
    clock(kiosk),
    storage(kiosk),
    ...battery(kiosk),
    ...certificate(kiosk, now),
    ...serverClock(kiosk),
    version(kiosk),
  ];
}

function unsent(kiosk: Kiosk, now: Instant): StatusLine {
  const { unsent: count, oldestUnsentAt } = kiosk.counter.value;
  if (count === 0) return { key: 'unsent', text: t().sentAll, tone: 'good' };
  const since = oldestUnsentAt ?? now;
  const text = t().unsentSince(countText(count), sinceText(since, now));
  return now - since > OLD_BACKLOG
    ? { key: 'unsent', text, tone: 'warn', help: now - since > DAY ? t().helpUnsentOld : t().helpUnsent }
    : { key: 'unsent', text, tone: 'good' };
}

/** "07:15" of today, "20/11 07:15" before. */
export const sinceText = (since: Instant, now: Instant): string =>
  dayOf(since) === dayOf(now) ? timeText(since) : `${dayText(dayOf(since)).slice(0, 5)} ${timeText(since)}`;

function contact(kiosk: Kiosk, now: Instant): StatusLine {
  const words = t();
  const at = kiosk.contact.value?.at;
  const age = at === undefined ? Number.POSITIVE_INFINITY : now - at;
  const text = at === undefined ? words.contactNever : age < MINUTE ? words.contactNow : words.contactAgo(agoText(age));
  const line = (tone: Tone, more: string | undefined, help?: string): StatusLine => ({
    key: 'contact',
    text: more ? `${text} · ${more}` : text,
    tone,
    ...(help ? { help } : {}),
  });
  const { line: last } = kiosk;
  switch (last.value) {
    case 'revoked':
      return { key: 'contact', text: words.lineRefused, tone: 'bad', help: words.helpRevoked };
    case 'unknown':
      return { key: 'contact', text: words.lineRefused, tone: 'bad', help: words.helpUnknown };
    case 'not-an-answer':
      return line('warn', words.linePortal, words.helpPortal);
    case 'busy':
      return line('warn', words.lineBusy, words.helpBusy);
    case 'offline':
      return age < MINUTE ? line('good', undefined) : line(age > DAY ? 'bad' : 'warn', words.lineOffline, words.helpOffline);
    case 'ok':
    case undefined:
      return age > STALE_CONTACT ? line('warn', undefined, words.helpSilent) : line('good', undefined);
  }
}

function keys(kiosk: Kiosk, now: Instant): StatusLine {
  // Read so that a new contact draws it again.
  void kiosk.contact.value;
  const at = kiosk.keysAt();
  const age = at === undefined ? Number.POSITIVE_INFINITY : now - at;
  const text = at === undefined ? t().keysNone : age < HOUR ? t().keysFresh : t().keys(agoText(age));
  if (age > DAY) return { key: 'keys', text, tone: 'bad', help: t().helpKeys };
  if (age > KEY_AGE_SHOWN) return { key: 'keys', text, tone: 'warn', help: t().helpKeysWarn };
  return { key: 'keys', text, tone: 'good' };
}

function clock(kiosk: Kiosk): StatusLine {
  const offset = kiosk.clock.offset();
  if (!kiosk.clockSure.value) return { key: 'clock', text: t().clockUnsure, tone: 'bad', help: t().helpClockUnsure };
  const size = Math.abs(offset ?? 0);
  if (size < OFFSET_SEEN) return { key: 'clock', text: t().clockRightNow, tone: 'good' };
  // Server minus device: below zero the device is ahead.
  const text = (offset ?? 0) < 0 ? t().clockFast(agoText(size)) : t().clockSlow(agoText(size));
  return size > OFFSET_SHOWN ? { key: 'clock', text, tone: 'warn', help: t().helpClock } : { key: 'clock', text, tone: 'good' };
}

function storage(kiosk: Kiosk): StatusLine {
  const { persisted, usedBytes, quotaBytes } = kiosk.device.view.value;
  if (kiosk.trouble.value === 'store') return { key: 'storage', text: t().storageTrouble, tone: 'bad', help: t().helpTrouble };
  const share = usedBytes !== undefined && quotaBytes ? usedBytes / quotaBytes : 0;
  if (share > NEARLY_FULL) return { key: 'storage', text: t().storageFull(percent(share)), tone: 'bad', help: t().helpFull };
  return persisted
    ? { key: 'storage', text: t().storageKept, tone: 'good' }
    : { key: 'storage', text: t().storageLoose, tone: 'warn', help: t().helpLoose };
}

function battery(kiosk: Kiosk): StatusLine[] {
  const { battery: level, charging } = kiosk.device.view.value;
  if (level === undefined) return [];
  const text = charging ? `${t().battery(percent(level))}, ${t().charging}` : t().battery(percent(level));
  if (level < LOW_BATTERY && !charging) return [{ key: 'battery', text, tone: 'bad', help: t().helpBattery }];
  return [{ key: 'battery', text, tone: 'good' }];
}

function certificate(kiosk: Kiosk, now: Instant): StatusLine[] {
  const endsAt = kiosk.contact.value?.certificateEndsAt ?? undefined;
  if (endsAt === undefined || endsAt - now > CERTIFICATE_SHOWN) return [];
  const days = Math.floor((endsAt - now) / DAY);
  const text = days < 0 ? t().certificateOver : t().certificate(String(days));
  return [{ key: 'certificate', text, tone: days < CERTIFICATE_URGENT ? 'bad' : 'warn', help: t().helpCertificate }];
}

const serverClock = (kiosk: Kiosk): StatusLine[] =>
  kiosk.contact.value?.serverClockSuspect ? [{ key: 'server-clock', text: t().serverClock, tone: 'warn', help: t().helpServerClock }] : [];

const version = (kiosk: Kiosk): StatusLine => ({ key: 'version', text: t().version(kiosk.version), tone: 'good' });

/** 10.000 in Vietnamese, 10,000 in English. */
export const countText = (count: number): string => inWords(count, 0);
/** 9,2 GB in Vietnamese, 9.2 GB in English. */
export function bytesText(bytes: number): string {
  if (bytes >= 2 ** 30) return `${inWords(bytes / 2 ** 30, 1)} GB`;
  if (bytes >= 2 ** 20) return `${inWords(bytes / 2 ** 20, 1)} MB`;
  return `${inWords(Math.ceil(bytes / 1024), 0)} kB`;
}
const inWords = (value: number, digits: number): string =>
  value.toLocaleString(language.value === 'vi' ? 'vi-VN' : 'en-GB', { maximumFractionDigits: digits });
const percent = (share: number): string => `${Math.round(share * 100)}%`;
