/** A declaration that the server refused, as a form that can be sent once more. Imports nothing: a piece by itself. */
import type { DeclareInput } from '../../shared/api/declarations.schema.ts';
import type { Answer, Questionnaire } from '../../shared/questionnaire/types.ts';
import type { Typed } from '../ui/answers.ts';
import type { Queued } from './desk/shelf.ts';

/** As that of a draft. */
const HEALTH_LIVES_MS = 24 * 3_600_000;

interface Again {
  typed: Typed;
  companions: string[];
  apart: boolean;
  onBehalf: boolean;
}

/** Who it is, with those who come along; after a day nothing that was said about health. Never the consent. */
export function typedAgain({ body, at }: Queued, { items }: Questionnaire, now: number): Again {
  const { answers, companions = [], together, onBehalf = false } = JSON.parse(body) as DeclareInput;
  const asked = items.filter((item) => item.class === 'identity' || now - at < HEALTH_LIVES_MS).map(({ linkId }) => linkId);
  const typed: Typed = {};
  const take = (from: DeclareInput['answers'], prefix: string): void => {
    for (const linkId of asked) {
      const value = from[linkId] as Answer | undefined;
      if (value !== undefined) typed[prefix + linkId] = typeof value === 'number' ? String(value) : value;
    }
  };
  take(answers, '');
  const prefixes = companions.map((companion, index) => {
    const prefix = `p${index + 1}-`;
    take(companion.answers, prefix);
    return prefix;
  });
  return { typed, companions: prefixes, apart: companions.length > 0 && !together, onBehalf };
}
