/** What of the log has been acknowledged: the rule of `Sent` (schema.ts), without the store. */
import { DAY } from '../../../shared/clock.ts';
import type { KioskSchema, Sent } from './schema.ts';

const NOTHING_SENT: Sent = { through: 0, marks: [] };
/** Beyond so many days without a backup the oldest are told together. */
const MOST_MARKS = 60;

export const sentOf = (value: KioskSchema['head']['value'] | undefined): Sent =>
  value !== undefined && 'marks' in value ? value : NOTHING_SENT;

/** Everything up to `through` is acknowledged at `now`. A time that is told for many is that of the last of them. */
export function advanced({ marks }: Sent, through: number, now: number): Sent {
  const last = marks.at(-1);
  const at = Math.max(now, last?.at ?? 0);
  const sameDay = last !== undefined && Math.floor(last.at / DAY) === Math.floor(at / DAY);
  const next = [...(sameDay ? marks.slice(0, -1) : marks), { through, at }];
  return { through, marks: next.length > MOST_MARKS ? next.slice(1) : next };
}

/** Only what stands up to `through` is acknowledged any more. */
export function withdrawn({ marks }: Sent, through: number): Sent {
  const kept = marks.filter((mark) => mark.through < through);
  const covering = marks[kept.length];
  return { through, marks: through > 0 && covering ? [...kept, { through, at: covering.at }] : kept };
}

/** Up to which number everything was acknowledged before this time, but for items that say their own. */
export const sentBefore = ({ marks }: Sent, before: number): number => marks.filter((mark) => mark.at < before).at(-1)?.through ?? 0;
