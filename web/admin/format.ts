/** Numbers and times as they are written in Vietnam (and, for sizes and counts, in the language of the page). */
import { dayOf, dayText, type Instant, MINUTE, timeText } from '../../shared/clock.ts';
import { formatTenDigits } from '../../shared/codes.ts';
import type { Language } from '../lib/language.ts';

/** dd/mm/yyyy HH:MM in UTC+7. */
export const momentText = (at: Instant): string => `${dayText(dayOf(at))} ${timeText(at)}`;

/** HH:MM for today, with the day for every other. */
export const whenText = (at: Instant, now: Instant): string => (dayOf(at) === dayOf(now) ? timeText(at) : momentText(at));

export const countText = (count: number, language: Language): string => count.toLocaleString(language === 'vi' ? 'vi-VN' : 'en-GB');

/** In steps of 1,000, with one decimal from a megabyte on. */
export function sizeText(bytes: number, language: Language): string {
  const locale = language === 'vi' ? 'vi-VN' : 'en-GB';
  if (bytes < 1_000_000) return `${Math.max(1, Math.round(bytes / 1000)).toLocaleString(locale)} kB`;
  return `${(bytes / 1_000_000).toLocaleString(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 })} MB`;
}

/** "3, 7–9": at most five ranges, then an ellipsis. */
export function rangesText(ranges: readonly { from: number; to: number }[]): string {
  const shown = ranges.slice(0, 5).map(({ from, to }) => (from === to ? String(from) : `${from}–${to}`));
  return shown.join(', ') + (ranges.length > 5 ? '…' : '');
}

/** m:ss; never below zero. */
export function countdownText(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** Whole minutes, at least 1. */
export const minutesOf = (ms: number): number => Math.max(1, Math.round(Math.abs(ms) / MINUTE));

/** 10 digits in the groups in which the kiosk shows what is typed. */
export const codeText = (code: string): string => formatTenDigits(code);

/** As it stands on the poster: two groups of three. */
export const shortCodeText = (code: string): string => code.replace(/^(.{3})(.{3})$/, '$1 $2');
