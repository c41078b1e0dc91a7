import type { Hono } from 'hono';
import type { Endpoint } from '../../shared/api/endpoint.ts';
import { dayQuery, logQuery, revokePassInput } from '../../shared/api/log.schema.ts';
import { getAlarms, getDay, getDeclaration, getLog, revokePass } from '../../shared/api/log.ts';
import { dayOf, isDay } from '../../shared/clock.ts';
import { invalid, Problem } from '../../shared/problem.ts';
import { accountOf } from '../accounts/grants.ts';
import { auditOf } from '../audit.ts';
import type { App, Caller } from '../context.ts';
import type { AuditEntry } from '../db/audit.ts';
import { advanceFeed, feedNumber } from '../db/feed.ts';
import { schoolScope } from '../db/port.ts';
import { mount } from '../route.ts';
import { alarmsOf } from './alarms.ts';
import { mountCorrections } from './corrections.ts';
import { dayView } from './day.ts';
import { declarationView } from './declared-view.ts';
import { mountExchange } from './exchange.ts';
import { mountHeld } from './held.ts';
import { mountLive } from './live.ts';
import { Watches } from './live-watches.ts';
import { logPage } from './log.ts';

export function mountGates(hono: Hono, app: App, closing?: AbortSignal): void {
  const watches = new Watches(app);
  mountExchange(hono, app);
  mountCorrections(hono, app);
  mountHeld(hono, app);
  mountLive(hono, app, watches, closing);

  /** Personal views leave a mark: who looked at what period, never what was found. */
  const mark = (school: string, caller: Caller, endpoint: Endpoint, object: string, detail: AuditEntry['detail'] = {}) =>
    auditOf(app, { school, actor: accountOf(caller), action: endpoint.audit, object, detail });

  mount(hono, app, getLog, logQuery, async ({ input, params, caller }) => {
    const school = params.school ?? '';
    const page = await logPage(app, school, input);
    const detail = { from: input.from ?? null, to: input.to ?? null, rows: page.rows.length, search: input.q !== undefined };
    await app.db.save(schoolScope(school), [mark(school, caller, getLog, school, detail)]);
    return { body: page };
  });

  mount(hono, app, getDay, dayQuery, async ({ input, params, caller }) => {
    const school = params.school ?? '';
    const day = input.day ?? dayOf(app.clock());
    if (!isDay(day)) throw invalid('/day', 'not-a-day');
    const view = await dayView(app, school, day);
    const rows = view.openVisits.length + view.estimated.visits.length;
    const watch = watches.find(input.watch, accountOf(caller), school);
    const entries = watch ? watches.count(watch, rows) : [mark(school, caller, getDay, school, { day, rows })];
    if (entries.length > 0) await app.db.save(schoolScope(school), entries);
    return { body: view };
  });

  mount(hono, app, getAlarms, null, async ({ params }) => ({ body: await alarmsOf(app, params.school ?? '') }));

  mount(hono, app, getDeclaration, null, async ({ params, caller }) => {
    const school = params.school ?? '';
    const view = await declarationView(app, school, params.subject ?? '');
    if (!view) throw new Problem('not-found');
    await app.db.save(schoolScope(school), [mark(school, caller, getDeclaration, view.id, { companions: view.companions.length })]);
    return { body: view };
  });

  mount(hono, app, revokePass, revokePassInput, async ({ input, params, caller }) => {
    const school = params.school ?? '';
    const subject = params.subject ?? '';
    if (!/^[A-Za-z0-9_-]{22}$/.test(subject)) throw new Problem('not-found');
    await app.db.save(schoolScope(school), [
      advanceFeed(app.db.build, school, 1),
      {
        query: app.db.build
          .insertInto('pass_revocation')
          .values({ school_id: school, subject, reason: input.reason, erased: 0, at: app.clock(), feed: feedNumber(school, 0) })
          .onConflict((clash) => clash.columns(['school_id', 'subject']).doNothing())
          .compile(),
      },
      mark(school, caller, revokePass, subject, { reason: input.reason }),
    ]);
    return {};
  });
}
