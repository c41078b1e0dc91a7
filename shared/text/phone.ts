import { type Cleaned, refuse } from './clean.ts';

/** Marks of direction that address books put around a number when it is copied. */
const COPIED_MARKS = /[\u200e\u202a\u202c\u202d\u2066\u2069]/g;
const EASTERN_DIGITS = /[\u0660-\u0669\u06f0-\u06f9]/g;

/**
 * A phone number as ASCII digits with its plus kept: 0912345678, +84912345678. Full-width and Arabic-Indic digits become
 * ASCII, spaces, dots, dashes and brackets go; 8 to 15 digits, Vietnamese or foreign (E.164).
 */
export function normalisePhone(typed: string): Cleaned {
  if (typed.length > 60) return refuse('too-long');
  const text = typed
    .replace(COPIED_MARKS, '')
    .normalize('NFKC')
    .replace(EASTERN_DIGITS, (digit) => String(digit.charCodeAt(0) & 15))
    .replace(/[\p{Zs}\p{Pd}.()[\]]/gu, '');
  if (text === '') return refuse('required');
  return /^\+?[0-9]{8,15}$/.test(text) ? { ok: true, text } : refuse('not-a-phone');
}
