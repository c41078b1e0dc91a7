/** Run by durability.test.ts: saves without end, good ones beside ones that are undone, and prints each acknowledged id. */
import { writeSync } from 'node:fs';
import { openDb } from '../../../server/db/open.ts';
import { schoolScope } from '../../../server/db/port.ts';

const [, , dataDir = ''] = process.argv;
const SCHOOL = 'school-kill';
const db = await openDb({ dataDir });
const insert = (subject: string) => ({
  query: db.build.insertInto('pass_revocation').values({ school_id: SCHOOL, subject, reason: 'lost', erased: 0, at: 1, feed: 1 }).compile(),
});

async function lane(name: number): Promise<never> {
  for (let i = 0; ; i++) {
    const subject = `${process.pid}-${name}-${i}`;
    if (i % 5 === 4) {
      await db.save(schoolScope(SCHOOL), [insert(`${subject}-undone`), insert(`${subject}-undone`)]).catch(() => undefined);
      continue;
    }
    await db.save(schoolScope(SCHOOL), [insert(subject), insert(`${subject}-second`)]);
    // Straight to the pipe: what stands there was acknowledged before the kill.
    writeSync(1, `${subject}\n`);
  }
}
await Promise.all(Array.from({ length: 8 }, (_, name) => lane(name)));
