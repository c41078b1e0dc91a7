import type { Hono } from 'hono';
import { getPosterFile } from '../../shared/api/schools.ts';
import { Problem } from '../../shared/problem.ts';
import { fold } from '../../shared/text/fold.ts';
import type { App } from '../context.ts';
import { mount } from '../route.ts';
import type { PosterContent } from './layout.ts';
import { findPoster, type Poster, posterOrigin } from './store.ts';

const TYPES = { svg: 'image/svg+xml', png: 'image/png', pdf: 'application/pdf' } as const;

export function mountPosterFiles(hono: Hono, app: App): void {
  mount(hono, app, getPosterFile, null, async ({ params }) => {
    const parts = /^([0-9A-Za-z]{1,12})\.(svg|png|pdf)$/.exec(params.file ?? '');
    const ending = parts?.[2] as keyof typeof TYPES | undefined;
    const poster = parts?.[1] && (await findPoster(app, params.school ?? '', parts[1]));
    if (!poster || !ending) throw new Problem('not-found');
    // Fonts, PDF and picture libraries take half a second to load: a start does not wait for them.
    const [{ posterDrawing }, { toPdf, toPng, toSvg }] = await Promise.all([import('./layout.ts'), import('./render.ts')]);
    const drawing = posterDrawing(contentOf(app, poster));
    // Measuring text and drawing it are two turns of the event loop.
    await new Promise((resolve) => setImmediate(resolve));
    const bytes = ending === 'svg' ? toSvg(drawing) : ending === 'png' ? await toPng(drawing) : await toPdf(drawing);
    const name = `poster_${fold(poster.school.shortName).replace(/[^a-z0-9]+/g, '-')}_${poster.code}.${ending}`;
    return new Response(new Blob([bytes as Uint8Array<ArrayBuffer> | string]), {
      headers: {
        'content-type': TYPES[ending],
        // One header whatever the school's name holds: the name is made of [a-z0-9_-.] (RFC 6266).
        'content-disposition': `inline; filename="${name}"`,
        'cache-control': 'private, no-cache',
      },
    });
  });
}

const contentOf = (app: App, poster: Poster): PosterContent => ({
  schoolName: poster.school.name,
  gateName: poster.gate?.name ?? null,
  link: poster.link,
  host: new URL(posterOrigin(app)).host,
  code: poster.code,
  line: poster.school.line,
  contact: poster.school.contact,
  madeAt: poster.madeAt,
  trial: poster.trial,
});
