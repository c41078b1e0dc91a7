/** A PouchDB with documents that were written before, which it replicates to a server. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import PouchDb from 'pouchdb';
import { answering } from '../lib/answering.mjs';

const folder = mkdtempSync(join(tmpdir(), 'quacong-bench-pouch-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
process.once('SIGTERM', () => process.exit(0));

/** @param {{ docs: { _id: string }[], remote: string }} work @returns {Promise<number>} seconds of the replication */
async function replicate({ docs, remote }) {
  const local = new PouchDb(join(folder, `local-${Date.now()}`));
  for (let from = 0; from < docs.length; from += 500) await local.bulkDocs(docs.slice(from, from + 500));
  const started = performance.now();
  const done = await local.replicate.to(remote);
  const seconds = (performance.now() - started) / 1000;
  if (!done.ok || done.docs_written !== docs.length) throw new Error(`replicated ${done.docs_written} of ${docs.length}`);
  const { doc_count } = await new PouchDb(remote).info();
  if (doc_count !== docs.length) throw new Error(`the server holds ${doc_count} of ${docs.length}`);
  await local.destroy();
  return seconds;
}

answering('ready', replicate);
