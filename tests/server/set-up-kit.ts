import type { App } from '../../server/context.ts';
import { announceSetUp, type Installation, readInstallation } from '../../server/setup/installation.ts';
import type { SetUpInput } from '../../shared/api/accounts.schema.ts';
import { openTestApp, type TestApp } from '../app.ts';
import type { TestDatabase } from '../engines.ts';

export const LOOPBACK = { origin: 'http://localhost:8787', host: 'localhost:8787' };
export const INPUT: Omit<SetUpInput, 'token'> = {
  login: 'quan.tri',
  password: 'một mật khẩu đủ dài',
  name: 'Nguyễn Văn Thử',
  publicUrl: 'https://cong.truong.example',
  school: {
    name: 'Trường Tiểu học Hoa Ban',
    shortName: 'TH Hoa Ban',
    kind: 'primary',
    province: '01',
    commune: '00004',
    phone: '02438250000',
  },
  gates: ['Cổng chính', 'Cổng phụ'],
};

/** An empty installation as main.ts opens it; `token` of the link that it printed. */
export async function openInstallation(
  database: TestDatabase,
): Promise<TestApp & { installation: Installation; token: string; printed: string[] }> {
  const one = await openTestApp(database, null);
  const installation = await readInstallation(one.app.db, one.app.config);
  Object.assign(one.app, {
    publicUrl: () => installation.publicUrl,
    origins: () => installation.origins,
    epoch: () => installation.epoch,
  } satisfies Partial<App>);
  const printed: string[] = [];
  await announceSetUp(one.app, 'http://localhost:8787', (line) => printed.push(line));
  return { ...one, installation, printed, token: printed.join('\n').split('#token=')[1] ?? '' };
}
