/** The mail to an office: what happened and what to do; no person is named in it. */

import type { WatchAlarm } from '../../shared/alarms/watch.ts';
import { alarmWords } from '../../shared/alarms/words.ts';
import type { Mail } from '../mail/mailer.ts';

export interface AlarmLetter {
  school: string;
  /** Id of the school, for the link. */
  id: string;
  alarms: readonly WatchAlarm[];
  names: ReadonlyMap<string, string>;
  address: string | null;
}

const FRAME = {
  vi: {
    subject: (school: string, count: number) => `${school}: ${count} việc cần xem ở cổng`,
    to: (school: string) => `Kính gửi văn phòng ${school},`,
    found: (count: number) => `QuaCổng thấy ${count} việc cần anh/chị xem:`,
    open: 'Mở trang của văn phòng',
    why: 'Thư này do QuaCổng tự gửi. Nơi nhận và các loại cảnh báo được đặt ở trang Nhà trường.',
  },
  en: {
    subject: (school: string, count: number) => `${school}: ${count} thing${count === 1 ? '' : 's'} to look at, at the gate`,
    to: (school: string) => `To the office of ${school},`,
    found: (count: number) => `QuaCổng found ${count} thing${count === 1 ? '' : 's'} for you to look at:`,
    open: 'Open the office’s page',
    why: 'QuaCổng sent this by itself. Addresses and kinds of alarms are set on the School page.',
  },
} as const;

/** One mail for all alarms that nobody was told of. `address`: null where no device but this one reaches the server. */
export function alarmMail(language: 'vi' | 'en', { school, id, alarms, names, address }: AlarmLetter): Omit<Mail, 'to'> {
  const frame = FRAME[language];
  const parts = alarms.map((alarm) => {
    const { title, advice } = alarmWords(language, { ...alarm, name: names.get(alarm.object) ?? '' });
    return `• ${title}\n  ${advice}`;
  });
  const link = address === null ? [] : [`${frame.open}: ${address}/admin/school/${id}`];
  return {
    subject: frame.subject(school, alarms.length),
    text: [frame.to(school), frame.found(alarms.length), ...parts, ...link, frame.why].join('\n\n'),
  };
}

const TRIAL = {
  vi: { subject: 'Thư thử của QuaCổng', text: 'Địa chỉ này nhận được cảnh báo của QuaCổng. Anh/chị không cần làm gì thêm.' },
  en: { subject: 'Trial mail from QuaCổng', text: 'Alarms from QuaCổng arrive at this address. Nothing needs to be done.' },
} as const;

/** Whether an address works, without waiting for an alarm. */
export const trialMail = (language: 'vi' | 'en', school: string): Omit<Mail, 'to'> => ({
  subject: TRIAL[language].subject,
  text: `${FRAME[language].to(school)}\n\n${TRIAL[language].text}`,
});
