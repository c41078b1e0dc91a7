import type { ExportFormat } from '../../shared/api/exports.schema.ts';
import { fold } from '../../shared/text/fold.ts';
import type { School } from '../schools/store.ts';

/** Whose and of when, from [a-z0-9_.-] alone. `short` is for readers that know no RFC 6266. */
export function fileNameOf(school: School, from: string, to: string, format: ExportFormat): { full: string; short: string } {
  const period = from === to ? from : `${from}_${to}`;
  const short = `${format === 'pdf' ? 'bao-cao-ngay' : 'so-ra-vao'}_${period}.${format}`;
  const slug = fold(school.shortName || school.name)
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 40);
  return { full: `${slug}_${short}`, short };
}
