/** Runs a case on both engines and says what is wrong with it. */
import { adminAdapter } from './admin.ts';
import { type Case, limitOf, type Payload, VERDICTS, variantsOf } from './case.ts';
import { runCheck } from './checks.ts';
import { comparable, comparableReply, firstDifference, judgeLog, judgeReply } from './conventions.ts';
import { declareAdapter } from './declare.ts';
import { ENGINES } from './engine.ts';
import { exportAdapter } from './export.ts';
import { notBuilt } from './not-built.ts';
import type { Adapter, Observed, Run } from './observed.ts';
import { closeBrowser } from './pages.ts';
import { passAdapter } from './pass.ts';
import { posterAdapter } from './poster.ts';
import { syncAdapter } from './sync.ts';
import { World } from './world.ts';

const ADAPTERS: Record<string, Adapter> = {
  declare: declareAdapter,
  sync: syncAdapter,
  pass: passAdapter,
  poster: posterAdapter,
  export: exportAdapter,
  admin: adminAdapter,
};

/** ms that one turn of the server's event loop may take. */
const MAX_LAG = 200;
/** With both engines, the driver and PostgreSQL on two cores a process waits for its turn. */
const MAX_LAG_AT_SCALE = 1000;

const TRIES = 3;
/** Of what runs for a minute. */
const TRIES_AT_SCALE = 2;
const isOfTime = (fault: string): boolean => /\btook \d+ ms|stood still|waited \d+ ms|ms, unknown \d/.test(fault);

interface One {
  faults: string[];
  seen: unknown;
}

export type Result = { kind: 'passed' } | { kind: 'failed'; faults: string[] } | { kind: 'skipped'; why: string };

export class Driver {
  readonly #worlds: readonly World[];
  readonly #scale: number;

  private constructor(worlds: readonly World[], scale: number) {
    this.#worlds = worlds;
    this.#scale = scale;
  }

  /** `scale`: the part of the counts that cases marked so are run with. */
  static async open(adminUrl: string, scale: number): Promise<Driver> {
    const worlds: World[] = [];
    for (const engine of ENGINES) worlds.push(await World.open(engine, adminUrl, scale));
    return new Driver(worlds, scale);
  }

  async run(of: Case): Promise<Result> {
    const why = notBuilt(of);
    if (why !== undefined) return { kind: 'skipped', why };
    const adapter = ADAPTERS[of.target];
    if (!adapter) return { kind: 'failed', faults: [`the target ${of.target} is not known`] };
    const faults: string[] = [];
    const seen: unknown[][] = [];
    const unknown = (of.expect.verdict ?? []).filter((verdict) => !(VERDICTS as readonly string[]).includes(verdict));
    if (unknown.length > 0) faults.push(`verdict ${unknown.join(', ')} is not known`);
    const variants = variantsOf(of);
    const onEngine = async (world: World): Promise<unknown[]> => {
      const answers: unknown[] = [];
      for (const [index, payload] of variants.entries()) {
        const label = `${world.engine}${variants.length > 1 ? ` value ${index + 1}` : ''}`;
        const one = await this.#runOne(world, of, payload, adapter);
        faults.push(...one.faults.map((fault) => `${label}: ${fault}`));
        answers.push(one.seen);
      }
      return answers;
    };
    // What takes a minute on each engine takes it on both at once.
    if (of.scale && this.#scale === 1) seen.push(...(await Promise.all(this.#worlds.map(onEngine))));
    else for (const world of this.#worlds) seen.push(await onEngine(world));
    const parts = firstDifference(seen[0], seen[1]);
    if (parts) faults.push(`the engines differ at ${parts}`);
    return faults.length > 0 ? { kind: 'failed', faults } : { kind: 'passed' };
  }

  /** A fault of time alone must show every time: another program on this machine may have taken the processor. */
  async #runOne(world: World, of: Case, payload: Payload, adapter: Adapter): Promise<One> {
    for (let tries = 1; ; tries++) {
      const one = await this.#tryOne(world, of, payload, adapter);
      if (tries >= (of.scale ? TRIES_AT_SCALE : TRIES) || one.faults.length === 0 || !one.faults.every(isOfTime)) return one;
    }
  }

  async #tryOne(world: World, of: Case, payload: Payload, adapter: Adapter): Promise<One> {
    const run: Run = { world, of, payload, scaled: (count) => (of.scale ? Math.max(1, Math.ceil(count * this.#scale)) : count) };
    const faults: string[] = [];
    let seen: unknown;
    try {
      const before = { counts: await world.counts(), at: world.now() };
      if (of.expect.check.includes('mem')) await world.server.ask({ do: 'memory' });
      world.server.logs.length = 0;
      await world.server.ask({ do: 'lag' });
      const observed = await adapter(run);
      const lag = Number(await world.server.ask({ do: 'lag' }));
      if (lag > (of.scale ? MAX_LAG_AT_SCALE : MAX_LAG)) faults.push(`the event loop stood still for ${Math.round(lag)} ms`);
      faults.push(...judge(of, observed), ...judgeLog(world.server.logs, observed.personal ?? []));
      for (const name of of.expect.check) {
        const fault = await runCheck(name, run, observed, before);
        if (fault !== undefined) faults.push(`${name}: ${fault}`);
      }
      await observed.done?.();
      seen = {
        replies: inNoOrder(observed.replies.map(comparableReply)),
        verdicts: observed.verdicts ?? [],
        facts: comparable(observed.facts ?? null),
      };
    } catch (error) {
      faults.push(error instanceof Error ? `${error.name}: ${error.message}` : String(error));
    }
    const after = await world.probe().catch((error: unknown) => `the valid request after it failed: ${String(error)}`);
    if (after !== undefined) faults.push(after);
    return { faults, seen };
  }

  async close(): Promise<void> {
    await closeBrowser();
    for (const world of this.#worlds) await world.close();
  }
}

/** Requests that ran side by side are answered in any order. */
const inNoOrder = (replies: readonly unknown[]): unknown[] =>
  replies
    .map((reply) => ({ reply, text: JSON.stringify(reply) }))
    .sort((a, b) => (a.text < b.text ? -1 : 1))
    .map(({ reply }) => reply);

function judge(of: Case, observed: Observed): string[] {
  const { status, verdict = [] } = of.expect;
  const faults: string[] = [];
  const limit = observed.limit === undefined ? limitOf(of) : observed.limit;
  const strange = new Map<string, number>();
  for (const reply of observed.replies) {
    if (status.length > 0 && !status.includes(reply.status)) {
      const said = `answered ${reply.status} instead of ${status.join(' or ')}: ${reply.body.toString('utf8').slice(0, 160)}`;
      strange.set(said, (strange.get(said) ?? 0) + 1);
    }
    for (const fault of judgeReply(reply, status, observed.inputs ?? [])) strange.set(fault, (strange.get(fault) ?? 0) + 1);
  }
  const slowest = Math.max(0, ...observed.replies.map((reply) => reply.ms));
  if (limit !== null && slowest > limit) faults.push(`an answer took ${Math.round(slowest)} ms, more than ${limit}`);
  for (const [fault, times] of strange) faults.push(times > 1 ? `${fault} (${times} times)` : fault);
  if (status.length > 0 && observed.replies.length === 0) faults.push('no HTTP answer was observed');
  if (verdict.length > 0) {
    const said = observed.verdicts ?? [];
    if (said.length === 0) faults.push('no verdict was observed');
    for (const one of said) if (!verdict.includes(one)) faults.push(`the verdict was ${one} instead of ${verdict.join(' or ')}`);
  }
  return faults;
}
