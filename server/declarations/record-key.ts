import { createHash } from 'node:crypto';

/** What is kept of a record's key: it has 128 random bits, so that a plain hash tells nothing of it. 43 characters. */
export const hashOfRecord = (record: string): string => createHash('sha256').update(record, 'utf8').digest('base64url');
