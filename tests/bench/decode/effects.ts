/** What cameras, hands and rooms do to a picture. Each changes the picture it is given or returns another. */
import { blank, type Chance, normal, type Picture } from './picture.ts';

const at = ({ width, height, data }: Picture, x: number, y: number): number =>
  data[Math.max(0, Math.min(height - 1, y)) * width + Math.max(0, Math.min(width - 1, x))] ?? 0;

/** Between four points, as a lens would see it. */
function sample(picture: Picture, x: number, y: number): number {
  const left = Math.floor(x);
  const top = Math.floor(y);
  const right = x - left;
  const down = y - top;
  const upper = at(picture, left, top) * (1 - right) + at(picture, left + 1, top) * right;
  const lower = at(picture, left, top + 1) * (1 - right) + at(picture, left + 1, top + 1) * right;
  return upper * (1 - down) + lower * down;
}

/** `sigma` in points. */
export function gaussianBlur(picture: Picture, sigma: number): Picture {
  const reach = Math.ceil(3 * sigma);
  const weights = Array.from({ length: 2 * reach + 1 }, (_, i) => Math.exp(-((i - reach) ** 2) / (2 * sigma * sigma)));
  const steps = weights.map((weight, i) => ({ weight, by: i - reach }));
  return average(
    average(
      picture,
      steps.map(({ weight, by }) => ({ weight, x: by, y: 0 })),
    ),
    steps.map(({ weight, by }) => ({ weight, x: 0, y: by })),
  );
}

/** A hand or a phone that moves: `length` points along `angle`. */
export function motionBlur(picture: Picture, length: number, angle: number): Picture {
  const count = Math.max(2, Math.ceil(length * 2));
  const steps = Array.from({ length: count }, (_, i) => (i / (count - 1) - 0.5) * length);
  const result = blank(picture.width, picture.height);
  for (let y = 0; y < picture.height; y++) {
    for (let x = 0; x < picture.width; x++) {
      let sum = 0;
      for (const step of steps) sum += sample(picture, x + step * Math.cos(angle), y + step * Math.sin(angle));
      result.data[y * picture.width + x] = sum / count;
    }
  }
  return result;
}

function average(picture: Picture, steps: readonly { weight: number; x: number; y: number }[]): Picture {
  const whole = steps.reduce((sum, each) => sum + each.weight, 0);
  const result = blank(picture.width, picture.height);
  for (let y = 0; y < picture.height; y++) {
    for (let x = 0; x < picture.width; x++) {
      let sum = 0;
      for (const step of steps) sum += step.weight * at(picture, x + step.x, y + step.y);
      result.data[y * picture.width + x] = sum / whole;
    }
  }
  return result;
}

/** Every point anew from its place and what it was. */
function each(picture: Picture, change: (value: number, x: number, y: number) => number): void {
  for (let y = 0; y < picture.height; y++) {
    for (let x = 0; x < picture.width; x++) {
      const index = y * picture.width + x;
      picture.data[index] = change(picture.data[index] ?? 0, x, y);
    }
  }
}

/** Grains of the sensor, `deviation` in steps of brightness. */
export const noise = (picture: Picture, deviation: number, chance: Chance): void =>
  each(picture, (value) => value + deviation * normal(chance));

/** Little light on the sensor: dark, flat, and grained. */
export function darken(picture: Picture, gain: number, floor: number, deviation: number, chance: Chance): void {
  each(picture, (value) => value * gain + floor);
  noise(picture, deviation, chance);
}

/** One side brighter than the other. `depth` 0 to 1. */
export function shade(picture: Picture, depth: number, angle: number): void {
  const { width, height } = picture;
  const reach = Math.abs(width * Math.cos(angle)) + Math.abs(height * Math.sin(angle));
  each(picture, (value, x, y) => {
    const along = ((x - width / 2) * Math.cos(angle) + (y - height / 2) * Math.sin(angle)) / reach + 0.5;
    return value * (1 - depth * along);
  });
}

export interface Spot {
  x: number;
  y: number;
  radius: number;
}

