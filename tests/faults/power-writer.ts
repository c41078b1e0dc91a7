/** Saves as fast as the port answers and notes, outside the disk that will be cut, each name whose save resolved. */
import { appendFileSync } from 'node:fs';
import { openDb } from '../../server/db/open.ts';

const [dataDir = '', acknowledged = ''] = process.argv.slice(2);
const db = await openDb({ dataDir });

async function writer(lane: number): Promise<void> {
  for (let n = 0; ; n++) {
    const name = `${lane}-${n}`;
    await db.save('system', [
      {
        query: db.build
          .insertInto('installation')
          .values({ name, value: 'x'.repeat(200) })
          .compile(),
      },
    ]);
    appendFileSync(acknowledged, `${name}\n`);
  }
}
await Promise.all(Array.from({ length: 8 }, (_, lane) => writer(lane)));
