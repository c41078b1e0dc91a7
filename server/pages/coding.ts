/** Which of our packed forms a browser takes (RFC 9110, 12.5.3). */

/** Smallest first. */
export const CODINGS = ['br', 'gzip'] as const;
export type Coding = (typeof CODINGS)[number];
export const ENDINGS: Record<Coding, string> = { br: '.br', gzip: '.gz' };

/** The smallest that it names and that there is; undefined: as it is. A quality of 0 is a refusal. */
export function codingFor(header: string | undefined, has: (coding: Coding) => boolean): Coding | undefined {
  const taken = new Map(
    (header ?? '').split(',').map((part) => {
      const [name = '', ...rest] = part.split(';').map((word) => word.trim().toLowerCase());
      return [name, !rest.some((word) => /^q=0(\.0{0,3})?$/.test(word))];
    }),
  );
  return CODINGS.find((coding) => has(coding) && (taken.get(coding) ?? taken.get('*') ?? false));
}
