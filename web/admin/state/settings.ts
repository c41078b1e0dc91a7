/** The school's own details and its gates. Nobody overwrites what somebody else has just changed. */
import { type ReadonlySignal, signal } from '@preact/signals';
import type { DataRequestList } from '../../../shared/api/data-requests.schema.ts';
import { getDataRequests } from '../../../shared/api/data-requests.ts';
import type { GateInput, GateView, SchoolView } from '../../../shared/api/schools.schema.ts';
import { createGate, updateGate, updateSchool } from '../../../shared/api/schools.ts';
import type { Instant } from '../../../shared/clock.ts';
import type { Areas } from '../../lib/areas.ts';
import type { Client } from '../client.ts';
import { type AlarmSettings, createAlarmSettings } from './alarm-settings.ts';
import { createLoader, dataOf, type Loader } from './loader.ts';
import { createSchoolForm, readSchool, type SchoolDraft, type SchoolForm } from './school-form.ts';
import { createSending, forgetFields, type Sending } from './sending.ts';

export interface GateDraft extends GateInput {
  /** Empty for a new one. */
  id: string;
  active: boolean;
  version: number;
}

export interface Settings {
  form: SchoolForm;
  saving: Sending;
  saved: ReadonlySignal<boolean>;
  /** Somebody else had changed it: what is shown now is theirs. */
  overtaken: ReadonlySignal<boolean>;
  gate: ReadonlySignal<GateDraft | undefined>;
  gateSaving: Sending;
  alarms: AlarmSettings;
  /** What visitors asked for (withdrawal, erasure). */
  requests: Loader<DataRequestList>;
  set(part: Partial<SchoolDraft>): void;
  save(): Promise<void>;
  editGate(gate: GateView | 'new' | undefined): void;
  setGate(part: Partial<GateDraft>): void;
  saveGate(): Promise<void>;
}

export interface SettingsPorts {
  client: Client;
  areas: Areas;
  clock: () => Instant;
  view: Loader<SchoolView>;
  school: SchoolView;
}

export function createSettings({ client, areas, clock, view, school }: SettingsPorts): Settings {
  const params = { school: school.id };
  const form = createSchoolForm(areas, draftOf(school));
  const saved = signal(false);
  const overtaken = signal(false);
  const gate = signal<GateDraft | undefined>(undefined);
  const saving = createSending();
  const gateSaving = createSending();
  let version = school.version;

  const isStale = (sending: Sending): boolean => sending.problem.value?.code === 'stale-version';

  /** Shows what stands now, in place of what was typed. */
  async function showTheirs(): Promise<void> {
    await view.reload();
    const fresh = dataOf(view.state.value);
    if (!fresh) return;
    version = fresh.version;
    form.set(draftOf(fresh));
    overtaken.value = true;
  }

  return {
    form,
    saving,
    saved,
    overtaken,
    gate,
    gateSaving,
    alarms: createAlarmSettings({ client, clock, school: school.id }),
    requests: createLoader(() => client.call(getDataRequests, { params }), clock),
    set(part) {
      forgetFields([saving], part);
      saved.value = false;
      form.set(part);
    },
    async save() {
      const read = readSchool(form.draft.value);
      saved.value = false;
      overtaken.value = false;
      if (!read.ok) return saving.refuse(read.errors);
      const headers = { 'if-match': `"${version}"` };
      const sent = await saving.run(() => client.call(updateSchool, { params, headers, body: read.input }));
      if (sent) {
        version = sent.data.version;
        view.put(sent.data);
        form.set(draftOf(sent.data));
        saved.value = true;
      } else if (isStale(saving)) {
        saving.clear();
        await showTheirs();
      }
    },
    editGate(next) {
      gateSaving.clear();
      gate.value = next === 'new' ? { id: '', name: '', direction: 'both', active: true, version: 0 } : next && { ...next };
    },
    setGate(part) {
      forgetFields([gateSaving], part);
      if (gate.value) gate.value = { ...gate.value, ...part };
    },
    async saveGate() {
      const draft = gate.value;
      if (!draft) return;
      const name = draft.name.trim();
      if (name === '') return gateSaving.refuse([{ at: '/name', reason: 'required' }]);
      const body = { name, direction: draft.direction };
      const sent = await gateSaving.run(() =>
        draft.id === ''
          ? client.call(createGate, { params, body })
          : client.call(updateGate, {
              params: { ...params, gate: draft.id },
              headers: { 'if-match': `"${draft.version}"` },
              body: { ...body, active: draft.active },
            }),
      );
      if (!sent && !isStale(gateSaving)) return;
      await view.reload();
      const fresh = dataOf(view.state.value)?.gates.find((each) => each.id === draft.id);
      // Stale: the dialog stays, with what somebody else made of it.
      gate.value = sent ? undefined : fresh && { ...fresh };
    },
  };
}

const draftOf = ({ id, version, gates, actions, ...draft }: SchoolView): SchoolDraft => draft;
