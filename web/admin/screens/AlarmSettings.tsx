import { WATCH_KINDS } from '../../../shared/alarms/watch.ts';
import { Button } from '../../ui/Button.tsx';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { ChoiceButtons } from '../../ui/ChoiceButtons.tsx';
import { Field } from '../../ui/Field.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { TextInput } from '../../ui/TextInput.tsx';
import { type AlarmDraft, type AlarmSettings, type MailTo, MOST_ADDRESSES } from '../state/alarm-settings.ts';
import { alarmSettingsWords, watchKindWords, weekdayWords } from '../strings/alarms.ts';
import { Form } from '../ui/Form.tsx';
import { Loaded } from '../ui/Loaded.tsx';
import { SendNotice } from '../ui/SendNotice.tsx';
import { errorAt } from '../ui/words.ts';

export function AlarmSettingsForm({ settings }: { settings: AlarmSettings }) {
  const t = alarmSettingsWords();
  return (
    <section class="stack alarm-settings" aria-label={t.title}>
      <h2>{t.title}</h2>
      <p class="soft">{t.intro}</p>
      <Loaded of={settings.loaded}>
        {({ mailWorks }) => settings.draft.value && <Fields settings={settings} draft={settings.draft.value} mailWorks={mailWorks} />}
      </Loaded>
    </section>
  );
}

interface FieldsProps {
  settings: AlarmSettings;
  draft: AlarmDraft;
  mailWorks: boolean;
}

function Fields({ settings, draft, mailWorks }: FieldsProps) {
  const t = alarmSettingsWords();
  const { saving } = settings;
  return (
    <Form onSubmit={settings.save}>
      <Hours settings={settings} draft={draft} />
      <Field id="alarm-kinds" label={t.kinds} group>
        <div class="alarm-kinds">
          {WATCH_KINDS.map((kind) => (
            <Checkbox
              key={kind}
              plain
              checked={!draft.off.includes(kind)}
              onChange={(wanted) => settings.set({ off: wanted ? draft.off.filter((each) => each !== kind) : [...draft.off, kind] })}
            >
              {watchKindWords()[kind]}
            </Checkbox>
          ))}
        </div>
      </Field>
      <Field id="alarm-mail" label={t.mail} group>
        {!mailWorks && <p class="soft">{t.mailOff}</p>}
        {draft.mail.length === 0 && <p class="soft">{t.mailNone}</p>}
        <ul class="mail-list">
          {draft.mail.map((mail, index) => (
            <Address key={index} settings={settings} draft={draft} mail={mail} index={index} mailWorks={mailWorks} />
          ))}
        </ul>
        {draft.mail.length < MOST_ADDRESSES && (
          <Button onClick={() => settings.set({ mail: [...draft.mail, { to: '', language: 'vi' }] })}>{t.add}</Button>
        )}
      </Field>
      <SendNotice of={settings.trial} />
      {settings.tried.value !== undefined && <Notice kind="success" title={t.tried(settings.tried.value)} />}
      <SendNotice of={saving} />
      {settings.saved.value && <Notice kind="success" title={t.saved} />}
      <div class="row">
        <Button type="submit" kind="primary" busy={saving.busy.value}>
          {t.save}
        </Button>
      </div>
    </Form>
  );
}

const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const;

function Hours({ settings, draft }: Omit<FieldsProps, 'mailWorks'>) {
  const t = alarmSettingsWords();
  const { saving } = settings;
  const daysOffError = saving.problem.value?.errors?.find(({ at }) => at.startsWith('/hours/daysOff'));
  return (
    <>
      <Field id="alarm-weekdays" label={t.weekdays} group>
        <div class="weekdays">
          {WEEKDAYS.map((day) => (
            <Checkbox
              key={day}
              checked={draft.weekdays.includes(day)}
              onChange={(wanted) => settings.set({ weekdays: wanted ? [...draft.weekdays, day] : draft.weekdays.filter((d) => d !== day) })}
            >
              {weekdayWords()[`d${day}`]}
            </Checkbox>
          ))}
        </div>
      </Field>
      <div class="alarm-hours">
        {(['opens', 'closes'] as const).map((part) => (
          <Field key={part} id={`alarm-${part}`} label={t[part]} error={errorAt(saving, `/hours/${part}`)} required>
            {(control) => (
              <TextInput
                {...control}
                value={draft[part]}
                onInput={(text) => settings.set({ [part]: text })}
                autoComplete="off"
                maxLength={8}
              />
            )}
          </Field>
        ))}
      </div>
      <p class="soft">{t.timeHelp}</p>
      <Field id="alarm-days-off" label={t.daysOff} help={t.daysOffHelp} error={daysOffError && errorAt(saving, daysOffError.at)}>
        {(control) => (
          <TextInput {...control} lines={3} value={draft.daysOff} onInput={(daysOff) => settings.set({ daysOff })} autoComplete="off" />
        )}
      </Field>
    </>
  );
}

interface AddressProps extends FieldsProps {
  mail: MailTo;
  index: number;
}

function Address({ settings, draft, mail, index, mailWorks }: AddressProps) {
  const t = alarmSettingsWords();
  const change = (part: Partial<MailTo>) =>
    settings.set({ mail: draft.mail.map((each, at) => (at === index ? { ...each, ...part } : each)) });
  return (
    <li class="mail-to">
      <Field id={`alarm-mail-${index}`} label={t.address(index + 1)} error={errorAt(settings.saving, `/mail/${index}/to`)}>
        {(control) => (
          <TextInput {...control} type="email" value={mail.to} onInput={(to) => change({ to })} autoComplete="off" maxLength={200} />
        )}
      </Field>
      <Field id={`alarm-language-${index}`} label={t.language} group>
        <ChoiceButtons
          name={`alarm-language-${index}`}
          options={[
            { value: 'vi', text: t.vietnamese },
            { value: 'en', text: t.english },
          ]}
          value={mail.language}
          onChange={(language) => change({ language })}
        />
      </Field>
      <div class="row">
        {mailWorks && mail.to.trim() !== '' && (
          <Button onClick={() => settings.tryMail(mail)} busy={settings.trial.busy.value}>
            {t.trial}
          </Button>
        )}
        <Button kind="quiet" onClick={() => settings.set({ mail: draft.mail.filter((_, at) => at !== index) })}>
          {t.remove}
        </Button>
      </div>
    </li>
  );
}
