import type { Colour } from '../../../shared/gate/event.ts';
import { colourWords } from '../strings/log-words.ts';

/** Told apart by shape and word as well as by colour. */
const SHAPES: Record<Colour, string> = {
  green: 'M4 10.5l4 4 8-9',
  amber: 'M10 4v7.5M10 15v1.2',
  red: 'M5 5l10 10M15 5L5 15',
};

export function Verdict({ colour }: { colour: Colour }) {
  return (
    <span class={`verdict verdict-${colour}`}>
      <svg width="16" height="16" viewBox="0 0 20 20" aria-hidden="true">
        <path d={SHAPES[colour]} fill="none" stroke="currentColor" stroke-width="3" stroke-linecap="round" stroke-linejoin="round" />
      </svg>
      {colourWords()[colour]}
    </span>
  );
}
