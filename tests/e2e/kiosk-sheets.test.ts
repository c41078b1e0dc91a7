/** The sheets that lie over the gate, as a machine can judge them: WCAG 2.2 AA, light and dark. */
import { AxeBuilder } from '@axe-core/playwright';
import { expect, it } from 'vitest';
import { TABLET } from './browsing.ts';
import { beginShift, openKiosk, quickEntry, verdict } from './kiosk.ts';
import { describeSetting } from './setting.ts';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const setting = describeSetting();

it('card, roll call, state of the device, settings, file and the round at the end of the day have no barrier', async () => {
  const { office, server, device } = setting();
  // The checker is put into the page as a script, which the page's own policy forbids.
  const kiosk = await device({ ...TABLET, bypassCSP: true });
  await openKiosk(kiosk, server.origin, await office.pairingCode());
  await beginShift(kiosk);
  await quickEntry(kiosk, { name: 'Lê Văn Tám', phone: '0900000108', host: 'Đón con' });
  await verdict(kiosk).getByText('ĐÃ CHO VÀO').waitFor();
  await verdict(kiosk).waitFor({ state: 'detached' });

  const found: string[] = [];
  const look = async (sheet: string): Promise<void> => {
    await kiosk.getByRole('main', { name: sheet }).waitFor();
    for (const colorScheme of ['light', 'dark'] as const) {
      await kiosk.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      const { violations } = await new AxeBuilder({ page: kiosk }).setLegacyMode().withTags(RULES).analyze();
      for (const { id, nodes } of violations)
        found.push(...nodes.map(({ target, failureSummary }) => `${sheet} (${colorScheme}): ${id} ${target.join(' ')} ${failureSummary}`));
    }
  };
  const tap = (name: string): Promise<void> => kiosk.getByRole('button', { name }).click();

  await tap('In thẻ');
  await look('Thẻ khách');
  await tap('Quay lại');
  await tap('Điểm danh');
  await look('Điểm danh sơ tán');
  await tap('Quay lại');
  await kiosk.locator('.status-lines').click();
  await look('Tình trạng máy');
  await tap('Cài đặt');
  await look('Cài đặt');
  await tap('Tệp cho văn phòng');
  await look('Tệp cho văn phòng');
  await tap('Quay lại');
  await tap('Kết thúc ca');
  await tap('Đóng cổng hôm nay');
  await look('Ai còn ở trong?');
  expect(found).toEqual([]);
});
