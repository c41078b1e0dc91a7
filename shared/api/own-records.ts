/** What a visitor may do with the key that the phone made: note coming and going, see, withdraw, erase. */
import { endpoint } from './endpoint.ts';
import type { CheckInAnswer, CheckInInput, OwnRecord, OwnRecordInput, Receipt, WithdrawInput } from './own-records.schema.ts';

/** 201 first time, 200 for the same id and body, 409 `conflict` for another body, 410 `gone` for a record or place that is no more. */
export const checkIn = endpoint<CheckInInput, CheckInAnswer>({
  method: 'POST',
  path: '/api/visits',
  who: 'anyone',
  audit: null,
});
/** POST, so that the key stands in no address. 404 `not-found` for a key that opens nothing. */
export const seeRecord = endpoint<OwnRecordInput, OwnRecord>({
  method: 'POST',
  path: '/api/own-record',
  who: 'anyone',
  audit: 'record.seen',
});
/** Answers about health are destroyed at once where their purpose is withdrawn; the pass no longer opens the gate. */
export const withdrawConsent = endpoint<WithdrawInput, Receipt>({
  method: 'POST',
  path: '/api/own-record/withdraw',
  who: 'anyone',
  audit: 'consent.withdrawn',
});
/** Asked twice it is the same request with the same receipt. */
export const eraseRecord = endpoint<OwnRecordInput, Receipt>({
  method: 'POST',
  path: '/api/own-record/erase',
  who: 'anyone',
  audit: 'record.erased',
});
