/** What the office’s log shows, and what may be asked of it. */
import { isRecord } from './case.ts';
import { DAY } from './downloads.ts';
import { storeVisit } from './export-visits.ts';
import { generate, plain } from './generate.ts';
import { type Observed, type Run, wrong } from './observed.ts';
import { noScriptOnPages } from './pages.ts';
import { jsonOf, type Reply } from './wire.ts';

export async function storedAndShown({ world, payload }: Run): Promise<Observed> {
  const school = await world.newSchool();
  const stored = isRecord(payload.stored) ? payload.stored : {};
  const text = String(plain(Object.values(stored)[0]));
  await storeVisit(world, school, { name: text, host: text });
  const { cookie } = await world.account('keeper');
  const replies = [
    await world.send({ path: `/api/schools/${school.id}/log`, headers: { cookie } }),
    await world.send({ path: '/admin/', headers: { cookie } }),
  ];
  return {
    replies,
    personal: [text],
    limit: 3000,
    checks: {
      async rows_scope() {
        const rows = (jsonOf(replies[0] as Reply) as { rows?: { name: string }[] }).rows ?? [];
        if (rows[0]?.name !== text) return 'the log does not hold the name as it is stored';
        return noScriptOnPages(world, school, [text]);
      },
    },
  };
}

/** Every filter of the log that takes words; those of a closed list refuse what is not in it. */
export async function everyFilter({ world, payload, scaled }: Run): Promise<Observed> {
  const school = await world.newSchool();
  await world.visit(school, { fullName: 'Nguyễn Văn An' });
  const { cookie } = await world.account('keeper');
  const value = isRecord(payload.filters) ? String(generate(payload.filters, scaled)) : String(payload.filters);
  const ask = (name: string): Promise<Reply> =>
    world.send({ path: `/api/schools/${school.id}/log?${name}=${encodeURIComponent(value)}`, headers: { cookie } });
  const replies = [await ask('q'), await ask('gate')];
  const closed = [
    await ask('from'),
    await ask('to'),
    await ask('dir'),
    await ask('colour'),
    await ask('limit'),
    await ask('cursor'),
    await ask('sort'),
  ];
  return {
    replies,
    inputs: [value],
    checks: {
      rows_scope() {
        const rows = replies.map((reply) => (jsonOf(reply) as { rows?: unknown[] }).rows?.length);
        return wrong(
          rows.every((count) => count === 0) && closed.every((reply) => reply.status === 422),
          `rows ${rows.join(', ')}; closed filters answered ${closed.map((reply) => reply.status).join(', ')}`,
        );
      },
    },
  };
}

export async function logQuery({ world, payload, scaled }: Run): Promise<Observed> {
  const school = await world.newSchool();
  await world.visit(school, { fullName: 'Nguyễn Văn An' });
  const { cookie } = await world.account('keeper');
  const query = String(plain(payload.query, scaled));
  const words = query.replace(/=([\s\S]*)$/, (_, value: string) => `=${encodeURIComponent(decodeOnce(value))}`);
  const path = `/api/schools/${school.id}/log?${words}&from=${DAY}&to=${DAY}`;
  const tries = [await world.send({ path, headers: { cookie } }), await world.send({ path, headers: { cookie } })];
  const reply = tries.sort((a, b) => a.ms - b.ms)[0] as Reply;
  return {
    replies: [reply],
    inputs: [],
    checks: {
      rows_scope: () =>
        wrong(reply.status !== 200 || (jsonOf(reply) as { rows: unknown[] }).rows.length === 0, 'a pattern found something'),
    },
  };
}

const decodeOnce = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};
