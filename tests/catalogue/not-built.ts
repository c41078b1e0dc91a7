/**
 * Cases whose target no issue has built yet: the only ones that are not run. Known ones by id; others of the same kind
 * are known by what they ask for, since another file may hold more of them. What is built leaves this list.
 */
import type { Case } from './case.ts';

export interface NotBuilt {
  why: string;
  ids: readonly string[];
  asks: (of: Case) => boolean;
}

const pathOf = ({ payload }: Case): string =>
  JSON.stringify([payload.path, payload.upload, payload.field, payload.open] satisfies unknown[]);
const asksPath = (pattern: RegExp) => (of: Case) => pattern.test(pathOf(of));

export const NOT_BUILT: readonly NotBuilt[] = [
  {
    why: 'school reports, their attachments and public totals: an issue of their own',
    ids: ['RE01', 'RE02', 'RE05', 'RE06', 'RE08', 'RE09', 'RE10', 'RE11', 'RE12', 'RE15', 'RE16', 'RE18', 'RE19', 'RE20'],
    asks: ({ target }) => target === 'report',
  },
  {
    why: 'proof of work before a declaration: comes with the limits on scripted declarations',
    ids: ['DL06', 'DL08'],
    asks: (of) => of.target === 'declare' && (/proof of work|challenge/i.test(of.name) || of.expect.check.includes('ceiling')),
  },
  {
    why: 'tracing and alerts: an issue of their own',
    ids: ['AD25', 'AD26', 'AD29'],
    asks: (of) => of.target === 'admin' && (of.group === 'trace' || asksPath(/\/api\/(tracing|alerts|cases)/)(of)),
  },
  {
    why: 'a page that shows the audit: its rows are written and cannot be changed, but no endpoint gives them out',
    ids: ['AD30'],
    asks: (of) => of.target === 'admin' && asksPath(/\/api\/audit/)(of),
  },
  {
    why: 'backup and restore are commands at the machine; nothing of them is reached over HTTP',
    ids: ['AD37', 'AD38'],
    asks: (of) => of.target === 'admin' && (asksPath(/\/api\/(backups?|restore)|restore/)(of) || of.group === 'restore'),
  },
];

/** Why a case is not run, or undefined. */
export const notBuilt = (of: Case): string | undefined => NOT_BUILT.find(({ ids, asks }) => ids.includes(of.id) || asks(of))?.why;
