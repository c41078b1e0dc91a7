/** Runs in the browser: one frame through the product's worker and through each npm decoder. */
import { scanImageData } from '@undecaf/zbar-wasm';
import { BrowserQRCodeReader } from '@zxing/browser';
import { BinaryBitmap, DecodeHintType, HTMLCanvasElementLuminanceSource, HybridBinarizer, QRCodeReader } from '@zxing/library';
import jsQr from 'jsqr';
import decodeQr from 'qr/decode.js';
import QrScanner from 'qr-scanner';
import { prepareZXingModule, type ReaderOptions, readBarcodes } from 'zxing-wasm/reader';
import type { DecoderMessage, DecoderRequest } from '../../../web/kiosk/scanner/protocol.ts';
import type { Look } from './look.ts';

interface Source {
  bitmap: ImageBitmap;
  canvas: HTMLCanvasElement;
  pixels: ImageData;
}

type Decode = (source: Source) => Promise<string | undefined> | string | undefined;

const HARDER = new Map<DecodeHintType, unknown>([[DecodeHintType.TRY_HARDER, true]]);
/** A peer says "no code" by throwing. */
const orNothing = (read: () => string): string | undefined => {
  try {
    return read();
  } catch {
    return undefined;
  }
};
const zxingWasm =
  (options: ReaderOptions): Decode =>
  async ({ pixels }) => {
    const [found] = await readBarcodes(pixels, { formats: ['QRCode'], maxNumberOfSymbols: 1, ...options });
    return found?.isValid ? found.text : undefined;
  };

const PEERS: Record<string, Decode> = {
  '@zxing/browser': ({ canvas }) => orNothing(() => new BrowserQRCodeReader().decodeFromCanvas(canvas).getText()),
  '@zxing/browser TRY_HARDER': ({ canvas }) => orNothing(() => new BrowserQRCodeReader(HARDER).decodeFromCanvas(canvas).getText()),
  '@zxing/library': ({ canvas }) =>
    orNothing(() =>
      new QRCodeReader().decode(new BinaryBitmap(new HybridBinarizer(new HTMLCanvasElementLuminanceSource(canvas)))).getText(),
    ),
  'zxing-wasm': zxingWasm({}),
  'zxing-wasm 300/2': zxingWasm({ downscaleThreshold: 300, downscaleFactor: 2 }),
  'zxing-wasm denoise': zxingWasm({ tryDenoise: true }),
  qr: ({ pixels }) => orNothing(() => decodeQr(pixels)),
  jsqr: ({ pixels }) => jsQr(pixels.data, pixels.width, pixels.height)?.data,
  'qr-scanner': ({ canvas }) => QrScanner.scanImage(canvas, { returnDetailedScanResult: true }).then(({ data }) => data, nothing),
  'zbar-wasm': async ({ pixels }) => (await scanImageData(pixels)).find((symbol) => symbol.typeName === 'ZBAR_QRCODE')?.decode(),
};

function nothing(): undefined {
  return undefined;
}

let frames = 0;
let product: Worker | undefined;

/** The worker file that the kiosk ships, started and asked as the kiosk does. */
async function startProduct(script: string, wasm: string): Promise<string> {
  const worker = new Worker(script);
  product = worker;
  const ready = answer(worker);
  const request: DecoderRequest = { kind: 'start', wasm: new URL(wasm, location.href).href };
  worker.postMessage(request);
  const message = await ready;
  if (message.kind !== 'ready') throw new Error(`the worker said ${message.kind}`);
  return message.engine;
}

function answer(worker: Worker): Promise<DecoderMessage> {
  return new Promise((resolve, reject) => {
    worker.addEventListener('message', ({ data }: MessageEvent<DecoderMessage>) => resolve(data), { once: true });
    worker.addEventListener('error', ({ message }) => reject(new Error(message)), { once: true });
  });
}

async function byProduct(image: ImageBitmap, effort: 'live' | 'photo'): Promise<string | undefined> {
  if (!product) throw new Error('not started');
  const said = answer(product);
  const request: DecoderRequest = { kind: 'frame', frame: { id: ++frames, image, effort } };
  product.postMessage(request, [image]);
  const message = await said;
  if (message.kind !== 'decoded') throw new Error(`the worker said ${message.kind}`);
  return message.decoded.text;
}

async function load(url: string): Promise<Source> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  const bitmap = await createImageBitmap(await answer.blob());
  const canvas = document.createElement('canvas');
  canvas.width = bitmap.width;
  canvas.height = bitmap.height;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('no canvas');
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(bitmap, 0, 0);
  return { bitmap, canvas, pixels: context.getImageData(0, 0, canvas.width, canvas.height) };
}

async function timed(read: () => ReturnType<Decode>): Promise<Look> {
  const started = performance.now();
  const text = await read();
  return { text: text ?? null, ms: performance.now() - started };
}

async function look(url: string, names: readonly string[]): Promise<Record<string, Look>> {
  const source = await load(url);
  const looks: Record<string, Look> = {};
  for (const name of names) {
    if (name === 'quacong' || name === 'quacong photo') {
      const copy = await createImageBitmap(source.bitmap);
      looks[name] = await timed(() => byProduct(copy, name === 'quacong' ? 'live' : 'photo'));
    } else {
      const decode = PEERS[name];
      if (decode) looks[name] = await timed(() => decode(source));
    }
  }
  source.bitmap.close();
  return looks;
}

async function start(script: string, wasm: string, peerWasm: string): Promise<{ engine: string; peers: string[] }> {
  prepareZXingModule({ overrides: { locateFile: (path: string, prefix: string) => (path.endsWith('.wasm') ? peerWasm : prefix + path) } });
  return { engine: await startProduct(script, wasm), peers: Object.keys(PEERS) };
}

globalThis.bench = { start, look };
