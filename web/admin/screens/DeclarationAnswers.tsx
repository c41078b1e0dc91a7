import { signal } from '@preact/signals';
import { Component } from 'preact';
import type { DeclarationView } from '../../../shared/api/log.schema.ts';
import { fillDays } from '../../../shared/questionnaire/texts.ts';
import { visibleItems } from '../../../shared/questionnaire/visible.ts';
import type { Areas } from '../../lib/areas.ts';
import { language } from '../../lib/i18n.ts';
import { momentText } from '../format.ts';
import { type AnswerNames, answerText, placesOf } from '../state/answers.ts';
import { channelWords, languageWords, logStrings } from '../strings/log.ts';

interface AnswersProps {
  view: DeclarationView;
  areas: Areas;
  /** Of somebody who came along: school, time and consent stand with the declarer's. */
  along?: boolean;
}

/** What was asked and answered, in the words of that version of the questionnaire. */
export class DeclarationAnswers extends Component<AnswersProps> {
  private places = signal<ReadonlyMap<string, string>>(new Map());

  override componentDidMount(): void {
    placesOf(this.props.view, this.props.areas).then((places) => {
      this.places.value = places;
    });
  }

  override render({ view, along = false }: AnswersProps) {
    const t = logStrings();
    const { questionnaire, answers, outcome } = view;
    // Of destroyed answers nobody can say what they were.
    const outcomeText = outcome === 'cleared' ? t.outcomeCleared : t.outcomeAttention;
    const said = [along ? '' : t.declaredAt(momentText(view.at)), answers ? outcomeText : ''];
    const names: AnswerNames = { places: this.places.value, yes: t.yes, no: t.no, none: t.noAnswer };
    return (
      <>
        {!along && <p class="on-paper">{view.school}</p>}
        <p>{said.filter((text) => text !== '').join(' · ')}</p>
        {answers ? (
          <dl class="facts facts-long">
            {visibleItems(questionnaire, answers).map((item) => [
              <dt key={item.linkId}>{fillDays(item.text[language.value], questionnaire)}</dt>,
              <dd key={`${item.linkId}-answer`}>{answerText(item, answers[item.linkId], language.value, names)}</dd>,
            ])}
          </dl>
        ) : (
          <p class="soft">{t.answersGone}</p>
        )}
        {!along && <ConsentProof view={view} />}
      </>
    );
  }
}

/** What a data subject may ask to see: which purposes, which text, in which language, when and by which way. */
function ConsentProof({ view }: { view: DeclarationView }) {
  const t = logStrings();
  const { consent, questionnaire, withdrawn } = view;
  const choice = (code: string): string =>
    withdrawn.includes(code) ? t.consentWithdrawn : consent.purposes.includes(code) ? t.consentYes : t.consentNo;
  const named = (names: Readonly<Record<string, string>>, code: string): string => names[code] ?? code;
  return (
    <>
      <h3>{t.consents}</h3>
      <dl class="facts facts-long">
        {questionnaire.consent.purposes.map(({ code, text }) => [
          <dt key={code}>{text[language.value]}</dt>,
          <dd key={`${code}-choice`}>{choice(code)}</dd>,
        ])}
      </dl>
      <p class="small soft">
        {t.consent(consent.version, named(languageWords(), consent.language), momentText(consent.at))} ·{' '}
        {named(channelWords(), consent.channel)}
      </p>
    </>
  );
}
