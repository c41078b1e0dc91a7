import '../ui/tokens.css';
import '../ui/global.css';
import './visit.css';
import { render } from 'preact';
import type { PlaceView } from '../../shared/api/declarations.schema.ts';
import { applyLanguage, type Language, rememberedLanguage } from '../lib/language.ts';
import { App } from './App.tsx';
import { hasHint } from './hint.ts';
import type * as parts from './later.ts';
import { createVisit } from './visit.ts';
import { loadWords } from './words.ts';

/** The server puts the place into the page; an empty block means that the page has to ask. */
function inlinePlace(): PlaceView | undefined {
  const text = document.getElementById('place')?.textContent?.trim();
  return text ? (JSON.parse(text) as PlaceView) : undefined;
}

const inline = inlinePlace();
const root = document.getElementById('app');
const loadLater = () => import('./later.ts');
const language = rememberedLanguage();
let later: typeof parts | undefined;
let update: (() => void) | undefined;
const visit = createVisit({
  inline,
  language,
  hinted: hasHint(Date.now()),
  now: Date.now,
  openJourney: async (store) => {
    later = await loadLater();
    return later.openForVisitor(store, inline);
  },
});
visit.open();
let shown = visit.state().screen;
// The server's greeting goes whole: pieces of it would be used for other lines, and seem to jump.
if (root) root.textContent = '';

function draw(): void {
  const { screen, place } = visit.state();
  if (root) {
    render(<App visit={visit} now={Date.now()} later={later} onLanguage={speak} update={update} />, root);
  }
  if (place) document.title = place.school.shortName;
  if (screen === shown) return;
  const first = shown.kind === 'loading' && screen.kind === 'form';
  shown = screen;
  if (first) return;
  // Another screen: start at its head, for eyes and for listeners.
  scrollTo(0, 0);
  root?.querySelector('h1')?.focus();
}

async function speak(next: Language): Promise<void> {
  applyLanguage(next);
  visit.set({ language: next });
  // The questions bring their English; the page's own words come after, and are Vietnamese where they cannot.
  if (await loadWords(next)) draw();
}

let saving: ReturnType<typeof setTimeout> | undefined;
visit.subscribe(() => {
  draw();
  clearTimeout(saving);
  saving = setTimeout(visit.saveDraft, 300);
});
addEventListener('pagehide', visit.saveDraft);
/** The part that sends could not be fetched: once more. */
addEventListener('online', () => visit.journey() ?? begin());
document.addEventListener('visibilitychange', visit.saveDraft);

/** After the form is on the screen: everything else. */
async function afterPaint(): Promise<void> {
  await visit.start();
  await (await loadLater()).registerWorker('/p/sw.js', '/p/', (updates) => {
    update = updates.apply;
    draw();
  });
}

document.documentElement.lang = language;
if (language === 'en') speak('en');
const begin = (): Promise<unknown> => afterPaint().catch(() => visit.saveDraft());
draw();
// What comes now would stand in the way of the first paint; a page in the background has none.
if (document.visibilityState === 'visible') requestAnimationFrame(() => setTimeout(begin));
else begin();
