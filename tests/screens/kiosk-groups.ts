/** The tablet of a school that shows a code for phones; families, cards of people it does not know, the office's answer. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { DeclareAnswer, DeclareInput, PlaceView } from '../../shared/api/declarations.schema.ts';
import type { SchoolView } from '../../shared/api/schools.schema.ts';
import { encodeSchoolCard, readSchoolCard } from '../../shared/cards/school-card.ts';
import { uuidv7 } from '../../shared/ids.ts';
import { openPart } from '../e2e/admin.ts';
import { TABLET } from '../e2e/browsing.ts';
import { beginShift, openKiosk, quickEntry, scanByWedge, verdict } from '../e2e/kiosk.ts';
import type { Office } from '../e2e/office.ts';
import { readCode } from '../e2e/picture.ts';
import { journey, type Screen } from './screen.ts';
import type { Stage } from './stage.ts';
import { hold, release } from './still.ts';

const random = (length: number): Uint8Array => crypto.getRandomValues(new Uint8Array(length));
const tap = (page: Page, name: string | RegExp): Promise<void> => page.getByRole('button', { name }).first().click();

/** A mother with two children, one pass for all. */
async function family({ call, poster }: Office, symptoms: boolean): Promise<string> {
  const { code } = await poster();
  const { questionnaire } = await call<PlaceView>('GET', `/api/places/${code}`);
  const child = (fullName: string, ill: boolean) => ({
    id: uuidv7(Date.now(), random),
    answers: { fullName, symptoms: ill, contact: false },
  });
  const body: DeclareInput = {
    id: uuidv7(Date.now(), random),
    place: code,
    questionnaire: { id: questionnaire.id, version: questionnaire.version },
    answers: { fullName: 'Nguyễn Thị Bích Hồng', phone: '0900000678', host: 'Cô Lan, lớp 3A', symptoms: false, contact: false },
    consent: {
      version: questionnaire.consent.version,
      language: 'vi',
      purposes: questionnaire.consent.purposes.filter(({ required }) => required).map((purpose) => purpose.code),
      at: Date.now(),
    },
    channel: 'poster',
    companions: [child('Trần Minh Anh', symptoms), child('Trần Minh Đức', false)],
    together: true,
  };
  return (await call<DeclareAnswer>('POST', '/api/declarations', body)).pass.digits;
}

/** Only while this page is looked at: the other tablets of the school show what most schools see. */
async function wishScreenCode({ page, school }: Office, screenCode: boolean): Promise<void> {
  await page.evaluate(
    async (wish) => {
      const path = `/api/schools/${wish.school}`;
      const { id: _id, version, gates: _gates, actions: _actions, ...now } = (await (await fetch(path)).json()) as SchoolView;
      const headers = { 'content-type': 'application/json', 'if-match': `"${version}"` };
      const answer = await fetch(path, { method: 'PUT', headers, body: JSON.stringify({ ...now, screenCode: wish.screenCode }) });
      if (!answer.ok) throw new Error(`the school was not saved: ${answer.status}`);
    },
    { school, screenCode },
  );
}

async function closeVerdict(page: Page): Promise<void> {
  await release(page);
  const close = verdict(page).getByRole('button', { name: /^(Đóng|Thôi|Để sau)/ });
  if (await close.isVisible()) await close.click();
  await verdict(page).waitFor({ state: 'detached' });
}

