import { dayOf, dayText, type Instant, timeText } from '../../../shared/clock.ts';

/** 08:05 21/11/2026. */
export const momentText = (at: Instant): string => `${timeText(at)} ${dayText(dayOf(at))}`;