/** A lamp mirrored in a screen: white in the middle, soft at its edge. */
export function glare(picture: Picture, { x: cx, y: cy, radius }: Spot, flat: number, angle: number, strength: number): void {
  each(picture, (value, x, y) => {
    const along = (x - cx) * Math.cos(angle) + (y - cy) * Math.sin(angle);
    const across = (y - cy) * Math.cos(angle) - (x - cx) * Math.sin(angle);
    const far = Math.hypot(along, across / flat) / radius;
    return far > 2 ? value : Math.min(255, value + strength / (1 + Math.exp((far - 1) * 9)));
  });
}

/** A finger or a sticker over a part. */
export function cover(picture: Picture, { x: cx, y: cy, radius }: Spot, flat: number, angle: number, tone: number): void {
  each(picture, (value, x, y) => {
    const along = (x - cx) * Math.cos(angle) + (y - cy) * Math.sin(angle);
    const across = (y - cy) * Math.cos(angle) - (x - cx) * Math.sin(angle);
    return Math.abs(along) < radius && Math.abs(across) < radius * flat ? tone : value;
  });
}

/** Two grids that do not fit, a screen's and a camera's: waves of brightness. */
export function moire(picture: Picture, depth: number, chance: Chance): void {
  const waves = [0, 1].map(() => {
    const length = chance(2.3, 7);
    const angle = chance(0, Math.PI);
    return {
      x: (2 * Math.PI * Math.cos(angle)) / length,
      y: (2 * Math.PI * Math.sin(angle)) / length,
      bend: chance(0, 0.0009),
      phase: chance(0, 6),
    };
  });
  each(picture, (value, x, y) => {
    const sum = waves.reduce((total, wave) => total + Math.sin(wave.x * x + wave.y * y + wave.bend * (x - y) * x + wave.phase), 0);
    return value * (1 + (depth * sum) / waves.length);
  });
}

/** Broken glass: lines out of one point, bright or dark, and behind each piece the picture a little beside its place. */
export function crack(picture: Picture, { x: cx, y: cy, radius }: Spot, module: number, chance: Chance): Picture {
  const rays = Array.from({ length: Math.round(chance(4, 9)) }, () => chance(0, 2 * Math.PI)).sort((a, b) => a - b);
  const rings = [chance(0.3, 0.5), chance(0.7, 1), chance(1.2, 1.6)].map((part) => part * radius);
  const shifts = Array.from({ length: (rays.length + 1) * 4 }, () => ({ x: chance(-0.3, 0.3) * module, y: chance(-0.3, 0.3) * module }));
  const line = chance(0.15, 0.6) * module;
  const tones = rays.map(() => (chance(0, 1) < 0.6 ? chance(190, 255) : chance(10, 60)));
  const result = blank(picture.width, picture.height);
  for (let y = 0; y < picture.height; y++) {
    for (let x = 0; x < picture.width; x++) {
      const far = Math.hypot(x - cx, y - cy);
      const turn = (Math.atan2(y - cy, x - cx) + 2 * Math.PI + 0.06 * Math.sin(far / (5 * module))) % (2 * Math.PI);
      const ray = rays.findIndex((angle) => turn < angle);
      const piece = ray < 0 ? rays.length : ray;
      const ring = rings.findIndex((edge) => far < edge * (1 + 0.12 * Math.sin(7 * turn)));
      const shift = shifts[piece * 4 + (ring < 0 ? 3 : ring)] ?? { x: 0, y: 0 };
      const onRay = rays.findIndex((angle) => Math.abs(turn - angle) * far < line / 2 && far < radius * 2.2);
      const onRing = rings.some((edge) => Math.abs(far - edge * (1 + 0.12 * Math.sin(7 * turn))) < line / 2);
      result.data[y * picture.width + x] =
        onRay >= 0 ? (tones[onRay] ?? 255) : onRing ? (tones[0] ?? 255) : sample(picture, x + shift.x, y + shift.y);
    }
  }
  return result;
}
