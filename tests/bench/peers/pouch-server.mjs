/** express-pouchdb on leveldb, as its README sets it up. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import expressPouchDb from 'express-pouchdb';
import PouchDb from 'pouchdb';
import { answering } from '../lib/answering.mjs';

const folder = mkdtempSync(join(tmpdir(), 'quacong-bench-pouch-'));
process.chdir(folder);
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
const Databases = PouchDb.defaults({ prefix: `${folder}/` });
const app = express();
app.use('/', expressPouchDb(Databases, { mode: 'minimumForPouchDB', inMemoryConfig: true, logPath: join(folder, 'log.txt') }));
const server = app.listen(0, '127.0.0.1', () => {
  const address = server.address();
  answering(typeof address === 'object' ? address?.port : 0, () => 'nothing');
});
process.once('SIGTERM', () => process.exit(0));
