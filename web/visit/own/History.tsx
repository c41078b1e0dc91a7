import { Component, type ComponentChildren } from 'preact';
import { DAY, dayOf, dayText } from '../../../shared/clock.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Notice } from '../../ui/Notice.tsx';
import type { KeptNote, KeptRecord } from '../desk/shelf.ts';
import { noteState } from '../screens/PosterNote.tsx';
import type { Stage } from '../screens/stage.ts';
import { laterWords } from '../screens/words.ts';
import { historyOf } from './history.ts';
import { momentText } from './moment.ts';
import type { OwnProps } from './Own.tsx';
import { type OwnWords, ownWords } from './words.ts';

/** What is about to be deleted, and what that means. */
interface Deleting {
  title: string;
  text: string;
  button: string;
  remove: () => Promise<unknown>;
}

interface HistoryState {
  deleting?: Deleting | undefined;
  deleted?: boolean;
}

/** Everything that this phone keeps, to see and to delete, one by one or all. */
export class History extends Component<OwnProps, HistoryState> {
  private ask = (text: string, remove: () => Promise<unknown>): void => {
    const t = ownWords(this.props.visit.state().language);
    this.setState({ deleted: false, deleting: { title: t.deleteAsk, button: t.delete, text, remove } });
  };

  private remove = async ({ remove }: Deleting): Promise<void> => {
    await remove();
    this.setState({ deleting: undefined, deleted: true });
  };

  override render({ visit }: OwnProps, { deleting, deleted }: HistoryState) {
    const t = ownWords(visit.state().language);
    const { desk } = visit;
    const schools = historyOf(desk.records(), desk.notes());
    const keep = () => this.setState({ deleting: undefined });
    const others = this.others(visit, t);
    const all: Deleting = { title: t.deleteAllAsk, text: t.deleteAllText, button: t.deleteAll, remove: visit.forgetAll };
    return (
      <div class="stack">
        <h1 tabIndex={-1}>{laterWords(visit.state().language).own}</h1>
        <p>{t.intro}</p>
        {deleted && <Notice kind="success">{t.deleted}</Notice>}
        {schools.length === 0 && others.length === 0 && <p>{t.none}</p>}
        {schools.map(({ schoolId, school, entries }) => (
          <section key={schoolId} class="stack">
            <h2>{t.school(school)}</h2>
            {entries.map((entry) =>
              entry.kind === 'declaration' ? (
                <Declaration key={entry.record.id} visit={visit} record={entry.record} words={t} onDelete={this.ask} />
              ) : (
                <Note key={entry.note.id} visit={visit} note={entry.note} words={t} onDelete={this.ask} />
              ),
            )}
          </section>
        ))}
        {others}
        <div class="actions">
          <Button kind="primary" wide onClick={visit.back}>
            {t.back}
          </Button>
          <Button kind="danger" wide onClick={() => this.setState({ deleting: all, deleted: false })}>
            {t.deleteAll}
          </Button>
        </div>
        {deleting && (
          <Dialog title={deleting.title} onClose={keep}>
            <div class="stack">
              <p>{deleting.text}</p>
              <Button kind="danger" wide onClick={() => this.remove(deleting)}>
                {deleting.button}
              </Button>
              <Button wide onClick={keep}>
                {t.keep}
              </Button>
            </div>
          </Dialog>
        )}
      </div>
    );
  }

