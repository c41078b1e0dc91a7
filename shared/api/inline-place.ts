import type { PlaceView } from './declarations.schema.ts';

/**
 * The place as the visitor's page brings it: what the form shows, in Vietnamese. Keys, outcome rules and English are
 * left out for speed; the page asks for the whole place once the form stands (a place without an English title is one
 * of these). Text for a `<script type="application/json">`: no `<` can end it early.
 */
export function inlinePlace(view: PlaceView): string {
  const short: PlaceView = { ...view, keys: { at: 0, keys: [] }, questionnaire: { ...view.questionnaire, outcome: [] } };
  return JSON.stringify(short, (key, value: unknown) => (key === 'en' ? undefined : value)).replaceAll('<', '\\u003c');
}
