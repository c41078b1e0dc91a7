/** What is always in sight, in plain words. */
import { DAY, HOUR, type Instant, MINUTE, timeText } from '../../shared/clock.ts';
import { KEY_AGE_SHOWN } from '../../shared/gate/decide.ts';
import { language } from '../lib/i18n.ts';
import type { Kiosk } from './state/kiosk.ts';
import { t } from './strings.ts';

export type Tone = 'good' | 'warn' | 'bad';
export interface StatusLine {
  key: 'unsent' | 'contact' | 'keys' | 'clock' | 'storage' | 'battery' | 'version';
  text: string;
  tone: Tone;
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

export function statusLines(kiosk: Kiosk): StatusLine[] {
  const now = kiosk.now.value;
  return [unsent(kiosk, now), contact(kiosk, now), keys(kiosk, now), clock(kiosk), storage(kiosk), ...battery(kiosk), version(kiosk)];
}

function unsent(kiosk: Kiosk, now: Instant): StatusLine {
  const { unsent: count, oldestUnsentAt } = kiosk.counter.value;
  if (count === 0) return { key: 'unsent', text: t().sentAll, tone: 'good' };
  const since = oldestUnsentAt ?? now;
  const time = now - since > 20 * HOUR ? agoText(now - since) : timeText(since);
  return { key: 'unsent', text: t().unsentSince(countText(count), time), tone: now - since > OLD_BACKLOG ? 'warn' : 'good' };
}

function contact(kiosk: Kiosk, now: Instant): StatusLine {
  const words = t();
  const at = kiosk.contact.value?.at;
  const line = kiosk.line.value;
  const age = at === undefined ? Number.POSITIVE_INFINITY : now - at;
  const text = at === undefined ? words.contactNever : age < MINUTE ? words.contactNow : words.contactAgo(agoText(age));
  if (line === 'revoked' || line === 'unknown') return { key: 'contact', text: words.lineRefused, tone: 'bad' };
  if (line === 'not-an-answer') return { key: 'contact', text: `${text} · ${words.linePortal}`, tone: 'warn' };
  if (line === 'offline' && age >= MINUTE) return { key: 'contact', text: `${text} · ${words.lineOffline}`, tone: 'warn' };
  if (line === 'busy') return { key: 'contact', text: `${text} · ${words.lineBusy}`, tone: 'warn' };
  return { key: 'contact', text, tone: age > STALE_CONTACT ? 'warn' : 'good' };
}

function keys(kiosk: Kiosk, now: Instant): StatusLine {
  // Read so that a new contact draws it again.
  void kiosk.contact.value;
  const at = kiosk.keysAt();
  const age = at === undefined ? Number.POSITIVE_INFINITY : now - at;
  const text = age < HOUR ? t().keysFresh : t().keys(at === undefined ? t().unknown : agoText(age));
  return { key: 'keys', text, tone: age > DAY ? 'bad' : age > KEY_AGE_SHOWN ? 'warn' : 'good' };
}

function clock(kiosk: Kiosk): StatusLine {
  const offset = kiosk.clock.offset();
  if (!kiosk.clockSure.value) return { key: 'clock', text: t().clockUnsure, tone: 'bad' };
  const size = Math.abs(offset ?? 0);
  const text = size < OFFSET_SEEN ? t().clockRightNow : t().clockOff(`${(offset ?? 0) < 0 ? '+' : '−'}${agoText(size)}`);
  return { key: 'clock', text, tone: size > OFFSET_SHOWN ? 'warn' : 'good' };
}

function storage(kiosk: Kiosk): StatusLine {
  const { persisted, usedBytes, quotaBytes } = kiosk.device.view.value;
  if (kiosk.trouble.value === 'store') return { key: 'storage', text: t().storageTrouble, tone: 'bad' };
  const share = usedBytes !== undefined && quotaBytes ? usedBytes / quotaBytes : 0;
  if (share > NEARLY_FULL) return { key: 'storage', text: t().storageFull(percent(share)), tone: 'bad' };
  return { key: 'storage', text: persisted ? t().storageKept : t().storageLoose, tone: persisted ? 'good' : 'warn' };
}

function battery(kiosk: Kiosk): StatusLine[] {
  const { battery: level, charging } = kiosk.device.view.value;
  if (level === undefined) return [];
  const text = charging ? `${t().battery(percent(level))}, ${t().charging}` : t().battery(percent(level));
  return [{ key: 'battery', text, tone: level < LOW_BATTERY && !charging ? 'bad' : 'good' }];
}

const version = (kiosk: Kiosk): StatusLine => ({ key: 'version', text: t().version(kiosk.version), tone: 'good' });

/** 10.000 in Vietnamese, 10,000 in English. */
const countText = (count: number): string => count.toLocaleString(language.value === 'vi' ? 'vi-VN' : 'en-GB');
const percent = (share: number): string => `${Math.round(share * 100)}%`;
