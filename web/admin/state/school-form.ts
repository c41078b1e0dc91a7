/** What is typed about a school: in set-up, for a further school, and in its settings. */
import { type ReadonlySignal, signal } from '@preact/signals';
import type { AreaView, SchoolInput } from '../../../shared/api/schools.schema.ts';
import type { FieldError } from '../../../shared/problem.ts';
import { normalisePhone } from '../../../shared/text/phone.ts';
import type { Areas } from '../../lib/areas.ts';

export type SchoolDraft = Required<Omit<SchoolInput, 'kind'>> & { kind: SchoolInput['kind'] | '' };

const EMPTY_SCHOOL: SchoolDraft = {
  name: '',
  shortName: '',
  kind: '',
  province: '',
  commune: '',
  street: '',
  phone: '',
  line: '',
  contact: '',
  questionnaire: 'visitor',
  screenCode: false,
};

/** undefined: not to be had now; null: on its way. */
export type AreaList = readonly AreaView[] | undefined | null;

export interface SchoolForm {
  draft: ReadonlySignal<SchoolDraft>;
  provinces: ReadonlySignal<AreaList>;
  communes: ReadonlySignal<AreaList>;
  set(part: Partial<SchoolDraft>): void;
  loadAreas(): Promise<void>;
}

export function createSchoolForm(areas: Areas, initial: SchoolDraft = EMPTY_SCHOOL): SchoolForm {
  const draft = signal<SchoolDraft>(initial);
  const provinces = signal<AreaList>(null);
  const communes = signal<AreaList>(null);

  async function loadCommunes(): Promise<void> {
    const { province } = draft.value;
    communes.value = null;
    const list = province ? await areas.communes(province) : [];
    if (draft.value.province === province) communes.value = list;
  }

  return {
    draft,
    provinces,
    communes,
    set(part) {
      const moved = part.province !== undefined && part.province !== draft.value.province;
      draft.value = { ...draft.value, ...part, ...(moved ? { commune: '' } : {}) };
      if (moved) loadCommunes();
    },
    async loadAreas() {
      if (!provinces.value) {
        provinces.value = null;
        provinces.value = await areas.provinces();
      }
      await loadCommunes();
    },
  };
}

/** The input when nothing is missing; else what stands beside the fields, in the server's own form. */
export function readSchool(draft: SchoolDraft, prefix = ''): { ok: true; input: SchoolInput } | { ok: false; errors: FieldError[] } {
  const errors: FieldError[] = [];
  for (const field of ['name', 'shortName', 'kind', 'province', 'commune'] as const) {
    if (draft[field].trim() === '') errors.push({ at: `${prefix}/${field}`, reason: 'required' });
  }
  const phone = normalisePhone(draft.phone);
  if (!phone.ok) errors.push({ at: `${prefix}/phone`, reason: phone.reason });
  const { kind } = draft;
  return errors.length > 0 || kind === '' ? { ok: false, errors } : { ok: true, input: { ...draft, kind } };
}
