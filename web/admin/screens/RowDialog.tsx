import type { LogRow } from '../../../shared/api/log.schema.ts';
import { MINUTE } from '../../../shared/clock.ts';
import type { Action } from '../../../shared/units/can.ts';
import type { Areas } from '../../lib/areas.ts';
import { Button } from '../../ui/Button.tsx';
import { ChoiceButtons } from '../../ui/ChoiceButtons.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Field } from '../../ui/Field.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { minutesOf, momentText } from '../format.ts';
import type { RevokeReason, RowDetails } from '../state/row-details.ts';
import { common } from '../strings/common.ts';
import { logStrings, revokeWords } from '../strings/log.ts';
import { codeWords, dirWords, flagWords, methodWords, notedWords, reasonWords } from '../strings/log-words.ts';
import { Form } from '../ui/Form.tsx';
import { SendNotice } from '../ui/SendNotice.tsx';
import { Verdict } from '../ui/Verdict.tsx';
import { errorAt, isWrong } from '../ui/words.ts';
import { Correct, Corrections, Findings } from './Correct.tsx';
import { DeclarationAnswers } from './DeclarationAnswers.tsx';
import { decidedText, gateText, isNoted, personText } from './LogTable.tsx';

interface RowDialogProps {
  details: RowDetails;
  actions: readonly Action[];
  areas: Areas;
  now: number;
  onClose: () => void;
}

/** All that is known of one entry; the declaration only when it is asked for, since that is recorded. */
export function RowDialog({ details, actions, areas, onClose }: RowDialogProps) {
  const { row } = details;
  return (
    <Dialog title={personText(row)} onClose={onClose}>
      <div class="stack">
        <p class="row-verdict">
          <Verdict colour={row.colour} />
          {isNoted(row) && <span>{notedWords()[row.method]}</span>}
          {row.why.length > 0 && <span>{row.why.map((reason) => reasonWords()[reason]).join(' · ')}</span>}
        </p>
        <Findings row={row} />
        <Facts row={row} />
        <Corrections of={details.correction} />
        <Declaration details={details} may={actions.includes('log.answers')} areas={areas} />
        {actions.includes('log.correct') && !isNoted(row) && <Correct form={details.correction} />}
        {row.code === 'pass' && actions.includes('pass.revoke') && <Revoke details={details} />}
        <div class="row">
          <Button onClick={onClose}>{common().close}</Button>
        </div>
      </div>
    </Dialog>
  );
}

function Facts({ row }: { row: LogRow }) {
  const t = logStrings();
  const late = row.receivedAt - row.at;
  const minutes = minutesOf(late);
  const lateText = late < 2 * MINUTE ? '' : ` (${minutes < 120 ? t.late(minutes) : t.lateHours(Math.round(minutes / 60))})`;
  const facts: [string, string][] = [
    [t.time, `${momentText(row.at)}, ${dirWords()[row.dir].toLowerCase()}`],
    [t.phone, row.phone ?? ''],
    [t.host, row.host ?? ''],
    [t.along, alongText(row)],
    [t.gate, gateText(row)],
    [t.kiosk, isNoted(row) ? t.visitorsPhone : t.kioskAt(row.kiosk.name, row.n)],
    [t.method, isNoted(row) ? '' : `${methodWords()[row.method]} · ${codeWords()[row.code]}`],
    [t.decided, decidedText(row)],
    [t.flags, row.flags.map((flag) => flagWords()[flag]).join('; ')],
    [t.received, momentText(row.receivedAt) + lateText],
  ];
  return (
    <dl class="facts">
      {facts
        .filter(([, value]) => value !== '')
        .map(([name, value]) => [<dt key={name}>{name}</dt>, <dd key={`${name}-value`}>{value}</dd>])}
    </dl>
  );
}

/** The names that are known; else how many. */
function alongText({ companions, companionNames }: LogRow): string {
  if (companions === 0) return '';
  const count = logStrings().moreUnnamed(companions);
  return companionNames.length === 0 ? count : `${count}: ${companionNames.join('; ')}`;
}

function Declaration({ details, may, areas }: { details: RowDetails; may: boolean; areas: Areas }) {
  const t = logStrings();
  const view = details.declaration.value;
  if (details.row.erased) return <p class="soft">{t.erasedText}</p>;
  if (!details.row.declared) return <p class="soft">{t.notDeclared}</p>;
  if (!may) return <p class="soft">{t.mayNot}</p>;
  return (
    <section class="stack" aria-label={t.declaration}>
      <h3>{t.declaration}</h3>
      {view ? (
        <>
          <DeclarationAnswers view={view} areas={areas} />
          {view.companions.map((companion) => (
            <section key={companion.id} class="stack along">
              <h3>{t.alongDeclared(companion.name || t.unreadable)}</h3>
              <DeclarationAnswers view={companion} areas={areas} along />
            </section>
          ))}
          <div class="row">
            <Button onClick={() => print()}>{t.printDeclaration}</Button>
          </div>
        </>
      ) : (
        <>
          <SendNotice of={details.opening} />
          <div class="row">
            <Button onClick={details.openDeclaration} busy={details.opening.busy.value}>
              {t.openDeclaration}
            </Button>
            <p class="small soft">{t.recorded}</p>
          </div>
        </>
      )}
    </section>
  );
}

function Revoke({ details }: { details: RowDetails }) {
  const t = logStrings();
  const words = revokeWords();
  const reasons: readonly RevokeReason[] = ['lost', 'wrong-person', 'order'];
  if (details.revoked.value) return <Notice kind="info" title={t.revoked} />;
  return (
    <details class="revoke">
      <summary>{t.revoke}</summary>
      <Form onSubmit={details.revoke}>
        <p>{t.revokeText}</p>
        <SendNotice of={details.revoking} />
        <Field id="revoke-reason" label={t.revokeReason} error={errorAt(details.revoking, '/reason')} group>
          <ChoiceButtons
            name="revoke-reason"
            options={reasons.map((reason) => ({ value: reason, text: words[reason] }))}
            value={details.reason.value}
            onChange={details.setReason}
            invalid={isWrong(details.revoking, '/reason')}
          />
        </Field>
        <div class="row">
          <Button type="submit" kind="danger" busy={details.revoking.busy.value}>
            {t.revoke}
          </Button>
        </div>
      </Form>
    </details>
  );
}
