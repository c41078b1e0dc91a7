import type { DataRequestList, DataRequestView } from '../../../shared/api/data-requests.schema.ts';
import { momentText } from '../format.ts';
import type { Loader } from '../state/loader.ts';
import { dataRequestKinds, dataRequestWords } from '../strings/data-requests.ts';
import { Loaded } from '../ui/Loaded.tsx';

/** What visitors asked for with the key on their phones. */
export function DataRequests({ of }: { of: Loader<DataRequestList> }) {
  const t = dataRequestWords();
  return (
    <section class="stack data-requests" aria-label={t.title}>
      <h2>{t.title}</h2>
      <p class="soft">{t.intro}</p>
      <Loaded of={of}>{({ requests }) => (requests.length === 0 ? <p>{t.none}</p> : <Requests requests={requests} />)}</Loaded>
    </section>
  );
}

function Requests({ requests }: { requests: readonly DataRequestView[] }) {
  const t = dataRequestWords();
  const kinds = dataRequestKinds();
  return (
    // biome-ignore-start lint/a11y/noRedundantRoles: `display: grid` on a phone takes the table's own roles away
    <table class="book data-requests-list" role="table">
      <caption class="unseen">{t.latest(requests.length)}</caption>
      <thead role="rowgroup">
        <tr role="row">
          {[t.asked, t.number, t.kind, t.state].map((head) => (
            <th key={head} scope="col" role="columnheader">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {requests.map(({ number, kind, askedAt, doneAt, dueAt, covers }) => (
          <tr key={number} role="row">
            <td role="cell" class="book-time">
              {momentText(askedAt)}
            </td>
            <th role="rowheader" scope="row" class="data-request-number">
              {number.slice(0, 4)} {number.slice(4)}
            </th>
            <td role="cell">
              {kinds[kind]}
              <span class="soft small data-request-covers">{t.covers(covers.declarations, covers.visits)}</span>
            </td>
            <td role="cell">{doneAt === null ? <strong>{t.due(momentText(dueAt))}</strong> : t.done(momentText(doneAt))}</td>
          </tr>
        ))}
      </tbody>
    </table>
    // biome-ignore-end lint/a11y/noRedundantRoles: as above
  );
}
