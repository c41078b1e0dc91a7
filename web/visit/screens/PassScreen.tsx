import { Component } from 'preact';
import { dayOf, dayText, timeText } from '../../../shared/clock.ts';
import { formatTenDigits } from '../../../shared/codes.ts';
import { Button } from '../../ui/Button.tsx';
import { Later as Fetched } from '../../ui/Later.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { Qr } from '../../ui/Qr.tsx';
import type { KeptPass } from '../desk/shelf.ts';
import { endOf } from '../desk/validity.ts';
import { Bright } from './Bright.tsx';
import { PassList } from './PassList.tsx';
import { PosterNote } from './PosterNote.tsx';
import type { Stage } from './stage.ts';
import { type LaterWords, laterWords } from './words.ts';

interface PassScreenProps {
  visit: Stage;
  id: string;
  now: number;
}

interface Open {
  open?: 'bright' | 'picture' | undefined;
}

const loadSave = () => import('../own/Own.tsx').then((module) => module.SavePass);

/** The pass, large. What was answered is not on it; both outcomes say as much and in the same place, so that they look alike. */
export class PassScreen extends Component<PassScreenProps, Open> {
  override render({ visit, id, now }: PassScreenProps, { open }: Open) {
    const { language } = visit.state();
    const t = laterWords(language);
    const { desk } = visit;
    const kept = desk.allPasses().find((pass) => pass.id === id);
    if (!kept) return <NoPass visit={visit} words={t} />;
    const { pass } = kept;
    const record = kept.of ?? kept.id;
    const party = desk.allPasses().filter((other) => (other.of ?? other.id) === record);
    const others = desk.passes().filter((other) => !party.includes(other));
    const expired = endOf(kept) < now;
    const close = () => this.setState({ open: undefined });
    const turnTo = (next: KeptPass) => visit.showPass(next.id);
    const facts = factsOf(kept, expired, t);
    const poster = expired ? undefined : visit.poster(kept);
    const note = poster && <PosterNote visit={visit} kept={kept} poster={poster} words={t} />;
    // Where the question stood, its answer is looked for.
    const onTop = poster?.asks || (poster?.returned && poster.notes.length > 0);
    const redo = (
      <Button kind={expired ? 'primary' : 'secondary'} wide onClick={() => visit.declareAgain(false)}>
        {t.redo}
      </Button>
    );
    return (
      <div class="stack">
        <h1 tabIndex={-1} class="pass-school">
          {pass.school}
        </h1>
        {onTop && note}
        <p class="lead">{expired ? t.expired : t.show}</p>
        {expired && redo}
        <section class="pass">
          <div class="pass-code">
            <Qr text={pass.digits} label={t.qr} fallback={pass.typedCode} />
            {/* For fingers alone: the button below says the same to everybody else. */}
            <button type="button" class="pass-tap" tabIndex={-1} aria-hidden="true" onClick={() => this.setState({ open: 'bright' })} />
          </div>
          <p class="pass-name">{pass.maskedName}</p>
          {party.length > 1 && <Turner party={party} kept={kept} words={t} onTurn={turnTo} />}
          {kept.others && (
            <p class="pass-group">
              <strong>{t.group(kept.others.length + 1)}</strong>
              <br />
              {kept.others.join(', ')}
            </p>
          )}
          <p class="pass-typed">
            {t.typed}: <strong>{formatTenDigits(pass.typedCode)}</strong>
          </p>
          <p class="pass-until">{facts.until}</p>
          <p class="small">{facts.made}</p>
        </section>
        {!expired && <p>{t.next[pass.outcome]}</p>}
        {!desk.lasting && <Notice kind="warn">{t.saveToKeep}</Notice>}
        <div class="actions">
          {!expired && (
            <>
              <Button kind="primary" wide onClick={() => this.setState({ open: 'bright' })}>
                {t.bright}
              </Button>
              {!onTop && note}
              <Button wide onClick={() => this.setState({ open: 'picture' })}>
                {t.save}
              </Button>
            </>
          )}
          <Button wide onClick={() => visit.declareAgain(true)}>
            {t.another}
          </Button>
          {!expired && redo}
        </div>
        <PassList visit={visit} passes={others} title={t.others} />
        <section class="actions" aria-label={t.rights}>
          <h2>{t.rights}</h2>
          {desk.records().some((each) => each.id === record) &&
            (['see', 'withdraw', 'erase'] as const).map((wish) => (
              <Button key={wish} wide onClick={() => visit.showRecord(record, wish)}>
                {t[wish]}
              </Button>
            ))}
          <Button wide onClick={visit.showOwn}>
            {t.own}
          </Button>
        </section>
        {open === 'bright' && (
          <Bright kept={kept} facts={facts} words={t} onClose={close}>
            {party.length > 1 && <Turner party={party} kept={kept} words={t} onTurn={turnTo} />}
          </Bright>
        )}
        {open === 'picture' && <Fetched load={loadSave} props={{ pass, facts, language, onClose: close }} words={t.part} />}
      </div>
    );
  }
}

export interface PassFacts {
  until: string;
  made: string;
  /** '' for one person. */
  group: string;
}

function factsOf({ pass, others }: KeptPass, expired: boolean, t: LaterWords): PassFacts {
  const day = (at: number): string => dayText(dayOf(at));
  return {
    until: expired ? t.expired : t.until(timeText(pass.expiresAt), day(pass.expiresAt)),
    made: t.madeAt(timeText(pass.issuedAt), day(pass.issuedAt)),
    group: others ? t.group(others.length + 1) : '',
  };
}

interface TurnerProps {
  party: readonly KeptPass[];
  kept: KeptPass;
  words: LaterWords;
  onTurn: (next: KeptPass) => void;
}

/** From one pass of a party to the next, for the guard to scan them one after the other. */
function Turner({ party, kept, words, onTurn }: TurnerProps) {
  const index = party.indexOf(kept);
  const before = party[index - 1];
  const after = party[index + 1];
  return (
    <nav class="turner" aria-label={words.position(index + 1, party.length)}>
      <Button disabled={!before} onClick={() => before && onTurn(before)}>
        {words.before}
      </Button>
      <strong>
        {index + 1}/{party.length}
      </strong>
      <Button disabled={!after} onClick={() => after && onTurn(after)}>
        {words.after}
      </Button>
    </nav>
  );
}

/** Deleted a moment ago, or in another tab. */
function NoPass({ visit, words }: { visit: Stage; words: LaterWords }) {
  return (
    <div class="stack">
      <h1 tabIndex={-1}>{words.noPass}</h1>
      <Button kind="primary" wide onClick={() => visit.declareAgain(false)}>
        {words.redo}
      </Button>
      <Button wide onClick={visit.showOwn}>
        {words.own}
      </Button>
    </div>
  );
}
