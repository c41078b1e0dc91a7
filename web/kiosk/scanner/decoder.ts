/// <reference types="vite/client" />
/** The decoder as the page sees it: a worker, or the plain reader on the page itself when no worker comes up or it fails. */
import wasmUrl from 'zxing-wasm/reader/zxing_reader.wasm?url';
import { scriptAddress } from '../../lib/trusted.ts';
import workerUrl from './decoder.worker.ts?worker&url';
import type { Decoder, DecoderMessage, DecoderRequest, Effort, Frame, Reading } from './protocol.ts';

const START_LIMIT = 15_000;
/** A frame that takes longer counts as empty: scanning goes on. */
const FRAME_LIMIT: Record<Effort, number> = { live: 4_000, photo: 20_000 };

/** `failed`: the decoder that was given stopped, and must be asked for anew; `plainly` when that happened before. */
export async function startDecoder({ plainly, failed }: { plainly: boolean; failed: () => void }): Promise<Decoder> {
  try {
    if (!plainly) return await startWorker(failed);
  } catch (error) {
    // No worker, no WebAssembly, or an old browser: slower and weaker, but the plain one reads.
    console.error(error);
  }
  const { startPlainDecoder } = await import('./plain-decoder.ts');
  return startPlainDecoder();
}

function startWorker(failed: () => void): Promise<Decoder> {
  const worker = new Worker(scriptAddress(workerUrl), { name: 'decoder' });
  const waiting = new Map<number, (reading: Reading) => void>();
  let frames = 0;
  const ask = (request: DecoderRequest, transfer: Transferable[] = []): void => worker.postMessage(request, transfer);

  function decode(image: Frame['image'], effort: Effort): Promise<Reading> {
    const id = ++frames;
    return new Promise((resolve) => {
      const timer = setTimeout(() => settle({}), FRAME_LIMIT[effort]);
      const settle = (reading: Reading): void => {
        clearTimeout(timer);
        waiting.delete(id);
        resolve(reading);
      };
      waiting.set(id, settle);
      ask({ kind: 'frame', frame: { id, image, effort } }, [image]);
    });
  }

  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => fail(new Error('the decoder did not start')), START_LIMIT);
    let ready = false;
    function fail(error: Error): void {
      clearTimeout(timer);
      worker.terminate();
      for (const settle of waiting.values()) settle({});
      if (ready) failed();
      reject(error);
    }
    worker.addEventListener('error', () => fail(new Error('the decoder stopped')));
    worker.addEventListener('message', ({ data }: MessageEvent<DecoderMessage>) => {
      if (data.kind === 'decoded') {
        const { id, ...reading } = data.decoded;
        waiting.get(id)?.(reading);
      } else if (data.kind === 'failed') fail(new Error('the decoder failed'));
      else {
        clearTimeout(timer);
        ready = true;
        resolve({ engine: data.engine, decode, stop: () => worker.terminate() });
      }
    });
    ask({ kind: 'start', wasm: new URL(wasmUrl, location.href).href });
  });
}
