/**
 * A long backlog: the next batch sets out as soon as the answer to the one before it is heard, and that answer is written
 * while the server works. Never two are asked at once: what the server says it holds is always of one batch after another.
 */
import type { ExchangeAnswer } from '../../../shared/api/exchange.schema.ts';
import type { Batch } from './batch.ts';

/** Whether the whole batch is stored and nothing else is said: then what follows depends on nothing that must be written first. */
export const onlyAcknowledges = ({ body, items }: Batch, answer: ExchangeAnswer): boolean =>
  answer.epoch === body.have.epoch &&
  items.every(({ n }) => n <= answer.receivedThrough) &&
  answer.results.every(({ status, reason }) => reason === undefined && (status === 'stored' || status === 'duplicate')) &&
  !answer.policy &&
  !answer.keys &&
  !answer.questionnaire &&
  answer.feed.items.length === 0 &&
  !answer.feed.more;

/** `next` was made before the answer to `batch` came: what is told of the kiosk holds behind that. */
export function followingOn(next: Batch, batch: Batch, answer: ExchangeAnswer, sentAt: number): Batch {
  const unsent = Math.max(next.items.length, batch.body.state.unsent - batch.items.length);
  const { body } = next;
  return { ...next, body: { ...body, sentAt, have: { ...body.have, feed: answer.feed.cursor }, state: { ...body.state, unsent } } };
}
