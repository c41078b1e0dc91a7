/**
 * Decodes frames off the page: the browser's own detector first; when it has found nothing in 5 frames, every second
 * frame goes to zxing-wasm, which reads more of the hard ones. The file's name is known to the server's headers.
 */
import { prepareZXingModule, type ReaderOptions, readBarcodes } from 'zxing-wasm/reader';
import type { Decoded, DecoderMessage, DecoderRequest, Frame, Hint } from './protocol.ts';

interface Detector {
  detect(image: ImageBitmap): Promise<{ rawValue: string }[]>;
}
declare global {
  var BarcodeDetector: { new (options: { formats: string[] }): Detector; getSupportedFormats(): Promise<string[]> } | undefined;
}

/** Found by measuring on degraded frames (decisions 16). */
const OPTIONS: ReaderOptions = {
  formats: ['QRCode'],
  tryHarder: true,
  tryDownscale: true,
  downscaleThreshold: 300,
  downscaleFactor: 2,
  maxNumberOfSymbols: 1,
  returnErrors: true,
};
const EMPTY_BEFORE_WASM = 5;
const DARK = 40;
/** A code that covers less of the frame's shorter side is too far away to read. */
const FAR = 0.16;

let detector: Detector | undefined;
let empties = 0;
const canvas = new OffscreenCanvas(1, 1);
const context = canvas.getContext('2d', { willReadFrequently: true });

const say = (message: DecoderMessage): void => postMessage(message);

async function start(wasm: string): Promise<void> {
  prepareZXingModule({ overrides: { locateFile: (path: string, prefix: string) => (path.endsWith('.wasm') ? wasm : prefix + path) } });
  const formats = (await globalThis.BarcodeDetector?.getSupportedFormats()) ?? [];
  if (globalThis.BarcodeDetector && formats.includes('qr_code')) detector = new globalThis.BarcodeDetector({ formats: ['qr_code'] });
  await prepareZXingModule({ fireImmediately: true });
  say({ kind: 'ready', engine: detector ? 'native' : 'wasm' });
}

async function decode({ id, image }: Frame): Promise<Decoded> {
  try {
    const useWasm = !detector || (empties >= EMPTY_BEFORE_WASM && empties % 2 === 1);
    const decoded = useWasm ? await byWasm(image) : { text: (await detector?.detect(image))?.[0]?.rawValue };
    empties = decoded.text === undefined ? empties + 1 : 0;
    return { id, ...decoded };
  } finally {
    image.close();
  }
}

async function byWasm(image: ImageBitmap): Promise<Pick<Decoded, 'text' | 'hint'>> {
  if (!context) return {};
  canvas.width = image.width;
  canvas.height = image.height;
  context.drawImage(image, 0, 0);
  const data = context.getImageData(0, 0, image.width, image.height);
  const [found] = await readBarcodes(data, OPTIONS);
  if (found?.isValid) return { text: found.text };
  const hint = hintOf(data, found?.position);
  return hint ? { hint } : {};
}

interface Corner {
  x: number;
  y: number;
}

function hintOf(data: ImageData, position: { topLeft: Corner; bottomRight: Corner } | undefined): Hint | undefined {
  if (luma(data) < DARK) return 'too-dark';
  if (!position) return undefined;
  const { topLeft, bottomRight } = position;
  const size = Math.hypot(bottomRight.x - topLeft.x, bottomRight.y - topLeft.y) / Math.SQRT2;
  return size > 0 && size < FAR * Math.min(data.width, data.height) ? 'too-far' : undefined;
}

/** Mean brightness of some thousand points, 0 to 255. */
function luma({ data }: ImageData): number {
  let sum = 0;
  let count = 0;
  for (let i = 0; i < data.length; i += 4 * 997, count++) {
    sum += 0.3 * (data[i] ?? 0) + 0.59 * (data[i + 1] ?? 0) + 0.11 * (data[i + 2] ?? 0);
  }
  return count === 0 ? 255 : sum / count;
}

addEventListener('message', (event: MessageEvent<DecoderRequest>) => {
  const request = event.data;
  const work = request.kind === 'start' ? start(request.wasm) : decode(request.frame).then((decoded) => say({ kind: 'decoded', decoded }));
  // A worker that cannot decode says so; the page goes on with the plain reader.
  work.catch(() => say({ kind: 'failed' }));
});
