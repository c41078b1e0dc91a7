import { endpoint } from './endpoint.ts';
import type { Alarms, DayQuery, DayView, DeclarationView, LogPage, LogQuery, RevokePassInput } from './log.schema.ts';

export const getLog = endpoint<LogQuery, LogPage>({
  method: 'GET',
  path: '/api/schools/:school/log',
  who: { can: 'log.read' },
  audit: 'log.viewed',
});
export const getDay = endpoint<DayQuery, DayView>({
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
