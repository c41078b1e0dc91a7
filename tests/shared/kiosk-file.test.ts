import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat, fromBase64url, toBase64url, utf8 } from '../../shared/bytes.ts';
import {
  fileHead,
  fileRecord,
  fileTail,
  type KioskFileHeader,
  MAX_KIOSK_FILE_BYTES,
  readKioskFile,
  recordContext,
} from '../../shared/gate/kiosk-file.ts';
import { subtle, vectors } from './vector-keys.ts';

interface Vector {
  key: string;
  header: string;
  context: string;
  plain: string;
  file: string;
}
const vector = vectors('kiosk-file.json') as Vector;
const bytesOf = (text: string): Uint8Array<ArrayBuffer> => fromBase64url(text) ?? new Uint8Array();
const whole = bytesOf(vector.file);
const header = JSON.parse(vector.header) as KioskFileHeader;
const fault = async (bytes: Uint8Array<ArrayBuffer>): Promise<string> => {
  const read = await readKioskFile(bytes, subtle);
  return read.ok ? 'none' : read.fault;
};

describe('the file of a kiosk', () => {
  it('is taken apart into header and records, and a record opens with the key at its place', async () => {
    const read = await readKioskFile(whole, subtle);
    if (!read.ok) throw new Error(read.fault);
    expect(read.header).toEqual(header);
    expect(recordContext('request', header.school, header.kiosk, header.session.id, 0)).toBe(vector.context);
    const [record] = read.records;
    if (!record) throw new Error('no record');
    const key = await crypto.subtle.importKey('raw', bytesOf(vector.key), 'AES-GCM', false, ['decrypt']);
    const open = (context: string) =>
      crypto.subtle.decrypt({ name: 'AES-GCM', iv: record.slice(1, 13), additionalData: utf8(context) }, key, record.slice(13));
    expect(toBase64url(new Uint8Array(await open(vector.context)))).toBe(vector.plain);
    await expect(open(recordContext('request', header.school, header.kiosk, header.session.id, 1))).rejects.toThrow();
    await expect(open(recordContext('answer', header.school, header.kiosk, header.session.id, 0))).rejects.toThrow();
  });

  it('is truncated wherever it is cut', async () => {
    for (let length = 8; length < whole.length; length++) expect(await fault(whole.slice(0, length))).toBe('truncated');
    for (let length = 0; length < 8; length++) expect(await fault(whole.slice(0, length))).toBe('not-ours');
  });

  it('says what is wrong with it', async () => {
    expect(await fault(utf8('PK\u0003\u0004 a zip file'))).toBe('not-ours');
    expect(await fault(concat(whole, Uint8Array.of(0)))).toBe('damaged');
    const turned = whole.slice();
    turned[20] = (turned[20] ?? 0) ^ 1;
    expect(await fault(turned)).toBe('damaged');
    expect(await fault(concat(await fileHead(header, subtle), fileTail(1)))).toBe('damaged');
    const newer = { ...header, v: 2 } as unknown as KioskFileHeader;
    expect(await fault(concat(await fileHead(newer, subtle), fileTail(0)))).toBe('newer');
    const nameless = { ...header, kiosk: '' };
    expect(await fault(concat(await fileHead(nameless, subtle), fileTail(0)))).toBe('damaged');
    expect(await fault(new Uint8Array(MAX_KIOSK_FILE_BYTES + 1))).toBe('too-large');
  });

  it('gives back any records, in their order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ minLength: 1, maxLength: 300 }), { maxLength: 6 }), async (records) => {
        const bytes = concat(await fileHead(header, subtle), ...records.map(fileRecord), fileTail(records.length));
        const read = await readKioskFile(bytes, subtle);
        expect(read.ok && read.records.map((record) => [...record])).toEqual(records.map((record) => [...record]));
      }),
      { numRuns: 50 },
    );
  });

  it('never throws on any bytes behind the magic', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        expect((await readKioskFile(concat(utf8('QuaCong1'), bytes), subtle)).ok).toBe(false);
      }),
      { numRuns: 200 },
    );
  });
});
