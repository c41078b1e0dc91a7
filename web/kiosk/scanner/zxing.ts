/** zxing-wasm without its wrapper: brightness goes straight into one kept piece of its memory, a photo into another. */
import { prepareZXingModule, type ZXingReaderModule, type ZXingReaderOptions } from 'zxing-wasm/reader';
import { type Grey, size } from './grey.ts';

declare global {
  /** Of Emscripten: what zxing-wasm's own types leave to a package of types that it does not bring. */
  interface EmscriptenModule {
    HEAPU8: Uint8Array;
    locateFile(path: string, prefix: string): string;
    _malloc(bytes: number): number;
    _free(at: number): void;
  }
}

export interface Corner {
  x: number;
  y: number;
}
export type Corners = Record<'topLeft' | 'topRight' | 'bottomRight' | 'bottomLeft', Corner>;

/** `where` without `text`: there is a code, but it could not be read. */
export interface Found {
  text?: string;
  where?: Corners;
}

export interface Zxing {
  read(picture: Grey, options?: Partial<ZXingReaderOptions>): Found;
}

/** Thresholds as zxing-cpp numbers them. */
export const FIXED_THRESHOLD = 2;

/**
 * Model 2 is the QR code of today; the others (micro, model 1, rMQR) are nothing of ours, and a micro code's weak check
 * sum finds itself in a broken glass (measured). Halving from 300 points on reads the most hard frames (decisions 16).
 */
const OPTIONS: ZXingReaderOptions = {
  formats: 'QRCodeModel2',
  tryHarder: true,
  tryRotate: true,
  tryInvert: true,
  tryDownscale: true,
  tryDenoise: false,
  binarizer: 0,
  isPure: false,
  downscaleThreshold: 300,
  downscaleFactor: 2,
  minLineCount: 2,
  maxNumberOfSymbols: 1,
  validateOptionalChecksum: false,
  returnErrors: true,
  eanAddOnSymbol: 0,
  textMode: 0,
  characterSet: 0,
  tryCode39ExtendedMode: true,
};

/** @throws what the browser says when there is no WebAssembly or the file is not there */
export async function startZxing(wasm: string): Promise<Zxing> {
  const overrides = { locateFile: (path: string, prefix: string) => (path.endsWith('.wasm') ? wasm : prefix + path) };
  const module = await prepareZXingModule({ overrides, fireImmediately: true });
  let room = 0;
  let at = 0;

  function hold(bytes: number): void {
    if (bytes <= room) return;
    if (room > 0) module._free(at);
    at = module._malloc(bytes);
    if (at === 0) throw new Error(`no ${bytes} bytes for a picture`);
    room = bytes;
  }

  return {
    read(picture, options) {
      hold(size(picture));
      module.HEAPU8.set(picture.data.subarray(0, size(picture)), at);
      return best(module, at, picture, { ...OPTIONS, ...options });
    },
  };
}

function best(module: ZXingReaderModule, at: number, { width, height }: Grey, options: ZXingReaderOptions): Found {
  const results = module.readBarcodesFromPixmap(at, width, height, options);
  try {
    let found: Found = {};
    for (let i = 0; i < results.size(); i++) {
      const result = results.get(i);
      if (result?.isValid) return { text: result.text, where: result.position };
      if (result && found.where === undefined) found = { where: result.position };
    }
    return found;
  } finally {
    // Memory of WebAssembly is nobody's to collect; the types do not name this.
    if ('delete' in results && typeof results.delete === 'function') results.delete();
  }
}
