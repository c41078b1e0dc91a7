/** Pictures made easier to read. Each writes into a buffer of the shelf and costs some milliseconds for a million points. */
import type { Grey, Shelf } from './grey.ts';

/** Mean of the (2r+1) x (2r+1) points around each; the time does not depend on `r`. */
export function soften(picture: Grey, radius: number, shelf: Shelf, name: string): Grey {
  const { width, height, data } = picture;
  const r = Math.min(radius, (Math.min(width, height) - 1) >> 1);
  const across = shelf.grey('across', width, height).data;
  const result = shelf.grey(name, width, height);
  const n = 2 * r + 1;
  const half = n >> 1;
  for (let y = 0; y < height; y++) {
    const row = y * width;
    let sum = (data[row] ?? 0) * r;
    for (let x = 0; x <= r; x++) sum += data[row + x] ?? 0;
    for (let x = 0; x < width; x++) {
      across[row + x] = (sum + half) / n;
      sum += (data[row + Math.min(width - 1, x + r + 1)] ?? 0) - (data[row + Math.max(0, x - r)] ?? 0);
    }
  }
  const sums = new Uint32Array(width);
  for (let y = -r; y <= r; y++) {
    const row = Math.max(0, y) * width;
    for (let x = 0; x < width; x++) sums[x] = (sums[x] ?? 0) + (across[row + x] ?? 0);
  }
  for (let y = 0; y < height; y++) {
    const row = y * width;
    const below = Math.min(height - 1, y + r + 1) * width;
    const above = Math.max(0, y - r) * width;
    for (let x = 0; x < width; x++) {
      const sum = sums[x] ?? 0;
      result.data[row + x] = (sum + half) / n;
      sums[x] = sum + (across[below + x] ?? 0) - (across[above + x] ?? 0);
    }
  }
  return result;
}

/** Away from the mean of what is around: undoes much of a lens that is not sharp, and doubles the grain. */
export function sharpen(picture: Grey, radius: number, strength: number, shelf: Shelf, name: string): Grey {
  const around = soften(picture, radius, shelf, 'around').data;
  const { width, height, data } = picture;
  const result = shelf.grey(name, width, height);
  for (let i = 0; i < width * height; i++) {
    const value = data[i] ?? 0;
    const sharp = value + strength * (value - (around[i] ?? 0));
    result.data[i] = sharp < 0 ? 0 : sharp > 255 ? 255 : sharp;
  }
  return result;
}

/** Black or white by the mean of what is around: levels out shade and glare at the size of some modules. */
export function split(picture: Grey, radius: number, shelf: Shelf, name: string): Grey {
  const around = soften(picture, radius, shelf, 'around').data;
  const { width, height, data } = picture;
  const result = shelf.grey(name, width, height);
  for (let i = 0; i < width * height; i++) result.data[i] = (data[i] ?? 0) > (around[i] ?? 0) ? 255 : 0;
  return result;
}

/** `factor` times as large, between the points as a lens would. */
export function enlarge(picture: Grey, factor: number, shelf: Shelf, name: string): Grey {
  const { width: from, height: rows, data } = picture;
  const width = Math.round(from * factor);
  const height = Math.round(rows * factor);
  const result = shelf.grey(name, width, height);
  for (let y = 0; y < height; y++) {
    const sy = Math.max(0, Math.min(rows - 1.001, (y + 0.5) / factor - 0.5));
    const top = Math.floor(sy);
    const down = sy - top;
    for (let x = 0; x < width; x++) {
      const sx = Math.max(0, Math.min(from - 1.001, (x + 0.5) / factor - 0.5));
      const left = Math.floor(sx);
      const i = top * from + left;
      const right = sx - left;
      const upper = (data[i] ?? 0) * (1 - right) + (data[i + 1] ?? 0) * right;
      const lower = (data[i + from] ?? 0) * (1 - right) + (data[i + from + 1] ?? 0) * right;
      result.data[y * width + x] = upper * (1 - down) + lower * down + 0.5;
    }
  }
  return result;
}

/** Half as wide and high: each point the mean of four. */
export function halve(picture: Grey, shelf: Shelf, name: string): Grey {
  const { width: from, data } = picture;
  const width = picture.width >> 1;
  const height = picture.height >> 1;
  const result = shelf.grey(name, width, height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const i = 2 * y * from + 2 * x;
      const sum = (data[i] ?? 0) + (data[i + 1] ?? 0) + (data[i + from] ?? 0) + (data[i + from + 1] ?? 0);
      result.data[y * width + x] = (sum + 2) >> 2;
    }
  }
  return result;
}
