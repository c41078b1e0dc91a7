/** Inserts of events are compiled once for a few sizes: what is put into a kept one is what compiling it anew would give. */
import { expect, it } from 'vitest';
import { compilingBuilder } from '../../../server/db/builder.ts';
import type { Db } from '../../../server/db/port.ts';
import { insertEventsStatement, insertEventsStatements, type NewEvent } from '../../../server/gates/store.ts';
import { readEvent } from '../../../shared/gate/log.ts';
import { uuidv7 } from '../../../shared/ids.ts';
import { random } from '../../fixtures/world.ts';

const NOW = Date.parse('2026-11-23T01:00:00Z');

function event(n: number): NewEvent {
  const text = JSON.stringify({
    v: 1,
    id: uuidv7(NOW + n, random),
    school: 'tag',
    kiosk: 'k',
    gate: 'g',
    n,
    prev: '',
    at: NOW + n,
    mono: n,
    ...(n % 2 === 0
      ? { kind: 'scan', method: 'camera', code: 'pass', subject: 's'.repeat(22), dir: 'in', colour: 'green', why: [] }
      : { kind: 'note', note: 'shift-start' }),
  });
  const read = readEvent(text);
  if (!read.ok) throw new Error(read.reason);
  return { head: read.head, event: read.event, day: '2026-11-23', at: NOW + n, receivedAt: NOW, flags: [], hash: `h${n}`, text };
}

const dbOf = (engine: Db['engine']): Db => ({ engine, build: compilingBuilder(engine) }) as Db;

it.each(['sqlite', 'postgres'] as const)('of 1, 10, 50 and the rest, on %s', (engine) => {
  const events = Array.from({ length: 173 }, (_, i) => event(i + 1));
  const kept = dbOf(engine);
  insertEventsStatements(kept, 'school-a', events.slice().reverse());
  const again = insertEventsStatements(kept, 'school-b', events);
  expect(again.map(({ rows }) => rows)).toEqual([50, 50, 50, 10, 10, 1, 1, 1]);
  let from = 0;
  for (const { statement, rows } of again) {
    const to = from + rows;
    const fresh = insertEventsStatement(dbOf(engine), 'school-b', events.slice(from, to), events.length - to);
    expect(statement.query.sql).toBe(fresh.query.sql);
    expect(statement.query.parameters).toEqual(fresh.query.parameters);
    from = to;
  }
});
