import { MARK } from '../../../shared/mark.ts';

/** The mark of the house in the colours of the band. */
export function GateMark() {
  return (
    <svg class="gate-mark" width="36" height="36" viewBox="0 0 48 48" aria-hidden="true">
      <path fill="currentColor" d={MARK.gate} />
      <path fill="var(--ochre)" d={MARK.way} />
    </svg>
  );
}
