import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { MAX_BATCH, MAX_EXCHANGE_BYTES } from '../../shared/api/exchange.schema.ts';
import { MAX_EVENT_BYTES } from '../../shared/gate/event.ts';
import { MAX_GROUP_NAME_BYTES, MAX_PASS_BYTES, MAX_PASS_NAME_BYTES } from '../../shared/pass/pass.ts';
import { MAX_FRAGMENT_BYTES, MAX_SHORT_NAME_BYTES } from '../../shared/poster/fragment.ts';
import { MAX_SEALED_BYTES } from '../../shared/seal/session.ts';
import { vectors } from './vector-keys.ts';

const doc = readFileSync(new URL('../../docs/formats.md', import.meta.url), 'utf8');

function at(value: unknown, pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .reduce<unknown>((inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined), value);
}

const examples = [...doc.matchAll(/<!-- vector (\S+) (\S+) -->\n```\n(.*)\n```/g)].map(([, file = '', pointer = '', text = '']) => ({
  file,
  pointer,
  text,
}));

test('every marked example of docs/formats.md is the one of the vectors', () => {
  expect(examples.length).toBe([...doc.matchAll(/<!-- vector/g)].length);
  expect(new Set(examples.map(({ file }) => file))).toEqual(
    new Set(['codes.json', 'cards.json', 'pass.json', 'poster.json', 'presence.json', 'exchange.json', 'seal.json', 'kiosk-file.json']),
  );
});

test.each(examples)('$file $pointer', ({ file, pointer, text }) => {
  expect(at(vectors(file), pointer)).toBe(text);
});

test('limits of docs/formats.md are those of the code', () => {
  const written = Object.fromEntries([...doc.matchAll(/^\| (MAX_\w+) \| (\d+) \|$/gm)].map(([, name, value]) => [name, Number(value)]));
  expect(written).toEqual({
    MAX_PASS_BYTES,
    MAX_PASS_NAME_BYTES,
    MAX_GROUP_NAME_BYTES,
    MAX_FRAGMENT_BYTES,
    MAX_SHORT_NAME_BYTES,
    MAX_EVENT_BYTES,
    MAX_SEALED_BYTES,
    MAX_BATCH,
    MAX_EXCHANGE_BYTES,
  });
});

test('docs/formats.md names every part', () => {
  const headings = [...doc.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);
  expect(headings).toEqual([
    'Ids and codes',
    'Pass',
    'Poster',
    'Typed code',
    'Event',
    'Note of a visit',
    'Sealed payload',
    'Exchange',
    'Kiosk file',
    'File names',
  ]);
});

test('every code file that docs/formats.md names exists', () => {
  const files = [...doc.matchAll(/`((?:shared|tests)\/[\w./-]+\.ts)`/g)].map(([, file = '']) => file);
  expect(files.length).toBeGreaterThan(5);
  for (const file of files) expect(readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8')).not.toBe('');
});
