/** Brightness of a frame, without a new buffer for each. */
import { createShelf, type Grey } from './grey.ts';

/** Planar formats of 8 bits begin with the brightness of every point; it is all that a decoder looks at. */
const PLANAR = /^(I4(20|22|44)A?|NV12)$/;

/** `grey` gives a picture that is good until it is called again. */
export function createLuma(): { grey(image: ImageBitmap | VideoFrame): Promise<Grey> } {
  const shelf = createShelf();
  const canvas = new OffscreenCanvas(1, 1);
  const context = canvas.getContext('2d', { willReadFrequently: true, alpha: false });
  let planes = new Uint8Array(0);

  async function fromPlanes(frame: VideoFrame): Promise<Grey> {
    const bytes = frame.allocationSize();
    if (planes.length < bytes) planes = new Uint8Array(bytes);
    const [luma] = await frame.copyTo(planes);
    const { width, height } = frame.visibleRect ?? { width: frame.codedWidth, height: frame.codedHeight };
    if (!luma) throw new Error('a frame without planes');
    if (luma.stride === width && luma.offset === 0) return { width, height, data: planes };
    const grey = shelf.grey('luma', width, height);
    for (let y = 0; y < height; y++)
      grey.data.set(planes.subarray(luma.offset + y * luma.stride, luma.offset + y * luma.stride + width), y * width);
    return grey;
  }

  function fromPicture(image: ImageBitmap | VideoFrame): Grey {
    const { width, height } = 'displayWidth' in image ? { width: image.displayWidth, height: image.displayHeight } : image;
    // Giving a canvas a size clears it and takes a new one, so only when it changes.
    if (canvas.width !== width) canvas.width = width;
    if (canvas.height !== height) canvas.height = height;
    if (!context) throw new Error('no canvas to read a picture with');
    // What is transparent is paper.
    context.fillStyle = '#fff';
    context.fillRect(0, 0, width, height);
    context.drawImage(image, 0, 0, width, height);
    const { data } = context.getImageData(0, 0, width, height);
    const grey = shelf.grey('luma', width, height);
    for (let i = 0, from = 0; i < width * height; i++, from += 4) {
      grey.data[i] = ((data[from] ?? 0) * 77 + (data[from + 1] ?? 0) * 150 + (data[from + 2] ?? 0) * 29) >> 8;
    }
    return grey;
  }

  return {
    async grey(image) {
      if ('copyTo' in image && image.format && PLANAR.test(image.format)) return fromPlanes(image);
      return fromPicture(image);
    },
  };
}
