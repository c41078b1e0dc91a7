/** What somebody of the office looks for often. Never a name: who is looked for stands nowhere but in the answer. */
import type { Hono } from 'hono';
import { type SavedFilterInput, savedFilterInput } from '../../shared/api/saved-filters.schema.ts';
import * as endpoints from '../../shared/api/saved-filters.ts';
import { isDay } from '../../shared/clock.ts';
import { uuidv7 } from '../../shared/ids.ts';
import { invalid } from '../../shared/problem.ts';
import { accountOf } from '../accounts/grants.ts';
import type { App, Caller } from '../context.ts';
import { schoolScope } from '../db/port.ts';
import { mount } from '../route.ts';
import { shownLine } from '../schools/input.ts';
import { type FilterOwner, listFilters, removeFilterStatement, saveFilterStatement } from './store.ts';

const MOST_FILTERS = 20;
const MOST_NAME = 40;

export function mountFilters(hono: Hono, app: App): void {
  const ownerOf = (params: Record<string, string>, caller: Caller): FilterOwner => ({
    school: params.school ?? '',
    account: accountOf(caller),
  });

  mount(hono, app, endpoints.listFilters, null, async ({ params, caller }) => {
    const owner = ownerOf(params, caller);
    return { body: { filters: await listFilters(app.db, schoolScope(owner.school), owner) } };
  });

  mount(hono, app, endpoints.saveFilter, savedFilterInput, async ({ input, params, caller }) => {
    const owner = ownerOf(params, caller);
    const scope = schoolScope(owner.school);
    const now = app.clock();
    const filter = { ...held(input), id: uuidv7(now, app.random), name: shownLine(input.name, '/name', MOST_NAME, 'required') };
    const known = await listFilters(app.db, scope, owner);
    if (known.some((each) => each.name === filter.name)) throw invalid('/name', 'taken');
    if (known.length >= MOST_FILTERS) throw invalid('/', 'too-large');
    await app.db.save(scope, [saveFilterStatement(app.db, owner, filter, now)]);
    return { status: 201, body: filter };
  });

  mount(hono, app, endpoints.removeFilter, null, async ({ params, caller }) => {
    const owner = ownerOf(params, caller);
    await app.db.save(schoolScope(owner.school), [removeFilterStatement(app.db, owner, params.filter ?? '')]);
    return {};
  });
}

/** Days stand with `chosen` only. @throws Problem `invalid-input` for days that do not exist or are in the wrong order */
function held({ from, to, ...input }: SavedFilterInput): SavedFilterInput {
  if (input.period !== 'chosen') {
    if (from !== undefined) throw invalid('/from', 'unknown');
    if (to !== undefined) throw invalid('/to', 'unknown');
    return input;
  }
  if (from === undefined || !isDay(from)) throw invalid('/from', from === undefined ? 'required' : 'not-a-day');
  if (to === undefined || !isDay(to)) throw invalid('/to', to === undefined ? 'required' : 'not-a-day');
  if (from > to) throw invalid('/from', 'order');
  return { ...input, from, to };
}
