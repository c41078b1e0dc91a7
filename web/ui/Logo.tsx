import { MARK } from '../../shared/mark.ts';

/** The mark of QuaCổng. Without a title it is decoration. */
export function Logo({ size = 40, title }: { size?: number; title?: string }) {
  return (
    <svg width={size} height={size} viewBox="0 0 48 48" role="img" aria-label={title} aria-hidden={title ? undefined : 'true'}>
      <path fill="var(--brand)" d={MARK.gate} />
      <path fill="var(--accent)" d={MARK.way} />
    </svg>
  );
}
