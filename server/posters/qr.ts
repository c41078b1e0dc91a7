import { create } from 'qrcode';

/** Level M; the digits after '#' as a numeric segment, which keeps the code within 49 modules (docs/formats.md, "Poster"). */
export function modulesOf(link: string): boolean[][] {
  const [address, digits] = link.split('#');
  const segments = digits
    ? [
        { data: Buffer.from(`${address}#`), mode: 'byte' as const },
        { data: digits, mode: 'numeric' as const },
      ]
    : [{ data: Buffer.from(link), mode: 'byte' as const }];
  const { modules } = create(segments, { errorCorrectionLevel: 'M' });
  return Array.from({ length: modules.size }, (_, y) => Array.from({ length: modules.size }, (__, x) => modules.get(y, x) === 1));
}
