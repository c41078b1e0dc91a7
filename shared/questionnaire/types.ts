/**
 * One questionnaire engine for declarations, reports and updates (words of FHIR R4 Questionnaire). A version is
 * immutable data: it is published, never edited.
 */
export interface Text {
  vi: string;
  en: string;
}

/** Which sealed class an answer belongs to: who the person is, or what the person answered about health. */
export type DataClass = 'identity' | 'answers';

/** What an item means to the product; at most one item of a version has each role. */
export type ItemRole = 'name' | 'phone' | 'host' | 'id-number' | 'birth-year';

interface ItemBase {
  /** Stable within the questionnaire: the key of its answer. [a-z][A-Za-z0-9]*, at most 40 characters. */
  linkId: string;
  text: Text;
  help?: Text;
  required: boolean;
  class: DataClass;
  role?: ItemRole;
  /** Shown, and only then checked and stored, when the answer of that item, which stands before this one, is one of these. */
  enableWhen?: { item: string; in: readonly (string | boolean)[] };
}

export interface Choice {
  code: string;
  text: Text;
}

export type Item =
  /** `pattern` is a named rule, never a regular expression from data. Lengths count graphemes after NFC. */
  | (ItemBase & { type: 'text'; pattern: 'free' | 'name' | 'phone' | 'email' | 'id-number'; maxLength: number; lines?: number })
  | (ItemBase & { type: 'boolean' })
  | (ItemBase & { type: 'choice'; choices: readonly Choice[]; layout?: 'buttons' | 'list' })
  | (ItemBase & { type: 'choices'; choices: readonly Choice[]; none?: string })
  | (ItemBase & { type: 'integer'; min: number; max: number | 'this-year' })
  /** A number with `digits` decimals; "36,6" with a decimal comma is the same as 36.6. */
  | (ItemBase & { type: 'decimal'; min: number; max: number; digits: number; unit: string })
  /** Days from today, both ends included. An instant with an offset (RFC 3339) stands for its day in UTC+7. */
  | (ItemBase & { type: 'day'; minDays: number; maxDays: number })
  /** Codes of today's two levels; `street` adds a free line. */
  | (ItemBase & { type: 'address' })
  /** ISO 3166-1 alpha-2 (shared/countries). */
  | (ItemBase & { type: 'country' });

export interface Address {
  province: string;
  commune: string;
  street?: string;
}

export type Answer = string | number | boolean | string[] | Address;
export type Answers = Record<string, Answer>;

/** One purpose of processing, asked by itself, never ticked beforehand (Decree 356/2025, art. 4-9). */
export interface ConsentPurpose {
  code: string;
  text: Text;
  required: boolean;
}

export interface Consent {
  /** Changes with every change of a word in it. */
  version: string;
  controller: Text;
  intro: Text;
  purposes: readonly ConsentPurpose[];
  retentionDays: number;
  rights: Text;
}

/** A rule that holds adds its reason (each reason once); any reason makes the outcome `attention`. Never more (decisions 13). */
export interface OutcomeRule {
  item: string;
  in: readonly (string | boolean)[];
  reason: string;
  text: Text;
}

export interface Questionnaire {
  id: string;
  version: number;
  title: Text;
  intro?: Text;
  /** Days that `{days}` in the texts stands for: the look-back window. */
  lookBackDays: number;
  items: readonly Item[];
  consent: Consent;
  outcome: readonly OutcomeRule[];
}

export type Outcome = 'cleared' | 'attention';
