/** What the looks add up to, as data and as a table. */

import type { Look } from './look.ts';
import type { Frame } from './manifest.ts';

export interface Result {
  frame: Frame;
  looks: Record<string, Look>;
}

export interface DecoderRow {
  decoder: string;
  /** Per class: frames with a code that were read rightly, of how many; 0 to 1. */
  classes: Record<string, { frames: number; read: number; rate: number }>;
  all: { frames: number; read: number; rate: number };
  /** A text that is not the frame's. */
  wrong: number;
  /** A text where there is no code. */
  falseReads: number;
  /** ms of one frame; the union has none. */
  p50?: number;
  p95?: number;
}

export interface Report {
  frames: number;
  engine: string;
  decoders: DecoderRow[];
  /** Frames that at least one npm decoder reads. */
  union: DecoderRow;
  wrong: { decoder: string; file: string; text: string }[];
}

export function report(results: readonly Result[], names: readonly string[], engine: string): Report {
  const isPeer = (name: string): boolean => !name.startsWith('quacong');
  const rowOf = (decoder: string, of: readonly string[]): DecoderRow => {
    const withCode = results.filter(({ frame }) => frame.text !== null);
    const rightly = ({ frame, looks }: Result): boolean => of.some((name) => looks[name]?.text === frame.text);
    const rate = (group: readonly Result[]) => {
      const read = group.filter(rightly).length;
      return { frames: group.length, read, rate: group.length === 0 ? 0 : read / group.length };
    };
    const classes = [...new Set(withCode.map(({ frame }) => frame.class))];
    const texts = results.flatMap(({ frame, looks }) => of.map((name) => ({ frame, text: looks[name]?.text ?? null })));
    return {
      decoder,
      classes: Object.fromEntries(classes.map((name) => [name, rate(withCode.filter(({ frame }) => frame.class === name))])),
      all: rate(withCode),
      wrong: texts.filter(({ frame, text }) => text !== null && frame.text !== null && text !== frame.text).length,
      falseReads: texts.filter(({ frame, text }) => text !== null && frame.text === null).length,
    };
  };
  const timed = (name: string): DecoderRow => {
    const times = results.map(({ looks }) => looks[name]?.ms ?? 0).sort((a, b) => a - b);
    const at = (part: number): number => Number((times[Math.min(times.length - 1, Math.floor(times.length * part))] ?? 0).toFixed(1));
    return { ...rowOf(name, [name]), p50: at(0.5), p95: at(0.95) };
  };
  const wrong = results.flatMap(({ frame, looks }) =>
    Object.entries(looks).flatMap(([decoder, { text }]) =>
      text === null || text === frame.text ? [] : [{ decoder, file: frame.file, text }],
    ),
  );
  return {
    frames: results.length,
    engine,
    decoders: names.map(timed),
    union: rowOf('all npm decoders together', names.filter(isPeer)),
    wrong,
  };
}

export function textOf({ frames, engine, decoders, union, wrong }: Report): string {
  const rows = [...decoders, union];
  const classes = Object.keys(union.classes);
  const percent = (rate: number): string => (rate * 100).toFixed(rate === 1 ? 0 : 1);
  const head = ['% of frames read', ...classes, 'ALL', 'read', 'wrong', 'false', 'p50 ms', 'p95 ms'];
  const body = rows.map((row) => [
    row.decoder,
    ...classes.map((name) => percent(row.classes[name]?.rate ?? 0)),
    percent(row.all.rate),
    `${row.all.read}/${row.all.frames}`,
    String(row.wrong),
    String(row.falseReads),
    row.p50 === undefined ? '' : row.p50.toFixed(1),
    row.p95 === undefined ? '' : row.p95.toFixed(1),
  ]);
  const widths = head.map((word, column) => Math.max(word.length, ...body.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    row.map((word, column) => (column === 0 ? word.padEnd(widths[0] ?? 0) : word.padStart(widths[column] ?? 0))).join('  ');
  const notes = wrong
    .slice(0, 20)
    .map(({ decoder, file, text }) => `wrong: ${decoder} read ${JSON.stringify(text.slice(0, 40))} in ${file}`);
  return [line(head), ...body.map(line), '', `${frames} frames; the kiosk's engine in this browser: ${engine}`, ...notes].join('\n');
}
