/** One line of the outcome. `--json` prints exactly the fields of `Row`; the page and the text say the rest too. */
export interface Row {
  name: string;
  /** What the product did, in `unit`; null where a bench broke before it knew. */
  ours: number | null;
  /** What `other` is, in words. */
  beside: string;
  other: number | null;
  /** ours / other, of the rounds' medians. */
  ratio: number | null;
  /** What was aimed for, in words; the first number in it bounds `ratio`. null: nobody has set an aim. */
  aim: string | null;
  /** null without an aim; false where a bench broke. */
  holds: boolean | null;
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

/** Each row as soon as it is measured: it stands also when a later one breaks. */
export type Bench = (options: Options) => AsyncGenerator<Measured, void, undefined>;

/** `least`: the ratio must reach it; `most`: it must not pass it. */
export type Aim = { least: number } | { most: number };

interface Parts {
  name: string;
  ours: readonly number[];
  beside: string;
  /** One a round, or one number that was given. */
  other: readonly number[];
  /** undefined: nobody has set one. */
  aim?: Aim;
  /** After the bound, e.g. "of its time". */
  aimWords?: string;
  unit: string;
  note: string;
}

/** From rounds: medians, their ratio, and how far the rounds lay apart. @throws Error when that is no number */
export function rowOf({ name, ours, beside, other, aim, aimWords = '', unit, note }: Parts): Measured {
  const [mine, theirs] = [median(ours), median(other)];
  // Judged as it is printed.
  const ratio = rounded(mine / theirs);
  if (!Number.isFinite(ratio)) throw new Error(`${name}: ${mine} beside ${theirs}`);
  const pairs = ours.map((value, round) => value / (other[round] ?? theirs));
  return {
    name,
    ours: rounded(mine),
    beside,
    other: rounded(theirs),
    ratio,
    ...judged(ratio, aim, aimWords),
    unit,
    ...(pairs.length > 1 ? { spread: { low: rounded(Math.min(...pairs)), high: rounded(Math.max(...pairs)) } } : {}),
    note,
  };
}

function judged(ratio: number, aim: Aim | undefined, words: string): Pick<Row, 'aim' | 'holds'> {
  if (aim === undefined) return { aim: null, holds: null };
  if ('least' in aim) return { aim: `at least ${aim.least} ${words}`, holds: ratio >= aim.least };
  return { aim: `at most ${aim.most} ${words}`, holds: ratio <= aim.most };
}

/** What stands where a bench broke or took too long. `reason` is one line. */
export const brokenRow = (bench: string, reason: string): Measured => ({
  name: `The bench ${bench} to its end`,
  ours: null,
  beside: `nothing: ${reason}`,
  other: null,
  ratio: null,
  aim: null,
  holds: false,
  unit: '',
  note: reason,
});

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
