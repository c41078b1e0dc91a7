/** What every case promises ("always" in the file), whatever it is about. */
import { isDeepStrictEqual } from 'node:util';
import { PROBLEM_STATUS } from '../../shared/problem.ts';
import { isRecord } from './case.ts';
import { jsonOf, type Reply } from './wire.ts';

/** Refused by Node's own parser, before there is a request that could be answered in our words. */
const BY_THE_PARSER = new Set([400, 408, 413, 431]);

const INNER = [
  /\bat [\w.<> ]+ \(?[\w/.:-]+:\d+:\d+/,
  /node_modules|node:internal/,
  /\bSQLITE_|\bsqlite3?\b|syntax error at or near|violates [\w-]+ constraint|\b(select|insert into|update|delete from) [\w".]+ (from|set|values|where|\()/i,
  /(^|[\s"'(])\/(home|root|tmp|usr|var|work|etc|Users)\//,
  /\.ts:\d|\.js:\d/,
];

/** Longer than what an answer holds by chance. */
const TELLING = 4;

export function judgeReply(reply: Reply, allowed: readonly number[], inputs: readonly string[]): string[] {
  const faults: string[] = [];
  const text = reply.body.toString('utf8');
  if (reply.status >= 500 && !allowed.includes(reply.status)) faults.push(`answered ${reply.status}`);
  if (reply.status >= 400) {
    faults.push(...judgeProblem(reply));
    for (const input of inputs) {
      if (input.length >= TELLING && (text.includes(input) || text.includes(JSON.stringify(input).slice(1, -1))))
        faults.push('the answer repeats an input value');
    }
    for (const inner of INNER) if (inner.test(text)) faults.push(`the answer shows the inside: ${inner.source.slice(0, 30)}`);
  }
  for (const line of reply.rawHeaders) {
    if (inputs.some((input) => input.length >= 8 && line.includes(input))) faults.push('a header repeats an input value');
  }
  return faults;
}

function judgeProblem(reply: Reply): string[] {
  if (reply.body.length === 0 && BY_THE_PARSER.has(reply.status) && reply.headers.connection === 'close') return [];
  const body = jsonOf(reply);
  const type = reply.headers['content-type'];
  if (type !== 'application/problem+json' || !isRecord(body)) return [`${reply.status} is not problem+json but ${type ?? 'nothing'}`];
  const code = String(body.code);
  if (!(code in PROBLEM_STATUS)) return [`${JSON.stringify(code)} is no code of the contract`];
  const status: Record<string, number> = PROBLEM_STATUS;
  return status[code] === reply.status ? [] : [`${code} came with ${reply.status}`];
}

/** A personal value in any line that the server logged. */
export function judgeLog(lines: readonly string[], personal: readonly string[]): string[] {
  const values = [...new Set(personal.flatMap((value) => [value, value.normalize('NFC'), JSON.stringify(value).slice(1, -1)]))].filter(
    (value) => value.length >= TELLING,
  );
  const faults = lines.some((line) => values.some((value) => line.includes(value))) ? ['a line of the log holds a personal value'] : [];
  for (const line of lines) {
    if (/"msg":"bug"/.test(line)) faults.push(`the server logged a bug: ${/"message":"([^"]{0,120})/.exec(line)?.[1] ?? ''}`);
    else if (!/^\{.*\}$/.test(line)) faults.push(`a line of the log is no JSON object: ${line.slice(0, 80)}`);
  }
  return faults;
}

const ID = /^[A-Za-z0-9_-]{8,}$/;
const VOLATILE_KEY =
  /^(id|kid|schoolTag|publicKey|salt|keysAt|at|feed|cursor|batch|epoch|event|subject|typedCode|digits|version|serverTime|issuedAt|expiresAt|receivedAt|madeAt|since|code|etag|retryAfter|link|hash)$/;

/** The same on both engines once ids, times and signatures are taken out. */
export function comparable(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => comparable(item, key));
  if (isRecord(value))
    return Object.fromEntries(
      Object.keys(value)
        .sort()
        .map((name) => [name, comparable(value[name], name)]),
    );
  if (typeof value === 'number') return value > 1e11 || (VOLATILE_KEY.test(key) && key !== 'code') ? '<number>' : value;
  if (typeof value !== 'string') return value;
  if (VOLATILE_KEY.test(key) && !/^[a-z]+(-[a-z]+)*$/.test(value)) return '<id>';
  return /\d/.test(value) && ID.test(value) ? '<id>' : value;
}

export function comparableReply(reply: Reply): unknown {
  const type = reply.headers['content-type'] ?? '';
  return { status: reply.status, type, ...(/json/.test(type) ? { body: comparable(jsonOf(reply)) } : {}) };
}

/** Where two comparable values part, for people. */
export function firstDifference(a: unknown, b: unknown, at = ''): string | undefined {
  if (isDeepStrictEqual(a, b)) return undefined;
  if (Array.isArray(a) && Array.isArray(b) && a.length === b.length) {
    for (const [i, item] of a.entries()) {
      const found = firstDifference(item, b[i], `${at}/${i}`);
      if (found) return found;
    }
  }
  if (isRecord(a) && isRecord(b)) {
    for (const name of new Set([...Object.keys(a), ...Object.keys(b)])) {
      const found = firstDifference(a[name], b[name], `${at}/${name}`);
      if (found) return found;
    }
  }
  return `${at || '/'}: ${JSON.stringify(a)?.slice(0, 150)} | ${JSON.stringify(b)?.slice(0, 150)}`;
}
