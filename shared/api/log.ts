import { endpoint } from './endpoint.ts';
import type { Alarms, DayView, DeclarationView, ExportQuery, LogPage, LogQuery, RevokePassInput } from './log.schema.ts';

export const getLog = endpoint<LogQuery, LogPage>({
  method: 'GET',
  path: '/api/schools/:school/log',
  who: { can: 'log.read' },
  audit: 'log.viewed',
});
export const getDay = endpoint<{ day?: string }, DayView>({
  method: 'GET',
  path: '/api/schools/:school/day',
  who: { can: 'log.read' },
  audit: 'log.viewed',
});
export const getAlarms = endpoint<void, Alarms>({
  method: 'GET',
  path: '/api/schools/:school/alarms',
  who: { can: 'log.read' },
  audit: null,
});
/** Opens the declaration behind a row. */
export const getDeclaration = endpoint<void, DeclarationView>({
  method: 'GET',
  path: '/api/schools/:school/declarations/:subject',
  who: { can: 'log.answers' },
  audit: 'declaration.viewed',
});
export const revokePass = endpoint<RevokePassInput, void>({
  method: 'POST',
  path: '/api/schools/:school/passes/:subject/revoke',
  who: { can: 'pass.revoke' },
  audit: 'pass.revoked',
});

/** Streams. `x-row-count` states the rows before the first byte; the last line or sheet repeats it. */
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
