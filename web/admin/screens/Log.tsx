import { signal } from '@preact/signals';
import { Component } from 'preact';
import type { SchoolView } from '../../../shared/api/schools.schema.ts';
import { dayOf, dayText } from '../../../shared/clock.ts';
import { language } from '../../lib/i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { Spinner } from '../../ui/Progress.tsx';
import { countText } from '../format.ts';
import type { Admin } from '../state/admin.ts';
import type { Log, LogList, ReadyList } from '../state/log.ts';
import { common } from '../strings/common.ts';
import { liveWords } from '../strings/live.ts';
import { logStrings, periodWords } from '../strings/log.ts';
import { savedWords } from '../strings/saved-filters.ts';
import { NarrowFields, PeriodFields } from '../ui/FilterFields.tsx';
import { Form } from '../ui/Form.tsx';
import { LiveLine } from '../ui/LiveLine.tsx';
import { KeepFilter, SavedFilters } from '../ui/SavedFilters.tsx';
import { SendNotice } from '../ui/SendNotice.tsx';
import { Title } from '../ui/Title.tsx';
import { wordsOf } from '../ui/words.ts';
import { LogTable } from './LogTable.tsx';
import { RowDialog } from './RowDialog.tsx';

interface LogProps {
  admin: Admin;
  school: SchoolView;
  log: Log;
}

/** The book of the gates. What comes slides in at the top, unless the reader is busy with something that must not move. */
export class LogScreen extends Component<LogProps> {
  /** On a phone the fields are folded away until they are wanted. */
  private unfolded = signal(false);
  private list: HTMLElement | null = null;
  private fields: HTMLElement | null = null;

  private settle = (): void => {
    const scrolled = (this.list?.getBoundingClientRect().top ?? 0) < 0;
    const at = document.activeElement;
    const searching = (at instanceof HTMLInputElement || at instanceof HTMLSelectElement) && (this.fields?.contains(at) ?? false);
    this.props.log.arrivals.hold(scrolled || searching || this.props.log.open.value !== undefined);
  };

  override componentDidMount(): void {
    addEventListener('scroll', this.settle, { passive: true });
    addEventListener('focusin', this.settle);
    addEventListener('focusout', this.settle);
  }

  override componentDidUpdate(): void {
    this.settle();
  }

  override componentWillUnmount(): void {
    removeEventListener('scroll', this.settle);
    removeEventListener('focusin', this.settle);
    removeEventListener('focusout', this.settle);
  }

  private showNew = (): void => {
    this.list?.scrollIntoView({ block: 'start' });
    this.list?.focus({ preventScroll: true });
    this.props.log.arrivals.show();
  };

  override render({ admin, school, log }: LogProps) {
    const t = logStrings();
    const list = log.list.value;
    const open = log.open.value;
    const unfolded = this.unfolded.value;
    return (
      <>
        <Title text={t.title}>
          <LiveLine live={log.live} clock={admin.clock} />
        </Title>
        <SavedFilters log={log} />
        <div
          class={unfolded ? 'search search-open' : 'search'}
          ref={(element) => {
            this.fields = element;
          }}
        >
          <button
            type="button"
            class="search-fold"
            aria-expanded={unfolded}
            onClick={() => {
              this.unfolded.value = !unfolded;
            }}
          >
            <strong>{t.filters}</strong> <span>{chosenText(log, school)}</span>
          </button>
          <Form class="filters" onSubmit={log.search} label={t.filters}>
            <PeriodFields filters={log.filters} errors={log.errors} />
            <NarrowFields filters={log.filters} errors={log.errors} school={school} />
            <div class="row">
              <Button type="submit" kind="primary" busy={list.kind === 'waiting'}>
                {t.search}
              </Button>
              {log.saved.naming.value === undefined && (
                <Button kind="quiet" onClick={() => log.saved.name('')}>
                  {savedWords().keep}
                </Button>
              )}
              <p class="small soft">{t.nameHelp}</p>
            </div>
          </Form>
          <KeepFilter log={log} />
        </div>
        <section
          class="stack log-list"
          aria-label={t.title}
          tabIndex={-1}
          ref={(element) => {
            this.list = element;
          }}
        >
          <Arrived log={log} onShow={this.showNew} />
          <Listed list={list} log={log} now={admin.clock()} />
        </section>
        {open && <RowDialog details={open} actions={school.actions} areas={admin.areas} now={admin.clock()} onClose={log.closeRow} />}
      </>
    );
  }
}

