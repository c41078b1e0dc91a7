import { Component } from 'preact';
import type { PosterView, SchoolView } from '../../../shared/api/schools.schema.ts';
import { Button } from '../../ui/Button.tsx';
import { posterWords } from '../strings/posters.ts';

interface GuideProps {
  school: SchoolView;
  /** Its code names the page; the page outlives it. */
  poster: PosterView;
}

const MARKS: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** What the school's site shows: a frame, with nothing that runs. */
export function embedCode(address: string, title: string): string {
  const safe = title.replace(/[&<>"]/g, (mark) => MARKS[mark] ?? mark);
  return `<iframe src="${address}" title="${safe}" width="100%" height="900" loading="lazy"></iframe>`;
}

/** The page for visitors that the school may publish: to open, to keep as a file, to embed. */
export class GuidePart extends Component<GuideProps, { copied: boolean | undefined }> {
  override state = { copied: undefined as boolean | undefined };

  private copy = async (text: string): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      this.setState({ copied: true });
    } catch {
      // Without https, or when somebody refused: the text stands there to be selected.
      this.setState({ copied: false });
    }
  };

  override render({ school, poster }: GuideProps) {
    const t = posterWords();
    const path = `/guide/${poster.code}`;
    const code = embedCode(`${new URL(poster.link).origin}${path}`, t.guideFrame(school.name));
    const { copied } = this.state;
    return (
      <section class="stack" aria-labelledby="guide-title">
        <h2 id="guide-title">{t.guideTitle}</h2>
        <p class="soft">{t.guideText}</p>
        <div class="row">
          <a class="button" href={path} target="_blank" rel="noopener">
            {t.guideOpen}
          </a>
          <a class="button button-quiet" href={path} download="huong-dan-khai-bao.html">
            {t.guideSave}
          </a>
        </div>
        <label class="stack" for="embed-code">
          <span class="soft">{t.guideCode}</span>
          <textarea id="embed-code" class="input embed" readOnly rows={6} value={code} />
        </label>
        <div class="row">
          <Button onClick={() => void this.copy(code)}>{t.guideCopy}</Button>
          <span role="status">{copied === undefined ? '' : copied ? t.guideCopied : t.guideNotCopied}</span>
        </div>
      </section>
    );
  }
}
