/** The mark of QuaCổng: a school gate, and the path that goes through it. Without a title it is decoration. */
export function Logo({ size = 40, title }: { size?: number; title?: string }) {
  return (
    <svg width={size} height={size} viewBox="0 0 48 48" role="img" aria-label={title} aria-hidden={title ? undefined : 'true'}>
      <path fill="var(--brand)" d="M3 15C12 13 17 10 24 4c7 6 12 9 21 11v5H3z M7 22h8v22H7z M33 22h8v22h-8z" />
      <path fill="none" stroke="var(--accent)" stroke-width="5" stroke-linecap="round" d="M24 24c-5 5 5 9 0 19" />
    </svg>
  );
}
