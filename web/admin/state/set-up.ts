/** First use: who administers, which school, at which address; then the recovery sheet and the second factor. */
import { type ReadonlySignal, signal } from '@preact/signals';
import type { CheckAddressAnswer, Me, SetUpState } from '../../../shared/api/accounts.schema.ts';
import { checkAddress, getMe, getSetUp, setUp } from '../../../shared/api/accounts.ts';
import type { Random } from '../../../shared/ids.ts';
import type { FieldError } from '../../../shared/problem.ts';
import type { Areas } from '../../lib/areas.ts';
import type { Client } from '../client.ts';
import { createLoader, type Loader } from './loader.ts';
import { MIN_PASSWORD } from './password-strength.ts';
import { createRecoveryCheck, type RecoveryCheck } from './recovery.ts';
import { createSchoolForm, readSchool, type SchoolDraft, type SchoolForm } from './school-form.ts';
import { createSecondFactorSetup, type SecondFactorSetup } from './second-factor.ts';
import { createSending, forgetFields, type Sending } from './sending.ts';

export const STEPS = ['person', 'school', 'address', 'recovery', 'second-factor', 'done'] as const;
export type Step = (typeof STEPS)[number];
/** How visitors' phones and the kiosks reach this server. */
export type Way = 'public' | 'network' | 'this-machine';

export interface Person {
  login: string;
  password: string;
  name: string;
}

export interface SetUp {
  state: Loader<SetUpState>;
  hasToken: boolean;
  step: ReadonlySignal<Step>;
  person: ReadonlySignal<Person>;
  school: SchoolForm;
  gates: ReadonlySignal<readonly string[]>;
  way: ReadonlySignal<Way | undefined>;
  address: ReadonlySignal<string>;
  checked: ReadonlySignal<CheckAddressAnswer | undefined>;
  checking: Sending;
  sending: Sending;
  /** Of the step that is shown. */
  errors: Sending;
  words: ReadonlySignal<readonly string[]>;
  schoolId: ReadonlySignal<string>;
  recovery: RecoveryCheck;
  secondFactor: ReadonlySignal<SecondFactorSetup>;
  setPerson(part: Partial<Person>): void;
  setSchool(part: Partial<SchoolDraft>): void;
  setGates(gates: readonly string[]): void;
  setWay(way: Way): void;
  setAddress(address: string): void;
  check(): Promise<void>;
  back(): void;
  next(): Promise<void>;
}

export interface SetUpPorts {
  client: Client;
  areas: Areas;
  random: Random;
  token: string;
  clock: () => number;
  /** The name that the first gate begins with, in the language of the page. */
  firstGate: string;
  onSignedIn: (me: Me) => void;
}

