/**
 * The limit: Hono, SQLite with synchronous=FULL, one table, one commit for all that came in one turn of the event loop.
 * No schema, no keys, no signature, no second query.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serve } from '@hono/node-server';
import Database from 'better-sqlite3';
import { Hono } from 'hono';
import { answering } from '../lib/answering.mjs';

const folder = mkdtempSync(join(tmpdir(), 'quacong-bench-bare-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
const db = new Database(join(folder, 'bare.db'));
db.pragma('journal_mode = WAL');
db.pragma('synchronous = FULL');
db.exec('create table item (id text primary key, at integer not null, body text not null) strict');
const insert = db.prepare('insert into item (id, at, body) values (?, ?, ?) on conflict do nothing');

/** @type {{ rows: [string, string][], done: () => void }[]} */
let queue = [];
/** @param {[string, string][]} rows */
function save(rows) {
  return new Promise((resolve) => {
    if (queue.length === 0) setImmediate(flush);
    queue.push({ rows, done: () => resolve(undefined) });
  });
}
const write = db.transaction((/** @type {typeof queue} */ batch) => {
  const now = Date.now();
  for (const { rows } of batch) for (const [id, body] of rows) insert.run(id, now, body);
});
function flush() {
  const batch = queue;
  queue = [];
  write(batch);
  for (const { done } of batch) done();
}

const hono = new Hono();
hono.post('/one', async (context) => {
  const body = await context.req.text();
  await save([[JSON.parse(body).id, body]]);
  return context.json({ ok: true }, 201);
});
hono.post('/batch', async (context) => {
  const { items } = await context.req.json();
  await save(items.map((/** @type {{ event: string }} */ { event }) => [JSON.parse(event).id, event]));
  return context.json({ ok: true }, 200);
});
const server = serve({ fetch: hono.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => answering(port, () => 'nothing'));
process.once('SIGTERM', () => {
  server.close();
  process.exit(0);
});
