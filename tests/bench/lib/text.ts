import type { Measured } from './row.ts';

/** For a terminal: a few lines a row. */
export function textOf(rows: readonly Measured[]): string {
  const lines = rows.flatMap((row) => [
    `${verdictOf(row)} ${row.name}`,
    ...(row.ratio === null
      ? [`              ${row.note}`]
      : [
          `              ${row.ours} beside ${row.other} ${row.unit} (${row.beside})`,
          `              ratio ${ratioText(row)}, aim: ${row.aim ?? NO_AIM}`,
        ]),
  ]);
  const held = rows.filter((row) => row.holds !== null);
  return [...lines, '', `${held.filter((row) => row.holds).length} of ${held.length} hold`].join('\n');
}

const verdictOf = ({ holds }: Measured): string => (holds === null ? 'no aim       ' : holds ? 'holds        ' : 'DOES NOT HOLD');

export const NO_AIM = 'none set';

export const ratioText = ({ ratio, spread }: Measured): string => (spread ? `${ratio} (${spread.low} to ${spread.high})` : String(ratio));
