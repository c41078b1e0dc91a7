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
}

/** What was asked and answered, in the words of that version of the questionnaire. */
export class DeclarationAnswers extends Component<AnswersProps> {
  private places = signal<ReadonlyMap<string, string>>(new Map());

  override componentDidMount(): void {
    placesOf(this.props.view, this.props.areas).then((places) => {
      this.places.value = places;
    });
  }

  override render({ view }: AnswersProps) {
    const t = logStrings();
    const { questionnaire, answers, outcome } = view;
    const names: AnswerNames = { places: this.places.value, yes: t.yes, no: t.no, none: t.noAnswer };
    return (
      <>
        <p class="on-paper">{view.school}</p>
        <p>
          {t.declaredAt(momentText(view.at))} · {outcome === 'cleared' ? t.outcomeCleared : t.outcomeAttention}
        </p>
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
        <ConsentProof view={view} />
      </>
    );
  }
}

/** What a data subject may ask to see: which purposes, which text, in which language, when and by which way. */
function ConsentProof({ view }: { view: DeclarationView }) {
  const t = logStrings();
  const { consent, questionnaire } = view;
  const named = (names: Readonly<Record<string, string>>, code: string): string => names[code] ?? code;
  return (
    <>
      <h3>{t.consents}</h3>
      <dl class="facts facts-long">
        {questionnaire.consent.purposes.map(({ code, text }) => [
          <dt key={code}>{text[language.value]}</dt>,
          <dd key={`${code}-choice`}>{consent.purposes.includes(code) ? t.consentYes : t.consentNo}</dd>,
        ])}
      </dl>
      <p class="small soft">
        {t.consent(consent.version, named(languageWords(), consent.language), momentText(consent.at))} ·{' '}
        {named(channelWords(), consent.channel)}
      </p>
    </>
  );
}
