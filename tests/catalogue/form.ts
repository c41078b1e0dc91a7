import type { Questionnaire } from '../../shared/questionnaire/types.ts';
import { catalogueQuestionnaire } from '../fixtures/catalogue-questionnaire.ts';

/** Every item type, published as a later version of the form that schools have chosen. */
export const catalogueForm: Questionnaire = { ...catalogueQuestionnaire, id: 'visitor', version: 100 };
