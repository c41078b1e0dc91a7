import type { CorrectInput, Correction } from './corrections.schema.ts';
import { endpoint } from './endpoint.ts';

/** Says something of a scan. What was written at the gate stays; kiosks hear of it with their feed. */
export const correctScan = endpoint<CorrectInput, Correction>({
  method: 'POST',
  path: '/api/schools/:school/log/:event/correct',
  who: { can: 'log.correct' },
  audit: 'log.corrected',
});
