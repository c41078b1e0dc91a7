import { BrowserQRCodeReader } from '@zxing/browser';
import type { Decoder } from './protocol.ts';

/** The reader of @zxing/browser, on the page's own thread. */
export function startPlainDecoder(): Decoder {
  const reader = new BrowserQRCodeReader();
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d', { willReadFrequently: true });
  return {
    engine: 'plain',
    async decode(image) {
      const { width, height } = 'displayWidth' in image ? { width: image.displayWidth, height: image.displayHeight } : image;
      if (canvas.width !== width) canvas.width = width;
      if (canvas.height !== height) canvas.height = height;
      context?.drawImage(image, 0, 0, width, height);
      image.close();
      try {
        return { text: reader.decodeFromCanvas(canvas).getText() };
      } catch {
        // It says "no code in this frame" by throwing.
        return {};
      }
    },
    stop: () => undefined,
  };
}
