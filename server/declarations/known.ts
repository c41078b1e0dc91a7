import { isCountry } from '../../shared/countries/codes.ts';
import type { KnownCodes } from '../../shared/questionnaire/items.ts';
import { isCommuneOf } from '../areas/store.ts';

/** Lists that only the server has at hand: a phone checks the form of such an answer, the server that it exists. */
export const KNOWN_CODES: KnownCodes = {
  area: (province, commune) => isCommuneOf(commune, province),
  country: isCountry,
};
