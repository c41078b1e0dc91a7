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
}

/** The body of a declaration; it is frozen as text before the first try and never changes after. */
export function makeDeclaration(filled: Filled, id: string, now: number): DeclareInput {
  const { questionnaire, code } = filled.place;
  return {
    id,
    place: code,
    questionnaire: { id: questionnaire.id, version: questionnaire.version },
    answers: filled.answers,
    consent: { version: questionnaire.consent.version, language: filled.language, purposes: [...filled.purposes], at: now },
    channel: filled.channel,
    ...(filled.onBehalf ? { onBehalf: true } : {}),
  };
}
