/** The visitor's shell with a place in it, for the eye and for the script. */
import type { PlaceView } from '../../shared/api/declarations.schema.ts';
import { inlinePlace } from '../../shared/api/inline-place.ts';
import { fillDays } from '../../shared/questionnaire/texts.ts';

/** Both stand in web/visit/index.html. */
const GREETING_SLOT = '<div id="app"></div>';
const PLACE_SLOT = '<script type="application/json" id="place"></script>';

export const withPlace = (html: string, view: PlaceView): string =>
  html
    .replace(GREETING_SLOT, () => `<div id="app">${greetingOf(view)}</div>`)
    .replace(PLACE_SLOT, () => `<script type="application/json" id="place">${inlinePlace(view)}</script>`);

/**
 * What stands there before the script has run: name, gate and first sentence, as the page itself draws them
 * (web/ui/Page.tsx, web/visit/App.tsx). '' for a place that has no form.
 */
function greetingOf({ state, school, gate, questionnaire }: PlaceView): string {
  if (state !== 'open') return '';
  const line = (text: string | null | undefined, kind: string): string => (text ? `<p class="${kind}">${escaped(text)}</p>` : '');
  const intro = questionnaire.intro && fillDays(questionnaire.intro.vi, questionnaire);
  const head = '<header class="page-head"><svg width="32" height="32"></svg><span class="page-name">QuaCổng</span></header>';
  const main = `<h1>${escaped(school.name)}</h1>${line(gate, 'soft')}${line(intro, 'lead')}`;
  return `<div class="page">${head}<main id="main">${main}</main></div>`;
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
