import type { SchoolView } from '../../../shared/api/schools.schema.ts';
import { dayOf, dayText } from '../../../shared/clock.ts';
import { language } from '../../lib/i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { Spinner } from '../../ui/Progress.tsx';
import { countText } from '../format.ts';
import type { Admin } from '../state/admin.ts';
import type { Log, LogList } from '../state/log.ts';
import { common } from '../strings/common.ts';
import { logStrings } from '../strings/log.ts';
import { NarrowFields, PeriodFields } from '../ui/FilterFields.tsx';
import { Form } from '../ui/Form.tsx';
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

export function LogScreen({ admin, school, log }: LogProps) {
  const t = logStrings();
  const list = log.list.value;
  const open = log.open.value;
  return (
    <>
      <Title text={t.title} />
      <Form class="filters" onSubmit={log.search} label={t.filters}>
        <PeriodFields filters={log.filters} errors={log.errors} />
        <NarrowFields filters={log.filters} errors={log.errors} school={school} />
        <div class="row">
          <Button type="submit" kind="primary" busy={list.kind === 'waiting'}>
            {t.search}
          </Button>
          <p class="small soft">{t.nameHelp}</p>
        </div>
      </Form>
      <Listed list={list} log={log} now={admin.clock()} />
      {open && <RowDialog details={open} actions={school.actions} areas={admin.areas} now={admin.clock()} onClose={log.closeRow} />}
    </>
  );
}

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
    case 'ready': {
      const { rows, cursor, searchedAll, query } = list;
      const count = countText(rows.length, language.value);
      return (
        <section class="stack" aria-label={t.title}>
          <p role="status" class="soft">
            {rows.length > 0 && (cursor ? t.shownSoFar(rows.length) : t.shown(rows.length)).replace(String(rows.length), count)}
          </p>
          {rows.length > 0 ? (
            <LogTable
              rows={rows}
              caption={t.caption(dayText(query.from), dayText(query.to))}
              several={query.from !== query.to}
              onOpen={log.openRow}
            />
          ) : (
            searchedAll && <Empty today={query.from === dayOf(now)} searched={query.q !== undefined} />
          )}
          {!searchedAll && <Notice kind="info" title={t.searchPaused} />}
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
        </section>
      );
    }
  }
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