const groups = journey(
  'kiosk',
  async (stage) => {
    const page = await stage.device(TABLET);
    await wishScreenCode(stage.office, true);
    await openKiosk(page, stage.server.origin, await stage.office.pairingCode('Máy có mã trên màn hình'));
    await beginShift(page);
    return page;
  },
  [
    ['gate, with a code for phones', (page) => page.locator('.screen-code path').waitFor()],
    [
      'verdict green: a group',
      async (page, { office }) => {
        await wishScreenCode(office, false);
        await hold(page);
        await scanByWedge(page, await family(office, false));
        await verdict(page).getByText('và 2 người đi cùng').waitFor();
      },
    ],
    [
      'verdict amber: a group',
      async (page, { office }) => {
        await closeVerdict(page);
        await scanByWedge(page, await family(office, true));
        await verdict(page).getByText('CẦN XEM').waitFor();
      },
    ],
    [
      'gate, after a group',
      async (page) => {
        await tap(page, 'Cho vào');
        await tap(page, 'Đã hỏi, không có gì');
        await verdict(page).waitFor({ state: 'detached' });
      },
    ],
    ['who is inside, with a group', (page) => tap(page, /Trong trường/)],
    [
      'roll call with a group',
      async (page) => {
        await page.locator('.sheet-head button').click();
        await tap(page, 'Điểm danh');
      },
    ],
    [
      'whose card',
      async (page) => {
        await page.locator('.sheet-head button').click();
        await quickEntry(page, { name: 'Lê Văn Tám', phone: '0900000109' });
        await verdict(page).waitFor();
        await verdict(page).waitFor({ state: 'detached' });
        await tap(page, 'In thẻ');
        const card = readSchoolCard(readCode(await page.locator('.card-paper').screenshot()));
        if (!card) throw new Error('the card on the screen was not read');
        await page.locator('.sheet-head button').click();
        const subject = Buffer.from(random(16)).toString('base64url');
        await scanByWedge(page, encodeSchoolCard({ ...card, subject: subject as typeof card.subject }));
        await verdict(page).getByText('Thẻ của ai?').waitFor();
      },
    ],
  ],
);

/** A click that downloads: the file as it would lie on a USB stick. */
async function downloaded(page: Page, button: string | RegExp, folder: string): Promise<string> {
  const coming = page.waitForEvent('download');
  await page.getByRole('button', { name: button }).click();
  const path = join(folder, (await coming).suggestedFilename());
  await (await coming).saveAs(path);
  return path;
}

async function carryFile(page: Page, stage: Stage): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'quacong-usb-'));
  try {
    const request = await downloaded(page, /^Ghi .* ra tệp$/, folder);
    const desk = await stage.desk();
    await desk.goto(`${stage.server.origin}/admin/`);
    await openPart(desk, 'Máy ở cổng');
    await desk.locator('.kiosk-file input[type=file]').setInputFiles(request);
    const answer = await downloaded(desk, 'Tải tệp trả lời', folder);
    await desk.context().close();
    await page.locator('.file-choice input').setInputFiles(answer);
    await page.getByText(/Văn phòng đã nhận \d+ lượt/).waitFor();
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const byFile = journey(
  'kiosk',
  async (stage) => {
    const page = await stage.device(TABLET);
    await openKiosk(page, stage.server.origin, await stage.office.pairingCode('Máy không mạng'));
    await beginShift(page);
    await page.route('**/api/**', (route) => route.abort());
    await quickEntry(page, { name: 'Phan Thị Một', phone: '0900000779' });
    await verdict(page).getByText('ĐÃ CHO VÀO').waitFor();
    await verdict(page).waitFor({ state: 'detached' });
    return page;
  },
  [
    [
      'file to be written',
      async (page) => {
        await page.locator('.status-lines').click();
        await tap(page, 'Cài đặt');
        await tap(page, 'Tệp cho văn phòng');
      },
    ],
    ['file, answer taken', carryFile],
  ],
);

/** It says on the console what went wrong, so nobody watches this page. */
const unwritten = journey(
  'kiosk',
  async (stage) => {
    const page = await stage.unwatched(TABLET);
    await openKiosk(page, stage.server.origin, await stage.office.pairingCode('Máy hỏng bộ nhớ'));
    await beginShift(page);
    return page;
  },
  [
    [
      'verdict: not recorded',
      async (page) => {
        await page.evaluate(() => {
          IDBObjectStore.prototype.put = IDBObjectStore.prototype.add = () => {
            throw new DOMException('The disk is full.', 'QuotaExceededError');
          };
        });
        await quickEntry(page, { name: 'Phan Thị Một', phone: '0900000780' });
        await verdict(page).getByText('CHƯA GHI ĐƯỢC').waitFor();
      },
    ],
  ],
);

export const kioskGroups: readonly Screen[] = [...groups, ...byFile, ...unwritten];
