import type { Hono } from 'hono';
import { reportQuery } from '../../shared/api/exports.schema.ts';
import { dayReport } from '../../shared/api/exports.ts';
import { dayOf, isDay } from '../../shared/clock.ts';
import { invalid, Problem } from '../../shared/problem.ts';
import { can } from '../../shared/units/can.ts';
import { holdFresh } from '../accounts/fresh.ts';
import { accountOf, grantsOf, pathOf } from '../accounts/grants.ts';
import type { App, Caller } from '../context.ts';
import { schoolScope } from '../db/port.ts';
import { answerFile } from '../exports/answer.ts';
import { record } from '../exports/record.ts';
import { Slots } from '../exports/slots.ts';
import { mount } from '../route.ts';
import { findSchool, type School } from '../schools/store.ts';
import { readDay } from './day.ts';

export function mountReports(hono: Hono, app: App): void {
  const slots = new Slots();

  mount(hono, app, dayReport, reportQuery, async ({ input, params, caller }) => {
    const { day, purpose, names = 'masked', language = 'vi' } = input;
    if (!isDay(day)) throw invalid('/day', 'not-a-day');
    if (day > dayOf(app.clock())) throw invalid('/day', 'too-large');
    const school = await findSchool(app.db, schoolScope(params.school ?? ''), params.school ?? '');
    if (!school) throw new Problem('not-found');
    if (names === 'full') await holdFullNames(app, school, caller);
    const give = await slots.take(school.id);
    try {
      const report = await readDay(app, school.id, day, names);
      const { completeness, visits } = report;
      const none = { gate: null, dir: null, colour: null, search: false };
      const begun = { format: 'pdf', from: day, to: day, ...none, names, purpose, rows: visits.length, completeness } as const;
      const recording = await record(app, school.id, accountOf(caller), begun);
      const by = caller.kind === 'account' ? caller.name : '';
      // The PDF and font libraries take a good part of a small machine's memory: only who needs them loads them.
      const { reportPdf } = await import('./pdf.ts');
      const chunks = reportPdf(report, { school: school.name, day, names, language, by, madeAt: app.clock() });
      return answerFile(app, { school, from: day, to: day, format: 'pdf', rows: visits.length, recording, chunks, close: give });
    } catch (error) {
      give();
      throw error;
    }
  });
}

/** Full names leave as in any other download: by the same right and with a fresh second factor. */
async function holdFullNames(app: App, school: School, caller: Caller): Promise<void> {
  const today = dayOf(app.clock());
  const path = await pathOf(app.db, school.id, today);
  const grants = await grantsOf(app.db, accountOf(caller), today);
  if (path === undefined || !can(grants, 'log.export', path, today)) throw new Problem('forbidden');
  holdFresh(caller);
}
