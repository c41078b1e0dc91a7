import { headsOf } from '../../../shared/gate/event.ts';
import { t } from '../strings.ts';

/** Behind a name: "và 3 người đi cùng"; nothing for one person. `with`: how many more, from the scan. */
export function Along({ with: more }: { with: number | undefined }) {
  if (!more) return null;
  return (
    <>
      {' '}
      <span class="along">{t().along(more)}</span>
    </>
  );
}

/** What a guard has to count, legible from two metres: a sign, a number and a word. */
export function Heads({ of }: { of: { with?: number | undefined } }) {
  if (!of.with) return null;
  const words = t();
  return (
    <p class="verdict-heads">
      <PeopleSign />
      <span>
        {words.countBefore} <strong>{headsOf(of)}</strong> {words.countAfter}
      </span>
    </p>
  );
}

function PeopleSign() {
  return (
    <svg class="people-sign" viewBox="0 0 96 64" aria-hidden="true" fill="currentColor">
      <circle cx="48" cy="16" r="13" />
      <path d="M26 64c0-19 8-31 22-31s22 12 22 31z" />
      <circle cx="18" cy="22" r="9" />
      <path d="M2 58c0-15 5-24 16-24 3 0 6 1 8 2-4 6-6 13-6 22z" />
      <circle cx="78" cy="22" r="9" />
      <path d="M94 58c0-15-5-24-16-24-3 0-6 1-8 2 4 6 6 13 6 22z" />
    </svg>
  );
}
