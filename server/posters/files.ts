import type { Hono } from 'hono';
import { manyPostersQuery, posterQuery } from '../../shared/api/posters.schema.ts';
import { getManyPosters, getPosterFile, getSchoolPosters } from '../../shared/api/posters.ts';
import { dayOf } from '../../shared/clock.ts';
import type { PosterLayout } from '../../shared/poster/layouts.ts';
import { Problem } from '../../shared/problem.ts';
import { fold } from '../../shared/text/fold.ts';
import { can } from '../../shared/units/can.ts';
import { accountOf, grantsOf } from '../accounts/grants.ts';
import type { App } from '../context.ts';
import { Slots } from '../exports/slots.ts';
import { mount } from '../route.ts';
import { schoolsUnder } from '../schools/store.ts';
import { answerMany } from './many.ts';
import { contentOf, findPoster, type Poster } from './store.ts';

const TYPES = { svg: 'image/svg+xml', png: 'image/png', pdf: 'application/pdf' } as const;
type Ending = keyof typeof TYPES;

/** In the line where each school has its places, the long PDFs of many have theirs. */
const MANY = 'many';

export function mountPosterFiles(hono: Hono, app: App): void {
  const slots = new Slots();

  mount(hono, app, getPosterFile, posterQuery, async ({ params, input }) => {
    const parts = /^([0-9A-Za-z]{1,12})\.(svg|png|pdf)$/.exec(params.file ?? '');
    const ending = parts?.[2] as Ending | undefined;
    const poster = parts?.[1] && (await findPoster(app, params.school ?? '', parts[1]));
    if (!poster || !ending) throw new Problem('not-found');
    const layout = input.layout ?? 'a4';
    return new Response(new Blob([await fileOf(app, poster, layout, ending)]), {
      headers: {
        'content-type': TYPES[ending],
        'content-disposition': disposition('inline', [poster.school.shortName, poster.code, ...(layout === 'a4' ? [] : [layout])], ending),
        'cache-control': 'private, no-cache',
      },
    });
  });

  mount(hono, app, getSchoolPosters, posterQuery, async ({ params, input }) => {
    const give = await slots.take(params.school ?? '');
    const layout = input.layout ?? 'a4';
    const name = (school: string): string => disposition('attachment', [school, layout], 'pdf');
    return answerMany(app, [params.school ?? ''], { layout, of: 'all', name, give });
  });

  mount(hono, app, getManyPosters, manyPostersQuery, async ({ input, caller }) => {
    const wanted = fold(input.q ?? '');
    const seen = await schoolsSeen(app, accountOf(caller));
    const schools = seen.filter((school) => fold(`${school.name} ${school.shortName}`).includes(wanted)).map((school) => school.id);
    const give = await slots.take(MANY);
    const layout = input.layout ?? 'a4';
    const name = (): string => disposition('attachment', [`${schools.length}-truong`, layout], 'pdf');
    return answerMany(app, schools, { layout, of: input.of ?? 'all', name, give });
  });
}

async function schoolsSeen(app: App, account: string) {
  const today = dayOf(app.clock());
  const grants = (await grantsOf(app.db, account, today)).filter((grant) => can([grant], 'school.read', grant.path, today));
  return schoolsUnder(app.db, [...new Set(grants.map((grant) => grant.path))]);
}

async function fileOf(app: App, poster: Poster, layout: PosterLayout, ending: Ending): Promise<Uint8Array<ArrayBuffer> | string> {
  // Fonts, PDF and picture libraries take half a second to load: a start does not wait for them.
  const [{ posterDrawing }, { toPng, toSvg }, { pdfOf }] = await Promise.all([
    import('./layout.ts'),
    import('./render.ts'),
    import('./pdf.ts'),
  ]);
  const drawing = posterDrawing(contentOf(app, poster), layout);
  // Measuring text and drawing it are two turns of the event loop.
  await new Promise((resolve) => setImmediate(resolve));
  switch (ending) {
    case 'svg':
      return toSvg(drawing);
    case 'png':
      return new Uint8Array(await toPng(drawing));
    case 'pdf':
      return pdfOf(drawing);
  }
}

/** One header whatever the school's name holds: the name is made of [a-z0-9_-.] (RFC 6266). */
function disposition(kind: 'inline' | 'attachment', parts: readonly string[], ending: Ending): string {
  const [whose = '', ...more] = parts;
  const slug = fold(whose)
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 40);
  return `${kind}; filename="${['bang-ma-qr', slug, ...more].join('_')}.${ending}"`;
}
