/** The vocabulary of the catalogue as assertions. Those about one target come with its adapter; an unknown name fails. */
import { limitOf } from './case.ts';
import { median, type Observed, type Run, wrong } from './observed.ts';
import type { Counts } from './world.ts';

export interface Before {
  counts: Counts;
  at: number;
}

/** What `rows` counts. */
const ROWS: Record<string, keyof Counts> = {
  declare: 'declaration',
  sync: 'gate_event',
  pass: 'gate_event',
  export: 'gate_event',
  admin: 'school',
  poster: 'place',
};
const MEGABYTE = 1024 * 1024;

/** undefined when the check holds; else what is wrong. */
export async function runCheck(name: string, run: Run, observed: Observed, before: Before): Promise<string | undefined> {
  const own = observed.checks?.[name];
  if (own) return own();
  const counted = /^(rows|audit|conflict|quarantine)\+(\d+|n)$/.exec(name);
  if (counted) return countCheck(run, observed, before, counted[1] ?? '', counted[2] ?? '');
  const shared = SHARED[name];
  return shared ? shared(run, observed, before) : 'the driver has no assertion of this name for this target';
}

type Shared = (run: Run, observed: Observed, before: Before) => Promise<string | undefined> | string | undefined;

async function countCheck(run: Run, observed: Observed, before: Before, what: string, wanted: string): Promise<string | undefined> {
  if (wanted === 'n') return 'n is not known for this target';
  const key = what === 'rows' ? ROWS[run.of.target] : (what as keyof Counts);
  if (!key) return `nothing is counted for ${run.of.target}`;
  const since = observed.since ?? before.counts;
  const added = (await run.world.counts())[key] - since[key];
  return wrong(added === Number(wanted), `${key} grew by ${added}, not ${wanted}`);
}

const SHARED: Record<string, Shared> = {
  // The driver compares every case; this name only says that it must.
  engine_parity: () => undefined,
  // Judged for every refusal.
  no_reflection: (_, { replies, inputs }) => wrong(replies.length > 0 && (inputs ?? []).length > 0, 'nothing was judged'),
  process_up: async ({ world }) => wrong(world.server.alive(), 'the process ended'),
  fast: ({ of }, { replies }) => {
    const took = median(replies.map((reply) => reply.ms));
    return wrong(took <= limitOf(of), `took ${Math.round(took)} ms`);
  },
  async mem({ world }) {
    const { peak } = (await world.server.ask({ do: 'peak' })) as { peak: number };
    return wrong(peak < 20 * MEGABYTE, `memory grew by ${Math.round(peak / MEGABYTE)} MB`);
  },
  async no_pollution({ world }) {
    const found = (await world.server.ask({ do: 'pollution' })) as string[];
    const here = Object.keys(Object.prototype);
    return wrong(found.length === 0 && here.length === 0, `Object.prototype got ${[...found, ...here].join(', ')}`);
  },
  async log_clean({ world }, { replies, personal = [] }) {
    // What Node's parser refuses is no request of ours and leaves no line.
    const wanted = replies.filter((reply) => reply.headers['x-request-id'] !== undefined).length;
    const lines = world.server.logs;
    const requests = () => lines.filter((line) => line.includes('"msg":"request"'));
    for (let tries = 0; tries < 40 && requests().length < wanted; tries++) await new Promise((resolve) => setTimeout(resolve, 25));
    // biome-ignore lint/suspicious/noControlCharactersInRegex: controls are what is looked for
    if (lines.some((line) => /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/.test(line)))
      return 'a line of the log holds a raw control character';
    if (requests().length !== wanted) return `${requests().length} lines for ${wanted} requests`;
    return wrong(
      !requests().some((line) => personal.some((value) => value.length > 3 && line.includes(value))),
      'the line holds a personal value',
    );
  },
  async others_ok({ world }) {
    return world.probe();
  },
  async audit({ world }, _, before) {
    const rows = await world.audit(before.at);
    return wrong(
      rows.every((row) => row.actor !== '' && row.action !== '' && row.object !== ''),
      'an audit entry lacks actor, action or object',
    );
  },
};
