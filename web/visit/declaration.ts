import type { DeclareInput, PlaceView } from '../../shared/api/declarations.schema.ts';
import type { Answers } from '../../shared/questionnaire/types.ts';
import type { Language } from '../lib/language.ts';

export interface Filled {
  place: PlaceView;
  answers: Answers;
  purposes: readonly string[];
  language: Language;
  onBehalf: boolean;
  channel: DeclareInput['channel'];
  /** Answers of those who come along; none mostly. */
  companions: readonly Answers[];
  /** One pass for each of them. */
  apart: boolean;
}

/** Made by the phone: the declaration's id, its record key, and an id for each companion. */
export interface Made {
  id: string;
  record: string;
  companions: readonly string[];
}

/** The body of a declaration; it is frozen as text before the first try and never changes after. */
export function makeDeclaration(filled: Filled, made: Made, now: number): DeclareInput {
  const { questionnaire, code } = filled.place;
  const companions = filled.companions.map((answers, index) => ({ id: made.companions[index] ?? '', answers }));
  return {
    id: made.id,
    place: code,
    questionnaire: { id: questionnaire.id, version: questionnaire.version },
    answers: filled.answers,
    consent: { version: questionnaire.consent.version, language: filled.language, purposes: [...filled.purposes], at: now },
    channel: filled.channel,
    record: made.record,
    ...(filled.onBehalf ? { onBehalf: true } : {}),
    ...(companions.length > 0 ? { companions, together: !filled.apart } : {}),
  };
}
