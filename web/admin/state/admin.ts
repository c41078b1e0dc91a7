/** The office as a whole: who is signed in, which page is open, and the state behind that page. */
import { computed, effect, type ReadonlySignal, signal, untracked } from '@preact/signals';
import type { Me } from '../../../shared/api/accounts.schema.ts';
import { getMe, signOut } from '../../../shared/api/accounts.ts';
import type { ExportManifest } from '../../../shared/api/exports.schema.ts';
import type { SchoolView } from '../../../shared/api/schools.schema.ts';
import { getSchool, listSchools } from '../../../shared/api/schools.ts';
import type { Instant } from '../../../shared/clock.ts';
import type { Random } from '../../../shared/ids.ts';
import type { Areas } from '../../lib/areas.ts';
import type { Language } from '../../lib/language.ts';
import { type Client, watchSession } from '../client.ts';
import { pagesFor, type Router, type SchoolPage } from '../router.ts';
import { createDownload, type Download } from './download.ts';
import { createHeld, type Held } from './held.ts';
import { createKioskFile, type KioskFile } from './kiosk-file.ts';
import { createKiosks, type Kiosks } from './kiosks.ts';
import { createLoader, dataOf, type Loader } from './loader.ts';
import { createLog, type Log } from './log.ts';
import { createPosters, type Posters } from './posters.ts';
import type { Received } from './receive-file.ts';
import { createRecoveryCheck, type RecoveryCheck } from './recovery.ts';
import { createReport, type Report } from './report.ts';
import { createReset, type Reset } from './reset.ts';
import { createNewSchool, type NewSchool } from './schools.ts';
import { createSecondFactorSetup, type SecondFactorSetup } from './second-factor.ts';
import { createSetUp, type SetUp } from './set-up.ts';
import { createSettings, type Settings } from './settings.ts';
import { createSignIn, type SignIn } from './sign-in.ts';
import { createToday, type Today } from './today.ts';

export type SchoolScreen =
  | { part: 'today'; today: Today; report: Report }
  | { part: 'log'; log: Log }
  | { part: 'held'; held: Held }
  | { part: 'download'; download: Download; report: Report }
  | { part: 'posters'; posters: Posters }
  | { part: 'kiosks'; kiosks: Kiosks; file: KioskFile }
  | { part: 'settings'; settings: () => Settings | undefined };

export type Screen =
  | { page: 'starting' }
  | { page: 'unreachable' }
  | { page: 'unknown' }
  | { page: 'set-up'; setUp: SetUp }
  | { page: 'reset'; reset: Reset }
  | { page: 'sign-in'; signIn: SignIn }
  | { page: 'schools' }
  | { page: 'new-school'; newSchool: NewSchool }
  | { page: 'account'; secondFactor: SecondFactorSetup }
  | { page: 'recovery'; check: RecoveryCheck }
  | { page: 'school'; id: string; view: Loader<SchoolView>; part: SchoolPage; screen: SchoolScreen | undefined };

interface Office {
  id: string;
  view: Loader<SchoolView>;
  /** The school has come once; it stays true while it is asked for again. */
  known: ReadonlySignal<boolean>;
}

export interface Admin {
  screen: ReadonlySignal<Screen>;
  /** undefined: not signed in, or not known yet. */
  me: ReadonlySignal<Me | undefined>;
  schools: Loader<{ schools: { id: string; name: string; shortName: string }[] }>;
  areas: Areas;
  router: Router;
  clock: () => Instant;
  start(): void;
  signOut(): Promise<void>;
  recoveryConfirmed(): void;
}

export interface AdminPorts {
  client: Client;
  router: Router;
  areas: Areas;
  clock: () => Instant;
  random: Random;
  language: () => Language;
  save: (file: Received) => void;
  /** SHA-256 of a file that arrived. */
  digest: (blob: Blob) => Promise<string>;
  /** What is saved beside it. */
  slip: (manifest: ExportManifest) => string;
  /** Of the one-time link, from the fragment of the address. */
  token: string;
}

