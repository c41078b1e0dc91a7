import { describe, expect, it } from 'vitest';
import type { Client } from '../../web/admin/client.ts';
import { embedCode } from '../../web/admin/screens/GuidePart.tsx';
import { createPosterPrint, pageCounter } from '../../web/admin/state/poster-print.ts';
import { createPosters } from '../../web/admin/state/posters.ts';
import type { Received } from '../../web/admin/state/receive-file.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const PAGE = '<<\n/Type /Page\n/Parent 1 0 R\n>>\n';
const HEADERS = {
  'content-type': 'application/pdf',
  'x-row-count': '3',
  'content-disposition': 'attachment; filename="bang-ma-qr_th-hoa-ban_a4.pdf"',
};

/** A client whose download arrives piece by piece, as the test lets it. */
function slowClient(answer?: Response) {
  let push: ReadableStreamDefaultController<Uint8Array> | undefined;
  const asked: string[] = [];
  const client: Client = {
    call: async () => ({ ok: false, problem: { code: 'offline', status: 0 } }),
    fetch: async (address, { signal }) => {
      asked.push(address);
      if (answer) return answer;
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          push = controller;
        },
      });
      signal.addEventListener('abort', () => push?.error(new Error('aborted')));
      return new Response(body, { headers: HEADERS });
    },
  };
  return {
    client,
    asked,
    push: (text: string) => push?.enqueue(bytes(text)),
    end: () => push?.close(),
    fail: () => push?.error(new Error('cut')),
  };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 20));

describe('the counter of pages', () => {
  it('finds every page however the file is cut, and nothing else', () => {
    const text = `%PDF-1.7 /Type /Pages /Type /Type /Page\n${PAGE}/Type /PageLabel ${PAGE}`;
    for (let size = 1; size < text.length; size++) {
      const count = pageCounter();
      let pages = 0;
      for (let at = 0; at < text.length; at += size) pages = count(bytes(text.slice(at, at + size)));
      expect([size, pages]).toEqual([size, 3]);
    }
  });
});

describe('a PDF of many posters', () => {
  it('tells how many pages have come of all, and is saved when it is whole', async () => {
    const saved: Received[] = [];
    const { client, push, end } = slowClient();
    const print = createPosterPrint({ client, save: (file) => saved.push(file) }, () => '/api/posters.pdf');
    const done = print.start();
    await settled();
    expect(print.stage.value).toEqual({ kind: 'arriving', pages: 0, of: 3 });
    push(PAGE);
    push(PAGE.slice(0, 9));
    await settled();
    expect(print.stage.value).toEqual({ kind: 'arriving', pages: 1, of: 3 });
    push(`${PAGE.slice(9)}${PAGE}`);
    await settled();
    expect(print.stage.value).toEqual({ kind: 'arriving', pages: 3, of: 3 });
    end();
    await done;
    expect(print.stage.value).toEqual({ kind: 'done', pages: 3, name: 'bang-ma-qr_th-hoa-ban_a4.pdf' });
    expect(saved.map(({ name, blob }) => [name, blob.size])).toEqual([['bang-ma-qr_th-hoa-ban_a4.pdf', 3 * PAGE.length]]);
  });

  it('is not saved when it is stopped, breaks off, or is refused', async () => {
    const saved: Received[] = [];
    const save = (file: Received) => saved.push(file);
    const stopped = slowClient();
    const first = createPosterPrint({ client: stopped.client, save }, () => '/a');
    const going = first.start();
    await settled();
    stopped.push(PAGE);
    first.cancel();
    await going;
    expect(first.stage.value).toEqual({ kind: 'idle' });

    const cut = slowClient();
    const second = createPosterPrint({ client: cut.client, save }, () => '/a');
    const running = second.start();
    await settled();
    cut.fail();
    await running;
    expect(second.stage.value).toEqual({ kind: 'failed', problem: { code: 'offline', status: 0 } });

    const none = slowClient(new Response(JSON.stringify({ code: 'not-found', status: 404 }), { status: 404 }));
    const third = createPosterPrint({ client: none.client, save }, () => '/a');
    await third.start();
    expect(third.stage.value).toMatchObject({ kind: 'failed', problem: { code: 'not-found' } });
    expect(saved).toEqual([]);
  });

  it('is asked for in the layout that is looked at, of the schools that are meant', async () => {
    const { client, asked } = slowClient(new Response('{}', { status: 404 }));
    const posters = createPosters({ client, clock: () => 0, school: 's1', save: () => undefined });
    await posters.all.start();
    posters.setLayout('six');
    posters.setWanted(' Hoa Ban ');
    posters.setWholeOnly(true);
    await posters.all.start();
    await posters.many.start();
    expect(asked).toEqual([
      '/api/schools/s1/posters.pdf',
      '/api/schools/s1/posters.pdf?layout=six',
      '/api/posters.pdf?layout=six&q=Hoa+Ban&of=whole',
    ]);
  });
});

describe('the code to embed', () => {
  it('holds the name of a school as text of an attribute', () => {
    expect(embedCode('https://a.example/guide/K7M2QT', `"><script>`)).toBe(
      '<iframe src="https://a.example/guide/K7M2QT" title="&quot;&gt;&lt;script&gt;" width="100%" height="900" loading="lazy"></iframe>',
    );
  });
});
