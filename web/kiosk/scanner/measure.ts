/** Cheap looks at a frame: what is wrong with it, and whether anything moved. */
import { type Grey, size } from './grey.ts';
import type { Hint } from './protocol.ts';
import type { Corners } from './zxing.ts';

const DARK = 45;
/** The brightest points of a picture that is too dark to read still stay under this. */
const DARK_TOP = 90;
const WHITE = 252;
/** Part of the code's area that is washed out. A code's own light modules are white too, but seldom all of them wholly. */
const GLARE = 0.3;
/** A code that covers less of the frame's shorter side is too far away to read. */
const FAR = 0.16;
const COLUMNS = 32;
const ROWS = 24;
/** Steps of brightness: above the grain of a sensor at night. */
const MOVED = 14;

/** `where`: a code that could not be read. */
export function hintOf(picture: Grey, where: Corners | undefined): Hint | undefined {
  const light = brightness(picture);
  if (light.mean < DARK && light.top < DARK_TOP) return 'too-dark';
  if (!where) return undefined;
  const { topLeft, bottomRight } = where;
  const side = Math.hypot(bottomRight.x - topLeft.x, bottomRight.y - topLeft.y) / Math.SQRT2;
  if (side > 0 && side < FAR * Math.min(picture.width, picture.height)) return 'too-far';
  return washedOut(picture, where) > GLARE ? 'glare' : 'blurred';
}

/** Mean of some thousand points, and what nine tenths of them stay under. */
function brightness({ data, ...of }: Grey): { mean: number; top: number } {
  const counts = new Uint32Array(256);
  let sum = 0;
  let count = 0;
  for (let i = 0; i < size(of); i += 197, count++) {
    const value = data[i] ?? 0;
    counts[value] = (counts[value] ?? 0) + 1;
    sum += value;
  }
  let top = 0;
  for (let under = counts[0] ?? 0; under < count * 0.9 && top < 255; ) under += counts[++top] ?? 0;
  return { mean: sum / count, top };
}

function washedOut({ width, height, data }: Grey, { topLeft, topRight, bottomRight, bottomLeft }: Corners): number {
  let white = 0;
  const looks = 48;
  for (let row = 0; row < looks; row++) {
    for (let column = 0; column < looks; column++) {
      const [u, v] = [(column + 0.5) / looks, (row + 0.5) / looks];
      const at = (key: 'x' | 'y'): number =>
        (topLeft[key] * (1 - u) + topRight[key] * u) * (1 - v) + (bottomLeft[key] * (1 - u) + bottomRight[key] * u) * v;
      const x = Math.max(0, Math.min(width - 1, Math.round(at('x'))));
      const y = Math.max(0, Math.min(height - 1, Math.round(at('y'))));
      if ((data[y * width + x] ?? 0) >= WHITE) white++;
    }
  }
  return white / (looks * looks);
}

/** Compares each frame with the one before it. */
export interface MotionMeter {
  /** Part of the picture that changed, 0 to 1; 1 for the first frame and after a change of size. A lamp that is switched on is no motion. */
  look(picture: Grey): number;
}

export function createMotionMeter(): MotionMeter {
  let before: Float32Array | undefined;
  let shape = '';
  return {
    look(picture) {
      const now = cells(picture);
      const last = shape === `${picture.width} ${picture.height}` ? before : undefined;
      before = now;
      shape = `${picture.width} ${picture.height}`;
      return last ? changed(last, now) : 1;
    },
  };
}

function changed(before: Float32Array, now: Float32Array): number {
  let drift = 0;
  for (let i = 0; i < now.length; i++) drift += (now[i] ?? 0) - (before[i] ?? 0);
  drift /= now.length;
  let moved = 0;
  for (let i = 0; i < now.length; i++) if (Math.abs((now[i] ?? 0) - (before[i] ?? 0) - drift) > MOVED) moved++;
  return moved / now.length;
}

/** Mean brightness of a coarse grid, from 16 points of each cell. */
function cells({ width, height, data }: Grey): Float32Array {
  const result = new Float32Array(COLUMNS * ROWS);
  for (let i = 0; i < result.length; i++) {
    let sum = 0;
    for (let point = 0; point < 16; point++) {
      const x = Math.floor((((i % COLUMNS) + ((point % 4) + 0.5) / 4) * width) / COLUMNS);
      const y = Math.floor(((Math.floor(i / COLUMNS) + (Math.floor(point / 4) + 0.5) / 4) * height) / ROWS);
      sum += data[y * width + x] ?? 0;
    }
    result[i] = sum / 16;
  }
  return result;
}
