/** Roles are granted on a unit of the dated tree, from a day to a day, and reach its subtree. */
import type { Day } from '../clock.ts';
import type { AccountId, UnitId } from '../ids.ts';

export const ROLES = ['operator', 'school-admin', 'school-office', 'viewer'] as const;
export type Role = (typeof ROLES)[number];

export type Action =
  | 'installation.manage'
  | 'school.create'
  | 'school.read'
  | 'school.manage'
  | 'kiosk.manage'
  | 'log.read'
  | 'log.answers'
  | 'log.export'
  | 'log.correct'
  | 'pass.revoke';

const ACTIONS: Record<Role, readonly Action[]> = {
  operator: ['installation.manage', 'school.create', 'school.read'],
  'school-admin': ['school.read', 'school.manage', 'kiosk.manage', 'log.read', 'log.answers', 'log.export', 'log.correct', 'pass.revoke'],
  'school-office': ['school.read', 'kiosk.manage', 'log.read', 'log.export', 'log.correct', 'pass.revoke'],
  viewer: ['school.read', 'log.read'],
};

export interface Grant {
  account: AccountId;
  unit: UnitId;
  /** Materialised path of the unit on `day`, '/root/…/unit/'. */
  path: string;
  role: Role;
  from: Day;
  /** The last day, or null. */
  to: Day | null;
}

/** Whether grants allow an action on the unit whose path is given, on a day. */
export function can(grants: readonly Grant[], action: Action, path: string, day: Day): boolean {
  return grants.some(
    (grant) =>
      path.startsWith(grant.path) && grant.from <= day && (grant.to === null || day <= grant.to) && ACTIONS[grant.role].includes(action),
  );
}

/** All that the grants allow on that unit, in a fixed order. */
export function actionsOn(grants: readonly Grant[], path: string, day: Day): Action[] {
  const all = [...new Set(ROLES.flatMap((role) => ACTIONS[role]))];
  return all.filter((action) => can(grants, action, path, day));
}