export function createSetUp({ client, areas, random, token, clock, firstGate, onSignedIn }: SetUpPorts): SetUp {
  const state = createLoader(() => client.call(getSetUp), clock);
  const step = signal<Step>('person');
  const person = signal<Person>({ login: '', password: '', name: '' });
  const school = createSchoolForm(areas);
  const gates = signal<readonly string[]>([firstGate]);
  const way = signal<Way | undefined>(undefined);
  const address = signal('https://');
  const checked = signal<CheckAddressAnswer | undefined>(undefined);
  const words = signal<readonly string[]>([]);
  const schoolId = signal('');
  const checking = createSending();
  const sending = createSending();
  const errors = createSending();
  const secondFactorOf = (password: string) => createSecondFactorSetup({ client, password, onConfirmed: onSignedIn });
  const secondFactor = signal(secondFactorOf(''));

  const fixedAddress = (): string | null => (state.state.value.kind === 'ready' ? state.state.value.data.publicUrl : null);

  async function send(): Promise<void> {
    const read = readSchool(school.draft.value, '/school');
    if (!read.ok || !way.value) return;
    const publicUrl = way.value === 'this-machine' ? null : address.value.trim();
    const { login, password, name } = person.value;
    const body = { token, login: login.trim(), password, name, publicUrl: fixedAddress() ?? publicUrl, school: read.input };
    const sent = await sending.run(() => client.call(setUp, { body: { ...body, gates: gatesOf() }, timeoutMs: 60_000 }));
    if (!sent) {
      step.value = stepOf(sending.problem.value?.errors ?? []);
      return;
    }
    words.value = sent.data.words;
    schoolId.value = sent.data.school;
    secondFactor.value = secondFactorOf(password);
    person.value = { ...person.value, password: '' };
    const me = await client.call(getMe);
    if (me.ok) onSignedIn(me.data);
    step.value = 'recovery';
  }

  const gatesOf = (): string[] => gates.value.map((gate) => gate.trim()).filter((gate) => gate !== '');

  /** Errors of this step before going on; the server judges again at the end. */
  function wrong(): FieldError[] {
    switch (step.value) {
      case 'person':
        return wrongPerson(person.value);
      case 'school': {
        const read = readSchool(school.draft.value, '/school');
        return [...(read.ok ? [] : read.errors), ...wrongGates(gates.value)];
      }
      case 'address':
        return fixedAddress() === null ? wrongAddress(way.value, address.value) : [];
      case 'recovery':
      case 'second-factor':
      case 'done':
        return [];
    }
  }

  return {
    state,
    hasToken: token !== '',
    step,
    person,
    school,
    gates,
    way,
    address,
    checked,
    checking,
    sending,
    errors,
    words,
    schoolId,
    recovery: createRecoveryCheck({ client, random }),
    secondFactor,
    setPerson(part) {
      forgetFields([errors, sending], part);
      person.value = { ...person.value, ...part };
    },
    setSchool(part) {
      forgetFields([errors, sending], part, '/school');
      school.set(part);
    },
    setGates(next) {
      next.forEach((gate, index) => {
        if (gate !== gates.value[index]) errors.forget(`/gates/${index}`);
      });
      gates.value = next;
    },
    setWay(next) {
      way.value = next;
      errors.clear();
    },
    setAddress(next) {
      address.value = next;
      checked.value = undefined;
      checking.clear();
      errors.forget('/publicUrl');
      sending.forget('/publicUrl');
    },
    async check() {
      checked.value = undefined;
      const publicUrl = address.value.trim();
      const sent = await checking.run(() => client.call(checkAddress, { body: { token, publicUrl } }));
      if (sent && address.value.trim() === publicUrl) checked.value = sent.data;
    },
    back() {
      errors.clear();
      if (step.value === 'school') step.value = 'person';
      else if (step.value === 'address') step.value = 'school';
    },
    async next() {
      const found = wrong();
      if (found.length > 0) return errors.refuse(found);
      errors.clear();
      sending.clear();
      if (step.value === 'address') {
        if (fixedAddress() !== null) way.value = 'public';
        return send();
      }
      if (step.value === 'second-factor') secondFactor.value = secondFactorOf('');
      step.value = STEPS[STEPS.indexOf(step.value) + 1] ?? 'done';
    },
  };
}

function wrongPerson({ login, password, name }: Person): FieldError[] {
  const errors: FieldError[] = [];
  if (name.trim() === '') errors.push({ at: '/name', reason: 'required' });
  if (login.trim() === '') errors.push({ at: '/login', reason: 'required' });
  else if (!/^[a-z][a-z0-9._-]{2,39}$/.test(login.trim())) errors.push({ at: '/login', reason: 'format' });
  if (password === '') errors.push({ at: '/password', reason: 'required' });
  else if (password.length < MIN_PASSWORD) errors.push({ at: '/password', reason: 'too-short' });
  return errors;
}

function wrongGates(gates: readonly string[]): FieldError[] {
  const names = gates.map((gate) => gate.trim());
  return names.flatMap((name, index): FieldError[] => {
    if (name === '') return [{ at: `/gates/${index}`, reason: 'required' }];
    return names.indexOf(name) === index ? [] : [{ at: `/gates/${index}`, reason: 'taken' }];
  });
}

function wrongAddress(way: Way | undefined, address: string): FieldError[] {
  if (!way) return [{ at: '/way', reason: 'required' }];
  if (way === 'this-machine') return [];
  return /^https:\/\/[^\s/]+/.test(address.trim()) ? [] : [{ at: '/publicUrl', reason: 'format' }];
}

/** Where to go back to when the server refuses: the step of the first field that is wrong. */
function stepOf(errors: readonly FieldError[]): Step {
  const at = errors[0]?.at ?? '';
  if (at.startsWith('/school') || at.startsWith('/gates')) return 'school';
  return at === '' || at === '/publicUrl' ? 'address' : 'person';
}
