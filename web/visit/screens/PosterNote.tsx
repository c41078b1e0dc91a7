import { timeText } from '../../../shared/clock.ts';
import { Button } from '../../ui/Button.tsx';
import type { KeptNote, KeptPass } from '../desk/shelf.ts';
import type { Poster } from '../journey.ts';
import type { Stage } from './stage.ts';
import type { LaterWords } from './words.ts';

interface PosterNoteProps {
  visit: Stage;
  kept: KeptPass;
  poster: Poster;
  words: LaterWords;
}

/** At a poster: note coming or going by oneself, and what became of it. Never called a proof. */
export function PosterNote({ visit, kept, poster, words }: PosterNoteProps) {
  const [last] = poster.notes;
  if (poster.asks) {
    return (
      <section class="card stack" aria-label={last ? words.comeOrGo : words.arriveOrGo}>
        <h2>{last ? words.comeOrGo : words.arriveOrGo}</h2>
        <div class="come-or-go">
          <Button onClick={() => visit.note(kept, 'out')}>{words.leaving}</Button>
          <Button onClick={() => visit.note(kept, 'in')}>{last ? words.arrivingAgain : words.arriving}</Button>
        </div>
        <p class="small">{words.selfNoted}</p>
        <div>
          <Button kind="quiet" onClick={visit.noNote}>
            {words.noNote}
          </Button>
        </div>
      </section>
    );
  }
  if (last) return <Noted note={last} words={words} />;
  return (
    <div>
      <Button wide onClick={() => visit.note(kept, 'in')}>
        {words.arrive(timeText(poster.at))}
      </Button>
      <p class="soft small">{words.arriveHint}</p>
    </div>
  );
}

function Noted({ note, words }: { note: KeptNote; words: LaterWords }) {
  return (
    <div class="card" role="status">
      <p>
        <strong>
          {words.noted[note.dir]} {timeText(note.at)}
        </strong>
        <br />
        {noteState(note, words)}
      </p>
      <p class="soft small">
        {words.selfNoted} {words.noteMistake}
      </p>
    </div>
  );
}

/** What became of a note, in words. */
export const noteState = ({ answer, refused }: KeptNote, { noteState: said }: LaterWords): string =>
  answer ? said[answer.proof] : refused ? said.refused : said.waiting;
