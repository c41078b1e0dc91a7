/** The server in a process of its own, started by the very words of `npm start`, for its memory and speed are what is measured. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Child, ROOT, startChild } from './child.ts';

const WITHIN = 60_000;
const MEMORY = pathToFileURL(join(ROOT, 'tests/bench/lib/server-memory.mjs')).href;

/** How `npm start` calls Node: its options, and the file. @throws Error when it calls anything else */
export function startWords(): { options: string[]; file: string } {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: { start: string } };
  const [node, ...options] = scripts.start.split(' ');
  const file = options.pop();
  if (node !== 'node' || file === undefined) throw new Error(`npm start is not understood: ${scripts.start}`);
  return { options, file };
}

/** Ready to answer. @throws Error when it does not answer within a minute */
export async function startServer(env: Record<string, string>): Promise<Child> {
  const { options, file } = startWords();
  const child = await startChild(file, { env, nodeArgs: ['--import', MEMORY, ...options] });
  const health = `http://127.0.0.1:${env.PORT}/healthz`;
  for (const started = Date.now(); ; ) {
    const answer = await fetch(health).catch(() => undefined);
    if (answer?.ok) return child;
    if (!child.alive() || Date.now() - started > WITHIN) {
      await child.stop();
      throw new Error(`the server does not answer: ${child.said()}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
