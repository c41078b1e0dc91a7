/** `node server/bin/run.mjs FILE ...args`: runs one of our TypeScript commands, with the packages it needs installed. */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { checkNode, ensureInstalled, stop } from './lib/install.mjs';

const [file, ...args] = process.argv.slice(2);
if (!file) stop('usage: node server/bin/run.mjs FILE ...args');
checkNode();
await ensureInstalled();
const path = resolve(file);
process.argv = [process.execPath, path, ...args];
const { register } = await import('tsx/esm/api');
register();
await import(pathToFileURL(path).href);
