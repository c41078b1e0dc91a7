import type { Journey } from '../journey.ts';
import type { VisitState } from '../store.ts';

/** What the screens after the form see of the page. */
export interface Stage extends Journey {
  state(): VisitState;
}
