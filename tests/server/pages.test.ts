/** What the pages travel as: packed where the browser takes it, the same bytes in every form. */
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { codingFor } from '../../server/pages/coding.ts';
import { describeServers } from '../app.ts';
import { makeSchool, ORIGIN } from '../fixtures/world.ts';

const bytesOf = async (response: Response): Promise<Buffer> => Buffer.from(await response.arrayBuffer());

describeServers('the pages', (server) => {
  const get = async (path: string, accept?: string): Promise<Response> =>
    server().hono.request(`${ORIGIN}${path}`, { headers: accept === undefined ? {} : { 'accept-encoding': accept } });

  it.each(['/p/sw.js', '/kiosk/sw.js', 'the script of the visitor page'])('%s is the same packed and as it is', async (name) => {
    const path = name.startsWith('/') ? name : (/src="([^"]+)"/.exec(await (await get('/p/')).text())?.[1] ?? '');
    const plain = await get(path);
    expect(plain.headers.get('content-encoding')).toBeNull();
    expect(plain.headers.get('vary')).toBe('accept-encoding');
    const bytes = await bytesOf(plain);
    const zipped = await get(path, 'gzip');
    expect(zipped.headers.get('content-encoding')).toBe('gzip');
    const brotli = await get(path, 'gzip, deflate, br, zstd');
    expect(brotli.headers.get('content-encoding')).toBe('br');
    expect(brotli.headers.get('content-type')).toBe(plain.headers.get('content-type'));
    const [small, smallest] = [await bytesOf(zipped), await bytesOf(brotli)];
    expect(gunzipSync(small).equals(bytes)).toBe(true);
    expect(brotliDecompressSync(smallest).equals(bytes)).toBe(true);
    expect(small.length).toBeLessThan(bytes.length * 0.6);
    expect(smallest.length).toBeLessThan(small.length);
  });

  it("packs a place's page with the place in it", async () => {
    const { code } = await makeSchool(server().app);
    const plain = await (await get(`/p/${code}`)).text();
    const packed = await get(`/p/${code}`, 'br, gzip');
    expect(packed.headers.get('content-encoding')).toBe('gzip');
    expect(packed.headers.get('cache-control')).toBe('no-cache');
    const opened = gunzipSync(await bytesOf(packed)).toString();
    expect(opened).toContain(`"code":"${code}"`);
    // The time of the answer stands in it.
    const timeless = (html: string): string => html.replace(/\d{13}/g, '');
    expect(timeless(opened)).toBe(timeless(plain));
  });

  it('greets by the name of the school before any script has run, whatever that name is', async () => {
    const { code } = await makeSchool(server().app, { name: `Trường <b>$'</b> & "Hoa" $&` });
    const html = await (await get(`/p/${code}`)).text();
    const [, shown = ''] = /<div id="app">(.*?)<\/main><\/div><\/div>/s.exec(html) ?? [];
    expect(shown).toContain(`<h1>Trường &lt;b&gt;$'&lt;/b&gt; &amp; "Hoa" $&amp;</h1>`);
    expect(shown).toContain('Mời anh/chị trả lời');
    expect(shown).not.toContain('<b>');
    expect(await (await get('/p/')).text()).toContain('<div id="app"></div>');
    expect(await (await get('/p/222222')).text()).toContain('<div id="app"></div>');
  });

  it('sends pictures as they are', async () => {
    expect((await get('/p/icon-192.png', 'gzip, br')).headers.get('content-encoding')).toBeNull();
  });

  it('still says that a file is not there', async () => {
    expect((await get('/assets/visit-00000000.js', 'br')).status).toBe(404);
    expect((await get('/assets/visit-00000000.js.br')).status).toBe(404);
  });
});

describe('what a browser takes', () => {
  it.each([
    ['gzip, deflate, br', 'br'],
    ['GZIP;q=0.5', 'gzip'],
    ['br;q=0, gzip', 'gzip'],
    ['br;q=0.0, gzip;q=0', undefined],
    ['*', 'br'],
    ['identity', undefined],
    ['', undefined],
    [undefined, undefined],
    ['gzipped, abr', undefined],
  ])('%s: %s', (header, wanted) => {
    expect(codingFor(header, () => true)).toBe(wanted);
  });

  it('is what there is', () => {
    expect(codingFor('br, gzip', (coding) => coding === 'gzip')).toBe('gzip');
    expect(codingFor('br, gzip', () => false)).toBeUndefined();
  });
});
