/**
 * Whether what came back is the answer to this batch: a captive portal's page, a proxy's error and half an answer are
 * not, and nothing counts as sent because of them.
 */
import * as z from 'zod/mini';
import type { ExchangeAnswer, FeedItem, ItemStatus } from '../../../shared/api/exchange.schema.ts';
import type { GatePolicy, KeyList } from '../../../shared/gate/policy.ts';
import { PROBLEM_STATUS, type ProblemCode } from '../../../shared/problem.ts';
import type { Questionnaire } from '../../../shared/questionnaire/types.ts';

const STATUSES = ['stored', 'duplicate', 'conflict', 'quarantined', 'erased'] as const satisfies readonly ItemStatus[];
const FEED_KINDS: ReadonlySet<string> = new Set<FeedItem['kind']>(['scan', 'decision', 'correction', 'round', 'pass', 'revoked']);

const policy = z.custom<GatePolicy>((value) => hasAll(value, ['version', 'school', 'schoolTag', 'gate', 'acceptedCodes', 'operators']));
const keys = z.custom<KeyList>((value) => hasAll(value, ['at', 'keys']));
const questionnaire = z.custom<Questionnaire>((value) => hasAll(value, ['id', 'version', 'items', 'consent']));
const feedItem = z.custom<FeedItem>((value) => hasAll(value, ['kind']));

const answer = z.object({
  v: z.literal(1),
  batch: z.string(),
  epoch: z.string(),
  serverTime: z.int(),
  results: z.array(z.object({ status: z.enum(STATUSES), reason: z.optional(z.string()) })),
  safeThrough: z.int(),
  receivedThrough: z.int(),
  certificateEndsAt: z.nullable(z.int()),
  serverClockSuspect: z.boolean(),
  policy: z.optional(policy),
  keys: z.optional(keys),
  sealingKeys: z.optional(z.array(z.object({ week: z.string(), publicKey: z.string() }))),
  questionnaire: z.optional(questionnaire),
  feed: z.object({ cursor: z.int(), items: z.array(feedItem), more: z.boolean() }),
});

function hasAll(value: unknown, names: readonly string[]): boolean {
  return typeof value === 'object' && value !== null && names.every((name) => name in value);
}

export type Heard =
  | { kind: 'answer'; answer: ExchangeAnswer }
  /** A Problem of our server. */
  | { kind: 'problem'; code: ProblemCode; retryAfter?: number }
  /** Something between us and the server answered, or a server that we do not know. */
  | { kind: 'not-an-answer' };

export async function hear(response: Response, batch: string, items: number): Promise<Heard> {
  const type = response.headers.get('content-type') ?? '';
  const body = /^application\/(problem\+)?json\b/.test(type) ? await response.json().catch(() => undefined) : undefined;
  if (body === undefined) return { kind: 'not-an-answer' };
  if (!response.ok) return hearProblem(body, response.status);
  const parsed = answerOf(body, batch, items);
  return parsed ? { kind: 'answer', answer: parsed } : { kind: 'not-an-answer' };
}

/** undefined: not the answer to this batch of so many items. */
export function answerOf(body: unknown, batch: string, items: number): ExchangeAnswer | undefined {
  const parsed = answer.safeParse(body);
  if (!parsed.success || parsed.data.batch !== batch || parsed.data.results.length !== items) return undefined;
  // A newer server may tell more kinds of things than this kiosk knows.
  const known = parsed.data.feed.items.filter((item) => FEED_KINDS.has(item.kind));
  return { ...parsed.data, feed: { ...parsed.data.feed, items: known } };
}

const problem = z.object({ code: z.string(), retryAfter: z.optional(z.number()) });
const isCode = (code: string): code is ProblemCode => code in PROBLEM_STATUS;

function hearProblem(body: unknown, status: number): Heard {
  const parsed = problem.safeParse(body);
  if (!parsed.success || !isCode(parsed.data.code) || PROBLEM_STATUS[parsed.data.code] !== status) return { kind: 'not-an-answer' };
  const { code, retryAfter } = parsed.data;
  return { kind: 'problem', code, ...(retryAfter === undefined ? {} : { retryAfter }) };
}
