import * as z from 'zod/mini';
import { WATCH_KINDS, type WatchAlarm, type WatchKind } from '../alarms/watch.ts';
import { day } from './log.schema.ts';

const minute = z.int().check(z.minimum(0), z.maximum(24 * 60));

/** `isDay` and the order of the hours are checked after it. */
export const alarmSettings = z.strictObject({
  hours: z.strictObject({
    weekdays: z.array(z.int().check(z.minimum(1), z.maximum(7))).check(z.maxLength(7)),
    /** Minutes after midnight. */
    opens: minute,
    closes: minute,
    daysOff: z.array(day).check(z.maxLength(100)),
  }),
  /** Kinds that this school does not want. */
  off: z.array(z.enum(WATCH_KINDS)).check(z.maxLength(WATCH_KINDS.length)),
  mail: z.array(z.strictObject({ to: z.email().check(z.maxLength(200)), language: z.enum(['vi', 'en']) })).check(z.maxLength(10)),
});
export type AlarmSettings = z.infer<typeof alarmSettings>;

export interface AlarmSettingsView extends AlarmSettings {
  /** For `If-Match: "<version>"`. */
  version: number;
  /** The installation has a mail server. */
  mailWorks: boolean;
}

export const alarmOf = z.strictObject({ kind: z.enum(WATCH_KINDS), object: z.string().check(z.maxLength(60)) });
export type AlarmOf = z.infer<typeof alarmOf>;

export const testMail = z.strictObject({ to: z.email().check(z.maxLength(200)), language: z.enum(['vi', 'en']) });
export type TestMail = z.infer<typeof testMail>;

export interface StandingAlarm extends WatchAlarm {
  kind: WatchKind;
  /** Name of the kiosk, gate or school; '' for a pass. */
  name: string;
  raisedAt: number;
  /** When the office said that it has seen it. */
  seenAt: number | null;
}

export interface WatchView {
  alarms: StandingAlarm[];
}
