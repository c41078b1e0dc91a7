/** `npm run screens -- FOLDER [words of a name]`: pictures of every screen and state, see tests/screens/shoot.ts. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { checkNode, ensureInstalled, ROOT } from '../../server/bin/lib/install.mjs';
import { ensureBuilt, ensurePartsBuilt } from '../../server/bin/lib/site.mjs';

checkNode();
await ensureInstalled();
await ensureInstalled(join(ROOT, 'tests'), 'Installing the test tools');
await ensureBuilt();
await ensurePartsBuilt();
const child = spawn(process.execPath, ['--import', 'tsx', 'tests/screens/shoot.ts', ...process.argv.slice(2)], {
  cwd: ROOT,
  stdio: 'inherit',
});
child.on('close', (code) => {
  process.exitCode = code ?? 1;
});
