import { Button } from '../../ui/Button.tsx';
import { ChoiceButtons } from '../../ui/ChoiceButtons.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Field } from '../../ui/Field.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { TextInput } from '../../ui/TextInput.tsx';
import type { Held, HeldState, Settling } from '../state/held.ts';
import { common } from '../strings/common.ts';
import { heldWords, resolutionTexts, resolutionWords, resolveReasonWords } from '../strings/held.ts';
import { Form } from '../ui/Form.tsx';
import { Loaded } from '../ui/Loaded.tsx';
import { SendNotice } from '../ui/SendNotice.tsx';
import { Title } from '../ui/Title.tsx';
import { errorAt, isWrong } from '../ui/words.ts';
import { HeldCard } from './HeldCard.tsx';

const STATES: readonly HeldState[] = ['open', 'resolved'];

/** What could not be taken into the log as it came, and what the office made of it. */
export function HeldScreen({ held }: { held: Held }) {
  const t = heldWords();
  const state = held.state.value;
  const settling = held.settling.value;
  return (
    <>
      <Title text={t.title} />
      <p class="soft held-text">{t.text}</p>
      <fieldset class="held-states">
        <legend class="unseen">{t.which}</legend>
        {STATES.map((each) => (
          <Button key={each} pressed={each === state} onClick={() => held.show(each)}>
            {t[each]}
          </Button>
        ))}
      </fieldset>
      <div class="held-outcome">
        {held.outcome.value === 'resolved' && <Notice kind="success" title={t.done} />}
        {held.outcome.value === 'still-held' && <Notice kind="warn" title={t.still} />}
      </div>
      <Loaded of={held.list.value}>
        {({ items, cursor }) => (
          <>
            {items.length === 0 && <Empty state={state} />}
            <ul class="held">
              {items.map((item) => (
                <HeldCard key={item.id} item={item} settle={(how) => held.begin(item, how)} />
              ))}
            </ul>
            <SendNotice of={held.more} />
            {cursor && (
              <p class="more">
                <Button onClick={held.showMore} busy={held.more.busy.value}>
                  {t.more}
                </Button>
              </p>
            )}
          </>
        )}
      </Loaded>
      {settling && <Settle held={held} settling={settling} />}
    </>
  );
}

function Empty({ state }: { state: HeldState }) {
  const t = heldWords();
  return (
    <div class="blank">
      <p class="blank-title">{state === 'open' ? t.none : t.noneResolved}</p>
      {state === 'open' && <p class="soft">{t.noneText}</p>}
    </div>
  );
}

function Settle({ held, settling: { how, reasons } }: { held: Held; settling: Settling }) {
  const t = heldWords();
  const words = resolveReasonWords();
  const { sending } = held;
  return (
    <Dialog title={resolutionWords()[how]} onClose={held.leave}>
      {sending.problem.value?.code === 'conflict' ? (
        <div class="stack">
          <Notice kind="error" title={t.clash}>
            <p>{t.clashText}</p>
          </Notice>
          <div class="row">
            <Button kind="primary" onClick={held.lookAgain}>
              {t.reload}
            </Button>
          </div>
        </div>
      ) : (
        <Form onSubmit={held.settle}>
          <p>{resolutionTexts()[how]}</p>
          <SendNotice of={sending} />
          <Field id="held-reason" label={t.reason} error={errorAt(sending, '/reason')} group>
            <ChoiceButtons
              name="held-reason"
              options={reasons.map((value) => ({ value, text: words[value] }))}
              value={held.reason.value}
              onChange={held.setReason}
              invalid={isWrong(sending, '/reason')}
            />
          </Field>
          <Field id="held-note" label={t.note} help={t.noteHelp} optional={common().optional} error={errorAt(sending, '/note')}>
            {(control) => <TextInput {...control} value={held.note.value} onInput={held.setNote} maxLength={200} />}
          </Field>
          <div class="row">
            <Button type="submit" kind="primary" busy={sending.busy.value}>
              {resolutionWords()[how]}
            </Button>
            <Button onClick={held.leave}>{common().cancel}</Button>
          </div>
        </Form>
      )}
    </Dialog>
  );
}
