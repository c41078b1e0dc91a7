/** One line of the outcome. `--json` prints exactly the fields of `Row`; the page and the text say the rest too. */
export interface Row {
  name: string;
  /** What the product did, in `unit`. */
  ours: number;
  /** What `other` is, in words. */
  beside: string;
  other: number;
  /** ours / other, of the rounds' medians. */
  ratio: number;
  /** What was aimed for, in words; the first number in it bounds `ratio`. */
  aim: string;
  holds: boolean;
  unit: string;
}

export interface Measured extends Row {
  /** Lowest and highest ratio of the rounds; undefined where there was one round. */
  spread?: { low: number; high: number };
  /** What exactly was counted, and what makes the figure doubtful. */
  note: string;
}

export interface Options {
  quick: boolean;
  say(line: string): void;
}

export type Bench = (options: Options) => Promise<Measured[]>;

/** `least`: the ratio must reach it; `most`: it must not pass it. */
export type Aim = { least: number } | { most: number };

interface Parts {
  name: string;
  ours: readonly number[];
  beside: string;
  /** One a round, or one number that was given. */
  other: readonly number[];
  aim: Aim;
  /** After the bound, e.g. "of the limit". */
  aimWords: string;
  unit: string;
  note: string;
}

/** From rounds: medians, their ratio, and how far the rounds lay apart. */
export function rowOf({ name, ours, beside, other, aim, aimWords, unit, note }: Parts): Measured {
  const [mine, theirs] = [median(ours), median(other)];
  // Judged as it is printed.
  const ratio = rounded(mine / theirs);
  const pairs = ours.map((value, round) => value / (other[round] ?? theirs));
  const holds = 'least' in aim ? ratio >= aim.least : ratio <= aim.most;
  const bound = 'least' in aim ? `at least ${aim.least}` : `at most ${aim.most}`;
  return {
    name,
    ours: rounded(mine),
    beside,
    other: rounded(theirs),
    ratio,
    aim: `${bound} ${aimWords}`,
    holds,
    unit,
    ...(pairs.length > 1 ? { spread: { low: rounded(Math.min(...pairs)), high: rounded(Math.max(...pairs)) } } : {}),
    note,
  };
}

/** Three digits that matter. */
const rounded = (value: number): number => (value >= 1000 ? Math.round(value) : Number(value.toPrecision(3)));

export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** Nearest rank: of 20 values the 95th percentile is the 19th. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  if (sorted.length === 0) throw new Error('nothing was measured');
  if (part === 0.5 && sorted.length % 2 === 0) return ((sorted[sorted.length / 2 - 1] ?? 0) + (sorted[sorted.length / 2] ?? 0)) / 2;
  return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? Number.NaN;
}

export const rowOnly = ({ name, ours, beside, other, ratio, aim, holds, unit }: Row): Row => ({
  name,
  ours,
  beside,
  other,
  ratio,
  aim,
  holds,
  unit,
});
