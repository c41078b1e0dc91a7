/** What a text from camera, wedge scanner or keyboard is. Parsing only: signatures and rules come after. */
import { parseTypedCode } from '../codes.ts';
import { type ReadPass, readPass } from '../pass/pass.ts';
import { type PosterLink, readPosterLink } from '../poster/link.ts';
import { type Person1405, readPerson1405 } from './person-1405.ts';
import { readSchoolCard, type SchoolCard } from './school-card.ts';

/** Above the longest of our formats, far below what a QR can hold (7,089 digits). */
const MAX_TEXT = 1000;

/** Closed. `foreign` carries nothing: a Wi-Fi password or a certificate must never reach a screen, a log or a store. */
export type Reading =
  | ({ kind: 'pass' } & ReadPass)
  | ({ kind: 'poster' } & PosterLink)
  | ({ kind: 'person-1405' } & Person1405)
  | ({ kind: 'card' } & SchoolCard)
  | { kind: 'typed'; code: string }
  | { kind: 'nothing' }
  | { kind: 'foreign' };

const FULL_WIDTH_DIGITS = /[\uff10-\uff19]/g;
const OFFSET = 0xff10 - 0x30;

/** Takes what a wedge scanner adds (CR, LF, TAB) and what an input method does to digits (full width). */
export function readCode(raw: string): Reading {
  if (raw.length > MAX_TEXT) return { kind: 'foreign' };
  const text = raw.trim().replace(FULL_WIDTH_DIGITS, (digit) => String.fromCharCode(digit.charCodeAt(0) - OFFSET));
  if (text === '') return { kind: 'nothing' };
  const typed = /^[\d\s-]{10,16}$/.test(text) ? parseTypedCode(text) : undefined;
  if (typed !== undefined) return { kind: 'typed', code: typed };
  const pass = readPass(text);
  if (pass) return { kind: 'pass', ...pass };
  const card = readSchoolCard(text);
  if (card) return { kind: 'card', ...card };
  const poster = readPosterLink(text);
  if (poster) return { kind: 'poster', ...poster };
  const person = readPerson1405(text);
  return person ? { kind: 'person-1405', ...person } : { kind: 'foreign' };
}
