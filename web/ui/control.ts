import type { Answer, Item, Questionnaire } from '../../shared/questionnaire/types.ts';
import type { Areas } from '../lib/areas.ts';
import type { Language } from '../lib/language.ts';
import type { Typed } from './answers.ts';
import type { ControlProps } from './Field.tsx';

export interface QuestionnaireFormProps {
  questionnaire: Questionnaire;
  language: Language;
  values: Typed;
  /** By linkId, in words. */
  errors: Readonly<Record<string, string | undefined>>;
  /** undefined: the answer was taken away. */
  onChange: (linkId: string, value: Answer | undefined) => void;
  /** The question was left: from here on its error may show. */
  onLeave: (linkId: string) => void;
  areas: Areas;
  /** Offer what this browser knows of its owner; not for another person, not on a shared device. */
  autofill?: boolean;
  /** Only these questions; all without it. */
  show?: (item: Item) => boolean;
  /** Before the ids of the controls, where a page has the form more than once. */
  prefix?: string;
}

/** What the control of one question gets. */
export interface QuestionControlProps extends QuestionnaireFormProps {
  item: Item;
  control: ControlProps;
}

/** The id of the control (or the set of controls) of an item, for moving the focus there. */
export const controlId = (linkId: string): string => `q-${linkId}`;
