import { describe, expect, it } from 'vitest';
import { createDownload, type DownloadStage } from '../../web/admin/state/download.ts';
import { type Arrival, fileName, type Received, receiveFile } from '../../web/admin/state/receive-file.ts';
import { answer, fakeClient, NOW, SCHOOL } from './admin-kit.ts';

const HEADERS = {
  'content-type': 'text/csv',
  'x-row-count': '2',
  'x-export-id': 'one',
  'content-disposition': `attachment; filename="so.csv"; filename*=UTF-8''s%E1%BB%95_2026.csv`,
};

const streamed = (chunks: string[], breaks = false): ReadableStream<Uint8Array> =>
  new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(new TextEncoder().encode(chunk));
      if (breaks) controller.error(new Error('cut'));
      else controller.close();
    },
  });

describe('a streamed file', () => {
  it('tells the rows before the first byte and the bytes as they come', async () => {
    const seen: Arrival[] = [];
    const result = await receiveFile(
      async () => new Response(streamed(['abc', 'de']), { headers: HEADERS }),
      (arrival) => seen.push(arrival),
    );
    expect(seen).toEqual([
      { rows: 2, bytes: 0 },
      { rows: 2, bytes: 3 },
      { rows: 2, bytes: 5 },
    ]);
    expect(result.ok && [result.rows, result.file.name, result.id, await result.file.blob.text()]).toEqual([
      2,
      'sổ_2026.csv',
      'one',
      'abcde',
    ]);
  });

  it('gives nothing when the stream breaks off', async () => {
    const result = await receiveFile(
      async () => new Response(streamed([], true), { headers: HEADERS }),
      () => undefined,
    );
    expect(result).toEqual({ ok: false, problem: { code: 'offline', status: 0 } });
  });

  it.each([
    ['a page of the Wi-Fi', new Response('<html>', { headers: { 'content-type': 'text/html' } }), 'not-an-answer'],
    ['a count that is none', new Response('x', { headers: { ...HEADERS, 'x-row-count': '-1' } }), 'not-an-answer'],
    ['a problem', Response.json({ code: 'forbidden', status: 403 }, { status: 403 }), 'forbidden'],
    ['an error of a proxy', new Response('Bad gateway', { status: 502 }), 'not-an-answer'],
  ])('refuses %s', async (_, response, code) => {
    const result = await receiveFile(
      async () => response,
      () => undefined,
    );
    expect(result.ok ? 'file' : result.problem.code).toBe(code);
  });

  it.each([
    ['attachment; filename="a.csv"', 'a.csv'],
    [`attachment; filename="a.csv"; filename*=UTF-8''..%2F..%2Fetc%2Fpasswd`, '.._.._etc_passwd'],
    [`attachment; filename*=UTF-8''%E1%BB`, 'quacong'],
    ['inline', 'quacong'],
  ])('names it from %s', (disposition, name) => expect(fileName(disposition)).toBe(name));
});

describe('the download page', () => {
  const MANIFEST = { state: 'whole', rows: 2, bytes: 2, sha256: 'hash of xy' };
  function open(respond: (address: string) => Response, says: Record<string, unknown> = {}) {
    const { client, asked } = fakeClient({
      [`GET /api/schools/${SCHOOL}/kiosks`]: answer({ kiosks: [] }),
      'POST /api/session/second-factor': answer({}),
      [`GET /api/schools/${SCHOOL}/exports/one`]: answer({ ...MANIFEST, ...says }),
    });
    const addresses: string[] = [];
    const saved: Received[] = [];
    client.fetch = async (address) => {
      addresses.push(address);
      return respond(address);
    };
    const download = createDownload({
      client,
      clock: () => NOW,
      school: SCHOOL,
      language: () => 'vi',
      save: (file) => saved.push(file),
      digest: async (blob) => `hash of ${await blob.text()}`,
      slip: (manifest) => `slip of ${manifest.rows} rows`,
    });
    return { download, addresses, saved, asked };
  }
  const kindOf = (stage: DownloadStage): string => stage.kind;

  it('wants a purpose before it asks', async () => {
    const { download, addresses } = open(() => new Response());
    await download.start();
    expect(addresses).toEqual([]);
    expect(download.errors.problem.value?.errors).toEqual([{ at: '/purpose', reason: 'required' }]);
  });

  it('asks for the workbook of the last seven days, saves it, and can save it again', async () => {
    const { download, addresses, saved } = open(() => new Response('xy', { headers: HEADERS }));
    download.setPurpose('daily-record');
    await download.start();
    expect(addresses).toEqual([`/api/schools/${SCHOOL}/export.xlsx?from=2026-11-15&to=2026-11-21&purpose=daily-record&language=vi`]);
    expect(download.stage.value).toMatchObject({ kind: 'done', rows: 2, bytes: 2, name: 'sổ_2026.csv', sha256: 'hash of xy' });
    download.saveAgain();
    download.saveManifest();
    expect(saved.map(({ name }) => name)).toEqual(['sổ_2026.csv', 'sổ_2026.csv', 'sổ_2026.csv.txt']);
    expect(await saved[2]?.blob.text()).toBe('slip of 2 rows');
  });

  it.each([{ sha256: 'another' }, { bytes: 3 }, { rows: 3 }, { sha256: null, state: 'running' }])(
    'throws away what is not what was sent (%j)',
    async (says) => {
      const { download, saved } = open(() => new Response('xy', { headers: HEADERS }), says);
      download.setPurpose('check');
      await download.start();
      expect([kindOf(download.stage.value), saved]).toEqual(['damaged', []]);
    },
  );

  it('keeps a file whose checksum the server cannot be asked for, and says so', async () => {
    const { download, saved } = open(() => new Response('xy', { headers: { ...HEADERS, 'x-export-id': 'gone' } }));
    download.setPurpose('check');
    await download.start();
    expect(download.stage.value).toMatchObject({ kind: 'done', sha256: 'hash of xy', manifest: undefined });
    download.saveManifest();
    expect(saved).toHaveLength(1);
  });

  it('asks for a fresh code when the server wants one, then goes on by itself', async () => {
    let fresh = false;
    const { download, asked } = open(() =>
      fresh ? new Response('xy', { headers: HEADERS }) : Response.json({ code: 'second-factor-needed', status: 401 }, { status: 401 }),
    );
    download.setPurpose('check');
    await download.start();
    expect(kindOf(download.stage.value)).toBe('code');
    fresh = true;
    download.setCode('123 456');
    await download.sendCode();
    expect(asked.find(({ what }) => what === 'POST /api/session/second-factor')?.body).toEqual({ code: '123456', kind: 'totp' });
    expect(kindOf(download.stage.value)).toBe('done');
  });

  it('saves nothing after it was stopped', async () => {
    const { download, saved } = open(() => {
      download.cancel();
      return new Response('xy', { headers: HEADERS });
    });
    download.setPurpose('check');
    await download.start();
    expect(saved).toEqual([]);
    expect(kindOf(download.stage.value)).toBe('choosing');
  });
});
