import type { ComponentChildren } from 'preact';
import { pathOf, type Route, type Router } from '../router.ts';

interface LinkProps {
  router: Router;
  to: Route;
  children: ComponentChildren;
  class?: string;
  current?: boolean;
  /** After a tap, also one that leads to where one is. */
  onGo?: () => void;
}

/** A real link: it can be opened in another tab, and moves within the page otherwise. */
export function Link({ router, to, children, class: more, current, onGo }: LinkProps) {
  return (
    <a
      class={more}
      href={pathOf(to)}
      aria-current={current ? 'page' : undefined}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
        event.preventDefault();
        router.go(to);
        onGo?.();
      }}
    >
      {children}
    </a>
  );
}