/** What the fields say, in one line. */
function chosenText(log: Log, school: SchoolView): string {
  const t = logStrings();
  const { period, from, to, gate, q } = log.filters.draft.value;
  const days = period === 'chosen' ? `${from} – ${to}` : periodWords()[period];
  const gateName = school.gates.find((each) => each.id === gate)?.name;
  return [days, gateName ?? t.allGates, q.trim()].filter(Boolean).join(' · ');
}

/** Rows that wait for the reader; and, for a listener, now and then how many have come. */
class Arrived extends Component<{ log: Log; onShow: () => void }> {
  private said = signal(0);
  private timer: ReturnType<typeof setInterval> | undefined;

  override componentDidMount(): void {
    this.timer = setInterval(() => {
      this.said.value = this.props.log.arrivals.count.value;
    }, SAY_EVERY);
  }

  override componentWillUnmount(): void {
    clearInterval(this.timer);
  }

  override render({ log, onShow }: { log: Log; onShow: () => void }) {
    const t = liveWords();
    const { waiting, many } = log.arrivals;
    const count = waiting.value.length;
    return (
      <>
        <p class="unseen" role="status">
          {this.said.value > 0 && t.arrived(this.said.value)}
        </p>
        {(count > 0 || many.value) && (
          <p class="new-rows">
            <button type="button" class="new-rows-show" onClick={onShow}>
              {many.value ? t.newMany : t.newRows(count)}
            </button>
          </p>
        )}
      </>
    );
  }
}

/** ms between two sentences to a listener. */
const SAY_EVERY = 20_000;

function Listed({ list, log, now }: { list: LogList; log: Log; now: number }) {
  const t = logStrings();
  switch (list.kind) {
    case 'waiting':
      return <Spinner text={t.waiting} />;
    case 'failed':
      return (
        <Notice kind="error" title={wordsOf(list.problem)}>
          <Button onClick={log.search}>{common().again}</Button>
        </Notice>
      );
    case 'ready':
      return <Found list={list} log={log} now={now} />;
  }
}

function Found({ list, log, now }: { list: ReadyList; log: Log; now: number }) {
  const t = logStrings();
  const { rows, cursor, searchedAll, through, query } = list;
  const count = countText(rows.length, language.value);
  const paused = query.q === undefined && through !== undefined ? t.pausedAt(dayText(dayOf(through))) : t.searchPaused;
  return (
    <>
      <p class="soft">
        {rows.length > 0 && (cursor ? t.shownSoFar(rows.length) : t.shown(rows.length)).replace(String(rows.length), count)}
      </p>
      {rows.length > 0 ? (
        <LogTable
          rows={rows}
          fresh={log.arrivals.fresh.value}
          caption={t.caption(dayText(query.from), dayText(query.to))}
          several={query.from !== query.to}
          onOpen={log.openRow}
        />
      ) : (
        searchedAll && <Empty today={query.from === dayOf(now)} searched={query.q !== undefined} />
      )}
      {!searchedAll && <Notice kind="info" title={paused} />}
      <SendNotice of={log.more} />
      {cursor ? (
        <p class="more">
          <Button onClick={log.showMore} busy={log.more.busy.value}>
            {searchedAll ? t.more : t.searchOn}
          </Button>
        </p>
      ) : (
        rows.length > 0 && <p class="soft more">{t.end}</p>
      )}
    </>
  );
}

function Empty({ today, searched }: { today: boolean; searched: boolean }) {
  const t = logStrings();
  return (
    <div class="blank">
      <p class="blank-title">{searched ? t.emptyFound : today ? t.emptyToday : t.empty}</p>
      {today && !searched && <p class="soft">{t.emptyTodayText}</p>}
    </div>
  );
}
