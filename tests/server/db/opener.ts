/** Run by migrate.test.ts: opens the database as a start does, and prints its epoch. */
import { openDb } from '../../../server/db/open.ts';

const [, , dataDir = '', databaseUrl] = process.argv;
const db = await openDb({ dataDir, databaseUrl: databaseUrl || null });
const row = await db.read('system', (query) =>
  query.selectFrom('installation').select('value').where('name', '=', 'epoch').executeTakeFirst(),
);
await db.close();
process.stdout.write(row?.value ?? '');
