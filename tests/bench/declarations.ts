/** Declarations over HTTP: checked, sealed, signed into a pass and durable before the answer. */
import { uuidv7 } from '../../shared/ids.ts';
import { random } from '../fixtures/world.ts';
import { type Child, startChild } from './lib/child.ts';
import type { Load, Loaded } from './lib/load.ts';
import { type Bench, rowOf } from './lib/row.ts';
import { makeWorld, type World } from './lib/world.ts';

const CONNECTIONS = 32;
/** Faster than any machine that this will run on, in requests a second. */
const FASTEST = 40_000;

export const declarations: Bench = async function* ({ quick, say }) {
  const seconds = quick ? 3 : 6;
  const rounds = quick ? 2 : 5;
  const world = await makeWorld();
  const body = world.declaration();
  const [server, bare, load] = await Promise.all([
    world.serve(),
    startChild('tests/bench/peers/bare.mjs'),
    startChild('tests/bench/lib/load.ts'),
  ]);
  let answered = 0;
  try {
    const text = JSON.stringify(body);
    const bodies = (each: number) =>
      Array.from({ length: CONNECTIONS }, () =>
        Array.from({ length: each }, () => ({ text: text.replace(body.id, uuidv7(Date.now(), random)) })),
      );
    const ask = async (port: number, path: string, time: number, fastest: number): Promise<number> => {
      const asked: Load = {
        port,
        path,
        headers: {},
        bodies: bodies(Math.ceil((fastest * time) / CONNECTIONS)),
        seconds: time,
        status: 201,
      };
      const { answers, seconds: took } = await load.ask<Loaded>(asked);
      if (port === world.port) answered += answers;
      return answers / took;
    };
    const ours = (time: number) => ask(world.port, '/api/declarations', time, FASTEST / 8);
    const limit = (time: number) => ask(portOf(bare), '/one', time, FASTEST);
    await ours(1);
    await limit(1);
    const found = { ours: [] as number[], limit: [] as number[] };
    for (let round = 1; round <= rounds; round++) {
      found.ours.push(await ours(seconds));
      found.limit.push(await limit(seconds));
      say(`round ${round}: ${Math.round(found.ours.at(-1) ?? 0)} declarations/s, limit ${Math.round(found.limit.at(-1) ?? 0)}`);
    }
    await server.stop();
    await assertDeclared(world, answered);
    yield rowOf({
      name: 'Durable declarations over HTTP',
      ours: found.ours,
      beside: 'bare Hono with group commit, the same body into one table',
      other: found.limit,
      unit: 'declarations/s',
      note: `${CONNECTIONS} connections from another process on the same cores; each declaration is checked, sealed twice, made into a signed pass, and committed with synchronous=FULL; the limit does none of this but the commit; ${answered.toLocaleString('en')} were answered, and all were there afterwards`,
    });
  } finally {
    await Promise.all([server.stop(), bare.stop(), load.stop()]);
    world.remove();
  }
};

async function assertDeclared(world: World, answered: number): Promise<void> {
  const { rows } = await world.inside((app) =>
    app.db.read('system', (query) =>
      query
        .selectFrom('declaration')
        .select((eb) => eb.fn.countAll<number>().as('rows'))
        .executeTakeFirstOrThrow(),
    ),
  );
  if (Number(rows) < answered) throw new Error(`of ${answered} declarations the server holds ${rows}`);
}

export const portOf = (child: Child): number => Number(child.ready);
