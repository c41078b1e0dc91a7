/** Places: what a poster's code stands for. A place never changes; a new poster is a new place, the old one withdrawn. */
import type { PosterUse } from '../../shared/api/posters.schema.ts';
import type { PosterView } from '../../shared/api/schools.schema.ts';
import { toBase64url } from '../../shared/bytes.ts';
import { DAY, type Instant } from '../../shared/clock.ts';
import { makePlaceCode, parsePlaceCode } from '../../shared/codes.ts';
import type { GateId, PlaceId, SchoolId } from '../../shared/ids.ts';
import { encodeFragment } from '../../shared/poster/fragment.ts';
import { posterLink } from '../../shared/poster/link.ts';
import type { App } from '../context.ts';
import { type Db, type Statement, schoolScope } from '../db/port.ts';
import type { PosterContent } from './content.ts';

export interface Place {
  school: SchoolId;
  id: PlaceId;
  /** 6 characters, upper case. */
  code: string;
  /** null: the whole school. */
  gate: GateId | null;
  madeAt: Instant;
  withdrawnAt: Instant | null;
}

/** A place with an id and a code that are free. */
export async function newPlace(app: App, school: SchoolId, gate: GateId | null): Promise<Place> {
  for (;;) {
    const code = makePlaceCode(app.random);
    const taken = await app.db.read('system', (query) =>
      query.selectFrom('place_code').select('code').where('code', '=', code).executeTakeFirst(),
    );
    if (!taken) return { school, id: toBase64url(app.random(16)), code, gate, madeAt: app.clock(), withdrawnAt: null };
  }
}

/** After the unit, the school and the gate that it belongs to. */
export function placeStatements(db: Db, place: Place): Statement[] {
  return [
    {
      query: db.build
        .insertInto('place_code')
        .values({ code: place.code, unit_id: place.school, place_id: place.id })
        .onConflict((clash) => clash.column('code').doNothing())
        .compile(),
      // Somebody else drew the same code in this very moment.
      expect: { rows: 1, otherwise: 'conflict' },
    },
    {
      query: db.build
        .insertInto('place')
        .values({
          school_id: place.school,
          id: place.id,
          code: place.code,
          gate_id: place.gate,
          made_at: place.madeAt,
          withdrawn_at: place.withdrawnAt,
        })
        .compile(),
    },
  ];
}

/** Fails with `conflict` when it was withdrawn already. */
export const withdrawPlaceStatement = (db: Db, place: Place, now: Instant): Statement => ({
  query: db.build
    .updateTable('place')
    .set({ withdrawn_at: now })
    .where('school_id', '=', place.school)
    .where('id', '=', place.id)
    .where('withdrawn_at', 'is', null)
    .compile(),
  expect: { rows: 1, otherwise: 'conflict' },
});

/** The origin that posters carry: the recorded address, or this machine's own for a trial. */
export const posterOrigin = (app: App): string => app.publicUrl() ?? app.origins()[0] ?? `http://localhost:${app.config.port}`;

/** No https address that phones can open: posters are stamped BẢN THỬ. */
function isTrial(app: App): boolean {
  const url = new URL(posterOrigin(app));
  return url.protocol !== 'https:' || /^(localhost|127\.[\d.]+|\[::1\])$/.test(url.hostname);
}

/** What stands on a poster of the school. */
export interface PosterSchool {
  id: SchoolId;
  name: string;
  shortName: string;
  line: string;
  contact: string;
}

export interface Poster extends PosterView {
  school: PosterSchool;
  place: Place;
  /** Its gate was closed. */
  closed: boolean;
}

/** In the order that an office hangs them: school, gates by number, then the withdrawn ones, newest first. */
export const listPosters = async (app: App, school: SchoolId): Promise<Poster[]> => listPostersOf(app, [school]);

