import type { PosterView, SchoolView } from '../../../shared/api/schools.schema.ts';
import type { Instant } from '../../../shared/clock.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { shortCodeText, whenText } from '../format.ts';
import type { Posters } from '../state/posters.ts';
import { common } from '../strings/common.ts';
import { posterWords } from '../strings/posters.ts';
import { Loaded } from '../ui/Loaded.tsx';
import { SendNotice } from '../ui/SendNotice.tsx';
import { Title } from '../ui/Title.tsx';

interface PostersProps {
  school: SchoolView;
  posters: Posters;
  now: () => Instant;
}

const nameOf = (poster: PosterView): string => poster.gate?.name ?? posterWords().wholeSchool;

export function PostersScreen({ school, posters, now }: PostersProps) {
  const t = posterWords();
  const asked = posters.asked.value;
  return (
    <>
      <Title text={t.title} />
      <p class="soft lead">{t.text}</p>
      <Loaded of={posters.list}>
        {({ posters: all }) => {
          const used = all.filter((poster) => poster.withdrawnAt === null);
          const old = all.filter((poster) => poster.withdrawnAt !== null);
          return (
            <div class="stack">
              {used.some((poster) => poster.trial) && (
                <Notice kind="warn" title={t.trialTitle}>
                  <p>{t.trialText}</p>
                </Notice>
              )}
              {posters.made.value && <Notice kind="success" title={t.fresh} />}
              {used.length === 0 && <p class="soft">{t.none}</p>}
              <ul class="wall">
                {used.map((poster) => (
                  <li key={poster.code}>
                    <Poster poster={poster} posters={posters} now={now()} may={school.actions.includes('school.manage')} />
                  </li>
                ))}
              </ul>
              {old.length > 0 && (
                <details>
                  <summary>
                    {t.withdrawn} ({old.length})
                  </summary>
                  <ul class="plain">
                    {old.map((poster) => (
                      <li key={poster.code}>
                        {nameOf(poster)} · {shortCodeText(poster.code)} ·{' '}
                        {poster.withdrawnAt !== null && t.withdrawnAt(whenText(poster.withdrawnAt, now()))}
                      </li>
                    ))}
                  </ul>
                </details>
              )}
            </div>
          );
        }}
      </Loaded>
      {asked && (
        <Dialog title={t.rotateTitle(nameOf(asked))} onClose={() => posters.ask(undefined)}>
          <div class="stack">
            <p>{t.rotateText}</p>
            <p class="soft">{t.rotateWhy}</p>
            <SendNotice of={posters.rotating} />
            <div class="row">
              <Button kind="danger" onClick={posters.rotate} busy={posters.rotating.busy.value}>
                {t.rotateYes}
              </Button>
              <Button onClick={() => posters.ask(undefined)}>{common().cancel}</Button>
            </div>
          </div>
        </Dialog>
      )}
    </>
  );
}

function Poster({ poster, posters, now, may }: { poster: PosterView; posters: Posters; now: Instant; may: boolean }) {
  const t = posterWords();
  const name = nameOf(poster);
  const file = (kind: 'svg' | 'png' | 'pdf', text: string, primary = false) => (
    <a
      class={primary ? 'button button-primary' : 'button button-quiet'}
      href={posters.fileOf(poster, kind)}
      download
      aria-label={t.fileOf(text, name)}
    >
      {text}
    </a>
  );
  return (
    <article class="poster" aria-label={name}>
      <img class="poster-picture" src={posters.fileOf(poster, 'svg')} alt={t.preview(name)} width="210" height="297" loading="lazy" />
      <div class="stack poster-about">
        <h2>{name}</h2>
        <p>
          {t.code} <strong class="short-code">{shortCodeText(poster.code)}</strong>
        </p>
        <p class="soft small">{t.made(whenText(poster.madeAt, now))}</p>
        <div class="row">
          {file('pdf', t.pdf, true)}
          {file('png', t.png)}
          {file('svg', t.svg)}
        </div>
        {may && (
          <div class="row">
            <Button label={t.rotateOf(name)} onClick={() => posters.ask(poster)}>
              {t.rotate}
            </Button>
          </div>
        )}
      </div>
    </article>
  );
}
