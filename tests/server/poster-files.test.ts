import { Resvg } from '@resvg/resvg-js';
import jsQR from 'jsqr';
import { beforeAll, expect, it } from 'vitest';
import { schoolStatements } from '../../server/schools/store.ts';
import { dayOf } from '../../shared/clock.ts';
import { uuidv7 } from '../../shared/ids.ts';
import { verifyFragment } from '../../shared/poster/fragment.ts';
import { readPosterLink } from '../../shared/poster/link.ts';
import { describeServers } from '../app.ts';
import { pageCount, pageSizes, rectsOf, streams } from '../fixtures/pdf.ts';
import { declare, makeAccount, makeSchool, ORIGIN, postJson, random, type TestSchool } from '../fixtures/world.ts';

/** An independent reader (jsqr) on the pixels of a picture. */
function read(image: { pixels: Buffer; width: number; height: number }): string | undefined {
  return jsQR(new Uint8ClampedArray(image.pixels), image.width, image.height)?.data;
}

const rendered = (svg: string) => {
  const image = new Resvg(svg, { fitTo: { mode: 'width', value: 1000 } }).render();
  return { pixels: image.pixels, width: image.width, height: image.height };
};
const fromPng = (png: Uint8Array) => {
  const href = `data:image/png;base64,${Buffer.from(png).toString('base64')}`;
  return rendered(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 595 842"><image href="${href}" width="595" height="842"/></svg>`);
};

/** The modules of the code, drawn again from the file's own content. */
function fromPdf(pdf: Uint8Array) {
  const [content = ''] = streams(pdf);
  const modules = rectsOf(content).filter(({ height }) => height < 10);
  const path = modules.map(({ x, y, width, height }) => `M${x} ${842 - y - height}h${width}v${height}h${-width}z`).join('');
  return rendered(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 595 842"><rect width="595" height="842" fill="white"/><path d="${path}"/></svg>`,
  );
}

describeServers('poster files', (server) => {
  let school: TestSchool;
  let cookie: string;
  beforeAll(async () => {
    school = await makeSchool(server().app, { name: 'Trường Tiểu học Nguyễn Thị Minh Khai' });
    cookie = (await makeAccount(server().app, school)).cookie;
  });
  const file = async (ending: string): Promise<Response> =>
    server().hono.request(`/api/schools/${school.id}/posters/${school.code}.${ending}`, { headers: { cookie } });

  it('are read by an independent reader in every form, and verify', async () => {
    const svg = await (await file('svg')).text();
    const png = new Uint8Array(await (await file('png')).arrayBuffer());
    const pdf = new Uint8Array(await (await file('pdf')).arrayBuffer());
    const links = [read(rendered(svg)), read(fromPng(png)), read(fromPdf(pdf))];
    for (const text of links) {
      const link = readPosterLink(text ?? '');
      expect(link).toMatchObject({ origin: ORIGIN, code: school.code, fragment: { shortName: 'TH Hoa Ban' } });
      if (!link?.fragment) throw new Error('no fragment');
      expect(await verifyFragment(link.fragment, ORIGIN, server().app.keys.verificationKeys(), crypto.subtle)).toBe('valid');
    }
  });

  it('embed the font with the letters of the name, as text that can be found', async () => {
    const pdf = new Uint8Array(await (await file('pdf')).arrayBuffer());
    const text = Buffer.from(pdf).toString('latin1');
    expect(text).toContain('/FontFile2');
    expect(text).toContain('/Lang (vi)');
    // ToUnicode maps of the embedded subsets name the letters that were drawn.
    const maps = streams(pdf)
      .filter((stream) => stream.includes('beginbfrange') || stream.includes('beginbfchar'))
      .join('');
    for (const letter of 'ễịư') expect(maps.toLowerCase()).toContain((letter.codePointAt(0) ?? 0).toString(16).padStart(4, '0'));
  });

  it('exist for those who may see the school, with one plain header', async () => {
    const response = await file('pdf');
    expect(response.headers.get('content-disposition')).toBe(`inline; filename="bang-ma-qr_th-hoa-ban_${school.code}.pdf"`);
    expect((await server().hono.request(`/api/schools/${school.id}/posters/${school.code}.pdf`)).status).toBe(401);
    expect((await file('exe')).status).toBe(404);
    const other = await makeAccount(server().app, await makeSchool(server().app));
    const foreign = await server().hono.request(`/api/schools/${school.id}/posters/${school.code}.pdf`, {
      headers: { cookie: other.cookie },
    });
    expect(foreign.status).toBe(404);
  });

  it('are drawn in the layout that is asked for, which the name says', async () => {
    const card = await file('pdf?layout=card');
    expect(card.headers.get('content-disposition')).toBe(`inline; filename="bang-ma-qr_th-hoa-ban_${school.code}_card.pdf"`);
    const a3 = new Uint8Array(await (await file('pdf?layout=a3')).arrayBuffer());
    expect(pageSizes(a3)[0]?.width).toBeCloseTo(((297 * 72) / 25.4) * (210 / 297) * Math.SQRT2, 0);
    expect((await (await file('svg?layout=six')).text()).match(/translate/g)?.length).toBe(6);
    for (const wrong of ['a5', '', 'a4&x=1', 'a4&layout=a3']) expect((await file(`svg?layout=${wrong}`)).status).toBe(422);
  });

  it('of a school are one PDF: its own poster and those of open gates, none that was withdrawn, pages told beforehand', async () => {
    const { app, hono } = server();
    const own = await makeSchool(app);
    const { cookie: keeper } = await makeAccount(app, own);
    const base = `/api/schools/${own.id}`;
    const gate = await postJson(hono, `${base}/gates`, { name: 'Cổng sau', direction: 'both' }, { cookie: keeper });
    await postJson(hono, `${base}/gates`, { name: 'Cổng bên', direction: 'both' }, { cookie: keeper });
    const { id } = (await gate.json()) as { id: string };
    const closing = { method: 'PUT', body: JSON.stringify({ name: 'Cổng sau', direction: 'both', active: false }) };
    const headers = { 'content-type': 'application/json', origin: ORIGIN, cookie: keeper };
    expect((await hono.request(`${base}/gates/${id}`, { ...closing, headers })).status).toBe(200);
    await postJson(hono, `${base}/posters/${own.code}/rotate`, '', { cookie: keeper });
    const response = await hono.request(`${base}/posters.pdf?layout=six`, { headers: { cookie: keeper } });
    expect(response.headers.get('x-row-count')).toBe('2');
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="bang-ma-qr_th-hoa-ban_six.pdf"');
    const pdf = new Uint8Array(await response.arrayBuffer());
    expect(pageCount(pdf)).toBe(2);
    // Each font once for all pages.
    expect(Buffer.from(pdf).toString('latin1').split('/FontFile2').length - 1).toBe(3);
  });

  it('of many schools are one PDF of those that the account sees, by words of their names', async () => {
    const { app, hono } = server();
    const first = await makeSchool(app, { name: 'Trường Tiểu học Đồi Chè' });
    const second = await makeSchool(app, { name: 'Trường Mầm non Nắng Mai' });
    await makeSchool(app, { name: 'Trường Tiểu học Đồi Chè xa lạ' });
    const { account, cookie: seer } = await makeAccount(app, first, 'viewer');
    const grant = { account_id: account, unit_id: second.id, role: 'viewer', from_day: '2020-01-01', to_day: null };
    await app.db.save('system', [{ query: app.db.build.insertInto('access_grant').values(grant).compile() }]);
    const ask = (query: string) => hono.request(`/api/posters.pdf${query}`, { headers: { cookie: seer } });
    const both = await ask('?layout=a4&of=whole');
    expect([both.headers.get('x-row-count'), both.headers.get('content-disposition')]).toEqual([
      '2',
      'attachment; filename="bang-ma-qr_2-truong_a4.pdf"',
    ]);
    expect(pageCount(new Uint8Array(await both.arrayBuffer()))).toBe(2);
    const one = await ask('?q=doi%20che');
    expect(one.headers.get('x-row-count')).toBe('1');
    expect(pageCount(new Uint8Array(await one.arrayBuffer()))).toBe(1);
    expect((await ask('?q=khong-co')).status).toBe(404);
    expect((await ask('?of=gates')).status).toBe(422);
    expect((await hono.request('/api/posters.pdf')).status).toBe(401);
  });

  it('are there for an account with a thousand grants of its own, as is the list of its schools', async () => {
    const { app, hono } = server();
    const { account, cookie: seer } = await makeAccount(app, await makeSchool(app), 'viewer');
    const now = app.clock();
    const statements = Array.from({ length: 1100 }, (_, index) => ({
      ...{ id: uuidv7(now, random), name: `Trường Tiểu học số ${index}`, shortName: `TH ${index}`, kind: 'primary' as const },
      ...{ province: '01', commune: '00004', street: '', phone: '', line: '', contact: '', questionnaire: 'visitor', screenCode: false },
      grants: [{ account, role: 'viewer' as const }],
    })).flatMap((row) => schoolStatements(app.db, row, now, dayOf(now)));
    await app.db.save('system', statements);
    const list = await hono.request('/api/schools', { headers: { cookie: seer } });
    expect(list.status).toBe(200);
    expect(((await list.json()) as { schools: unknown[] }).schools).toHaveLength(1101);
    const file = await hono.request('/api/posters.pdf?of=whole', { headers: { cookie: seer } });
    expect([file.status, file.headers.get('x-row-count')]).toEqual([200, '1']);
    await file.body?.cancel();
  });

  it('give their place in the line back also when the reader leaves', async () => {
    const { hono } = server();
    for (let i = 0; i < 5; i++) {
      const response = await hono.request(`/api/schools/${school.id}/posters.pdf`, { headers: { cookie } });
      expect(response.status).toBe(200);
      const reader = response.body?.getReader();
      await reader?.read();
      await reader?.cancel();
    }
  });

  it('say how many people a replacement touches', async () => {
    const { app, hono } = server();
    const own = await makeSchool(app);
    const { cookie: keeper } = await makeAccount(app, own);
    const use = async () => (await hono.request(`/api/schools/${own.id}/posters/${own.code}/use`, { headers: { cookie: keeper } })).json();
    expect(await use()).toEqual({ week: 0, valid: 0 });
    await declare(app, hono, own);
    expect(await use()).toEqual({ week: 1, valid: 1 });
    server().setClock(Date.now() + 2 * 24 * 3600 * 1000);
    expect(await use()).toEqual({ week: 1, valid: 0 });
    server().setClock(null);
    expect((await hono.request(`/api/schools/${own.id}/posters/${school.code}/use`, { headers: { cookie: keeper } })).status).toBe(404);
  });
});
