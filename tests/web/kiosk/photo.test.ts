import { afterEach, describe, expect, it, vi } from 'vitest';
import { readPhoto } from '../../../web/kiosk/scanner/photo.ts';
import type { Decoder, Frame, Reading } from '../../../web/kiosk/scanner/protocol.ts';

afterEach(() => vi.unstubAllGlobals());

/** A browser whose pictures are only their sizes; counts those that nobody closed. */
function browserOf(width: number, height: number) {
  let open = 0;
  const bitmap = (size: { width: number; height: number }): ImageBitmap => {
    open++;
    return { ...size, close: () => void open-- };
  };
  vi.stubGlobal('createImageBitmap', async (_source: Blob | ImageBitmap, options?: { resizeWidth: number }) => {
    if (width === 0) throw new DOMException('not a picture', 'InvalidStateError');
    const factor = options ? options.resizeWidth / width : 1;
    return bitmap({ width: Math.round(width * factor), height: Math.round(height * factor) });
  });
  return { open: () => open };
}

function decoderOf(reads: (width: number) => Reading): { decoder: Decoder; asked: string[] } {
  const asked: string[] = [];
  const decode = async (image: Frame['image'], effort: string): Promise<Reading> => {
    if (!('width' in image)) throw new Error('a photo is a picture');
    asked.push(`${image.width} ${effort}`);
    image.close();
    return reads(image.width);
  };
  return { decoder: { engine: 'wasm', decode, stop: () => undefined }, asked };
}

describe('a photo of a code', () => {
  it('is read in small, and a far code in large', async () => {
    const { open } = browserOf(4000, 3000);
    const near = decoderOf(() => ({ text: 'a code' }));
    expect(await readPhoto(new Blob(), near.decoder)).toBe('a code');
    expect(near.asked).toEqual(['1600 photo']);
    const far = decoderOf((width) => (width > 2000 ? { text: 'far' } : {}));
    expect(await readPhoto(new Blob(), far.decoder)).toBe('far');
    expect(far.asked).toEqual(['1600 photo', '3200 photo']);
    expect(open()).toBe(0);
  });

  it('that is small is looked at once', async () => {
    const { open } = browserOf(800, 600);
    const { decoder, asked } = decoderOf(() => ({}));
    expect(await readPhoto(new Blob(), decoder)).toBeUndefined();
    expect(asked).toEqual(['800 photo']);
    expect(open()).toBe(0);
  });

  it('that is no picture holds no code', async () => {
    browserOf(0, 0);
    expect(await readPhoto(new Blob(), decoderOf(() => ({ text: 'never' })).decoder)).toBeUndefined();
  });
});
