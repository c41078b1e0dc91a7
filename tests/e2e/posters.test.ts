/** The posters' page of the office: the sheet that is looked at is the one that is printed, as large as it says. */
import { describe, expect, it } from 'vitest';
import { codeSizeText, LAYOUT_FACTS, POSTER_LAYOUTS } from '../../shared/poster/layouts.ts';
import { pageSizes } from '../fixtures/pdf.ts';
import { openPart, signIn } from './admin.ts';
import { DESK, PHONE } from './browsing.ts';
import { describeSetting } from './setting.ts';

const setting = describeSetting();
const CHOICES = { a4: /^A4/, a3: /^A3/, six: /^6 mã nhỏ/, card: /^Thẻ bàn/ } as const;
const PX_PER_MM = 96 / 25.4;

describe('posters in the office', () => {
  it('prints each layout alone on its paper, a millimetre for a millimetre', async () => {
    const { server, device } = setting();
    const page = await device(DESK);
    await signIn(page, server.origin);
    await openPart(page, 'Bảng mã QR');
    for (const layout of POSTER_LAYOUTS) {
      await page.getByRole('radio', { name: CHOICES[layout] }).check();
      await page.getByText(codeSizeText(layout, 'vi')).waitFor();
      const sheet = page.getByRole('img', { name: 'Hình bảng mã: Toàn trường' });
      await sheet.evaluate((image) => (image as HTMLImageElement).decode());
      const { width, height } = LAYOUT_FACTS[layout].paper;
      const sizes = pageSizes(await page.pdf({ preferCSSPageSize: true }));
      expect([layout, sizes.length]).toEqual([layout, 1]);
      expect(Math.abs((sizes[0]?.width ?? 0) - (width * 72) / 25.4)).toBeLessThan(1);
      expect(Math.abs((sizes[0]?.height ?? 0) - (height * 72) / 25.4)).toBeLessThan(1);
      await page.emulateMedia({ media: 'print' });
      const box = await sheet.boundingBox();
      // Not 'screen': the next paper would be drawn by that.
      await page.emulateMedia({ media: null });
      expect([box?.x, box?.y]).toEqual([0, 0]);
      expect(Math.abs((box?.width ?? 0) / PX_PER_MM - width)).toBeLessThan(0.1);
    }
  });

  it('fits a phone', async () => {
    const { server, device } = setting();
    const page = await device(PHONE);
    await signIn(page, server.origin);
    await openPart(page, 'Bảng mã QR');
    await page.getByRole('img', { name: 'Hình bảng mã: Toàn trường' }).waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
  });
});