  /** What is no visit: who is remembered, drafts, receipts, and passes of an older page. */
  private others(visit: Stage, t: OwnWords): ComponentChildren[] {
    const { desk } = visit;
    const { person, drafts } = visit.small();
    const records = new Set(desk.records().map(({ id }) => id));
    const row = (key: string, title: string, text: string, remove: () => Promise<unknown>, more?: ComponentChildren) => (
      <section key={key} class="card stack">
        <div>
          <h2>{title}</h2>
          <p>{text}</p>
        </div>
        <div class="row-actions">
          {more}
          <Button kind="danger" label={`${t.delete}: ${title}, ${text}`} onClick={() => this.ask(t.deleteOther, remove)}>
            {t.delete}
          </Button>
        </div>
      </section>
    );
    return [
      ...desk
        .receipts()
        .map(({ receipt }) =>
          row(
            receipt.number,
            t.receipts,
            `${t.receiptTitle[receipt.kind]} · ${receipt.number} · ${momentText(receipt.askedAt)}`,
            () => desk.forgetReceipt(receipt.number),
            <Button onClick={() => visit.showReceipt(receipt.number)}>{t.receipt}</Button>,
          ),
        ),
      ...(person ? [row('person', t.person, namesIn(person), async () => visit.forgetPerson())] : []),
      ...drafts.map((code) => row(code, t.drafts, code, async () => visit.forgetDraft(code))),
      ...desk
        .allPasses()
        .filter((pass) => !records.has(pass.of ?? pass.id))
        .map(({ id, pass }) =>
          row(id, t.codes, `${pass.maskedName} · ${pass.school} · ${dayText(dayOf(pass.expiresAt))}`, () => desk.forgetPass(id)),
        ),
    ];
  }
}

/** Texts only: codes of lists say nothing here. */
const namesIn = (person: Record<string, unknown>): string =>
  Object.entries(person)
    .filter(([key, value]) => ['name', 'phone', 'host'].includes(key) && typeof value === 'string')
    .map(([, value]) => value)
    .join(' · ');

interface EntryProps {
  visit: Stage;
  words: OwnWords;
  onDelete: (text: string, remove: () => Promise<unknown>) => void;
}

function Declaration({ visit, record, words, onDelete }: EntryProps & { record: KeptRecord }) {
  const { desk } = visit;
  const shared = laterWords(visit.state().language);
  const queued = desk.queue().find(({ id }) => id === record.id);
  const pass = desk.passes().find(({ id }) => id === record.id);
  const title = words.declaration(momentText(record.at));
  const state = record.closed
    ? words.closed[record.closed]
    : record.arrivedAt
      ? `${words.arrived(momentText(record.arrivedAt))} ${words.keptThrough(dayText(dayOf(record.at + record.days * DAY)))}`
      : queued?.refused
        ? words.refused
        : words.waiting;
  return (
    <article class="card stack">
      <div>
        <h3>{title}</h3>
        <p>{[record.maskedName, record.people > 1 && words.people(record.people)].filter(Boolean).join(' · ')}</p>
        <p class={record.arrivedAt || record.closed ? '' : 'not-arrived'}>{state}</p>
      </div>
      {record.arrivedAt && (
        <details>
          <summary>{words.rights}</summary>
          <div class="actions">
            {(['see', 'withdraw', 'erase'] as const).map((wish) => (
              <Button key={wish} wide onClick={() => visit.showRecord(record.id, wish)}>
                {shared[wish]}
              </Button>
            ))}
          </div>
        </details>
      )}
      <div class="row-actions">
        {pass && <Button onClick={() => visit.showPass(pass.id)}>{words.pass}</Button>}
        <Button
          kind="danger"
          label={`${words.delete}: ${title}`}
          onClick={() => onDelete(record.arrivedAt ? words.deleteDeclaration : words.deleteUnsent, () => desk.forgetRecord(record.id))}
        >
          {words.delete}
        </Button>
      </div>
    </article>
  );
}

function Note({ visit, note, words, onDelete }: EntryProps & { note: KeptNote }) {
  const title = words.note[note.dir](momentText(note.at));
  const { answer } = note;
  const shared = laterWords(visit.state().language);
  return (
    <article class="card stack">
      <div>
        <h3>{title}</h3>
        {note.gate && <p>{note.gate}</p>}
        <p class={answer ? '' : 'not-arrived'}>{noteState(note, shared)}</p>
        <p class="soft small">{shared.selfNoted}</p>
      </div>
      <div class="row-actions">
        <Button
          kind="danger"
          label={`${words.delete}: ${title}`}
          onClick={() => onDelete(answer ? words.deleteNote : words.deleteUnsentNote, () => visit.desk.forgetNote(note.id))}
        >
          {words.delete}
        </Button>
      </div>
    </article>
  );
}
