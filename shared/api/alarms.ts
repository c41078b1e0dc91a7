import type { AlarmOf, AlarmSettings, AlarmSettingsView, TestMail, WatchView } from './alarms.schema.ts';
import { endpoint } from './endpoint.ts';

/** What stands now; nobody's name is in it. */
export const getWatch = endpoint<void, WatchView>({
  method: 'GET',
  path: '/api/schools/:school/watch',
  who: { can: 'log.read' },
  audit: null,
});
/** Puts one alarm aside until it is raised anew. */
export const seeAlarm = endpoint<AlarmOf, WatchView>({
  method: 'POST',
  path: '/api/schools/:school/watch/seen',
  who: { can: 'kiosk.manage' },
  audit: 'alarm.seen',
});
export const getAlarmSettings = endpoint<void, AlarmSettingsView>({
  method: 'GET',
  path: '/api/schools/:school/alarm-settings',
  who: { can: 'school.manage' },
  audit: null,
});
/** Needs `If-Match: "<version>"`; 412 `stale-version`. */
export const updateAlarmSettings = endpoint<AlarmSettings, AlarmSettingsView>({
  method: 'PUT',
  path: '/api/schools/:school/alarm-settings',
  who: { can: 'school.manage' },
  audit: 'alarms.set',
});
/** 409 `mail-off` without a mail server, 424 `mail-failed` when it does not take the mail. */
export const sendTestMail = endpoint<TestMail, void>({
  method: 'POST',
  path: '/api/schools/:school/alarm-settings/test-mail',
  who: { can: 'school.manage' },
  audit: 'alarms.mail-tried',
});
