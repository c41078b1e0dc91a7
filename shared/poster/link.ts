/** The link on a poster. Format: docs/formats.md, "Poster". */
import { parsePlaceCode } from '../codes.ts';
import { type Fragment, readFragment } from './fragment.ts';
import { type Presence, readPresence } from './presence.ts';

const MAX_LINK = 700;
/** ASCII hosts only: a look-alike of another script is no address of ours. Plain http exists on loopback alone. */
const LINK =
  /^(https:\/\/[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?(?::\d{1,5})?|http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?)\/p\/([a-z0-9]{6})(?:\?[!-"$-~]*)?(?:#(\d+))?$/i;

export interface PosterLink {
  /** Lower case, as `location.origin` has it. */
  origin: string;
  /** Upper case, its check character right. */
  code: string;
  /** Absent on a link that was typed or shared without it. Unverified. */
  fragment?: Fragment;
  /** In its place on the code that a kiosk's screen shows. Unverified. */
  presence?: Presence;
}

/** What a poster's QR holds. `origin` as `location.origin` gives it. */
export const posterLink = (origin: string, code: string, digits: string): string => `${origin}/p/${code}#${digits}`;

/** undefined for every text that is no poster link, and for one whose fragment is damaged. */
export function readPosterLink(text: string): PosterLink | undefined {
  if (text.length > MAX_LINK) return undefined;
  const [, origin, written, digits] = LINK.exec(text) ?? [];
  const code = written === undefined ? undefined : parsePlaceCode(written);
  if (origin === undefined || code === undefined) return undefined;
  if (digits === undefined) return { origin: origin.toLowerCase(), code };
  const fragment = readFragment(digits);
  if (fragment) return { origin: origin.toLowerCase(), code, fragment };
  const presence = readPresence(digits);
  return presence && { origin: origin.toLowerCase(), code, presence };
}
