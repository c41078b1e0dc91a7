/** As a school runs it: https under a name of its own, by the certificate authority that `npm run tls` makes. */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { PairingView, SchoolView } from '../../shared/api/schools.schema.ts';
import { TABLET } from './browsing.ts';
import { beginShift, quickEntry, sendNow, sentLine, shiftButton, unsentCount, verdict } from './kiosk.ts';
import { describeSetting } from './setting.ts';
import { declare, fillForm, HONG, readPass, sendButton } from './visitor.ts';

const setting = describeSetting({ host: 'quacong.truong.example' });

/** The page's worker holds everything that it was told to keep, and answers for this page from its next load on. */
const workerReady = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    const { active } = await navigator.serviceWorker.ready;
    while (active && active.state !== 'activated')
      await new Promise((resolve) => active.addEventListener('statechange', resolve, { once: true }));
  });

describe('https under a host name', () => {
  it('gives visitors a form that opens, keeps and sends without a server in between', async () => {
    const { office, server, device } = setting();
    const { link, trial } = await office.poster();
    expect(link).toMatch(/^https:\/\/quacong\.truong\.example:\d+\/p\//);
    expect(trial).toBe(false);
    const first = await device();
    await first.goto(link);
    expect(await first.evaluate(() => isSecureContext)).toBe(true);
    await declare(first, HONG);

    const phone = await device();
    await phone.goto(link);
    await sendButton(phone).waitFor();
    await workerReady(phone);
    await server.stop();
    await phone.goto('about:blank');
    await phone.goto(link);
    await fillForm(phone, { ...HONG, phone: '0900000222' });
    await sendButton(phone).click();
    await phone.getByRole('heading', { name: 'Chưa gửi được. Hãy nói tên với bảo vệ.' }).waitFor();
    // A pass of the day opens without a server too.
    await first.reload();
    const kept = await readPass(first);
    expect(kept.digits).toMatch(/^\d+$/);

    await server.start();
    await phone.getByRole('button', { name: 'Gửi lại ngay' }).click();
    expect((await readPass(phone)).digits).not.toBe(kept.digits);
  });

  it('pairs a tablet by the link on the office’s screen; it starts and works while the server is away', async () => {
    const { office, server, device } = setting();
    const { gates } = await office.call<SchoolView>('GET', `/api/schools/${office.school}`);
    const body = { name: 'Máy cổng chính', gate: gates[0]?.id };
    const { link, missing } = await office.call<PairingView>('POST', `/api/schools/${office.school}/pairings`, body);
    expect(missing).toBeNull();

    const kiosk = await device(TABLET);
    await kiosk.goto(link ?? '');
    await kiosk.getByRole('button', { name: 'Ghép máy', exact: true }).click();
    await shiftButton(kiosk).waitFor();
    // The code is used up, and stands neither in the address nor in the history.
    expect(kiosk.url()).toBe(`${server.origin}/kiosk/`);
    await beginShift(kiosk);
    await kiosk.getByText('Đưa mã QR trước camera').waitFor();
    await workerReady(kiosk);

    await server.stop();
    await kiosk.reload();
    await beginShift(kiosk);
    await kiosk.getByText('Đưa mã QR trước camera').waitFor();
    await quickEntry(kiosk, { name: 'Lê Văn Tám' });
    await verdict(kiosk).getByText('ĐÃ CHO VÀO').waitFor();
    expect(await unsentCount(kiosk)).toBeGreaterThanOrEqual(2);

    await server.start();
    await sendNow(kiosk);
    await sentLine(kiosk).waitFor();
    expect((await office.log()).map((row) => row.name)).toEqual(['Lê Văn Tám']);
    expect((await office.kiosks()).map((each) => each.gaps)).toEqual([[]]);
  });
});
