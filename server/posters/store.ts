/** Places: what a poster's code stands for. A place never changes; a new poster is a new place, the old one withdrawn. */
import type { PosterView } from '../../shared/api/schools.schema.ts';
import { toBase64url } from '../../shared/bytes.ts';
import type { Instant } from '../../shared/clock.ts';
import { makePlaceCode, parsePlaceCode } from '../../shared/codes.ts';
import type { GateId, PlaceId, SchoolId } from '../../shared/ids.ts';
import { encodeFragment } from '../../shared/poster/fragment.ts';
import { posterLink } from '../../shared/poster/link.ts';
import type { App } from '../context.ts';
import { type Db, type Scope, type Statement, schoolScope } from '../db/port.ts';
import { findSchool, listGates, type School } from '../schools/store.ts';

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

/** Newest first. */
async function listPlaces(db: Db, scope: Scope, school: SchoolId): Promise<Place[]> {
  const rows = await db.read(scope, (query) =>
    query.selectFrom('place').selectAll().where('school_id', '=', school).orderBy('made_at', 'desc').orderBy('code').execute(),
  );
  return rows.map((row) => ({
    school: row.school_id,
    id: row.id,
    code: row.code,
    gate: row.gate_id,
    madeAt: row.made_at,
    withdrawnAt: row.withdrawn_at,
  }));
}

/** The origin that posters carry: the recorded address, or this machine's own for a trial. */
export const posterOrigin = (app: App): string => app.publicUrl() ?? app.origins()[0] ?? `http://localhost:${app.config.port}`;

/** No https address that phones can open: posters are stamped BẢN THỬ. */
function isTrial(app: App): boolean {
  const url = new URL(posterOrigin(app));
  return url.protocol !== 'https:' || /^(localhost|127\.[\d.]+|\[::1\])$/.test(url.hostname);
}

export interface Poster extends PosterView {
  school: School;
  place: Place;
}

/** In the order that an office hangs them: school, gates by number, then the withdrawn ones. */
export async function listPosters(app: App, school: SchoolId): Promise<Poster[]> {
  const scope = schoolScope(school);
  const found = await findSchool(app.db, scope, school);
  if (!found) return [];
  const gates = await listGates(app.db, scope, school);
  const numberOf = (place: Place): number => gates.find((gate) => gate.id === place.gate)?.number ?? 0;
  const places = await listPlaces(app.db, scope, school);
  places.sort((a, b) => Number(a.withdrawnAt !== null) - Number(b.withdrawnAt !== null) || numberOf(a) - numberOf(b));

  const origin = posterOrigin(app);
  const signer = app.keys.signer(app.clock());
  return Promise.all(
    places.map(async (place) => {
      const gate = gates.find((each) => each.id === place.gate);
      const digits = await encodeFragment({ place: place.id, gate: gate?.number ?? 0, shortName: found.shortName }, origin, signer);
      return {
        code: place.code,
        link: posterLink(origin, place.code, digits),
        gate: gate ? { id: gate.id, name: gate.name } : null,
        madeAt: place.madeAt,
        withdrawnAt: place.withdrawnAt,
        trial: isTrial(app),
        school: found,
        place,
      };
    }),
  );
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