/** Of several schools in one go, in the order given. */
export async function listPostersOf(app: App, ids: readonly SchoolId[]): Promise<Poster[]> {
  const { schools, gates, places } = await app.db.read({ schools: ids }, async (query) => ({
    schools: await query
      .selectFrom('school')
      .select(['school_id', 'name', 'short_name', 'line', 'contact'])
      .where('school_id', 'in', ids)
      .execute(),
    gates: await query.selectFrom('gate').select(['school_id', 'id', 'number', 'name', 'active']).where('school_id', 'in', ids).execute(),
    places: await query.selectFrom('place').selectAll().where('school_id', 'in', ids).orderBy('made_at', 'desc').orderBy('code').execute(),
  }));
  const origin = posterOrigin(app);
  const trial = isTrial(app);
  const signer = app.keys.signer(app.clock());
  const posters: Promise<Poster>[] = [];
  for (const id of ids) {
    const row = schools.find((each) => each.school_id === id);
    if (!row) continue;
    const school = { id, name: row.name, shortName: row.short_name, line: row.line, contact: row.contact };
    const own = new Map(gates.filter((gate) => gate.school_id === id).map((gate) => [gate.id, gate]));
    const numberOf = (place: Place): number => (place.gate === null ? 0 : (own.get(place.gate)?.number ?? 0));
    const hung = places
      .filter((place) => place.school_id === id)
      .map(
        (place): Place => ({
          school: id,
          id: place.id,
          code: place.code,
          gate: place.gate_id,
          madeAt: place.made_at,
          withdrawnAt: place.withdrawn_at,
        }),
      )
      .sort((a, b) => Number(a.withdrawnAt !== null) - Number(b.withdrawnAt !== null) || numberOf(a) - numberOf(b));
    for (const place of hung) {
      const gate = place.gate === null ? undefined : own.get(place.gate);
      const signed = encodeFragment({ place: place.id, gate: gate?.number ?? 0, shortName: school.shortName }, origin, signer);
      posters.push(
        signed.then((digits) => ({
          code: place.code,
          link: posterLink(origin, place.code, digits),
          gate: gate ? { id: gate.id, name: gate.name } : null,
          madeAt: place.madeAt,
          withdrawnAt: place.withdrawnAt,
          trial,
          school,
          place,
          closed: gate?.active === 0,
        })),
      );
    }
  }
  return Promise.all(posters);
}

const ASKED_AT_ONCE = 500;

/** How many posters of these schools are in use at open gates. */
export async function countPosters(app: App, ids: readonly SchoolId[], of: 'whole' | 'all'): Promise<number> {
  let count = 0;
  for (let from = 0; from < ids.length; from += ASKED_AT_ONCE) {
    const some = ids.slice(from, from + ASKED_AT_ONCE);
    const row = await app.db.read({ schools: some }, (query) =>
      query
        .selectFrom('place')
        .leftJoin('gate', (join) => join.onRef('gate.school_id', '=', 'place.school_id').onRef('gate.id', '=', 'place.gate_id'))
        .select((select) => select.fn.countAll().as('count'))
        .where('place.school_id', 'in', some)
        .where('place.withdrawn_at', 'is', null)
        .where((where) =>
          of === 'whole'
            ? where('place.gate_id', 'is', null)
            : where.or([where('place.gate_id', 'is', null), where('gate.active', '=', 1)]),
        )
        .executeTakeFirstOrThrow(),
    );
    count += Number(row.count);
  }
  return count;
}

/** Declarations that came from a place, by the time their passes end: those of the last days, and those that are valid. */
export async function placeUse(app: App, school: SchoolId, place: PlaceId): Promise<PosterUse> {
  const now = app.clock();
  const row = await app.db.read(schoolScope(school), (query) =>
    query
      .selectFrom('declaration')
      .select((select) => [
        select.fn.countAll().as('week'),
        select.fn.sum<number>(select.case().when('pass_expires_at', '>', now).then(1).else(0).end()).as('valid'),
      ])
      .where('school_id', '=', school)
      // By the index that the feed has; a pass ends on the day it is made.
      .where('pass_expires_at', '>', now - 7 * DAY)
      .where('place_id', '=', place)
      .executeTakeFirstOrThrow(),
  );
  return { week: Number(row.week), valid: Number(row.valid ?? 0) };
}

/** One of the school's posters by its code, as it may be typed; undefined for another school's. */
export async function findPoster(app: App, school: SchoolId, typed: string): Promise<Poster | undefined> {
  const code = parsePlaceCode(typed);
  return code === undefined ? undefined : (await listPosters(app, school)).find((poster) => poster.code === code);
}

export const posterView = ({ code, link, gate, madeAt, withdrawnAt, trial }: Poster): PosterView => ({
  code,
  link,
  gate,
  madeAt,
  withdrawnAt,
  trial,
});

/** What the drawing of a poster says. */
export const contentOf = (app: App, poster: Poster): PosterContent => ({
  schoolName: poster.school.name,
  gateName: poster.gate?.name ?? null,
  link: poster.link,
  host: new URL(posterOrigin(app)).host,
  code: poster.code,
  line: poster.school.line,
  contact: poster.school.contact,
  madeAt: poster.madeAt,
  trial: poster.trial,
});
