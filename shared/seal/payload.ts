/** What is sealed beside an event: the personal part, as UTF-8 JSON. */
import { fromUtf8, utf8 } from '../bytes.ts';
import type { Answers } from '../questionnaire/types.ts';

/** Empty text: not asked, or not told. `answers` only beside a declaration made at the kiosk (class `answers`). */
export interface GatePayload {
  name: string;
  phone: string;
  host: string;
  answers?: Answers;
  /** What was agreed to at the kiosk, beside `answers`: version, language, purposes, ms. */
  consent?: { version: string; language: 'vi' | 'en'; purposes: string[]; at: number };
}

/** As opened: answers and consent come as they were written; `checkAnswers` judges them against the questionnaire's version. */
export type OpenedPayload = Omit<GatePayload, 'answers' | 'consent'> & {
  answers?: Record<string, unknown>;
  consent?: Record<string, unknown>;
};

const MAX_TEXT = 200;

export const payloadToBytes = (payload: GatePayload): Uint8Array<ArrayBuffer> => utf8(JSON.stringify(payload));

/** undefined when the opened bytes are not such a payload. */
export function payloadFromBytes(bytes: Uint8Array): OpenedPayload | undefined {
  let value: unknown;
  try {
    value = JSON.parse(fromUtf8(bytes) ?? '');
  } catch {
    return undefined;
  }
  if (!isRecord(value)) return undefined;
  const { name, phone, host, answers, consent } = value;
  if (!isText(name) || !isText(phone) || !isText(host)) return undefined;
  if ((answers !== undefined && !isRecord(answers)) || (consent !== undefined && !isRecord(consent))) return undefined;
  return { name, phone, host, ...(answers && { answers }), ...(consent && { consent }) };
}

const isText = (value: unknown): value is string => typeof value === 'string' && value.length <= MAX_TEXT;
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
