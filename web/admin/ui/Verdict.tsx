import type { Colour } from '../../../shared/gate/event.ts';
import { colourWords, notedWords } from '../strings/log-words.ts';

/** Told apart by shape and word as well as by colour. */
const SHAPES: Record<Colour | 'noted', string> = {
  green: 'M4 10.5l4 4 8-9',
  amber: 'M10 4v7.5M10 15v1.2',
  red: 'M5 5l10 10M15 5L5 15',
  // A phone.
  noted: 'M6 2.5h8v15H6zM9.2 14.6h1.6',
};

/** `null`: no gate judged it, the visitor noted it on the phone. */
export function Verdict({ colour }: { colour: Colour | null }) {
  const kind = colour ?? 'noted';
  return (
    <span class={`verdict verdict-${kind}`}>
      <svg width="16" height="16" viewBox="0 0 20 20" aria-hidden="true">
        <path
          d={SHAPES[kind]}
          fill="none"
          stroke="currentColor"
          stroke-width={kind === 'noted' ? 2 : 3}
          stroke-linecap="round"
          stroke-linejoin="round"
        />
      </svg>
      {colour === null ? notedWords().noted : colourWords()[colour]}
    </span>
  );
}
