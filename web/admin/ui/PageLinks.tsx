import type { SchoolView } from '../../../shared/api/schools.schema.ts';
import { pagesFor, type Router, type SchoolPage } from '../router.ts';
import { pages, shell } from '../strings/shell.ts';
import { Link } from './Link.tsx';

interface PageLinksProps {
  router: Router;
  school: SchoolView;
  to: readonly SchoolPage[];
}

/** Where something is mended: only pages that this account may open. */
export function PageLinks({ router, school, to }: PageLinksProps) {
  const may = pagesFor(school.actions);
  const open = to.filter((part) => may.includes(part));
  if (open.length === 0) return null;
  return (
    <p class="page-links">
      {open.map((part) => (
        <Link key={part} router={router} to={{ page: 'school', school: school.id, part }} class="plain-link">
          {shell().openPage(pages()[part])}
        </Link>
      ))}
    </p>
  );
}
