/** Everything temporary of a run in one folder, also what browsers, children and helpers leave when they are killed. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const SCRATCH = mkdtempSync(join(tmpdir(), 'quacong-bench-'));
process.env.TMPDIR = SCRATCH;
process.on('exit', () => rmSync(SCRATCH, { recursive: true, force: true, maxRetries: 5 }));

export const temporaryFolder = (name: string): string => mkdtempSync(join(SCRATCH, `${name}-`));

export const removeFolder = (folder: string): void => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
