/// <reference path="./qrcode-core.d.ts" />
/** A code as SVG path data in modules, quiet zone of 4 modules included. */
export interface QrDrawing {
  path: string;
  /** Edge length in modules, quiet zone included. */
  size: number;
}

const QUIET = 4;
/** Passes and poster links are made to stay within 49 modules at level M (decisions.md 10, 11). */
const MAX_MODULES_AT_M = 49;

export interface Modules {
  size: number;
  /** Dark? Row by row. */
  dark(x: number, y: number): boolean;
}

/** Level M where that keeps the code at 49 modules or fewer, else L. Loads the encoder. */
export async function qrModules(text: string): Promise<Modules> {
  const { create } = await import('qrcode/lib/core/qrcode.js');
  const medium = create(text, { errorCorrectionLevel: 'M' }).modules;
  const { size, data } = medium.size <= MAX_MODULES_AT_M ? medium : create(text, { errorCorrectionLevel: 'L' }).modules;
  return { size, dark: (x, y) => data[y * size + x] === 1 };
}

export async function drawQr(text: string): Promise<QrDrawing> {
  return pathOf(await qrModules(text));
}

/** One rectangle per run of dark modules in a row. */
export function pathOf({ size, dark }: Modules): QrDrawing {
  let path = '';
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      if (!dark(x, y)) continue;
      const from = x;
      while (x + 1 < size && dark(x + 1, y)) x++;
      const width = x - from + 1;
      path += `M${from + QUIET} ${y + QUIET}h${width}v1h-${width}z`;
    }
  }
  return { path, size: size + 2 * QUIET };
}
