/** Many posters in one PDF, page by page as it is read: what is held is one page and some schools, however many there are. */
import type { SchoolId } from '../../shared/ids.ts';
import type { PosterLayout } from '../../shared/poster/layouts.ts';
import { Problem } from '../../shared/problem.ts';
import type { App } from '../context.ts';
import { flowing } from '../exports/flow.ts';
import { reportBug } from '../report.ts';
import type { PosterContent } from './content.ts';
import type { Drawing } from './drawing.ts';
import { contentOf, countPosters, listPostersOf, type Poster } from './store.ts';

/** Asked of the database at once. */
const SCHOOLS = 20;
/** A turn in which nobody else has work costs some µs; a kiosk's exchange takes dozens, and would wait for a page in each. */
const TURNS_BETWEEN = 8;

interface Many {
  layout: PosterLayout;
  /** Only the posters of whole schools, or the gates' too. */
  of: 'whole' | 'all';
  /** The header that names the file, by the first school's short name. */
  name(school: string): string;
  /** Gives the place in the line back. */
  give(): void;
}

/** @throws Problem `not-found` when there is none */
export async function answerMany(app: App, schools: readonly SchoolId[], { layout, of, name, give }: Many): Promise<Response> {
  try {
    const pages = await countPosters(app, schools, of);
    const [first] = pages > 0 ? await listPostersOf(app, schools.slice(0, 1)) : [];
    if (!first) throw new Problem('not-found');
    const [{ toPdf }, { posterDrawing }] = await Promise.all([import('./pdf.ts'), import('./layout.ts')]);
    const drawn = (content: PosterContent): Drawing => posterDrawing(content, layout);
    const body = flowing(toPdf('QuaCổng', drawings(app, schools, of, drawn)), {
      async whole() {
        give();
      },
      broken(_, error) {
        give();
        if (error !== undefined) reportBug(app.log, error, 'posters');
      },
    });
    return new Response(body, {
      headers: {
        'content-type': 'application/pdf',
        'content-disposition': name(first.school.shortName),
        'x-row-count': String(pages),
        'cache-control': 'no-store',
      },
    });
  } catch (error) {
    give();
    throw error;
  }
}

async function* drawings(
  app: App,
  schools: readonly SchoolId[],
  of: Many['of'],
  drawn: (content: PosterContent) => Drawing,
): AsyncGenerator<Drawing> {
  for (let from = 0; from < schools.length; from += SCHOOLS) {
    for (const poster of await listPostersOf(app, schools.slice(from, from + SCHOOLS))) {
      if (!isHung(poster, of)) continue;
      yield drawn(contentOf(app, poster));
      for (let turn = 0; turn < TURNS_BETWEEN; turn++) await new Promise((resolve) => setImmediate(resolve));
    }
  }
}

const isHung = (poster: Poster, of: Many['of']): boolean =>
  poster.withdrawnAt === null && !poster.closed && (of === 'all' || poster.gate === null);
