/** `$gen` values, placeholders and JSON pointers. What is not known here fails its case. */
import { gzipSync } from 'node:zlib';
import { isRecord } from './case.ts';

export class NotUnderstood extends Error {
  override readonly name = 'NotUnderstood';
}

/** A body that is sent in pieces with pauses. */
export interface SlowBody {
  pieces: number;
  pauseMs: number;
}
export type Generated = string | Uint8Array | SlowBody;

export const isSlow = (value: unknown): value is SlowBody => isRecord(value) && 'pieces' in value && 'pauseMs' in value;

const numberIn = (from: Record<string, unknown>, names: readonly string[], otherwise: number): number => {
  for (const name of names) if (typeof from[name] === 'number') return from[name];
  return otherwise;
};
const textIn = (value: unknown): string => (typeof value === 'string' ? value : '');

/** `scaled` makes a count smaller for `npm test`. */
export function generate(spec: Record<string, unknown>, scaled: (count: number) => number = (count) => count): Generated {
  const count = scaled(numberIn(spec, ['count', 'times', 'depth', 'n'], 1));
  switch (spec.$gen) {
    case 'repeat': {
      const text = textIn(spec.prefix) + textIn(spec.value).repeat(count) + textIn(spec.suffix);
      return text;
    }
    case 'nest':
      return (textIn(spec.open) || '[').repeat(count) + textIn(spec.value) + (textIn(spec.close) || ']').repeat(count);
    case 'manykeys':
      return `{${Array.from({ length: count }, (_, i) => `"k${i}":${i}`).join(',')}}`;
    case 'gzip_zeros': {
      const megabytes = numberIn(spec, ['mb', 'size_mb', 'megabytes'], 0);
      return gzipSync(Buffer.alloc(megabytes * 1024 * 1024 || numberIn(spec, ['size', 'bytes', 'count', 'length'], 100 * 1024 * 1024)));
    }
    case 'slow': {
      const seconds = numberIn(spec, ['seconds', 'duration_s', 'for_s'], 20);
      const perSecond = numberIn(spec, ['bytes_per_second', 'bytes_per_s', 'per_second', 'rate'], 1);
      return { pieces: Math.max(2, Math.min(20, Math.ceil(seconds * perSecond))), pauseMs: 1000 / perSecond };
    }
    case 'png':
      return pictureHead(numberIn(spec, ['width'], 1), numberIn(spec, ['height'], 1));
    case 'jpeg':
      return Buffer.from('ffd8ffe000104a46494600010100000100010000ffd9', 'hex');
    case 'zip':
      return Buffer.concat([Buffer.from('504b0506', 'hex'), Buffer.alloc(18)]);
    default:
      throw new NotUnderstood(`$gen ${JSON.stringify(spec.$gen)}`);
  }
}

/** Signature and header chunk: all that a reader needs in order to refuse the size. */
function pictureHead(width: number, height: number): Buffer {
  const head = Buffer.alloc(25);
  head.writeUInt32BE(13, 0);
  head.write('IHDR', 4);
  head.writeUInt32BE(width, 8);
  head.writeUInt32BE(height, 12);
  head.set([8, 6, 0, 0, 0], 16);
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), head]);
}

/** A value of the file with its generators run; slow and binary ones only where `binary` says so. */
export function plain(value: unknown, scaled?: (count: number) => number): unknown {
  if (Array.isArray(value)) return value.map((item) => plain(item, scaled));
  if (!isRecord(value)) return value;
  if (!('$gen' in value)) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item, scaled)]));
  const made = generate(value, scaled);
  if (typeof made !== 'string') throw new NotUnderstood(`$gen ${String(value.$gen)} as a text`);
  return made;
}

const UNITS: Record<string, number> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 7 * 86_400_000,
  y: 365 * 86_400_000,
};

/** `1d`, `-400d`, `+10 min` in ms; undefined when it is no span of time. */
export function spanOf(text: string): number | undefined {
  const parts = /^([+-]?)\s*(\d+(?:\.\d+)?)\s*(ms|s|min|m|h|d|w|y)$/.exec(text.trim());
  return parts ? (parts[1] === '-' ? -1 : 1) * Number(parts[2]) * (UNITS[parts[3] ?? ''] ?? 0) : undefined;
}

/** `{now}`, `{now+1d}`, `now-1s` as an instant. */
export function relativeTime(name: string, now: number): number | undefined {
  if (name === 'now') return now;
  const span = name.startsWith('now') ? spanOf(name.slice(3)) : undefined;
  return span === undefined ? undefined : now + span;
}

export type Known = (name: string) => string | undefined;

/** Replaces every `{name}`. @throws NotUnderstood for a name that nobody knows */
export function fill(text: string, known: Known, now: number): string {
  return text.replace(/\{([A-Za-z][\w.+-]*)\}/g, (_, name: string) => {
    const at = relativeTime(name, now);
    const value = at === undefined ? known(name) : new Date(at).toISOString();
    if (value === undefined) throw new NotUnderstood(`placeholder {${name}}`);
    return value;
  });
}

/** Fills every text of a value. */
export function fillAll(value: unknown, known: Known, now: number): unknown {
  if (typeof value === 'string') return fill(value, known, now);
  if (Array.isArray(value)) return value.map((item) => fillAll(item, known, now));
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fillAll(item, known, now)]));
}

export const segmentsOf = (pointer: string): string[] =>
  pointer
    .replace(/^\//, '')
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));

/** Sets (or with undefined takes away) what a JSON pointer names; own properties only, objects made on the way. */
export function setAt(root: Record<string, unknown>, segments: readonly string[], value: unknown): void {
  let at: unknown = root;
  segments.forEach((name, index) => {
    const last = index === segments.length - 1;
    const own = Array.isArray(at) && /^\d+$/.test(name) ? Number(name) : name;
    const holder = at as Record<string | number, unknown>;
    if (last) {
      if (value === undefined) delete holder[own];
      else Object.defineProperty(holder, own, { value, writable: true, enumerable: true, configurable: true });
    } else {
      if (typeof holder[own] !== 'object' || holder[own] === null) holder[own] = {};
      at = holder[own];
    }
  });
}
