/** The decoder as the page sees it: a worker, or the plain reader on the page itself when no worker comes up. */
import wasmUrl from 'zxing-wasm/reader/zxing_reader.wasm?url';
import { scriptAddress } from '../../lib/trusted.ts';
import workerUrl from './decoder.worker.ts?worker&url';
import type { Decoded, Decoder, DecoderMessage, DecoderRequest } from './protocol.ts';

const START_LIMIT = 15_000;
/** A frame that takes longer counts as empty: scanning goes on. */
const FRAME_LIMIT = 4_000;

export async function startDecoder(): Promise<Decoder> {
  try {
    return await startWorker();
  } catch {
    // No worker, no WebAssembly, or an old browser: slower and weaker, but it reads.
    const { startPlainDecoder } = await import('./plain-decoder.ts');
    return startPlainDecoder();
  }
}

function startWorker(): Promise<Decoder> {
  const worker = new Worker(scriptAddress(workerUrl), { name: 'decoder' });
  const waiting = new Map<number, (decoded: Omit<Decoded, 'id'>) => void>();
  let frames = 0;
  const ask = (request: DecoderRequest, transfer: Transferable[] = []): void => worker.postMessage(request, transfer);

  function decode(image: ImageBitmap): Promise<Omit<Decoded, 'id'>> {
    const id = ++frames;
    return new Promise((resolve) => {
      const timer = setTimeout(() => settle({}), FRAME_LIMIT);
      const settle = (decoded: Omit<Decoded, 'id'>): void => {
        clearTimeout(timer);
        waiting.delete(id);
        resolve(decoded);
      };
      waiting.set(id, settle);
      ask({ kind: 'frame', frame: { id, image } }, [image]);
    });
  }

  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => fail(new Error('the decoder did not start')), START_LIMIT);
    function fail(error: Error): void {
      clearTimeout(timer);
      for (const settle of waiting.values()) settle({});
      worker.terminate();
      reject(error);
    }
    worker.addEventListener('error', () => fail(new Error('the decoder stopped')));
    worker.addEventListener('message', ({ data }: MessageEvent<DecoderMessage>) => {
      if (data.kind === 'decoded') waiting.get(data.decoded.id)?.(data.decoded);
      else if (data.kind === 'failed') fail(new Error('the decoder failed'));
      else {
        clearTimeout(timer);
        resolve({ engine: data.engine, decode, stop: () => worker.terminate() });
      }
    });
    ask({ kind: 'start', wasm: new URL(wasmUrl, location.href).href });
  });
}
