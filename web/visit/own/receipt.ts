import type { KeptReceipt } from '../desk/shelf.ts';
import { momentText } from './moment.ts';
import type { OwnWords } from './words.ts';

/** Name and value of each line, in order. */
export function receiptFacts({ receipt, purposes }: KeptReceipt, t: OwnWords): [string, string][] {
  const { askedAt, doneAt, dueAt, school, contact, covers } = receipt;
  return [
    [t.askedAt, momentText(askedAt)],
    doneAt === null ? [t.dueAt, momentText(dueAt)] : [t.doneAt, momentText(doneAt)],
    [t.covers, t.coversText(covers.declarations, covers.visits)],
    ...(purposes.length > 0 ? [[t.purposes, purposes.join(' ')] as [string, string]] : []),
    [t.schoolName, school],
    ...(contact ? [[t.contact.replace(':', ''), contact] as [string, string]] : []),
  ];
}
