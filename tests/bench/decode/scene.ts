/** A code before a camera: where it lies, how it is turned, and what is around it. */
import type { Code } from './codes.ts';
import { blank, type Chance, type Picture } from './picture.ts';

export interface View {
  width: number;
  height: number;
  /** Points of a module, before any slant. */
  module: number;
  /** Radians. */
  turn: number;
  /** How far it leans back, sideways and up: 0 flat, 1 a third nearer on one side. */
  slant: { x: number; y: number };
}

const QUIET = 4;
/** Each point is the mean of so many by so many looks. */
const LOOKS = 3;

/** Things on a desk, in the hand, on a wall: boxes and lines that are no code. */
export function room(width: number, height: number, chance: Chance): Picture {
  const picture = blank(width, height);
  const base = chance(70, 190);
  const slope = { x: chance(-60, 60) / width, y: chance(-60, 60) / height };
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) picture.data[y * width + x] = base + slope.x * x + slope.y * y;
  for (let box = Math.round(chance(3, 9)); box > 0; box--) {
    const [left, top] = [Math.floor(chance(-50, width)), Math.floor(chance(-50, height))];
    const [right, bottom] = [left + Math.floor(chance(20, width / 2.5)), top + Math.floor(chance(20, height / 2.5))];
    fill(picture, left, top, right, bottom, chance(25, 235));
    if (chance(0, 1) < 0.5) lines(picture, left, top, right, bottom, chance);
  }
  return picture;
}

function fill(picture: Picture, left: number, top: number, right: number, bottom: number, tone: number): void {
  for (let y = Math.max(0, top); y < Math.min(picture.height, bottom); y++) {
    picture.data.fill(tone, y * picture.width + Math.max(0, left), y * picture.width + Math.max(0, Math.min(picture.width, right), left));
  }
}

/** Like print: rows of short dark strokes. */
function lines(picture: Picture, left: number, top: number, right: number, bottom: number, chance: Chance): void {
  const size = Math.round(chance(3, 9));
  for (let y = top + size; y < bottom - size; y += size * 2) {
    for (let x = left + size; x < right - size; ) {
      const length = Math.round(chance(1, size));
      if (chance(0, 1) < 0.7) fill(picture, x, y, Math.min(right, x + length), y + size, chance(15, 70));
      x += length + Math.round(chance(1, size));
    }
  }
}

/** The code in the middle third of a room, on its white sheet. */
export function photograph({ modules }: Code, view: View, chance: Chance): { picture: Picture; middle: { x: number; y: number } } {
  const { width, height, module, turn, slant } = view;
  const picture = room(width, height, chance);
  const whole = modules.length + 2 * QUIET;
  const half = (whole * module) / 2;
  const slack = { x: Math.max(0, width / 2 - half * 1.1), y: Math.max(0, height / 2 - half * 1.1) };
  const middle = { x: width / 2 + chance(-0.6, 0.6) * slack.x, y: height / 2 + chance(-0.6, 0.6) * slack.y };
  const paper = chance(200, 250);
  const ink = chance(8, 45);
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let sum = 0;
      for (let look = 0; look < LOOKS * LOOKS; look++) {
        const dx = x + ((look % LOOKS) + 0.5) / LOOKS - 0.5 - middle.x;
        const dy = y + (Math.floor(look / LOOKS) + 0.5) / LOOKS - 0.5 - middle.y;
        const [u, v] = [(dx * cos + dy * sin) / half, (dy * cos - dx * sin) / half];
        // The plane of the sheet seen through a pinhole, backwards.
        const depth = 1 - (slant.x * u + slant.y * v) / 3;
        const column = Math.floor((u / depth / 2 + 0.5) * whole);
        const row = Math.floor((v / depth / 2 + 0.5) * whole);
        const onSheet = depth > 0.2 && column >= 0 && row >= 0 && column < whole && row < whole;
        if (!onSheet) sum += picture.data[y * width + x] ?? 0;
        else sum += modules[row - QUIET]?.[column - QUIET] ? ink : paper;
      }
      picture.data[y * width + x] = sum / (LOOKS * LOOKS);
    }
  }
  return { picture, middle };
}
