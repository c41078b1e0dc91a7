import * as z from 'zod/mini';
import { POSTER_LAYOUTS } from '../poster/layouts.ts';

const layout = z.optional(z.enum(POSTER_LAYOUTS));

export const posterQuery = z.strictObject({ layout });
/** Absent: A4. */
export type PosterQuery = z.infer<typeof posterQuery>;

export const manyPostersQuery = z.strictObject({
  layout,
  /** Words of the schools' names; absent: every school that the account sees. */
  q: z.optional(z.string().check(z.maxLength(200))),
  /** `whole`: only the poster of the whole school; absent: those of the gates too. */
  of: z.optional(z.enum(['whole', 'all'])),
});
export type ManyPostersQuery = z.infer<typeof manyPostersQuery>;

/** What replacing a poster touches. */
export interface PosterUse {
  /** Declarations of the last 7 days that came from it. */
  week: number;
  /** Their passes that are still valid, and stay so. */
  valid: number;
}
