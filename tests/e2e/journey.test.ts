/** The whole way of a school's first morning, by clicking only, on each database. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { launchBrowser, launchProfile } from '../browser.ts';
import { ENGINES } from '../engines.ts';
import { type FakeCamera, fakeCamera } from '../video.ts';
import { downloadLog, logRows, makePairingCode, openPart, posterFiles, setUpByHand } from './admin.ts';
import { createWatcher, DESK, firstPage, openDevice, PHONE, TABLET } from './browsing.ts';
import { beginShift, openKiosk, quickEntry, scanByTyping, sentLine, shiftButton, unsentCount, verdict } from './kiosk.ts';
import { readCode } from './picture.ts';
import { startServer } from './server.ts';
import { readCsv, readWorkbook } from './spreadsheet.ts';
import { declare, HONG, HONG_MASKED } from './visitor.ts';

describe.each(ENGINES)('from the set-up link to the download (%s)', (engine) => {
  it('loses nothing and doubles nothing while the server is away', async () => {
    const watcher = createWatcher();
    const camera = fakeCamera();
    const profile = mkdtempSync(join(tmpdir(), 'quacong-kiosk-'));
    const server = await startServer({ engine });
    const browser = await launchBrowser();
    let tablet: BrowserContext | undefined;
    try {
      // The office: administrator, school, poster.
      const office = await openDevice(browser, watcher, DESK);
      await setUpByHand(office, await server.setUpLink());
      await office.getByRole('link', { name: /In bảng mã/ }).click();
      const poster = await posterFiles(office);
      expect(poster.svg.toString('utf8')).toContain('<svg');
      expect(poster.pdf.toString('latin1', 0, 5)).toBe('%PDF-');
      const link = readCode(poster.png);
      expect(link.startsWith(`${server.origin}/p/`)).toBe(true);

      // A visitor scans it and declares.
      const phone = await openDevice(browser, watcher, PHONE);
      await phone.goto(link);
      const pass = await declare(phone, HONG);

      // The tablet at the gate: paired, a guard on duty.
      await openPart(office, 'Máy ở cổng');
      tablet = await openTablet(profile, camera);
      const kiosk = await firstPage(tablet, watcher);
      await openKiosk(kiosk, server.origin, await makePairingCode(office, 'Máy tính bảng cổng chính'));
      await office.getByText('Đã ghép Máy tính bảng cổng chính').waitFor();
      await beginShift(kiosk);
      await kiosk.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));

      // In, by the camera.
      camera.show(pass.digits);
      await verdict(kiosk).getByText('VÀO').waitFor();
      await verdict(kiosk).getByText(HONG_MASKED).waitFor();
      camera.clear();
      await verdict(kiosk).waitFor({ state: 'detached' });
      await sentLine(kiosk).waitFor();

      // The server is away: out by the typed code, a second visitor in by name.
      await server.stop();
      expect(await scanByTyping(kiosk, pass.typedCode)).toContain('Ra, hay vào lại?');
      await verdict(kiosk).getByRole('button', { name: 'RA' }).click();
      await verdict(kiosk).getByText('QUA').waitFor();
      await verdict(kiosk).waitFor({ state: 'detached' });
      await quickEntry(kiosk, { name: 'Lê Văn Tám', phone: '0900000108', host: 'Sửa điện' });
      await verdict(kiosk).getByText('ĐÃ CHO VÀO').waitFor();
      const unsent = 3;
      // Drawn after the verdict, which nobody waits longer for.
      await expect.poll(() => unsentCount(kiosk)).toBe(unsent);

      // The tablet's browser is closed and opened again, still without a server.
      await tablet.close();
      tablet = await openTablet(profile, camera);
      const again = await firstPage(tablet, watcher);
      await again.goto(`${server.origin}/kiosk/`);
      await shiftButton(again).waitFor();
      expect(await unsentCount(again)).toBe(unsent);
      await beginShift(again);
      await again.getByRole('button', { name: 'Trong trường: 1' }).waitFor();
      await quickEntry(again, { name: 'Võ Thị Chín' });
      await verdict(again).getByText('ĐÃ CHO VÀO').waitFor();

      // The server is back: everything arrives, each once.
      await server.start();
      await sentLine(again).waitFor({ timeout: 40_000 });
      await openPart(office, 'Sổ ra vào');
      await expect.poll(() => logRows(office)).toEqual(['Vào Võ Thị Chín', 'Vào Lê Văn Tám', `Ra ${HONG.name}`, `Vào ${HONG.name}`]);
      await office.getByLabel('Tên, hoặc số cuối điện thoại').fill('bich hong');
      await office.getByRole('button', { name: 'Tìm', exact: true }).click();
      await expect.poll(() => logRows(office)).toEqual([`Ra ${HONG.name}`, `Vào ${HONG.name}`]);
      await openPart(office, 'Hôm nay');
      await office.getByText('2 khách đang ở trong trường').waitFor();

      // Both files say what the page says, and compute nothing.
      await openPart(office, 'Tải sổ về');
      const csv = await downloadLog(office, 'CSV');
      const [head = [], ...lines] = readCsv(csv.bytes);
      expect(lines).toHaveLength(csv.rows);
      expect(csv.rows).toBe(4);
      for (const line of lines) expect(line).toHaveLength(head.length);
      expect(lines.flat().filter((cell) => /^[\s\u200b-\u200f\ufeff]*[=+@-]/.test(cell))).toEqual([]);
      const workbook = await downloadLog(office, 'Bảng tính Excel (XLSX)');
      const { rows, formulas } = readWorkbook(workbook.bytes);
      expect(formulas).toBe(0);
      expect(workbook.rows).toBe(4);
      for (const name of [HONG.name, 'Lê Văn Tám', 'Võ Thị Chín']) {
        const there = rows.filter((row) => row.includes(name)).length;
        expect(there, name).toBe(lines.filter((line) => line.includes(name)).length);
        expect(there, name).toBe(name === HONG.name ? 2 : 1);
      }
      watcher.check();
      server.check();
    } finally {
      await tablet?.close();
      await browser.close();
      await server.remove();
      camera.remove();
      rmSync(profile, { recursive: true, force: true });
    }
  });
});

const openTablet = (profile: string, camera: FakeCamera): Promise<BrowserContext> =>
  launchProfile(profile, { camera: camera.path, context: TABLET });
