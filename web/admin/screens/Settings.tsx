import type { SchoolView } from '../../../shared/api/schools.schema.ts';
import { Button } from '../../ui/Button.tsx';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { ChoiceButtons } from '../../ui/ChoiceButtons.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Field } from '../../ui/Field.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { TextInput } from '../../ui/TextInput.tsx';
import type { GateDraft, Settings } from '../state/settings.ts';
import { common } from '../strings/common.ts';
import { gateDirectionWords, schoolWords } from '../strings/school.ts';
import { BigChoice } from '../ui/BigChoice.tsx';
import { Form } from '../ui/Form.tsx';
import { SchoolFields } from '../ui/SchoolFields.tsx';
import { SendNotice } from '../ui/SendNotice.tsx';
import { Title } from '../ui/Title.tsx';
import { errorAt } from '../ui/words.ts';
import { AlarmSettingsForm } from './AlarmSettings.tsx';
import { DataRequests } from './DataRequests.tsx';

interface SettingsProps {
  school: SchoolView;
  settings: Settings | undefined;
}

export function SettingsScreen({ school, settings }: SettingsProps) {
  const t = schoolWords();
  const may = school.actions.includes('school.manage');
  return (
    <>
      <Title text={t.title} />
      {!may && <Notice kind="info" title={t.mayNot} />}
      <div class="two">
        <div>{settings && may ? <Details settings={settings} /> : <p>{school.name}</p>}</div>
        <section class="stack" aria-label={t.gates}>
          <h2>{t.gates}</h2>
          <ul class="people">
            {school.gates.map((gate) => (
              <li key={gate.id}>
                <span>
                  {gate.number}. {gate.name}
                  <span class="soft small people-note">{gate.active ? gateDirectionWords()[gate.direction] : t.gateClosed}</span>
                </span>
                {may && settings && (
                  <Button kind="quiet" label={t.editGate(gate.name)} onClick={() => settings.editGate(gate)}>
                    {t.edit}
                  </Button>
                )}
              </li>
            ))}
          </ul>
          {may && settings && (
            <div class="row">
              <Button onClick={() => settings.editGate('new')}>{t.addGate}</Button>
            </div>
          )}
        </section>
      </div>
      {settings && may && <AlarmSettingsForm settings={settings.alarms} />}
      {settings && school.actions.includes('log.read') && <DataRequests of={settings.requests} />}
      {settings?.gate.value && <GateDialog key={settings.gate.value.id} gate={settings.gate.value} settings={settings} />}
    </>
  );
}

function Details({ settings }: { settings: Settings }) {
  const t = schoolWords();
  const draft = settings.form.draft.value;
  return (
    <Form onSubmit={settings.save}>
      <h2>{t.details}</h2>
      <SchoolFields form={settings.form} set={settings.set} errors={settings.saving} />
      <Field id="questionnaire" label={t.questionnaire} group>
        <BigChoice
          name="questionnaire"
          options={[
            { value: 'visitor', title: t.visitorForm, text: t.visitorText },
            { value: 'everyone', title: t.everyoneForm, text: t.everyoneText },
          ]}
          value={draft.questionnaire}
          onChange={(questionnaire) => settings.set({ questionnaire })}
        />
      </Field>
      <Field id="screen-code" label={t.screenCode} help={t.screenCodeText} group>
        <Checkbox checked={draft.screenCode} onChange={(screenCode) => settings.set({ screenCode })}>
          {t.screenCodeOn}
        </Checkbox>
      </Field>
      {settings.overtaken.value && (
        <Notice kind="warn" title={t.overtaken}>
          <p>{t.overtakenText}</p>
        </Notice>
      )}
      <SendNotice of={settings.saving} title={common().notSent} />
      {settings.saved.value && <Notice kind="success" title={t.saved} />}
      <div class="row">
        <Button type="submit" kind="primary" busy={settings.saving.busy.value}>
          {t.save}
        </Button>
      </div>
    </Form>
  );
}

function GateDialog({ gate, settings }: { gate: GateDraft; settings: Settings }) {
  const t = schoolWords();
  const c = common();
  const words = gateDirectionWords();
  const sending = settings.gateSaving;
  const stale = sending.problem.value?.code === 'stale-version';
  return (
    <Dialog title={gate.id === '' ? t.newGate : t.editGate(gate.name)} onClose={() => settings.editGate(undefined)}>
      <Form onSubmit={settings.saveGate}>
        {stale ? <Notice kind="warn" title={t.gateStale} /> : <SendNotice of={sending} title={c.notSent} />}
        <Field id="edit-gate-name" label={t.gateName} error={errorAt(sending, '/name')} required>
          {(control) => (
            <TextInput {...control} value={gate.name} onInput={(name) => settings.setGate({ name })} autoComplete="off" maxLength={80} />
          )}
        </Field>
        <Field id="edit-gate-direction" label={t.gateDirection} group>
          <ChoiceButtons
            name="edit-gate-direction"
            options={(['both', 'in', 'out'] as const).map((direction) => ({ value: direction, text: words[direction] }))}
            value={gate.direction}
            onChange={(direction) => settings.setGate({ direction })}
          />
        </Field>
        {gate.id !== '' && (
          <Field id="edit-gate-active" label={t.gateActive} help={t.gateActiveText} group>
            <Checkbox checked={gate.active} onChange={(active) => settings.setGate({ active })}>
              {t.gateActive}
            </Checkbox>
          </Field>
        )}
        <div class="row">
          <Button type="submit" kind="primary" busy={sending.busy.value}>
            {c.save}
          </Button>
          <Button onClick={() => settings.editGate(undefined)}>{c.cancel}</Button>
        </div>
      </Form>
    </Dialog>
  );
}
