/** A family at the gate: the code on the tablet's screen, one pass for all, and everybody counted. */
import { AxeBuilder } from '@axe-core/playwright';
import { expect, it } from 'vitest';
import type { DeclareAnswer, DeclareInput, PlaceView } from '../../shared/api/declarations.schema.ts';
import type { PosterView } from '../../shared/api/schools.schema.ts';
import { uuidv7 } from '../../shared/ids.ts';
import { readPosterLink } from '../../shared/poster/link.ts';
import { slotOf } from '../../shared/poster/presence.ts';
import { TABLET } from './browsing.ts';
import { beginShift, openKiosk, scanByWedge, sentLine, verdict } from './kiosk.ts';
import type { Office } from './office.ts';
import { readCode } from './picture.ts';
import { describeSetting } from './setting.ts';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const setting = describeSetting();
const random = (length: number): Uint8Array => crypto.getRandomValues(new Uint8Array(length));

/** A mother with two children, one pass for all. */
async function declareTogether(office: Office): Promise<DeclareAnswer> {
  const { code } = await office.poster();
  const { questionnaire } = await office.call<PlaceView>('GET', `/api/places/${code}`);
  const health = { symptoms: false, contact: false };
  const child = (fullName: string) => ({ id: uuidv7(Date.now(), random), answers: { fullName, ...health } });
  const body: DeclareInput = {
    id: uuidv7(Date.now(), random),
    place: code,
    questionnaire: { id: questionnaire.id, version: questionnaire.version },
    answers: { fullName: 'Nguyễn Thị Bích Hồng', phone: '0900000678', host: 'Cô Lan, lớp 3A', ...health },
    consent: {
      version: questionnaire.consent.version,
      language: 'vi',
      purposes: questionnaire.consent.purposes.filter((purpose) => purpose.required).map((purpose) => purpose.code),
      at: Date.now(),
    },
    channel: 'poster',
    companions: [child('Trần Minh Anh'), child('Trần Minh Đức')],
    together: true,
  };
  return office.call<DeclareAnswer>('POST', '/api/declarations', body);
}

it('scans the screen, comes in by one scan, and is called by heads', async () => {
  const { office, server, device } = setting();
  await office.page.goto(`${server.origin}/admin/school/${office.school}/settings`);
  await office.page.getByLabel('Hiện mã đổi sau mỗi 30 giây khi máy ở cổng rảnh').check();
  await office.page.getByRole('button', { name: 'Lưu thay đổi' }).click();
  await office.page.getByText('Đã lưu.').waitFor();

  // The checker is put into the page as a script, which the page's own policy forbids.
  const kiosk = await device({ ...TABLET, bypassCSP: true });
  const found: string[] = [];
  const look = async (what: string): Promise<void> => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await kiosk.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      const { violations } = await new AxeBuilder({ page: kiosk }).setLegacyMode().withTags(RULES).analyze();
      found.push(
        ...violations.map(({ id, nodes }) => `${what} (${colorScheme}): ${id} ${nodes.map(({ target }) => target.join(' ')).join(', ')}`),
      );
    }
  };
  await openKiosk(kiosk, server.origin, await office.pairingCode());
  await beginShift(kiosk);

  const screen = kiosk.getByRole('region', { name: 'Mã cho khách quét bằng điện thoại' });
  await screen.locator('path').waitFor();
  await screen.getByText('Quét mã này bằng điện thoại để khai báo và ghi giờ đến').waitFor();
  const link = readPosterLink(readCode(await screen.screenshot()));
  const { posters } = await office.call<{ posters: PosterView[] }>('GET', `/api/schools/${office.school}/posters`);
  const ofGate = posters.find((poster) => poster.gate !== null);
  expect(link).toMatchObject({ origin: server.origin, code: ofGate?.code });
  expect(Math.abs((link?.presence?.slot ?? 0) - slotOf(Date.now()))).toBeLessThanOrEqual(1);
  await look('idle');

  const { pass } = await declareTogether(office);
  await scanByWedge(kiosk, pass.digits);
  await verdict(kiosk).getByText('và 2 người đi cùng').waitFor();
  expect((await verdict(kiosk).innerText()).replace(/\s+/g, ' ')).toContain('Đếm đủ 3 người');
  await verdict(kiosk).waitFor({ state: 'detached' });
  await kiosk.getByRole('button', { name: 'Trong trường: 3' }).waitFor();

  await kiosk.getByRole('button', { name: 'Điểm danh' }).click();
  await kiosk.getByText('+2 người đi cùng – phải thấy đủ 3 người').waitFor();
  expect((await kiosk.locator('.roll-missing').innerText()).replace(/\s+/g, ' ')).toBe('3 Chưa thấy');
  await look('roll call');
  expect(found).toEqual([]);

  await kiosk.getByRole('button', { name: 'Quay lại' }).click();
  await sentLine(kiosk).waitFor();
  expect(await office.day()).toMatchObject({ inside: 3, entries: 3, openVisits: [{ companions: 2 }] });
});
