/** Addresses below /admin/: pages and ids of schools only. What is searched for never stands in one. */
import { type ReadonlySignal, signal } from '@preact/signals';
import type { Action } from '../../shared/units/can.ts';

export const SCHOOL_PAGES = ['today', 'log', 'held', 'download', 'posters', 'kiosks', 'settings'] as const;
export type SchoolPage = (typeof SCHOOL_PAGES)[number];

const NEEDS: Record<SchoolPage, Action> = {
  today: 'log.read',
  log: 'log.read',
  held: 'log.correct',
  download: 'log.export',
  posters: 'school.read',
  kiosks: 'school.read',
  settings: 'school.read',
};

/** The pages of a school that somebody with these rights on it may open. */
export const pagesFor = (actions: readonly Action[]): SchoolPage[] => SCHOOL_PAGES.filter((page) => actions.includes(NEEDS[page]));

export type Route =
  | { page: 'home' }
  | { page: 'set-up' }
  | { page: 'reset' }
  | { page: 'account' }
  | { page: 'recovery' }
  | { page: 'schools' }
  | { page: 'new-school' }
  | { page: 'school'; school: string; part: SchoolPage }
  | { page: 'unknown' };

export function readRoute(pathname: string): Route {
  const [page = '', second, third] = pathname
    .replace(/^\/admin\/?/, '')
    .split('/')
    .filter((part) => part !== '');
  switch (page) {
    case '':
      return { page: 'home' };
    case 'set-up':
    case 'reset':
    case 'account':
    case 'recovery':
      return { page };
    case 'schools':
      return second === undefined ? { page: 'schools' } : second === 'new' ? { page: 'new-school' } : { page: 'unknown' };
    case 'school': {
      const part = SCHOOL_PAGES.find((each) => each === (third ?? 'today'));
      return second && part ? { page: 'school', school: second, part } : { page: 'unknown' };
    }
    default:
      return { page: 'unknown' };
  }
}

export function pathOf(route: Route): string {
  switch (route.page) {
    case 'home':
    case 'unknown':
      return '/admin/';
    case 'new-school':
      return '/admin/schools/new';
    case 'school':
      return `/admin/school/${encodeURIComponent(route.school)}${route.part === 'today' ? '' : `/${route.part}`}`;
    case 'set-up':
    case 'reset':
    case 'account':
    case 'recovery':
    case 'schools':
      return `/admin/${route.page}`;
  }
}

export interface Router {
  route: ReadonlySignal<Route>;
  go(route: Route): void;
  /** In place of the present page, which then cannot be gone back to. */
  replace(route: Route): void;
}

/** The parts of `window` that it needs, so that tests need no browser. */
export interface Surroundings {
  location: { pathname: string };
  history: Pick<History, 'pushState' | 'replaceState'>;
  onBack: (run: () => void) => void;
}

export function createRouter({ location, history, onBack }: Surroundings): Router {
  const route = signal(readRoute(location.pathname));
  onBack(() => {
    route.value = readRoute(location.pathname);
  });
  return {
    route,
    go(next) {
      if (pathOf(next) === pathOf(route.value)) return;
      history.pushState(null, '', pathOf(next));
      route.value = next;
    },
    replace(next) {
      history.replaceState(null, '', pathOf(next));
      route.value = next;
    },
  };
}
