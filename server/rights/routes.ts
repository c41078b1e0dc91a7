/** What a visitor may do with the key of the own record: see, withdraw, erase. The key comes in bodies only. */
import type { Hono } from 'hono';
import { ownRecordInput } from '../../shared/api/own-records.schema.ts';
import { seeRecord } from '../../shared/api/own-records.ts';
import { Problem } from '../../shared/problem.ts';
import { auditOf } from '../audit.ts';
import type { App } from '../context.ts';
import { schoolScope } from '../db/port.ts';
import { hashOfRecord } from '../declarations/record-key.ts';
import { findByRecord } from '../declarations/store.ts';
import { mount } from '../route.ts';
import { findSchool } from '../schools/store.ts';
import { declarationsOf, groupOf, keptThroughOf, schoolOf, visitsOf } from './record.ts';

export function mountRights(hono: Hono, app: App): void {
  mount(hono, app, seeRecord, ownRecordInput, async ({ input }) => {
    const scope = schoolScope(input.school);
    const found = await findByRecord(app.db, scope, input.school, hashOfRecord(input.record));
    const school = found && (await findSchool(app.db, scope, input.school));
    if (!found || !school) throw new Problem('not-found');
    const group = await groupOf(app, found);
    await app.db.save(scope, [auditOf(app, { school: school.id, actor: 'anyone', action: seeRecord.audit, object: found.id })]);
    return {
      body: {
        school: schoolOf(school),
        declarations: await declarationsOf(app, group, []),
        visits: await visitsOf(app, group),
        requests: [],
        keptThrough: await keptThroughOf(app, found),
      },
    };
  });
}
