/**
 * Reads a picture: at once where it is easy, else by a ladder of preparations. Which steps there are, and in which order,
 * was found by measuring what each adds for its time (docs/decisions/0008-reading-hard-codes.md).
 */
import decodeQr from 'qr/decode.js';
import { createShelf, type Grey, type Shelf, size } from './grey.ts';
import { enlarge, halve, sharpen, soften, split } from './prepare.ts';
import type { Effort } from './protocol.ts';
import { FIXED_THRESHOLD, type Found, type Zxing } from './zxing.ts';

/** ms that one frame may take beyond the first look, where a code is seen but not read. The next frame may be a better one. */
const SEEN_BUDGET = 200;
/** Of a picture that is new, and in which nothing looks like a code. */
const BLIND_BUDGET = 60;
const PHOTO_BUDGET = 8_000;
/** The second reader's own limit for one look. */
const QR_LIMIT = 40;
/** Above so many points a picture is large enough as it is. */
const LARGE = 1_000_000;

interface Tools {
  zxing: Zxing;
  shelf: Shelf;
}
type Step = (picture: Grey, tools: Tools) => Found;

/**
 * What gains most for its time comes first; each helps frames that the ones before cannot read. The radii are of modules of
 * 4 to 12 points: a little more than half of one, so that the sharpening sees across its edge.
 */
const LADDER: readonly Step[] = [
  byQr,
  (picture, { zxing, shelf }) => zxing.read(crisp(picture, 2, 7, 4, shelf)),
  (picture, tools) => byQr(grown(crisp(picture, 1, 6, 3, tools.shelf), tools.shelf), tools),
  (picture, { zxing, shelf }) => zxing.read(split(soften(picture, 1, shelf, 'soft'), 10, shelf, 'split'), { binarizer: FIXED_THRESHOLD }),
  (picture, tools) => byQr(grown(crisp(picture, 1, 4, 1.5, tools.shelf), tools.shelf), tools),
  (picture, tools) => byQr(grown(crisp(picture, 1, 8, 3, tools.shelf), tools.shelf), tools),
  (picture, { zxing, shelf }) => zxing.read(crisp(picture, 1, 5, 4, shelf)),
  (picture, tools) => byQr(grown(split(picture, 10, tools.shelf, 'split'), tools.shelf), tools),
  (picture, { zxing, shelf }) => zxing.read(soften(picture, 1, shelf, 'soft')),
];

/** Without its grain, then with its edges. */
const crisp = (picture: Grey, grain: number, radius: number, strength: number, shelf: Shelf): Grey =>
  sharpen(soften(picture, grain, shelf, 'soft'), radius, strength, shelf, 'sharp');

const grown = (picture: Grey, shelf: Shelf): Grey => (size(picture) > LARGE ? picture : enlarge(picture, 1.5, shelf, 'large'));

/** A large frame is looked at in small first: a code that is held before the camera is read in a quarter of the time. */
function firstLook(picture: Grey, { zxing, shelf }: Tools): Found {
  const { text } = size(picture) > LARGE ? zxing.read(halve(picture, shelf, 'half')) : {};
  return text === undefined ? zxing.read(picture) : { text };
}

/** A second opinion: another way to find the corners, and other ways to level the light. */
function byQr(picture: Grey, { shelf }: Tools): Found {
  const { width, height } = picture;
  // The planes of colour behind the brightness are asked for, and never looked at.
  const planes = shelf.grey('planes', width, Math.ceil(height * 1.5) + 1).data;
  planes.set(picture.data.subarray(0, size(picture)));
  const whole = width * height + 2 * Math.ceil(width / 2) * Math.ceil(height / 2);
  try {
    return { text: decodeQr({ width, height, data: planes.subarray(0, whole) }, { format: 'I420', timeLimit: QR_LIMIT }) };
  } catch {
    // It says "no code in this picture" by throwing.
    return {};
  }
}

/** Beside the picture before: the same for a while, moving or just come to rest, or another altogether. */
export type Change = 'same' | 'moved' | 'new';

export interface Reader {
  read(picture: Grey, effort: Effort, change: Change): Found;
}

/** `now`: monotonic ms. */
export function createReader(zxing: Zxing, now: () => number): Reader {
  const tools: Tools = { zxing, shelf: createShelf() };
  /** The camera's next frame goes on where the time for the last one was over. */
  let next = 0;

  return {
    read(picture, effort, change) {
      if (change === 'new' || effort === 'photo') next = 0;
      const first = firstLook(picture, tools);
      if (first.text !== undefined) {
        next = 0;
        return first;
      }
      const started = now();
      let { where } = first;
      for (let done = 0; done < LADDER.length; done++) {
        const budget = effort === 'photo' ? PHOTO_BUDGET : where ? SEEN_BUDGET : change === 'same' ? 0 : BLIND_BUDGET;
        if (now() - started >= budget) break;
        const step = LADDER[next % LADDER.length];
        next++;
        const found = step?.(picture, tools) ?? {};
        if (found.text !== undefined) {
          next = 0;
          return found;
        }
        where ??= found.where;
      }
      return where ? { where } : {};
    },
  };
}
