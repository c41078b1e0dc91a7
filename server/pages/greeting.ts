/**
 * What a visitor sees of a place before the page's script has run: its name, gate and first sentence, as the page itself
 * draws them (web/ui/Page.tsx, web/visit/App.tsx). On a slow line that is a second earlier; the script then takes over.
 */
import type { PlaceView } from '../../shared/api/declarations.schema.ts';
import { fillDays } from '../../shared/questionnaire/texts.ts';

/** HTML for the element that the script draws into; '' for a place that has no form. */
export function greetingOf({ state, school, gate, questionnaire }: PlaceView): string {
  if (state !== 'open') return '';
  const line = (text: string | null | undefined, kind: string): string => (text ? `<p class="${kind}">${escaped(text)}</p>` : '');
  const intro = questionnaire.intro && fillDays(questionnaire.intro.vi, questionnaire);
  const head = '<header class="page-head"><svg width="32" height="32"></svg><span class="page-name">QuaCổng</span></header>';
  const main = `<h1>${escaped(school.name)}</h1>${line(gate, 'soft')}${line(intro, 'lead')}`;
  return `<div class="page">${head}<main id="main">${main}</main></div>`;
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
