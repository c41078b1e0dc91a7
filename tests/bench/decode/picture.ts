/** Grey pictures as numbers, and as PNG files. */
import { crc32, deflateSync } from 'node:zlib';

export interface Picture {
  width: number;
  height: number;
  /** Row by row, 0 black to 255 white; may leave that range until it is written. */
  data: Float32Array;
}

export const blank = (width: number, height: number): Picture => ({ width, height, data: new Float32Array(width * height) });

/** Mulberry32: the same frames on every machine. */
export type Chance = (from: number, to: number) => number;

export function chanceOf(seed: string): Chance {
  let state = crc32(seed);
  return (from, to) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return from + (((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * (to - from);
  };
}

/** About normal, of deviation 1. */
export function normal(chance: Chance): number {
  let sum = 0;
  for (let i = 0; i < 6; i++) sum += chance(-1, 1);
  return sum / Math.SQRT2;
}

/** 8-bit grey (PNG, 11.2). */
export function toPng({ width, height, data }: Picture): Buffer {
  const rows = Buffer.alloc(height * (width + 1));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      rows[y * (width + 1) + 1 + x] = Math.max(0, Math.min(255, Math.round(data[y * width + x] ?? 0)));
    }
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head[8] = 8;
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk('IHDR', head), chunk('IDAT', deflateSync(rows, { level: 6 })), chunk('IEND', Buffer.alloc(0))]);
}

function chunk(type: string, body: Buffer): Buffer {
  const whole = Buffer.alloc(body.length + 12);
  whole.writeUInt32BE(body.length, 0);
  whole.write(type, 4, 'latin1');
  body.copy(whole, 8);
  whole.writeUInt32BE(crc32(whole.subarray(4, body.length + 8)), body.length + 8);
  return whole;
}
