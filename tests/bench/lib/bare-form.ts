/** The least that a form in Preact can be: the same questions, no consent, no pass, nothing kept; built by Vite, sent compressed. */
import { createServer } from 'node:http';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import type { Questionnaire } from '../../../shared/questionnaire/types.ts';
import { ROOT } from './child.ts';
import { removeFolder, temporaryFolder } from './scratch.ts';
import { freePort } from './world.ts';

const SOURCE = `
  import { h, render } from 'preact';
  const items = __ITEMS__;
  const field = ({ id, text, choices }) => choices
    ? h('fieldset', null, h('legend', null, text), choices.map((choice) => h('label', null, h('input', { type: 'radio', name: id }), choice)))
    : h('p', null, h('label', { for: id }, text), h('br'), h('input', { id }));
  render(h('form', null, h('h1', null, __TITLE__), items.map(field), h('button', null, 'Gửi')), document.getElementById('app'));
`;
const ENTRY = 'virtual:bare-form';

export interface BareForm {
  readonly address: string;
  close(): Promise<void>;
}

export async function serveBareForm({ items, title }: Questionnaire): Promise<BareForm> {
  const folder = temporaryFolder('bare-form');
  const shown = items.map(({ linkId, text, type }) => ({
    id: linkId,
    text: text.vi,
    ...(type === 'boolean' ? { choices: ['Không', 'Có'] } : {}),
  }));
  await build({
    root: ROOT,
    configFile: false,
    logLevel: 'silent',
    plugins: [
      {
        name: 'bare-form',
        resolveId: (id) => (id === ENTRY ? join(ROOT, 'bare-form.js') : undefined),
        load: (id) =>
          id.endsWith('/bare-form.js')
            ? SOURCE.replace('__ITEMS__', JSON.stringify(shown)).replace('__TITLE__', JSON.stringify(title.vi))
            : undefined,
      },
    ],
    build: { outDir: folder, emptyOutDir: true, rolldownOptions: { input: ENTRY, output: { entryFileNames: 'main.js' } } },
  });
  const { readFileSync } = await import('node:fs');
  const script = gzipSync(readFileSync(join(folder, 'main.js')));
  removeFolder(folder);
  const page = gzipSync(
    '<!doctype html><html lang="vi"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Tờ khai</title><body><div id="app"></div><script type="module" src="/main.js"></script></body></html>',
  );
  const server = createServer(({ url }, answer) => {
    const [type, body] = url === '/' ? ['text/html; charset=utf-8', page] : url === '/main.js' ? ['text/javascript', script] : [];
    if (!body) return void answer.writeHead(404).end();
    answer.writeHead(200, { 'content-type': type, 'content-encoding': 'gzip', 'cache-control': 'no-cache' }).end(body);
  });
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${port}/`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
