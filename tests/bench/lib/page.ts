/** docs/performance.md, from a run. */
import type { Machine } from './machine.ts';
import type { Measured } from './row.ts';
import { NO_AIM, ratioText } from './text.ts';

export const HEAD = ['what', 'ours', 'beside it', 'ratio (rounds)', 'aim', 'holds'];

const BEGINNING = `# How fast it is

Written by \`npm run bench\`; nobody edits it by hand. Each figure stands beside what it is compared with, measured in the
same run on the same machine: compare the ratios, never figures of two machines.
`;

const END = `## To repeat it

\`npm run bench\` installs what it compares with, builds the pages, measures, and writes this page; \`npm run bench -- --quick\`
does so within 10 minutes on 2 cores with fewer rounds and rows. \`-- NAME\` runs one bench and writes nothing.
\`npm run -s bench -- --json\` prints the rows alone (without \`-s\` npm itself prints two lines before them). The run ends as
failed only when a bench broke or took too long, which is a row too; an aim that is missed is a figure like any other.

Rounds of both sides take turns; where processes live through them, one that does not count goes before. Medians are shown;
the rounds' lowest and highest ratio stand in brackets. Server, load and browser share the machine's cores, so figures move
when anything else runs on it. The server is the one that \`npm start\` starts, with what \`package.json\` tells Node.

## What is not measured

- Real tablets, cameras and networks: the slow device is a desktop's browser with its processor slowed four times by
  Chromium, the slow network a proxy that holds bytes back.
- Disks: the figures hold for this machine's. On a disk whose fsync takes milliseconds, whatever commits once for many gains
  on what commits one by one.
- PostgreSQL, and more than one server.
- Hours under load, and what a full disk or a full database does to speed.
`;

const cell = (text: string): string => text.replaceAll('|', '\\|');

export function pageOf(rows: readonly Measured[], machine: Machine, quick: boolean): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;
  const table = [
    line(HEAD),
    line(HEAD.map(() => '---')),
    ...rows.map((row) =>
      line([
        row.name,
        `${row.ours} ${row.unit}`,
        `${row.other} ${row.unit}: ${row.beside}`,
        ratioText(row),
        row.aim ?? NO_AIM,
        row.holds === null ? '–' : row.holds ? 'yes' : '**no**',
      ]),
    ),
  ];
  const where = `${machine.system}, ${machine.cores} cores, ${machine.memory} GB; Node ${machine.node}, ${machine.browser}; ${machine.day}; ${
    quick ? 'the quick run' : 'the whole run'
  }.`;
  const notes = rows.map((row) => `- **${row.name}**: ${row.note}.`);
  return [BEGINNING, where, '', ...table, '', '## What each row counts', '', ...notes, '', END].join('\n');
}
