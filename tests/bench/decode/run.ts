/** The product's decoding path beside every npm decoder. Tables and JSON go to standard output, progress to standard error. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { measure, ownCorpus } from './measure.ts';
import { report, textOf } from './report.ts';

const USE = `npm run bench:decode -- [FOLDER] [--json] [--only=DECODER,DECODER]

FOLDER holds PNG frames and manifest.json: [{"file": "a.png", "class": "blur", "text": "12345" or null}].
Without it the bench makes about 300 degraded frames of its own.`;

interface Order {
  folder?: string;
  json: boolean;
  only?: string[];
}

const tell = (text: string): void => void process.stderr.write(`${text}\n`);

function orderOf(args: readonly string[]): Order {
  const folders = args.filter((arg) => !arg.startsWith('--'));
  const strange = args.filter((arg) => arg.startsWith('--') && arg !== '--json' && !arg.startsWith('--only='));
  if (folders.length > 1 || strange.length > 0)
    throw new Error(`I do not know what to do with ${[...folders.slice(1), ...strange].join(' ')}\n\n${USE}`);
  const only = args
    .find((arg) => arg.startsWith('--only='))
    ?.slice('--only='.length)
    .split(',');
  const [folder] = folders;
  return { json: args.includes('--json'), ...(folder === undefined ? {} : { folder: resolve(folder) }), ...(only ? { only } : {}) };
}

async function run(args: readonly string[]): Promise<void> {
  const order = orderOf(args);
  const own = order.folder === undefined ? mkdtempSync(join(tmpdir(), 'quacong-frames-')) : undefined;
  try {
    if (own !== undefined) await ownCorpus(own, tell);
    const { results, names, engine } = await measure(order.folder ?? own ?? '', order.only, tell);
    const found = report(results, names, engine);
    process.stdout.write(order.json ? `${JSON.stringify(found, null, 2)}\n` : `${textOf(found)}\n`);
  } finally {
    if (own !== undefined) rmSync(own, { recursive: true, force: true });
  }
}

run(process.argv.slice(2)).catch((error: unknown) => {
  tell(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
