/** Frames as a gate sees them on bad days: made anew on every machine, the same each time, and too hard to be read all. */
import { type Code, codeOf } from './codes.ts';
import { cover, crack, darken, gaussianBlur, glare, moire, motionBlur, noise, type Spot, shade } from './effects.ts';
import type { Frame } from './manifest.ts';
import { type Chance, chanceOf, type Picture, toPng } from './picture.ts';
import { photograph, room, type View } from './scene.ts';

interface Shot {
  picture: Picture;
  /** Middle of the code, in points. */
  middle: { x: number; y: number };
  /** Half its side, in points. */
  half: number;
  module: number;
  chance: Chance;
}

type Trouble = (shot: Shot) => Picture;

const SIZES = [
  { width: 640, height: 480 },
  { width: 1280, height: 720 },
];
const OF_EACH = 24;

/** How much of it: from bearable to hopeless, so that a class tells decoders apart. */
const CLASSES: Record<string, { view?: (chance: Chance) => Partial<View>; trouble?: Trouble }> = {
  clean: { view: (chance) => ({ turn: chance(-0.1, 0.1) }) },
  rotate: { view: (chance) => ({ turn: chance(-Math.PI, Math.PI) }) },
  perspective: { view: (chance) => ({ turn: chance(-0.5, 0.5), slant: leaning(chance, 0.6, 1.3) }) },
  'gaussian-blur': { trouble: ({ picture, module, chance }) => grained(gaussianBlur(picture, module * chance(0.3, 0.72)), 2, chance) },
  'motion-blur': {
    trouble: ({ picture, module, chance }) => grained(motionBlur(picture, module * chance(0.8, 2.3), chance(0, Math.PI)), 2, chance),
  },
  'low-light': {
    trouble({ picture, chance }) {
      darken(picture, chance(0.07, 0.22), chance(4, 22), chance(3, 10), chance);
      return picture;
    },
  },
  small: { trouble: ({ picture, chance }) => grained(gaussianBlur(picture, chance(0.35, 0.75)), 3, chance) },
  glare: {
    trouble({ picture, half, chance, ...shot }) {
      for (let spots = Math.round(chance(1, 3)); spots > 0; spots--) {
        glare(picture, beside(shot, half, chance, half * chance(0.16, 0.45)), chance(0.3, 1), chance(0, Math.PI), chance(140, 320));
      }
      return grained(picture, 2, chance);
    },
  },
  occlusion: {
    trouble({ picture, half, chance, ...shot }) {
      const spot = beside(shot, half, chance, half * chance(0.15, 0.5));
      cover(picture, spot, chance(0.25, 0.9), chance(0, Math.PI), chance(20, 230));
      return grained(gaussianBlur(picture, 0.6), 2, chance);
    },
  },
  'cracked-glass': {
    trouble({ picture, half, module, chance, ...shot }) {
      const broken = crack(picture, beside(shot, half, chance, half * chance(0.4, 1)), module, chance);
      return grained(gaussianBlur(broken, 0.6), 2, chance);
    },
  },
  moire: {
    trouble({ picture, chance }) {
      moire(picture, chance(0.25, 0.75), chance);
      return grained(gaussianBlur(picture, 0.5), 3, chance);
    },
  },
  combined: {
    view: (chance) => ({ turn: chance(-0.5, 0.5), slant: leaning(chance, 0.2, 0.7) }),
    trouble({ picture, half, module, chance, ...shot }) {
      shade(picture, chance(0.2, 0.6), chance(0, 6));
      const soft = motionBlur(gaussianBlur(picture, module * chance(0.2, 0.45)), module * chance(0.1, 0.6), chance(0, Math.PI));
      if (chance(0, 1) < 0.5) glare(soft, beside(shot, half, chance, half * chance(0.1, 0.25)), chance(0.4, 1), chance(0, Math.PI), 200);
      darken(soft, chance(0.2, 0.7), chance(5, 30), chance(2, 7), chance);
      return soft;
    },
  },
};

function leaning(chance: Chance, least: number, most: number): View['slant'] {
  const angle = chance(0, 2 * Math.PI);
  const slant = chance(least, most);
  return { x: slant * Math.cos(angle), y: slant * Math.sin(angle) };
}

function grained(picture: Picture, deviation: number, chance: Chance): Picture {
  noise(picture, deviation, chance);
  return picture;
}

/** Somewhere on the code. */
const beside = ({ middle }: Pick<Shot, 'middle'>, half: number, chance: Chance, radius: number): Spot => ({
  x: middle.x + chance(-0.8, 0.8) * half,
  y: middle.y + chance(-0.8, 0.8) * half,
  radius,
});

/** Points of a module: 4 up to what the frame holds, a slanted or turned code smaller than an upright one; `small` 2.0 to 2.9. */
function viewOf(name: string, number: number, code: Code, chance: Chance): View {
  const size = SIZES[number % 2] ?? { width: 640, height: 480 };
  const view = { turn: chance(-0.15, 0.15), slant: { x: 0, y: 0 }, ...CLASSES[name]?.view?.(chance) };
  const room = size.height / ((code.modules.length + 6) * (Math.abs(Math.cos(view.turn)) + Math.abs(Math.sin(view.turn))));
  const module = name === 'small' ? chance(2, 2.9) : chance(4, Math.max(4.3, Math.min(14, room)));
  return { ...size, module, ...view };
}

async function shoot(name: string, number: number): Promise<{ text: string | null; picture: Picture }> {
  const chance = chanceOf(`${name} ${number}`);
  const size = SIZES[number % 2] ?? { width: 640, height: 480 };
  if (name === 'empty') return { text: null, picture: grained(room(size.width, size.height, chance), chance(1, 8), chance) };
  const code = await codeOf(Math.floor(number / 2));
  const view = viewOf(name, number, code, chance);
  const { picture, middle } = photograph(code, view, chance);
  const half = (code.modules.length * view.module) / 2;
  return { text: code.text, picture: CLASSES[name]?.trouble?.({ picture, middle, half, module: view.module, chance }) ?? picture };
}

/** One after the other: a whole corpus of pictures would be a gigabyte. Fewer of each class are the first of them. */
export async function* makeCorpus(each = OF_EACH): AsyncGenerator<{ frame: Frame; png: Buffer }> {
  for (const name of [...Object.keys(CLASSES), 'empty']) {
    for (let number = 0; number < each; number++) {
      const { text, picture } = await shoot(name, number);
      yield { frame: { file: `${name}-${String(number).padStart(2, '0')}.png`, class: name, text }, png: toPng(picture) };
    }
  }
}
