/** Reads codes off pictures with a decoder that the product does not use. */
import { Resvg } from '@resvg/resvg-js';
import jsQR from 'jsqr';

/** The text of the QR code on a PNG. @throws Error when the decoder sees none */
export function readCode(png: Uint8Array): string {
  const { pixels, width, height } = pixelsOf(png);
  const found = jsQR(new Uint8ClampedArray(pixels), width, height);
  if (!found) throw new Error(`An independent decoder reads no code on the picture of ${width} x ${height}`);
  return found.data;
}

function pixelsOf(png: Uint8Array): { pixels: Buffer; width: number; height: number } {
  const view = new DataView(png.buffer, png.byteOffset);
  // IHDR is always first: width and height stand at fixed places (PNG, 11.2.2).
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  const href = `data:image/png;base64,${Buffer.from(png).toString('base64')}`;
  const size = `width="${width}" height="${height}"`;
  return new Resvg(`<svg xmlns="http://www.w3.org/2000/svg" ${size}><image href="${href}" ${size}/></svg>`).render();
}
