import { Component } from 'preact';
import { dayOf, dayText, instantText } from '../../../shared/clock.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { dropDraft, dropPerson, loadPerson } from '../draft.ts';
import { draftCodes } from '../person.ts';
import type { Stage } from './stage.ts';
import { laterWords } from './words.ts';

interface OwnState {
  asking?: boolean;
  deleted?: boolean;
}

/** Everything that this phone keeps, to see and to delete, one by one or all. */
export class OwnData extends Component<{ visit: Stage }, OwnState> {
  private after = async (deleting: Promise<unknown> | undefined): Promise<void> => {
    await deleting;
    this.setState({ asking: false, deleted: true });
  };

  override render({ visit }: { visit: Stage }, { asking, deleted }: OwnState) {
    const t = laterWords(visit.state().language);
    const desk = visit.desk;
    const person = loadPerson();
    const passes = desk.allPasses();
    const unsent = desk.queue();
    const rows = [
      ...(person
        ? [
            {
              key: 'person',
              title: t.person,
              text: Object.values(person).join(' · '),
              remove: () => this.after(Promise.resolve(dropPerson())),
            },
          ]
        : []),
      ...draftCodes().map((code) => ({
        key: code,
        title: t.drafts,
        text: code,
        remove: () => this.after(Promise.resolve(dropDraft(code))),
      })),
      ...passes.map(({ id, pass }) => ({
        key: id,
        title: t.codes,
        text: `${pass.maskedName} · ${pass.school} · ${dayText(dayOf(pass.expiresAt))}`,
        remove: () => this.after(desk.forgetPass(id)),
      })),
      ...unsent.map((item) => ({
        key: item.id,
        title: t.unsent,
        text: `${item.school} · ${instantText(item.at)}`,
        remove: () => this.after(desk.drop(item.id)),
      })),
    ];
    return (
      <div class="stack">
        <h1 tabIndex={-1}>{t.own}</h1>
        <p>{t.ownText}</p>
        {deleted && <Notice kind="success">{t.deleted}</Notice>}
        {rows.length === 0 && <p>{t.none}</p>}
        {rows.map((row) => (
          <section key={row.key} class="card own-row">
            <div>
              <h2>{row.title}</h2>
              <p>{row.text}</p>
            </div>
            <Button kind="danger" label={`${t.delete}: ${row.title}, ${row.text}`} onClick={row.remove}>
              {t.delete}
            </Button>
          </section>
        ))}
        <div class="actions">
          <Button kind="primary" wide onClick={visit.back}>
            {t.back}
          </Button>
          <Button kind="danger" wide onClick={() => this.setState({ asking: true })}>
            {t.deleteAll}
          </Button>
        </div>
        {asking && (
          <Dialog title={t.deleteAllAsk} onClose={() => this.setState({ asking: false })}>
            <div class="stack">
              <p>{t.deleteAllText}</p>
              <Button kind="danger" wide onClick={() => this.after(visit.forgetAll())}>
                {t.deleteAll}
              </Button>
              <Button wide onClick={() => this.setState({ asking: false })}>
                {t.keep}
              </Button>
            </div>
          </Dialog>
        )}
      </div>
    );
  }
}
