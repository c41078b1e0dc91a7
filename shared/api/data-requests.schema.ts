import type { Receipt } from './own-records.schema.ts';

/** What a visitor asked for, as the office sees it: by the number that the visitor can read out, never by name. */
export type DataRequestView = Pick<Receipt, 'number' | 'kind' | 'askedAt' | 'doneAt' | 'dueAt' | 'covers' | 'purposes'>;

export interface DataRequestList {
  /** Newest first, at most 100. */
  requests: DataRequestView[];
}
