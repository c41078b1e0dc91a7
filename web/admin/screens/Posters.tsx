import type { PosterView, SchoolView } from '../../../shared/api/schools.schema.ts';
import type { Instant } from '../../../shared/clock.ts';
import { codeSizeText, distanceText, POSTER_LAYOUTS } from '../../../shared/poster/layouts.ts';
import { language } from '../../lib/i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Field } from '../../ui/Field.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { Select } from '../../ui/Select.tsx';
import { TextInput } from '../../ui/TextInput.tsx';
import { shortCodeText, whenText } from '../format.ts';
import type { Admin } from '../state/admin.ts';
import { dataOf } from '../state/loader.ts';
import type { Posters } from '../state/posters.ts';
import { common } from '../strings/common.ts';
import { layoutWords, posterWords } from '../strings/posters.ts';
import { BigChoice } from '../ui/BigChoice.tsx';
import { Loaded } from '../ui/Loaded.tsx';
import { SendNotice } from '../ui/SendNotice.tsx';
import { Title } from '../ui/Title.tsx';
import { GuidePart } from './GuidePart.tsx';
import { PosterPrintPart } from './PosterPrint.tsx';

interface PostersProps {
  admin: Admin;
  school: SchoolView;
  posters: Posters;
}

const nameOf = (poster: PosterView): string => poster.gate?.name ?? posterWords().wholeSchool;

export function PostersScreen({ admin, school, posters }: PostersProps) {
  const t = posterWords();
  const several = (dataOf(admin.schools.state.value)?.schools.length ?? 0) > 1;
  return (
    <>
      <Title text={t.title} />
      <p class="soft lead">{t.text}</p>
      <Loaded of={posters.list}>
        {() => {
          const shown = posters.shown.value;
          return (
            <div class="stack">
              {shown?.trial && (
                <Notice kind="warn" title={t.trialTitle}>
                  <p>{t.trialText}</p>
                </Notice>
              )}
              {posters.made.value && <Notice kind="success" title={t.fresh} />}
              {shown ? <Wall school={school} posters={posters} shown={shown} now={admin.clock()} /> : <p class="soft">{t.none}</p>}
              <div class="two">
                <section class="stack" aria-labelledby="all-title">
                  <h2 id="all-title">{t.allTitle}</h2>
                  <p class="soft">{t.allText}</p>
                  <PosterPrintPart print={posters.all} text={t.all} />
                  {several && <Many posters={posters} />}
                </section>
                {shown && <GuidePart school={school} poster={posters.used.value[0] ?? shown} />}
              </div>
              <Withdrawn posters={posters} now={admin.clock()} />
            </div>
          );
        }}
      </Loaded>
      <Rotate posters={posters} />
    </>
  );
}

interface WallProps {
  school: SchoolView;
  posters: Posters;
  shown: PosterView;
  now: Instant;
}

function Wall({ school, posters, shown, now }: WallProps) {
  const t = posterWords();
  const paper = layoutWords();
  const name = nameOf(shown);
  const layout = posters.layout.value;
  const file = (kind: 'svg' | 'png' | 'pdf', text: string) => (
    <a class="button" href={posters.fileOf(shown, kind)} download aria-label={t.fileOf(text, name)}>
      {text}
    </a>
  );
  return (
    <article class="posters" aria-label={name}>
      <div class="stack">
        <Field id="poster-gate" label={t.gate}>
          {(control) => (
            <Select
              {...control}
              value={shown.code}
              options={posters.used.value.map((poster) => ({ value: poster.code, text: nameOf(poster) }))}
              onChange={posters.show}
            />
          )}
        </Field>
        <Field id="poster-layout" label={t.layout} group>
          <BigChoice
            name="poster-layout"
            options={POSTER_LAYOUTS.map((value) => ({ value, title: paper[value], text: paper[`${value}Text`] }))}
            value={layout}
            onChange={posters.setLayout}
          />
        </Field>
        <div>
          <p class="poster-facts">{t.facts(codeSizeText(layout, language.value), distanceText(layout, language.value))}</p>
          <p class="soft">
            {t.factsPrint} {layout === 'six' ? t.factsCut : layout === 'card' ? t.factsFold : ''}
          </p>
        </div>
        <div class="row">
          <Button kind="primary" label={t.printOf(name)} onClick={() => window.print()}>
            {t.print}
          </Button>
          {file('pdf', t.pdf)}
          {file('png', t.png)}
          {file('svg', t.svg)}
        </div>
        <p class="soft small">
          {t.code} <strong class="short-code">{shortCodeText(shown.code)}</strong> · {t.made(whenText(shown.madeAt, now))}
        </p>
        {school.actions.includes('school.manage') && (
          <div class="row">
            <Button label={t.rotateOf(name)} onClick={() => void posters.ask(shown)}>
              {t.rotate}
            </Button>
          </div>
        )}
      </div>
      <div class="poster-desk">
        <img
          class={`poster-sheet paper${layout === 'a3' ? ' poster-sheet-a3' : ''}`}
          src={posters.fileOf(shown, 'svg')}
          alt={t.preview(name)}
          width="210"
          height="297"
        />
      </div>
    </article>
  );
}

function Many({ posters }: { posters: Posters }) {
  const t = posterWords();
  return (
    <div class="stack">
      <h3>{t.manyTitle}</h3>
      <p class="soft">{t.manyText}</p>
      <Field id="many-filter" label={t.manyFilter} help={t.manyFilterHelp}>
        {(control) => <TextInput {...control} value={posters.wanted.value} onInput={posters.setWanted} maxLength={100} />}
      </Field>
      <Checkbox id="many-whole" checked={posters.wholeOnly.value} onChange={posters.setWholeOnly} plain>
        {t.manyWhole}
      </Checkbox>
      <PosterPrintPart print={posters.many} text={t.many} />
    </div>
  );
}

function Withdrawn({ posters, now }: { posters: Posters; now: Instant }) {
  const t = posterWords();
  const old = posters.old.value;
  if (old.length === 0) return null;
  return (
    <details>
      <summary>
        {t.withdrawn} ({old.length})
      </summary>
      <p class="soft">{t.withdrawnText}</p>
      <ul class="plain">
        {old.map((poster) => (
          <li key={poster.code}>
            {nameOf(poster)} · <span class="short-code">{shortCodeText(poster.code)}</span> ·{' '}
            {poster.withdrawnAt !== null && t.withdrawnAt(whenText(poster.withdrawnAt, now))}
          </li>
        ))}
      </ul>
    </details>
  );
}

function Rotate({ posters }: { posters: Posters }) {
  const t = posterWords();
  const asked = posters.asked.value;
  const use = posters.use.value;
  if (!asked) return null;
  return (
    <Dialog title={t.rotateTitle(nameOf(asked))} onClose={() => void posters.ask(undefined)}>
      <div class="stack">
        <p>{t.rotateText}</p>
        <ul class="plain">
          <li>{t.rotateOld(shortCodeText(asked.code))}</li>
          <li>{t.rotatePass}</li>
          {use && <li>{t.rotateUse(use.week, use.valid)}</li>}
        </ul>
        <p class="soft">{t.rotateWhy}</p>
        <SendNotice of={posters.rotating} />
        <div class="row">
          <Button kind="danger" onClick={posters.rotate} busy={posters.rotating.busy.value}>
            {t.rotateYes}
          </Button>
          <Button onClick={() => void posters.ask(undefined)}>{common().cancel}</Button>
        </div>
      </div>
    </Dialog>
  );
}
