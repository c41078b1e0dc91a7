import type { Hono } from 'hono';
import { type ExportQuery, exportQuery } from '../../shared/api/exports.schema.ts';
import { exportCsv, exportXlsx, getExport } from '../../shared/api/exports.ts';
import { Problem } from '../../shared/problem.ts';
import { holdFresh } from '../accounts/fresh.ts';
import { accountOf } from '../accounts/grants.ts';
import type { App, Caller } from '../context.ts';
import { schoolScope } from '../db/port.ts';
import { filterOf, periodOf } from '../gates/log.ts';
import { namesOf } from '../gates/rows.ts';
import { mount } from '../route.ts';
import { findSchool, type School } from '../schools/store.ts';
import { answerFile } from './answer.ts';
import { completenessOf } from './completeness.ts';
import { csvFile } from './csv.ts';
import { headingOf } from './heading.ts';
import { manifestOf, record } from './record.ts';
import { Slots } from './slots.ts';
import { type ExportSource, exportSource } from './source.ts';
import { EXPORT_WORDS } from './words.ts';
import { xlsxFile } from './xlsx.ts';

const MAX_DAYS = 400;
const MAX_SEARCH_DAYS = 31;

export function mountExports(hono: Hono, app: App): void {
  const slots = new Slots();

  mount(hono, app, exportCsv, exportQuery, ({ input, params, caller }) => download(app, slots, params.school ?? '', input, caller, 'csv'));
  mount(hono, app, exportXlsx, exportQuery, ({ input, params, caller }) =>
    download(app, slots, params.school ?? '', input, caller, 'xlsx'),
  );
  mount(hono, app, getExport, null, async ({ params, caller }) => {
    if (caller.kind !== 'account') throw new Problem('not-signed-in');
    const scope = schoolScope(params.school ?? '');
    const school = await findSchool(app.db, scope, params.school ?? '');
    const names = school && (await namesOf(app.db, scope, school.id));
    const manifest = names && (await manifestOf(app, school, names, caller, params.export ?? ''));
    if (!manifest) throw new Problem('not-found');
    return { body: manifest };
  });
}

/** All that can be refused is refused here, before the first byte. */
async function download(app: App, slots: Slots, id: string, input: ExportQuery, caller: Caller, format: 'csv' | 'xlsx'): Promise<Response> {
  holdFresh(caller);
  const school = await findSchool(app.db, schoolScope(id), id);
  if (!school) throw new Problem('not-found');
  const filter = filterOf(input, periodOf(input, app.clock(), input.q ? MAX_SEARCH_DAYS : MAX_DAYS));
  const give = await slots.take(id);
  const source = await exportSource(app, id, filter, input.q ?? '').catch((error: unknown) => {
    give();
    throw error;
  });
  source.ended.then(give, give);
  try {
    return await described(app, source, school, input, caller, format);
  } catch (error) {
    source.close();
    throw error;
  }
}

async function described(app: App, source: ExportSource, school: School, input: ExportQuery, caller: Caller, format: 'csv' | 'xlsx') {
  const { from, to, purpose } = input;
  const words = EXPORT_WORDS[input.language ?? 'vi'];
  const completeness = await completenessOf(app.db, school.id);
  const recording = await record(app, school.id, accountOf(caller), {
    format,
    from,
    to,
    gate: input.gate ?? null,
    dir: input.dir ?? null,
    colour: input.colour ?? null,
    search: input.q !== undefined,
    names: 'full',
    purpose,
    rows: source.count,
    completeness,
  });
  const by = caller.kind === 'account' ? caller.name : '';
  const heading = headingOf({ school: school.name, from, to, rows: source.count, madeAt: app.clock(), by, completeness }, words);
  const chunks = format === 'csv' ? csvFile(source.pages, words) : xlsxFile(source.pages, { name: words.sheetName, words, heading });
  return answerFile(app, { school, from, to, format, rows: source.count, recording, chunks, close: source.close });
}
