import * as z from 'zod/mini';
import { day, result } from './log.schema.ts';

/** Periods that move with the day stay words; only `chosen` has days of its own. A name is never kept in a filter. */
const SAVED_PERIODS = ['today', 'yesterday', 'this-week', 'week', 'month', 'chosen'] as const;

export const savedFilterInput = z.strictObject({
  name: z.string().check(z.maxLength(40)),
  period: z.enum(SAVED_PERIODS),
  from: z.optional(day),
  to: z.optional(day),
  gate: z.optional(z.string().check(z.minLength(1), z.maxLength(60))),
  dir: z.optional(z.enum(['in', 'out'])),
  colour: z.optional(result),
});
export type SavedFilterInput = z.infer<typeof savedFilterInput>;
export interface SavedFilter extends SavedFilterInput {
  id: string;
}
