import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PosterContent } from '../../server/posters/content.ts';
import { drawable } from '../../server/posters/font.ts';
import { posterDrawing } from '../../server/posters/layout.ts';
import { pdfOf } from '../../server/posters/pdf.ts';
import { codeSizeText, distanceText, LAYOUT_FACTS, POSTER_LAYOUTS } from '../../shared/poster/layouts.ts';
import { rectsOf, streams } from '../fixtures/pdf.ts';
import { CONTENT, codesOf, flat, MM, overlap, textsOf } from '../fixtures/poster.ts';

const said = (change: Partial<PosterContent>): string[] => textsOf(posterDrawing({ ...CONTENT, ...change }, 'a4')).map(({ text }) => text);

describe.each(POSTER_LAYOUTS)('the layout %s', (layout) => {
  const facts = LAYOUT_FACTS[layout];
  const drawing = posterDrawing(CONTENT, layout);

  it('is on its paper, with as many codes as it says', () => {
    expect(drawing.width).toBeCloseTo(facts.paper.width * MM, 3);
    expect(drawing.height).toBeCloseTo(facts.paper.height * MM, 3);
    expect(codesOf(drawing)).toHaveLength(facts.copies);
  });

  it('has every code at its least size or larger, its quiet zone on the paper and free', () => {
    expect(facts.code).toBeGreaterThanOrEqual(facts.least);
    for (const { size, modules, box } of codesOf(drawing)) {
      expect(size / MM + 1e-9).toBeGreaterThanOrEqual(facts.least);
      expect(size).toBeCloseTo(facts.code * MM, 3);
      expect(modules).toBeLessThanOrEqual(49);
      expect(box.left).toBeGreaterThanOrEqual(0);
      expect(box.top).toBeGreaterThanOrEqual(0);
      expect(box.right).toBeLessThanOrEqual(drawing.width);
      expect(box.bottom).toBeLessThanOrEqual(drawing.height);
      for (const text of textsOf(drawing)) expect([text.text, overlap(text.box, box)]).toEqual([text.text, false]);
      for (const { operation } of flat(drawing.operations)) {
        if (operation.kind !== 'dashes') continue;
        const { x, y, toX, toY } = operation;
        expect(overlap({ left: x - 1, top: y - 1, right: toX + 1, bottom: toY + 1 }, box)).toBe(false);
      }
    }
  });

  it('has the code in the PDF as large as in the drawing', async () => {
    const [content = ''] = streams(await pdfOf(drawing));
    const wanted = codesOf(drawing).map(({ box, size, modules: across }) => ({ box, side: size, inset: (size / across) * 4 }));
    const modules = rectsOf(content).filter(({ height }) => Math.abs(height - (wanted[0]?.side ?? 0) / 49) < 0.01);
    let counted = 0;
    for (const { box, side, inset } of wanted) {
      const inside = modules.filter(
        ({ x, y }) => x >= box.left && x <= box.right && drawing.height - y >= box.top && drawing.height - y <= box.bottom,
      );
      counted += inside.length;
      const left = Math.min(...inside.map(({ x }) => x));
      const right = Math.max(...inside.map(({ x, width }) => x + width));
      const low = Math.min(...inside.map(({ y }) => y));
      const high = Math.max(...inside.map(({ y, height }) => y + height));
      // Finder patterns stand in three corners: the outermost modules are the code's edges.
      expect(right - left).toBeCloseTo(side, 1);
      expect(high - low).toBeCloseTo(side, 1);
      expect(right - left).toBeGreaterThanOrEqual(facts.least * MM - 0.1);
      expect(left).toBeCloseTo(box.left + inset, 1);
    }
    expect(counted).toBe(modules.length);
  });

  it('keeps every line where it belongs, whatever the names and however long', () => {
    const letters = fc.constantFrom(
      'Trường',
      'W',
      'ế',
      'Nguyễn',
      '\u202e',
      '😀',
      '𓀀',
      '中',
      '<svg>',
      ')Tj',
      '\n',
      '\u0000',
      'a'.repeat(60),
      'Thể dục',
      '0900 000 000,',
    );
    const text = fc.array(letters, { maxLength: 60 }).map((parts) => parts.join(' ').slice(0, 400));
    const content = fc.record({
      schoolName: text,
      gateName: fc.option(text.map((each) => each.slice(0, 80))),
      line: text.map((each) => each.slice(0, 200)),
      contact: text.map((each) => each.slice(0, 200)),
      host: fc.constantFrom(
        'a.vn',
        'cong.truong.example',
        'quacong.thpt-nguyen-thi-minh-khai.edu.example',
        `${'a'.repeat(63)}.${'b'.repeat(63)}.vn:8443`,
      ),
      trial: fc.boolean(),
    });
    fc.assert(
      fc.property(content, (change) => {
        const hostile = posterDrawing({ ...CONTENT, ...change }, layout);
        const texts = textsOf(hostile).filter((each) => each.text !== '');
        for (const { text: shown, box } of texts) {
          const edge = 4 * MM;
          expect([shown, box.left >= edge && box.right <= hostile.width - edge]).toEqual([shown, true]);
          expect([shown, box.top >= edge && box.bottom <= hostile.height - edge]).toEqual([shown, true]);
        }
        for (const [index, one] of texts.entries()) {
          for (const other of texts.slice(index + 1)) {
            expect([one.text, other.text, overlap(one.box, other.box)]).toEqual([one.text, other.text, false]);
          }
          for (const code of codesOf(hostile)) expect([one.text, overlap(one.box, code.box)]).toEqual([one.text, false]);
          for (const { operation } of flat(hostile.operations)) {
            if (operation.kind !== 'dashes') continue;
            const { x, y, toX, toY } = operation;
            expect([one.text, overlap(one.box, { left: x - 1, top: y - 1, right: toX + 1, bottom: toY + 1 })]).toEqual([one.text, false]);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('is printed large: nothing under 7 points, the words to be read from afar far above', () => {
    const { copies } = facts;
    const sizes = textsOf(drawing).map(({ size }) => size);
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(copies === 6 ? 8 : copies === 2 ? 8.5 : 9.5);
    expect(Math.max(...sizes)).toBeGreaterThanOrEqual(copies === 6 ? 12 : 22);
  });
});

describe('what a poster says', () => {
  it('tells people without phone or network first, Vietnamese before English', () => {
    const all = said({});
    const vi = all.indexOf('Không có điện thoại hay mạng? Xin nói tên với bảo vệ.');
    expect(vi).toBeGreaterThanOrEqual(0);
    expect(vi).toBeLessThan(all.indexOf('No phone or no network? Tell the guard your name.'));
    expect(all).toContain('K7M 2QT');
    expect(all).toContain('Lập ngày 21/11/2026');
  });

  it('states its size and from how far it is read', () => {
    expect(said({})).toContain('Mã 15 × 15 cm, đọc được từ 1,5 m');
    expect(codeSizeText('a3', 'en')).toBe('21.2 × 21.2 cm');
    expect(distanceText('six', 'vi')).toBe('0,5 m');
    const card = textsOf(posterDrawing(CONTENT, 'card')).map(({ text }) => text);
    expect(card.some((text) => text.includes('mã 9,6 × 9,6 cm, đọc từ 0,9 m'))).toBe(true);
  });

  it('has the school’s own line and contact, whole where they fit', () => {
    const line = 'Xin đeo khẩu trang khi vào khu lớp học và để xe ở nhà xe số 2 phía sau nhà đa năng.';
    const contact = 'Văn phòng: 0213 0000 000, vanphong@truong.example';
    expect(said({ line, contact }).join(' ')).toContain(`${line} ${contact}`);
  });

  it('breaks a long name where a new word of it begins, and leaves no crumbs', () => {
    const all = said({ schoolName: 'Trường Trung học phổ thông chuyên Năng khiếu Thể dục Thể thao Nguyễn Thị Minh Khai' });
    expect(all.slice(0, 2)).toEqual(['Trường Trung học phổ thông chuyên Năng khiếu', 'Thể dục Thể thao Nguyễn Thị Minh Khai']);
  });

  it('draws only letters that the font has', () => {
    expect(drawable('Trường \u202eA😀 ế\r\n', 'bold')).toBe('Trường A ế');
    expect(drawable('Nguyễn'.normalize('NFD'), 'bold')).toBe('Nguyễn');
  });

  it('says BẢN THỬ in every layout when no phone can open the address, however long the gate’s name', () => {
    const gateName = 'Cổng phụ phía sau khu nội trú '.repeat(4);
    for (const layout of POSTER_LAYOUTS) {
      const stamps = (trial: boolean) =>
        textsOf(posterDrawing({ ...CONTENT, gateName, trial }, layout)).filter(({ text }) => text.startsWith('BẢN THỬ')).length;
      expect([layout, stamps(true) >= LAYOUT_FACTS[layout].copies, stamps(false)]).toEqual([layout, true, 0]);
    }
    expect(said({ trial: true }).filter((text) => text.includes('BẢN THỬ'))).toHaveLength(2);
  });
});