export function createAdmin(ports: AdminPorts): Admin {
  const { router, areas, clock, random, token } = ports;
  const screen = signal<Screen>({ page: 'starting' });
  const me = signal<Me | undefined>(undefined);
  /** `unknown` until the server has said who this is. */
  const session = signal<'unknown' | 'none' | 'signed-in' | 'unreachable'>('unknown');
  const client = watchSession(ports.client, () => {
    if (session.value !== 'signed-in') return;
    me.value = undefined;
    session.value = 'none';
  });
  const schools = createLoader(() => client.call(listSchools), clock);
  let office: Office | undefined;

  function signedIn(who: Me): void {
    me.value = who;
    session.value = 'signed-in';
    schools.reload();
  }

  function officeOf(id: string): Office {
    if (office?.id !== id) {
      const view = createLoader(() => client.call(getSchool, { params: { school: id } }), clock);
      office = { id, view, known: computed(() => view.state.value.kind === 'ready') };
      view.reload();
    }
    return office;
  }

  function schoolScreen(id: string, part: SchoolPage, view: Loader<SchoolView>): SchoolScreen {
    const of = { client, clock, school: id };
    const files = { language: ports.language, save: ports.save, digest: ports.digest };
    switch (part) {
      case 'today': {
        const today = createToday(of);
        today.reload();
        return { part, today, report: createReport({ ...of, ...files }) };
      }
      case 'log': {
        const log = createLog(of);
        log.search();
        return { part, log };
      }
      case 'held': {
        const held = createHeld(of);
        held.show('open');
        return { part, held };
      }
      case 'download': {
        const download = createDownload({ ...of, ...files, slip: ports.slip });
        download.kiosks.reload();
        return { part, download, report: createReport({ ...of, ...files }) };
      }
      case 'posters': {
        const posters = createPosters({ ...of, save: ports.save });
        posters.list.reload();
        return { part, posters };
      }
      case 'kiosks': {
        const kiosks = createKiosks(of);
        kiosks.load();
        const file = createKioskFile({ ...of, subtle: crypto.subtle, save: ports.save, taken: () => void kiosks.list.reload() });
        return { part, kiosks, file };
      }
      case 'settings': {
        let made: Settings | undefined;
        // What is edited begins with what stands: the form waits for it.
        const settings = (): Settings | undefined => {
          const school = dataOf(view.state.value);
          if (!made && school) {
            made = createSettings({ client, areas, clock, view, school });
            made.form.loadAreas();
            if (school.actions.includes('school.manage')) made.alarms.load();
            if (school.actions.includes('log.read')) made.requests.reload();
          }
          return made;
        };
        return { part, settings };
      }
    }
  }

  function setUpScreen(): Screen {
    const firstGate = ports.language() === 'vi' ? 'Cổng chính' : 'Main gate';
    const setUp = createSetUp({ client, areas, random, token, clock, firstGate, onSignedIn: signedIn });
    setUp.state.reload();
    setUp.school.loadAreas();
    return { page: 'set-up', setUp };
  }

  function makeScreen(): Screen {
    const route = router.route.value;
    // These two keep what was typed, whoever is signed in meanwhile.
    if (route.page === 'set-up') return untracked(setUpScreen);
    if (route.page === 'reset') return untracked(() => ({ page: 'reset', reset: createReset({ client, token }) }));
    const state = session.value;
    const of = route.page === 'school' && state === 'signed-in' ? untracked(() => officeOf(route.school)) : undefined;
    // The rights on the school decide what is asked for.
    const known = of?.known.value ?? false;
    return untracked(() => {
      if (state === 'unknown') return { page: 'starting' };
      if (state === 'unreachable') return { page: 'unreachable' };
      if (state === 'none') return { page: 'sign-in', signIn: createSignIn({ client, onSignedIn: signedIn }) };
      switch (route.page) {
        case 'home':
        case 'schools':
          return { page: 'schools' };
        case 'new-school': {
          const onCreated = (school: SchoolView): void => {
            schools.reload();
            router.go({ page: 'school', school: school.id, part: 'settings' });
          };
          const newSchool = createNewSchool({ client, areas, onCreated });
          newSchool.form.loadAreas();
          return { page: 'new-school', newSchool };
        }
        case 'account':
          return { page: 'account', secondFactor: createSecondFactorSetup({ client, onConfirmed: (who) => (me.value = who) }) };
        case 'recovery':
          return { page: 'recovery', check: createRecoveryCheck({ client, random }) };
        case 'school': {
          const { id, view } = officeOf(route.school);
          const may = known && pagesFor(dataOf(view.state.value)?.actions ?? []).includes(route.part);
          return { page: 'school', id, view, part: route.part, screen: may ? schoolScreen(id, route.part, view) : undefined };
        }
        case 'unknown':
          return { page: 'unknown' };
      }
    });
  }

  effect(() => {
    screen.value = makeScreen();
  });

  /** A page that this account may not open gives way to the first that it may. */
  effect(() => {
    const current = screen.value;
    const actions = current.page === 'school' ? dataOf(current.view.state.value)?.actions : undefined;
    if (current.page !== 'school' || !actions) return;
    const [first] = pagesFor(actions);
    if (first && !pagesFor(actions).includes(current.part)) router.replace({ page: 'school', school: current.id, part: first });
  });

  /** Who has one school is taken there. */
  effect(() => {
    const list = dataOf(schools.state.value)?.schools;
    const only = list?.length === 1 ? list[0] : undefined;
    if (only && session.value === 'signed-in' && router.route.value.page === 'home') {
      router.replace({ page: 'school', school: only.id, part: 'today' });
    }
  });

  async function ask(): Promise<void> {
    const result = await client.call(getMe);
    if (result.ok) signedIn(result.data);
    else session.value = result.problem.code === 'not-signed-in' ? 'none' : 'unreachable';
  }

  const asking = signal(false);
  /** Set-up and a new password need no session: who is signed in is asked on leaving them. */
  effect(() => {
    const { page } = router.route.value;
    if (asking.value && session.value === 'unknown' && page !== 'set-up' && page !== 'reset') {
      asking.value = false;
      ask();
    }
  });

  return {
    screen,
    me,
    schools,
    areas,
    router,
    clock,
    start() {
      session.value = 'unknown';
      asking.value = true;
    },
    async signOut() {
      await client.call(signOut);
      me.value = undefined;
      office = undefined;
      session.value = 'none';
      router.replace({ page: 'home' });
    },
    recoveryConfirmed() {
      if (me.value) me.value = { ...me.value, recoveryUnconfirmed: false };
    },
  };
}
