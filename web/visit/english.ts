/** All English words of the pages that few ask for; fetched together. */
export { PROBLEMS_EN, REASONS_EN } from '../lib/problems.en.ts';
export { ALONG_EN } from './along/words.en.ts';
export { LATER_EN } from './screens/words.en.ts';
export { WORDS_EN } from './words.en.ts';
