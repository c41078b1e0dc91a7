import type { Measured } from './row.ts';

/** For a terminal: a few lines a row. */
export function textOf(rows: readonly Measured[]): string {
  const lines = rows.flatMap((row) => [
    `${row.holds ? 'holds        ' : 'DOES NOT HOLD'} ${row.name}`,
    `              ${row.ours} beside ${row.other} ${row.unit} (${row.beside})`,
    `              ratio ${ratioText(row)}, aim: ${row.aim}`,
  ]);
  const holding = rows.filter((row) => row.holds).length;
  return [...lines, '', `${holding} of ${rows.length} hold`].join('\n');
}

export const ratioText = ({ ratio, spread }: Measured): string => (spread ? `${ratio} (${spread.low} to ${spread.high})` : String(ratio));
