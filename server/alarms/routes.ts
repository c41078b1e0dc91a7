import type { Hono } from 'hono';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import {
  type AlarmSettings,
  type AlarmSettingsView,
  alarmOf,
  alarmSettings,
  type StandingAlarm,
  testMail,
} from '../../shared/api/alarms.schema.ts';
import * as endpoints from '../../shared/api/alarms.ts';
import { isDay } from '../../shared/clock.ts';
import type { SchoolId } from '../../shared/ids.ts';
import { invalid, Problem } from '../../shared/problem.ts';
import { accountOf } from '../accounts/grants.ts';
import { auditOf } from '../audit.ts';
import type { App } from '../context.ts';
import { schoolScope } from '../db/port.ts';
import { versionOf } from '../if-match.ts';
import { limited } from '../limits.ts';
import { reported } from '../report.ts';
import { mount } from '../route.ts';
import { schoolName } from '../schools/store.ts';
import { namesOfObjects } from './names.ts';
import * as store from './store.ts';
import { watchSchool } from './watch.ts';
import { trialMail } from './words.ts';

export function mountAlarms(hono: Hono, app: App): void {
  const { db } = app;
  const trials = new RateLimiterMemory({ points: 5, duration: 60 });

  mount(hono, app, endpoints.getWatch, null, async ({ params }) => ({ body: { alarms: await standing(app, params.school ?? '') } }));

  mount(hono, app, endpoints.seeAlarm, alarmOf, async ({ input, params, caller }) => {
    const school = params.school ?? '';
    const by = accountOf(caller);
    const deed = { school, actor: by, action: endpoints.seeAlarm.audit, object: input.object || school, detail: { kind: input.kind } };
    await db.save(schoolScope(school), [store.seeStatement(db, school, input, by, app.clock()), auditOf(app, deed)]);
    return { body: { alarms: await standing(app, school) } };
  });

  const settingsView = async (school: SchoolId): Promise<AlarmSettingsView> => ({
    ...(await store.findSettings(db, schoolScope(school), school)),
    mailWorks: app.mailer !== null,
  });

  mount(hono, app, endpoints.getAlarmSettings, null, async ({ params }) => ({ body: await settingsView(params.school ?? '') }));

  mount(hono, app, endpoints.updateAlarmSettings, alarmSettings, async ({ input, params, headers, caller }) => {
    const school = params.school ?? '';
    const { version } = await store.findSettings(db, schoolScope(school), school);
    if (versionOf(headers.get('if-match')) !== version) throw new Problem('stale-version');
    const deed = { school, actor: accountOf(caller), action: endpoints.updateAlarmSettings.audit, object: school };
    await db.save(schoolScope(school), [store.settingsStatement(db, school, checked(input), version), auditOf(app, deed)]);
    return { body: await settingsView(school) };
  });

  mount(hono, app, endpoints.sendTestMail, testMail, async ({ input, params, caller }) => {
    const school = params.school ?? '';
    if (!app.mailer) throw new Problem('mail-off');
    await limited(trials, accountOf(caller));
    const scope = schoolScope(school);
    const name = await schoolName(db, scope, school);
    await db.save(scope, [auditOf(app, { school, actor: accountOf(caller), action: endpoints.sendTestMail.audit, object: school })]);
    try {
      await app.mailer.send({ to: input.to, ...trialMail(input.language, name) });
    } catch (error) {
      app.log.warn({ err: reported(error) }, 'mail not taken');
      throw new Problem('mail-failed');
    }
    return {};
  });
}

async function standing(app: App, school: SchoolId): Promise<StandingAlarm[]> {
  const alarms = await watchSchool(app, school);
  const names = await namesOfObjects(app.db, schoolScope(school), school);
  return alarms.map(({ kind, object, count, since, raisedAt, seenAt }) => ({
    kind,
    object,
    count,
    since,
    raisedAt,
    seenAt,
    name: names.get(object) ?? '',
  }));
}

/** @throws Problem `invalid-input` for a day that does not exist or hours that end before they begin */
function checked(settings: AlarmSettings): AlarmSettings {
  const { hours } = settings;
  if (hours.closes <= hours.opens) throw invalid('/hours/closes', 'order');
  for (const [index, day] of hours.daysOff.entries()) if (!isDay(day)) throw invalid(`/hours/daysOff/${index}`, 'not-a-day');
  return { ...settings, hours: { ...hours, weekdays: [...new Set(hours.weekdays)].sort(), daysOff: [...new Set(hours.daysOff)].sort() } };
}
