import { inflateSync } from 'node:zlib';
import { Resvg } from '@resvg/resvg-js';
import jsQR from 'jsqr';
import { beforeAll, describe, expect, it } from 'vitest';
import { drawable, widthOf } from '../../server/posters/font.ts';
import { type PosterContent, posterDrawing, QR_SIZE } from '../../server/posters/layout.ts';
import { verifyFragment } from '../../shared/poster/fragment.ts';
import { readPosterLink } from '../../shared/poster/link.ts';
import { describeServers } from '../app.ts';
import { makeAccount, makeSchool, ORIGIN, type TestSchool } from '../fixtures/world.ts';

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

/** The page's filled rectangles, drawn again from the file's own content stream. */
function fromPdf(pdf: Uint8Array) {
  const rects = streams(pdf).flatMap((text) =>
    [...text.matchAll(/(-?[\d.]+) (-?[\d.]+) (-?[\d.]+) (-?[\d.]+) re/g)].map((match) => match.slice(1, 5).map(Number)),
  );
  const modules = rects.filter(([, , width = 0]) => width < QR_SIZE / 3);
  const path = modules.map(([x, y, w, h]) => `M${x} ${y}h${w}v${h}h${-(w ?? 0)}z`).join('');
  return rendered(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 595 842"><rect width="595" height="842" fill="white"/><path d="${path}"/></svg>`,
  );
}

function streams(pdf: Uint8Array): string[] {
  const bytes = Buffer.from(pdf);
  const found: string[] = [];
  for (let at = bytes.indexOf('stream\n'); at >= 0; at = bytes.indexOf('stream\n', at + 7)) {
    const end = bytes.indexOf('endstream', at);
    try {
      found.push(inflateSync(bytes.subarray(at + 7, end)).toString('latin1'));
    } catch {
      found.push('');
    }
  }
  return found;
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
    expect(response.headers.get('content-disposition')).toBe(`inline; filename="poster_th-hoa-ban_${school.code}.pdf"`);
    expect((await server().hono.request(`/api/schools/${school.id}/posters/${school.code}.pdf`)).status).toBe(401);
    expect((await file('exe')).status).toBe(404);
    const other = await makeAccount(server().app, await makeSchool(server().app));
    const foreign = await server().hono.request(`/api/schools/${school.id}/posters/${school.code}.pdf`, {
      headers: { cookie: other.cookie },
    });
    expect(foreign.status).toBe(404);
  });
});

describe('the drawing', () => {
  const content: PosterContent = {
    schoolName: 'Trường Tiểu học Hoa Ban',
    gateName: 'Cổng chính',
    link: `https://cong.truong.example/p/K7M2QT#${'1234567890'.repeat(25)}`,
    host: 'cong.truong.example',
    code: 'K7M2QT',
    line: 'Xin đeo khẩu trang.',
    contact: 'Văn phòng: 0213 0000 000',
    madeAt: Date.parse('2026-11-21T03:00:00Z'),
    trial: false,
  };
  const texts = (change: Partial<PosterContent>) =>
    posterDrawing({ ...content, ...change }).operations.flatMap((operation) => (operation.kind === 'text' ? [operation] : []));

  it('has the code at 15 cm or more with its quiet zone free', () => {
    const { operations, width } = posterDrawing(content);
    const code = operations.find((operation) => operation.kind === 'modules');
    if (code?.kind !== 'modules') throw new Error('no code');
    expect(code.size).toBeGreaterThanOrEqual((15 / 2.54) * 72);
    expect(code.modules.length).toBeLessThanOrEqual(49);
    const quiet = (code.size / code.modules.length) * 4;
    expect(code.x).toBeGreaterThanOrEqual(quiet);
    expect(code.x + code.size + quiet).toBeLessThanOrEqual(width);
    const intruders = operations.filter(
      (operation) =>
        operation.kind === 'text' && operation.y > code.y - quiet && operation.y - operation.size * 0.75 < code.y + code.size + quiet,
    );
    expect(intruders).toEqual([]);
  });

  it('tells people without phone or network first, Vietnamese before English', () => {
    const said = texts({}).map((operation) => operation.text);
    expect(said.indexOf('Không có điện thoại hay mạng? Xin nói tên với bảo vệ.')).toBeLessThan(
      said.indexOf('No phone or no network? Tell the guard your name.'),
    );
    expect(said).toContain('K7M 2QT');
    expect(said).toContain('Lập ngày 21/11/2026');
  });

  it('keeps every line on the page, whatever the names', () => {
    const nasty = Array.from({ length: 20 }, () => 'Trường \u202eA😀 ế').join(' ');
    for (const change of [
      {},
      { schoolName: nasty, gateName: nasty, line: nasty, contact: nasty, host: 'a'.repeat(60) },
      { schoolName: 'W'.repeat(400), trial: true },
    ]) {
      for (const { x, y, text, weight, size, align } of texts(change)) {
        const width = widthOf(text, weight, size);
        const left = align === 'left' ? x : align === 'middle' ? x - width / 2 : x - width;
        expect(left).toBeGreaterThanOrEqual(0);
        expect(left + width).toBeLessThanOrEqual(596);
        expect(y).toBeLessThanOrEqual(842);
      }
    }
  });

  it('draws only letters that the font has', () => {
    expect(drawable('Trường \u202eA😀 ế\r\n', 'bold')).toBe('Trường A ế');
    expect(drawable('Nguyễn'.normalize('NFD'), 'bold')).toBe('Nguyễn');
  });

  it('says BẢN THỬ twice when no phone can open the address', () => {
    expect(texts({ trial: true }).filter((operation) => operation.text.includes('BẢN THỬ'))).toHaveLength(2);
    expect(texts({}).filter((operation) => operation.text.includes('BẢN THỬ'))).toHaveLength(0);
  });
});
