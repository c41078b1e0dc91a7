/** Looks at one school: what is new is raised, what is over is cleared; what nobody was told yet goes out by mail. */
import { type WatchAlarm, watch } from '../../shared/alarms/watch.ts';
import type { SchoolId } from '../../shared/ids.ts';
import type { App } from '../context.ts';
import { type Statement, schoolScope } from '../db/port.ts';
import { reported } from '../report.ts';
import { schoolName } from '../schools/store.ts';
import { watchFacts } from './facts.ts';
import { namesOfObjects } from './names.ts';
import * as store from './store.ts';
import { alarmMail } from './words.ts';

const sameAs = (one: WatchAlarm) => (other: WatchAlarm) => one.kind === other.kind && one.object === other.object;

/** The alarms that stand now, in the order of their kinds. */
export async function watchSchool(app: App, school: SchoolId): Promise<store.StoredAlarm[]> {
  const { db } = app;
  const scope = schoolScope(school);
  const settings = await store.findSettings(db, scope, school);
  const facts = await watchFacts(app, school, settings.hours);
  const found = watch(facts).filter((alarm) => !settings.off.includes(alarm.kind));
  const standing = (await store.listAlarms(db, scope, school)).filter((alarm) => alarm.clearedAt === null);
  const changes: Statement[] = [
    ...found.filter((alarm) => !standing.some(sameAs(alarm))).map((alarm) => store.raiseStatement(db, school, alarm, facts.now)),
    ...standing.filter((alarm) => !found.some(sameAs(alarm))).map((alarm) => store.clearStatement(db, school, alarm, facts.now)),
  ];
  if (changes.length > 0) await db.save(scope, changes);
  const rows = changes.length > 0 ? await store.listAlarms(db, scope, school) : standing;
  // What it counts goes on after it was raised.
  return found.flatMap((alarm) => rows.filter(sameAs(alarm)).map((row) => ({ ...row, count: alarm.count, since: alarm.since })));
}

/**
 * One mail an address for all that is new. What nobody took is tried again at the next round; one address that is wrong
 * must not bring the same mail to the others every few minutes.
 */
export async function mailAlarms(app: App, school: SchoolId, standing: readonly store.StoredAlarm[]): Promise<void> {
  const { db, mailer } = app;
  const scope = schoolScope(school);
  const { mail } = await store.findSettings(db, scope, school);
  const untold = standing.filter((alarm) => alarm.mailedAt === null && alarm.seenAt === null);
  if (!mailer || mail.length === 0 || untold.length === 0) return;
  const now = app.clock();
  const saved = await db.save(
    scope,
    untold.map((alarm) => store.claimMailStatement(db, school, alarm, now)),
  );
  const claimed = untold.filter((_, index) => saved[index]?.rows.length === 1);
  if (claimed.length === 0) return;
  const names = await namesOfObjects(db, scope, school);
  const name = await schoolName(db, scope, school);
  let taken = 0;
  for (const { to, language } of mail) {
    try {
      await mailer.send({ to, ...alarmMail(language, { school: name, alarms: claimed, names, address: app.publicUrl(), id: school }) });
      taken++;
    } catch (error) {
      app.log.warn({ err: reported(error) }, 'mail not taken');
    }
  }
  if (taken > 0) return;
  await db.save(
    scope,
    claimed.map((alarm) => store.unclaimMailStatement(db, school, alarm)),
  );
}
