/** When the school is in session, what it wants to be told, and where the mails go. */
import { type ReadonlySignal, signal } from '@preact/signals';
import type { WatchKind } from '../../../shared/alarms/watch.ts';
import type { AlarmSettingsView, AlarmSettings as Input } from '../../../shared/api/alarms.schema.ts';
import { getAlarmSettings, sendTestMail, updateAlarmSettings } from '../../../shared/api/alarms.ts';
import { dayText, type Instant, isDay } from '../../../shared/clock.ts';
import type { FieldError } from '../../../shared/problem.ts';
import type { Language } from '../../lib/language.ts';
import { minutesText, typedMinutes } from '../../lib/typed-minutes.ts';
import { typedDay } from '../../ui/answers.ts';
import type { Client } from '../client.ts';
import { createLoader, dataOf, type Loader } from './loader.ts';
import { createSending, hasFields, type Sending } from './sending.ts';

export interface MailTo {
  to: string;
  language: Language;
}

/** As it is typed. */
export interface AlarmDraft {
  weekdays: readonly number[];
  opens: string;
  closes: string;
  /** One day a line. */
  daysOff: string;
  off: readonly WatchKind[];
  mail: readonly MailTo[];
}

export interface AlarmSettings {
  loaded: Loader<AlarmSettingsView>;
  draft: ReadonlySignal<AlarmDraft | undefined>;
  saving: Sending;
  saved: ReadonlySignal<boolean>;
  trial: Sending;
  /** Where the last trial mail went. */
  tried: ReadonlySignal<string | undefined>;
  load(): Promise<void>;
  set(part: Partial<AlarmDraft>): void;
  save(): Promise<void>;
  tryMail(mail: MailTo): Promise<void>;
}

export const MOST_ADDRESSES = 10;

export function createAlarmSettings({ client, clock, school }: { client: Client; clock: () => Instant; school: string }): AlarmSettings {
  const params = { school };
  const loaded = createLoader(() => client.call(getAlarmSettings, { params }), clock);
  const draft = signal<AlarmDraft | undefined>(undefined);
  const saved = signal(false);
  const tried = signal<string | undefined>(undefined);
  const saving = createSending();
  const trial = createSending();

  async function load(): Promise<void> {
    await loaded.reload();
    const found = dataOf(loaded.state.value);
    if (found) draft.value = draftOf(found);
  }

  return {
    loaded,
    draft,
    saving,
    saved,
    trial,
    tried,
    load,
    set(part) {
      saving.clear();
      saved.value = false;
      if (draft.value) draft.value = { ...draft.value, ...part };
    },
    async save() {
      const version = dataOf(loaded.state.value)?.version;
      if (!draft.value || version === undefined) return;
      saved.value = false;
      // What the server says of an address must find it where it stands.
      draft.value = { ...draft.value, mail: draft.value.mail.filter(({ to }) => to.trim() !== '') };
      const read = readDraft(draft.value);
      if ('errors' in read) return saving.refuse(read.errors);
      const headers = { 'if-match': `"${version}"` };
      const sent = await saving.run(() => client.call(updateAlarmSettings, { params, headers, body: read }));
      if (!sent) return;
      loaded.put(sent.data);
      draft.value = draftOf(sent.data);
      saved.value = true;
    },
    async tryMail(mail) {
      tried.value = undefined;
      trial.clear();
      const { language } = mail;
      const to = mail.to.trim();
      const wrong: FieldError = { at: `/mail/${draft.value?.mail.indexOf(mail) ?? 0}/to`, reason: 'format' };
      if (!MAIL_ADDRESS.test(to)) return saving.refuse([wrong]);
      const sent = await trial.run(() => client.call(sendTestMail, { params, body: { to, language } }));
      if (sent) tried.value = to;
      else if (hasFields(trial.problem.value)) saving.refuse([wrong]);
    },
  };
}

const draftOf = ({ hours, off, mail }: AlarmSettingsView): AlarmDraft => ({
  weekdays: hours.weekdays,
  opens: minutesText(hours.opens),
  closes: minutesText(hours.closes),
  daysOff: hours.daysOff.map(dayText).join('\n'),
  off,
  mail,
});

/** Only what is plainly none: the server judges. */
const MAIL_ADDRESS = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

function readDraft(draft: AlarmDraft): Input | { errors: FieldError[] } {
  const errors: FieldError[] = [];
  const time = (text: string, at: string): number => {
    const minutes = typedMinutes(text);
    if (minutes === undefined) errors.push({ at, reason: 'format' });
    return minutes ?? 0;
  };
  const opens = time(draft.opens, '/hours/opens');
  const closes = time(draft.closes, '/hours/closes');
  const daysOff = draft.daysOff
    .split(/[\n,;]/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map(typedDay);
  if (!daysOff.every(isDay)) errors.push({ at: '/hours/daysOff', reason: 'not-a-day' });
  const mail = draft.mail.map(({ to, language }) => ({ to: to.trim(), language }));
  for (const [index, { to }] of mail.entries()) if (!MAIL_ADDRESS.test(to)) errors.push({ at: `/mail/${index}/to`, reason: 'format' });
  if (errors.length > 0) return { errors };
  return { hours: { weekdays: [...draft.weekdays], opens, closes, daysOff }, off: [...draft.off], mail };
}
