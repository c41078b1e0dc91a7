/** The mark of the house in the colours of the band. */
export function GateMark() {
  return (
    <svg class="gate-mark" width="36" height="36" viewBox="0 0 48 48" aria-hidden="true">
      <path fill="currentColor" d="M3 15C12 13 17 10 24 4c7 6 12 9 21 11v5H3z M7 22h8v22H7z M33 22h8v22h-8z" />
      <path fill="none" stroke="var(--ochre)" stroke-width="5" stroke-linecap="round" d="M24 24c-5 5 5 9 0 19" />
    </svg>
  );
}
