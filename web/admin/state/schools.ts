import type { SchoolView } from '../../../shared/api/schools.schema.ts';
import { createSchool } from '../../../shared/api/schools.ts';
import type { Areas } from '../../lib/areas.ts';
import type { Client } from '../client.ts';
import { createSchoolForm, readSchool, type SchoolDraft, type SchoolForm } from './school-form.ts';
import { createSending, forgetFields, type Sending } from './sending.ts';

export interface NewSchool {
  form: SchoolForm;
  sending: Sending;
  set(part: Partial<SchoolDraft>): void;
  create(): Promise<void>;
}

export interface NewSchoolPorts {
  client: Client;
  areas: Areas;
  onCreated: (school: SchoolView) => void;
}

export function createNewSchool({ client, areas, onCreated }: NewSchoolPorts): NewSchool {
  const form = createSchoolForm(areas);
  const sending = createSending();
  return {
    form,
    sending,
    set(part) {
      forgetFields([sending], part);
      form.set(part);
    },
    async create() {
      const read = readSchool(form.draft.value);
      if (!read.ok) return sending.refuse(read.errors);
      const sent = await sending.run(() => client.call(createSchool, { body: read.input }));
      if (sent) onCreated(sent.data);
    },
  };
}
