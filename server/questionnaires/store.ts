/** Questionnaires as immutable versions. They are reference data of the installation: no school owns them. */
import { invalid } from '../../shared/problem.ts';
import type { Questionnaire } from '../../shared/questionnaire/types.ts';
import type { App } from '../context.ts';
import type { Db } from '../db/port.ts';
import { everyone } from './content/everyone.ts';
import { visitor } from './content/visitor.ts';
import { parseQuestionnaire } from './definition.ts';

export const SHIPPED: readonly Questionnaire[] = [visitor, everyone];

/**
 * Publishes what ships with this build and is not in the database yet. Safe to run at every start, and by two at once.
 * @throws Error when a published version has other words than this build: a change needs a new version number
 */
export async function publishQuestionnaires(app: Pick<App, 'db' | 'clock'>, list: readonly Questionnaire[] = SHIPPED): Promise<void> {
  for (const questionnaire of list) {
    const { id, version } = parseQuestionnaire(questionnaire);
    const definition = JSON.stringify(questionnaire);
    await app.db.save('system', [
      {
        query: app.db.build
          .insertInto('questionnaire')
          .values({ id, version, published_at: app.clock(), definition })
          .onConflict((conflict) => conflict.columns(['id', 'version']).doNothing())
          .compile(),
      },
    ]);
    const stored = await findQuestionnaire(app.db, id, version);
    if (JSON.stringify(stored) !== JSON.stringify(parseQuestionnaire(questionnaire))) {
      throw new Error(`questionnaire ${id} version ${version} is published with other content: raise its version`);
    }
  }
}

/** Published versions never change: each is parsed once. Bounded by what was ever published here. */
const parsed = new WeakMap<Db, Map<string, Questionnaire>>();

function parsedOnce(db: Db, name: string, definition: string): Questionnaire {
  const known = parsed.get(db) ?? new Map<string, Questionnaire>();
  parsed.set(db, known);
  const questionnaire = known.get(name) ?? parseQuestionnaire(JSON.parse(definition));
  known.set(name, questionnaire);
  return questionnaire;
}
const knownVersion = (db: Db, id: string, version: number): Questionnaire | undefined => parsed.get(db)?.get(`${id}@${version}`);

/** One exact version; undefined when it was never published here. */
export async function findQuestionnaire(db: Db, id: string, version: number): Promise<Questionnaire | undefined> {
  const known = knownVersion(db, id, version);
  if (known) return known;
  const row = await db.read('system', (query) =>
    query.selectFrom('questionnaire').select('definition').where('id', '=', id).where('version', '=', version).executeTakeFirst(),
  );
  return row && parsedOnce(db, `${id}@${version}`, row.definition);
}

/**
 * The number of the newest version of a questionnaire.
 * @throws Error when there is none: what a school's policy names is published at every start
 */
export async function currentVersion(db: Db, id: string): Promise<number> {
  const row = await db.read('system', (query) =>
    query.selectFrom('questionnaire').select('version').where('id', '=', id).orderBy('version', 'desc').limit(1).executeTakeFirst(),
  );
  if (!row) throw new Error('a school names a questionnaire that was never published');
  return row.version;
}

/** The newest version of a questionnaire. @throws Error as `currentVersion` */
export async function currentQuestionnaire(db: Db, id: string): Promise<Questionnaire> {
  const found = await findQuestionnaire(db, id, await currentVersion(db, id));
  if (!found) throw new Error('a version that was just there is gone');
  return found;
}

/** True when a newer version was published at or before `by`, ms. */
export async function isSuperseded(db: Db, id: string, version: number, by: number): Promise<boolean> {
  const newer = await db.read('system', (query) =>
    query
      .selectFrom('questionnaire')
      .select('version')
      .where('id', '=', id)
      .where('version', '>', version)
      .where('published_at', '<=', by)
      .limit(1)
      .executeTakeFirst(),
  );
  return newer !== undefined;
}

/** @throws Problem `invalid-input` at `at` for a questionnaire that was never published */
export async function holdPublished(db: Db, id: string, at: string): Promise<void> {
  const row = await db.read('system', (query) =>
    query.selectFrom('questionnaire').select('id').where('id', '=', id).limit(1).executeTakeFirst(),
  );
  if (!row) throw invalid(at, 'not-a-choice');
}
