/**
 * Decodes frames off the page: the browser's own detector first; when it has found nothing in 5 frames, every second
 * frame goes to our own readers, which read more of the hard ones. The file's name is known to the server's headers.
 */
import { createLuma } from './luma.ts';
import { createMotionMeter, hintOf } from './measure.ts';
import type { DecoderMessage, DecoderRequest, Frame, Reading } from './protocol.ts';
import { createReader, type Reader } from './reader.ts';
import { startZxing } from './zxing.ts';

interface Detector {
  detect(image: Frame['image']): Promise<{ rawValue: string }[]>;
}
declare global {
  var BarcodeDetector: { new (options: { formats: string[] }): Detector; getSupportedFormats(): Promise<string[]> } | undefined;
}

const EMPTY_BEFORE_OURS = 5;
/** So many failures one after the other. */
const HOPELESS = 5;
/** So much of the picture must change to be called another. */
const LIVELY = 0.02;
/** So much, and it is another picture altogether. */
const NEW = 0.25;
/** A hand that holds still is tried for so many frames more. */
const LIVELY_FOR = 20;

let detector: Detector | undefined;
let reader: Reader | undefined;
let empties = 0;
let failures = 0;
let lively = 0;
const luma = createLuma();
const motionMeter = createMotionMeter();

const say = (message: DecoderMessage): void => postMessage(message);

async function start(wasm: string): Promise<void> {
  const formats = (await globalThis.BarcodeDetector?.getSupportedFormats()) ?? [];
  if (globalThis.BarcodeDetector && formats.includes('qr_code')) detector = new globalThis.BarcodeDetector({ formats: ['qr_code'] });
  reader = createReader(await startZxing(wasm), () => performance.now());
  say({ kind: 'ready', engine: detector ? 'native' : 'wasm' });
}

async function decode({ image, effort }: Frame): Promise<Reading> {
  try {
    const ours = !detector || effort === 'photo' || (empties >= EMPTY_BEFORE_OURS && empties % 2 === 1);
    const reading = (ours ? undefined : await byDetector(image)) ?? (await byOurs(image, effort));
    empties = reading.text === undefined ? empties + 1 : 0;
    return reading;
  } finally {
    image.close();
  }
}

/** undefined: the device has the interface but not what stands behind it (a service of Android that may be missing). */
async function byDetector(image: Frame['image']): Promise<Reading | undefined> {
  try {
    return { text: (await detector?.detect(image))?.[0]?.rawValue };
  } catch {
    detector = undefined;
    return undefined;
  }
}

async function byOurs(image: Frame['image'], effort: Frame['effort']): Promise<Reading> {
  const picture = await luma.grey(image);
  // A camera has few frames to lend.
  image.close();
  const motion = motionMeter.look(picture);
  lively = motion >= LIVELY ? LIVELY_FOR : Math.max(0, lively - 1);
  const found = reader?.read(picture, effort, motion >= NEW ? 'new' : lively > 0 ? 'moved' : 'same') ?? {};
  if (found.text !== undefined) return { text: found.text, motion };
  const hint = hintOf(picture, found.where);
  return hint ? { hint, motion } : { motion };
}

/** A frame that cannot be read at all (the camera was just taken away) counts as empty. */
async function answer(frame: Frame): Promise<void> {
  try {
    const reading = await decode(frame);
    failures = 0;
    say({ kind: 'decoded', decoded: { id: frame.id, ...reading } });
  } catch (error) {
    if (++failures >= HOPELESS) throw error;
    say({ kind: 'decoded', decoded: { id: frame.id } });
  }
}

addEventListener('message', ({ data: request }: MessageEvent<DecoderRequest>) => {
  const work = request.kind === 'start' ? start(request.wasm) : answer(request.frame);
  // A worker that cannot decode says so; the page goes on with the plain reader.
  work.catch(() => say({ kind: 'failed' }));
});
