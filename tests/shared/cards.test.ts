import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readCode } from '../../shared/cards/read-code.ts';
import { vectors } from './vector-keys.ts';

const { cases } = vectors<{ cases: { name: string; text: string; reading: { kind: string } }[] }>('cards.json');
const valid = cases.filter(({ reading }) => reading.kind !== 'foreign' && reading.kind !== 'nothing');
const PERSON = '******000001|NGUYEN VAN MAU|1990-**-**|0|160000000000000001|<1<HS4010000000000<0900000000';

test.each(cases)('$name', ({ text, reading }) => {
  expect(readCode(text)).toMatchObject(reading);
  if (reading.kind === 'foreign') expect(readCode(text)).toEqual({ kind: 'foreign' });
});

test.each(valid)('a wedge scanner may add white space: $name', ({ text }) => {
  for (const around of [`${text}\r`, `${text}\r\n`, `${text}\t`, `\t ${text}\n`]) expect(readCode(around)).toEqual(readCode(text.trim()));
});

test.each(valid)('a cut code is another thing or nothing: $name', ({ text, reading }) => {
  for (let length = 1; length < text.trim().length; length += 7) {
    const cut = readCode(text.trim().slice(0, length));
    // Only the trailing slots of a 1405 code may go, and the fragment of a poster's link as a whole.
    if (reading.kind === 'person-1405' || reading.kind === 'poster')
      expect(['foreign', 'poster', 'person-1405', 'typed']).toContain(cut.kind);
    else expect(['foreign', 'typed']).toContain(cut.kind);
    if (cut.kind === 'poster') expect(cut.code).toHaveLength(6);
  }
});

test('the number of the paper is masked even where the code shows it', () => {
  expect(JSON.stringify(readCode(PERSON.replace('******', '001090')))).not.toContain('001090');
});

test.each([
  ['seven parts', `${PERSON}|x`],
  ['four parts', PERSON.split('|').slice(0, 4).join('|')],
  ['another kind', PERSON.replace('|0|', '|2|')],
  ['markup for a name', PERSON.replace('NGUYEN VAN MAU', '<IMG SRC=X>')],
  ['formula for a name', PERSON.replace('NGUYEN', '=1+1')],
  ['two spaces', PERSON.replace('NGUYEN VAN', 'NGUYEN  VAN')],
  ['bidi in the name', PERSON.replace('VAN', 'V\u202eAN')],
  ['no QID', PERSON.replace('160000000000000001', '')],
  ['sex 3', PERSON.replace('<1<', '<3<')],
])('no 1405 code: %s', (_name, text) => expect(readCode(text)).toEqual({ kind: 'foreign' }));

test('a phone number that is none is left out', () => {
  expect(readCode(PERSON.replace('0900000000', '******0000'))).not.toHaveProperty('phone');
});

test('nothing of a foreign code is carried, whatever it holds', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary', maxLength: 3000 }), fc.webUrl()), (text) => {
      const reading = readCode(text);
      expect(['nothing', 'foreign', 'typed']).toContain(reading.kind);
      if (reading.kind === 'foreign') expect(reading).toEqual({ kind: 'foreign' });
    }),
    { numRuns: 1000 },
  );
});

test('a flood of junk costs next to nothing', () => {
  const junk = Array.from({ length: 2000 }, (_, i) => `${i}${'7'.repeat(i % 900)}|${'A'.repeat(i % 90)}`);
  const start = performance.now();
  for (const text of junk) readCode(text);
  expect(readCode('9'.repeat(7089))).toEqual({ kind: 'foreign' });
  expect(performance.now() - start).toBeLessThan(1000);
});
