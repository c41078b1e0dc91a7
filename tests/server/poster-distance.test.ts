/** Each layout at the distance that it states, through the camera of tests/fixtures/camera.ts, read by the product's decoder. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { beforeAll, describe, expect, it } from 'vitest';
import { posterDrawing } from '../../server/posters/layout.ts';
import { toSvg } from '../../server/posters/render.ts';
import { LAYOUT_FACTS, POSTER_LAYOUTS, type PosterLayout } from '../../shared/poster/layouts.ts';
import { startZxing, type Zxing } from '../../web/kiosk/scanner/zxing.ts';
import { type Camera, PHOTO_12MP, photograph, VIDEO_720P, VIDEO_1080P } from '../fixtures/camera.ts';
import { CONTENT, MM } from '../fixtures/poster.ts';

let zxing: Zxing;
beforeAll(async () => {
  const file = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
  zxing = await startZxing(`data:application/wasm;base64,${readFileSync(file).toString('base64')}`);
});

/** How many of the frames are read; each is held a little differently. */
function read(layout: PosterLayout, camera: Camera, frames: number, { near = 1, blur = 0.6, noise = 6 } = {}): number {
  const drawing = posterDrawing(CONTENT, layout);
  const code = drawing.operations.find((operation) => operation.kind === 'modules');
  if (code?.kind !== 'modules') throw new Error('no code');
  const { paper, reads } = LAYOUT_FACTS[layout];
  const aim = { x: (code.x + code.size / 2) / MM, y: (code.y + code.size / 2) / MM, size: code.size / MM };
  const svg = toSvg(drawing);
  let found = 0;
  for (let i = 0; i < frames; i++) {
    const shot = { camera, distance: reads * 1000 * near, roll: -8 + (16 * i) / frames, yaw: (20 * i) / frames, blur, noise, seed: i + 1 };
    if (zxing.read(photograph(svg, paper, aim, shot)).text === CONTENT.link) found++;
  }
  return found;
}

describe.each(POSTER_LAYOUTS)('a camera in front of %s', (layout) => {
  it('reads every frame of 1080p at the stated distance, blurred and noisy', () => {
    expect(read(layout, VIDEO_1080P, 4, { blur: 0.8, noise: 8 })).toBe(4);
  });

  it('reads every second frame of 720p there, so that a held phone has it at once', () => {
    expect(read(layout, VIDEO_720P, 8)).toBeGreaterThanOrEqual(4);
  });

  it('reads every frame of 720p from two thirds of it, and none from twice as far', () => {
    expect(read(layout, VIDEO_720P, 4, { near: 2 / 3 })).toBe(4);
    expect(read(layout, VIDEO_720P, 2, { near: 2 })).toBe(0);
  });
});

describe('the A4 poster', () => {
  it('is read by a camera of 12 megapixels from 1.5 m and from 2.2 m', () => {
    expect(LAYOUT_FACTS.a4.reads).toBe(1.5);
    expect(read('a4', PHOTO_12MP, 1, { blur: 1.5, noise: 10 })).toBe(1);
    expect(read('a4', PHOTO_12MP, 1, { near: 1.5, blur: 1.5, noise: 10 })).toBe(1);
  });
});
