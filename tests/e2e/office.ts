/** What the office does, by the server's own HTTP interface and from inside a browser: for journeys about other people. */
import type { Page } from 'playwright-core';
import type { SetUpAnswer, SetUpInput } from '../../shared/api/accounts.schema.ts';
import type { DayView, LogPage, LogRow } from '../../shared/api/log.schema.ts';
import type { KioskView, PairingView, PosterView, SchoolView } from '../../shared/api/schools.schema.ts';
import type { RealServer } from './server.ts';

export const ADMIN = { login: 'hieutruong', password: 'ba con mèo trèo cây', name: 'Đỗ Thị Hạnh' };
export const SCHOOL: SetUpInput['school'] = {
  name: 'Trường Tiểu học Hoa Ban',
  shortName: 'TH Hoa Ban',
  kind: 'primary',
  province: '01',
  commune: '00004',
  street: 'Số 1 đường Hoa Ban',
  phone: '02130000000',
};

export interface Office {
  readonly page: Page;
  readonly school: string;
  call<T>(method: string, path: string, body?: unknown): Promise<T>;
  /** Of the whole school. */
  poster(): Promise<PosterView>;
  /** A code for a new kiosk at the first gate. */
  pairingCode(name?: string): Promise<string>;
  addOperator(name: string, pin: string): Promise<void>;
  /** Everything of today, newest first. */
  log(): Promise<LogRow[]>;
  day(): Promise<DayView>;
  kiosks(): Promise<KioskView[]>;
}

/** Uses the set-up link: the first administrator and a school with one gate. `page`: any, of the server's origin from now on. */
export async function openOffice(server: RealServer, page: Page): Promise<Office> {
  const token = new URL(await server.setUpLink()).hash.slice('#token='.length);
  await page.goto(`${server.origin}/healthz`);
  const call = callFrom(page);
  const input: SetUpInput = { token, ...ADMIN, publicUrl: null, school: SCHOOL, gates: ['Cổng chính'] };
  const { school } = await call<SetUpAnswer>('POST', '/api/set-up', input);
  return officeOf(page, school);
}

function officeOf(page: Page, school: string): Office {
  const call = callFrom(page);
  const of = `/api/schools/${school}`;
  return {
    page,
    school,
    call,
    async poster() {
      const { posters } = await call<{ posters: PosterView[] }>('GET', `${of}/posters`);
      const whole = posters.find((poster) => poster.gate === null && poster.withdrawnAt === null);
      if (!whole) throw new Error('The school has no poster');
      return whole;
    },
    async pairingCode(name = 'Máy tính bảng ở cổng') {
      const { gates } = await call<SchoolView>('GET', of);
      return (await call<PairingView>('POST', `${of}/pairings`, { name, gate: gates[0]?.id })).code;
    },
    async addOperator(name, pin) {
      await call('POST', `${of}/operators`, { name, pin });
    },
    async log() {
      const rows: LogRow[] = [];
      let cursor: string | null = null;
      do {
        const at: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
        const next: LogPage = await call<LogPage>('GET', `${of}/log?limit=200${at}`);
        rows.push(...next.rows);
        cursor = next.cursor;
      } while (cursor !== null);
      return rows;
    },
    day: () => call<DayView>('GET', `${of}/day`),
    kiosks: async () => (await call<{ kiosks: KioskView[] }>('GET', `${of}/kiosks`)).kiosks,
  };
}

/** Asks with the page's own cookies and origin. @throws Error for every answer that is not 2xx */
const callFrom =
  (page: Page) =>
  async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const answer = await page.evaluate(
      async (asked) => {
        const response = await fetch(asked.path, {
          method: asked.method,
          ...(asked.body === undefined ? {} : { body: asked.body, headers: { 'content-type': 'application/json' } }),
        });
        return { status: response.status, text: await response.text() };
      },
      { method, path, body: body === undefined ? undefined : JSON.stringify(body) },
    );
    if (answer.status >= 300) throw new Error(`${method} ${path} answered ${answer.status}: ${answer.text}`);
    return (answer.text === '' ? undefined : JSON.parse(answer.text)) as T;
  };
