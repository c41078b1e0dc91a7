import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { Spinner } from '../../ui/Progress.tsx';
import type { PosterPrint } from '../state/poster-print.ts';
import { posterWords } from '../strings/posters.ts';
import { wordsOf } from '../ui/words.ts';

/** A button that fetches a PDF of many, and how far it is. */
export function PosterPrintPart({ print, text }: { print: PosterPrint; text: string }) {
  return (
    <div class="stack">
      <div class="row">
        <Button onClick={print.start} busy={print.stage.value.kind === 'arriving'}>
          {text}
        </Button>
      </div>
      <Stage print={print} />
    </div>
  );
}

function Stage({ print }: { print: PosterPrint }) {
  const t = posterWords();
  const stage = print.stage.value;
  switch (stage.kind) {
    case 'idle':
      return null;
    case 'arriving':
      return (
        <div class="stack">
          {stage.of === undefined ? (
            <Spinner text={t.printAsking} />
          ) : (
            <p class="arrival">
              <progress max={stage.of} value={stage.pages} aria-label={t.printPages(stage.pages, stage.of)} />
              <span>{t.printPages(stage.pages, stage.of)}</span>
            </p>
          )}
          <div class="row">
            <Button onClick={print.cancel}>{t.printCancel}</Button>
          </div>
        </div>
      );
    case 'failed':
      return (
        <Notice kind="error" title={t.printFailed}>
          <p>{wordsOf(stage.problem)}</p>
        </Notice>
      );
    case 'done':
      return <Notice kind="success" title={t.printDone(stage.pages, stage.name)} />;
  }
}
