/** What a visitor may do with the key that the phone made: note coming and going, see, withdraw, erase. */
import { endpoint } from './endpoint.ts';
import type { CheckInAnswer, CheckInInput, OwnRecord, OwnRecordInput, Receipt, WithdrawInput } from './own-records.schema.ts';

/**
 * 201 first time, 200 for the same id and body, 409 `conflict` for another body, 410 `gone` for a record, pass or place that is
 * no more, 404 `not-found` for a key that opens nothing there. `invalid-input` at `/at` for a time outside the pass's day, older
 * than 7 days or more than 10 min ahead; 429 after 20 of one record within 24 hours.
 */
export const checkIn = endpoint<CheckInInput, CheckInAnswer>({
  method: 'POST',
  path: '/api/visits',
  who: 'anyone',
  audit: null,
});
/** POST, so that the key stands in no address. 404 `not-found` for a key that opens nothing; 429 after 30 within a minute. */
export const seeRecord = endpoint<OwnRecordInput, OwnRecord>({
  method: 'POST',
  path: '/api/own-record',
  who: 'anyone',
  audit: 'record.seen',
});
/**
 * With a purpose that the form requires, answers about health are destroyed at once and the pass no longer opens the gate; any
 * other is only noted. Asked twice it is the same request. 410 `gone` for what was erased, `invalid-input` at `/purposes/<i>`
 * for one that was not agreed to.
 */
export const withdrawConsent = endpoint<WithdrawInput, Receipt>({
  method: 'POST',
  path: '/api/own-record/withdraw',
  who: 'anyone',
  audit: 'consent.withdrawn',
});
/** Asked twice it is the same request with the same receipt. Waits while somebody of the record is inside (`doneAt` null). */
export const eraseRecord = endpoint<OwnRecordInput, Receipt>({
  method: 'POST',
  path: '/api/own-record/erase',
  who: 'anyone',
  audit: 'record.erased',
});
