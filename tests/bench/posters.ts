/** One PDF of the posters of many schools, over HTTP: beside as many bare pages of the same library, and the memory it takes. */
import type { App } from '../../server/context.ts';
import { makeSchool } from '../fixtures/world.ts';
import type { BarePosters } from './lib/bare-posters.ts';
import { startChild } from './lib/child.ts';
import { type Bench, rowOf } from './lib/row.ts';
import { makeWorld, signIn, type World } from './lib/world.ts';

const MB = 1024 ** 2;
const SCHOOLS = 1000;
/** Small beside large: what grows with the pages shows. */
const FEW = 100;

export const posters: Bench = async function* ({ quick, say }) {
  const rounds = quick ? 2 : 5;
  const world = await makeWorld();
  try {
    await world.inside((app) => fill(app, world));
    const found = { ours: [] as number[], bare: [] as number[], memory: [] as number[], few: [] as number[] };
    for (let round = 0; round <= rounds; round++) {
      const server = await world.serve();
      const bare = await startChild('tests/bench/lib/bare-posters.ts');
      try {
        const office = await signIn(world);
        const download = async (query: string, pages: number): Promise<number> => {
          const started = performance.now();
          const response = await office.get(`/api/posters.pdf?of=whole${query}`);
          let marks = 0;
          let tail = '';
          for await (const chunk of response.body ?? []) {
            const text = tail + Buffer.from(chunk).toString('latin1');
            marks += text.split('/Type /Page\n').length - 1;
            tail = text.slice(-11);
          }
          if (marks !== pages || Number(response.headers.get('x-row-count')) !== pages) throw new Error(`${marks} of ${pages} pages came`);
          return (performance.now() - started) / 1000;
        };
        // Fonts and libraries are loaded, as they are for the bare pages before their clock starts.
        await download('&q=so%20001', 1);
        await server.ask<number>('peak');
        await download('&q=so%200', FEW);
        const few = (await server.ask<number>('peak')) / MB;
        const ours = await download('&q=truong%20tieu%20hoc%20so', SCHOOLS);
        const memory = (await server.ask<number>('peak')) / MB;
        const limit = await bare.ask<BarePosters>({ pages: SCHOOLS });
        say(
          `posters: ${ours.toFixed(2)} s, bare ${limit.seconds.toFixed(2)} s; ${few.toFixed(0)} MB for ${FEW}, ${memory.toFixed(0)} MB for ${SCHOOLS}`,
        );
        // The first warms the disk's memory.
        if (round === 0) continue;
        found.ours.push(ours);
        found.bare.push(limit.seconds);
        found.few.push(few);
        found.memory.push(memory);
      } finally {
        await Promise.all([server.stop(), bare.stop()]);
      }
    }
    yield rowOf({
      name: `Posters of ${SCHOOLS.toLocaleString('en')} schools in one PDF`,
      ours: found.ours,
      beside:
        'as many bare pages of pdfkit in a process without HTTP or database: the same fonts, the same lines where they go, one code each by the same encoder',
      other: found.bare,
      aim: { most: 1.5 },
      aimWords: 'of its time',
      unit: 's',
      note: 'A4, over HTTP, each with its own signature and code drawn from them, every line fitted to its place, eight turns given away after every page',
    });
    yield rowOf({
      name: 'Memory of the whole server while it makes them',
      ours: found.memory,
      beside: `the same for ${FEW} schools`,
      other: found.few,
      aim: { most: 1.3 },
      aimWords: 'of its memory',
      unit: 'MB',
      note: 'resident memory at its peak (every 20 ms)',
    });
  } finally {
    world.remove();
  }
};

/** Under one unit that the account has: a province's office sees its schools by one grant. */
async function fill(app: App, world: World): Promise<void> {
  const row = await app.db.read('system', (query) =>
    query.selectFrom('access_grant').select('account_id').where('unit_id', '=', world.school.id).executeTakeFirstOrThrow(),
  );
  const { build } = app.db;
  const above = 'phong-giao-duc';
  const span = { unit_id: above, name: 'Phòng Giáo dục Mẫu', from_day: '2020-01-01', to_day: null, parent_id: null, path: `/${above}/` };
  const grant = { account_id: row.account_id, unit_id: above, role: 'school-admin', from_day: '2020-01-01', to_day: null };
  const queries = [
    build.insertInto('unit').values({ id: above, kind: 'office', created_at: app.clock() }).compile(),
    build
      .insertInto('unit_span')
      .values({ ...span, province: null, commune: null })
      .compile(),
    build.insertInto('access_grant').values(grant).compile(),
  ];
  await app.db.save(
    'system',
    queries.map((query) => ({ query })),
  );
  for (let i = 0; i < SCHOOLS; i++) {
    const school = await makeSchool(app, { name: `Trường Tiểu học Số ${String(i).padStart(3, '0')}` });
    const path = `/${above}/${school.id}/`;
    await app.db.save('system', [{ query: build.updateTable('unit_span').set({ path }).where('unit_id', '=', school.id).compile() }]);
  }
}
