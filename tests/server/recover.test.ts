import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openKeyStore } from '../../server/keys/store.ts';

const ADMIN = fileURLToPath(new URL('../../server/bin/admin.ts', import.meta.url));

describe('npm run admin -- recover', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'quacong-recover-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const keyDir = () => join(folder, 'keys');
  const recover = (words: string): Promise<{ code: number | null; said: string }> =>
    new Promise((resolve) => {
      const env = { ...process.env, DATA_DIR: join(folder, 'data'), KEY_DIR: keyDir() };
      const child = spawn(process.execPath, ['--import', 'tsx', ADMIN, 'recover'], { env });
      let said = '';
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => (said += part.toString()));
      child.on('close', (code) => resolve({ code, said }));
      child.stdin.end(words);
    });

  it('makes the lost key again from the words of the sheet, whatever their case and lines', async () => {
    const keys = openKeyStore(keyDir());
    const words = keys.recoveryWords();
    const place = { school: 's', table: 't', row: 'r', class: 'identity', day: '2026-11-23' } as const;
    const sealed = keys.seal(place, new TextEncoder().encode('Hồng'));
    keys.close();
    const before = readFileSync(join(keyDir(), 'root.key'));
    renameSync(join(keyDir(), 'root.key'), join(folder, 'lost'));

    const result = await recover(`${words.slice(0, 12).join(' ').toUpperCase()}\n${words.slice(12).join('  ')}\n`);
    expect(result).toMatchObject({ code: 0 });
    expect(readFileSync(join(keyDir(), 'root.key'))).toEqual(before);
    const again = openKeyStore(keyDir());
    expect(new TextDecoder().decode(again.open(place, sealed))).toBe('Hồng');
    again.close();
  });

  it('refuses wrong words and the sheet of another installation, and leaves nothing behind', async () => {
    openKeyStore(keyDir()).close();
    const other = openKeyStore(join(folder, 'other'));
    const foreign = other.recoveryWords().join(' ');
    other.close();
    renameSync(join(keyDir(), 'root.key'), join(folder, 'lost'));
    for (const words of ['abandon '.repeat(24), foreign]) {
      const { code, said } = await recover(`${words}\n`);
      expect(code).toBe(1);
      expect(said).not.toContain(foreign);
    }
    renameSync(join(folder, 'lost'), join(keyDir(), 'root.key'));
    openKeyStore(keyDir()).close();
  });
});
