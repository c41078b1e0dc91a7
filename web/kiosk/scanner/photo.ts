import type { Decoder } from './protocol.ts';

/** Longer sides, in points. Most codes are read in the small one; a far code needs what the camera has. */
const SIDES = [1600, 3200];

/** The code in a photo; undefined where there is none, and for a file that is no picture. */
export async function readPhoto(file: Blob, decoder: Decoder): Promise<string | undefined> {
  let longest = 0;
  for (const side of SIDES) {
    const picture = await openPicture(file);
    if (!picture) return undefined;
    const whole = Math.max(picture.width, picture.height);
    const now = Math.min(side, whole);
    // As large as the last time: it would be the same picture.
    if (now === longest) {
      picture.close();
      return undefined;
    }
    longest = now;
    const { text } = await decoder.decode(await scaled(picture, now / whole), 'photo');
    if (text !== undefined) return text;
  }
  return undefined;
}

async function openPicture(file: Blob): Promise<ImageBitmap | undefined> {
  try {
    return await createImageBitmap(file);
  } catch {
    // Not a picture, or of a kind that this browser does not know.
    return undefined;
  }
}

async function scaled(picture: ImageBitmap, factor: number): Promise<ImageBitmap> {
  if (factor >= 1) return picture;
  const small = await createImageBitmap(picture, { resizeWidth: Math.round(picture.width * factor), resizeQuality: 'high' });
  picture.close();
  return small;
}
