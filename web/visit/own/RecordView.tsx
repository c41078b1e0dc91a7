import type { OwnDeclaration, OwnRecord } from '../../../shared/api/own-records.schema.ts';
import { dayText } from '../../../shared/clock.ts';
import type { Answer, Item, Questionnaire } from '../../../shared/questionnaire/types.ts';
import { visibleItems } from '../../../shared/questionnaire/visible.ts';
import type { Language } from '../../lib/language.ts';
import { Button } from '../../ui/Button.tsx';
import { say } from '../../ui/say.ts';
import type { Stage } from '../screens/stage.ts';
import { momentText } from './moment.ts';
import { type OwnWords, ownWords } from './words.ts';

interface RecordViewProps {
  record: OwnRecord;
  language: Language;
  visit: Stage;
}

/** All that the school keeps, word for word. */
export function RecordView({ record, language, visit }: RecordViewProps) {
  const t = ownWords(language);
  const { declarations, visits, requests, keptThrough, school } = record;
  const known = new Set(visit.desk.receipts().map(({ receipt }) => receipt.number));
  return (
    <>
      {declarations.length === 0 ? <p>{t.nothing}</p> : keptThrough && <p>{t.keptThrough(dayText(keptThrough))}</p>}
      {declarations.map((declaration) => (
        <Declaration key={declaration.id} declaration={declaration} language={language} words={t} />
      ))}
      {declarations.length > 0 && (
        <section class="card">
          <h2>{t.visits}</h2>
          {visits.length === 0 && <p>{t.noVisits}</p>}
          <ul class="plain">
            {visits.map(({ at, dir, gate, how }) => (
              <li key={`${at}${dir}${how}`}>
                <strong>
                  {t.dir[dir]} {momentText(at)}
                </strong>{' '}
                {[gate, t.how[how]].filter(Boolean).join(', ')}
              </li>
            ))}
          </ul>
        </section>
      )}
      {requests.length > 0 && (
        <section class="card">
          <h2>{t.requests}</h2>
          <ul class="plain">
            {requests.map((receipt) => (
              <li key={receipt.number}>
                {t.receiptTitle[receipt.kind]} · {receipt.number} · {momentText(receipt.askedAt)}{' '}
                {known.has(receipt.number) && (
                  <Button kind="quiet" onClick={() => visit.showReceipt(receipt.number)}>
                    {t.receipt}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        </section>
      )}
      <p>
        {t.contact} <strong>{[school.name, school.phone, school.contact].filter(Boolean).join(' · ')}</strong>
      </p>
    </>
  );
}

function Declaration({ declaration, language, words }: { declaration: OwnDeclaration; language: Language; words: OwnWords }) {
  const { questionnaire, answers, consent, withdrawn } = declaration;
  return (
    <section class="card stack">
      <div>
        <h2>{declaration.maskedName}</h2>
        <p class="soft">
          {words.declaredAt(momentText(declaration.at))} {words.passState[declaration.pass.state]}
        </p>
      </div>
      {answers ? (
        <dl class="facts">
          {visibleItems(questionnaire, answers).map((item) => {
            const answer = answers[item.linkId];
            return answer === undefined ? null : (
              <div key={item.linkId}>
                <dt>{say(item.text, language, questionnaire)}</dt>
                <dd>{answerText(item, answer, questionnaire, language, words)}</dd>
              </div>
            );
          })}
        </dl>
      ) : (
        <p>{words.answersGone}</p>
      )}
      <div>
        <p>{words.consent(momentText(consent.at))}</p>
        <ul>
          {questionnaire.consent.purposes
            .filter(({ code }) => consent.purposes.includes(code))
            .map(({ code, text }) => (
              <li key={code}>
                {say(text, language, questionnaire)} {withdrawn.includes(code) && <strong>({words.withdrawn})</strong>}
              </li>
            ))}
        </ul>
      </div>
    </section>
  );
}

function answerText(item: Item, answer: Answer, questionnaire: Questionnaire, language: Language, words: OwnWords): string {
  const choice = (code: string): string => {
    const found = 'choices' in item ? item.choices.find((each) => each.code === code) : undefined;
    return found ? say(found.text, language, questionnaire) : code;
  };
  if (typeof answer === 'boolean') return answer ? words.yes : words.no;
  if (typeof answer === 'number') return language === 'vi' ? String(answer).replace('.', ',') : String(answer);
  if (typeof answer === 'string') return item.type === 'day' ? dayText(answer) : choice(answer);
  if (Array.isArray(answer)) return answer.map(choice).join(', ');
  return [answer.street, answer.commune, answer.province].filter(Boolean).join(', ');
}
