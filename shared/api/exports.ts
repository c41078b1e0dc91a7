import { endpoint } from './endpoint.ts';
import type { ExportManifest, ExportQuery, ReportQuery } from './exports.schema.ts';

/**
 * Streams. `x-row-count` states the rows before the first byte, `x-export-id` names the download for `getExport`. 401
 * `second-factor-needed` when the account has a second factor and gave it more than 10 minutes ago (then `secondFactor`).
 */
export const exportCsv = endpoint<ExportQuery, Uint8Array>({
  method: 'GET',
  path: '/api/schools/:school/export.csv',
  who: { can: 'log.export' },
  audit: 'log.exported',
});
export const exportXlsx = endpoint<ExportQuery, Uint8Array>({
  method: 'GET',
  path: '/api/schools/:school/export.xlsx',
  who: { can: 'log.export' },
  audit: 'log.exported',
});
/** One day on paper. Who may only read the log gets masked names; 403 for full ones. */
export const dayReport = endpoint<ReportQuery, Uint8Array>({
  method: 'GET',
  path: '/api/schools/:school/report.pdf',
  who: { can: 'log.read' },
  audit: 'log.exported',
});
/** Count and checksum of a download of the last 24 hours, for the account that made it. */
export const getExport = endpoint<void, ExportManifest>({
  method: 'GET',
  path: '/api/schools/:school/exports/:export',
  who: { can: 'log.read' },
  audit: null,
});
