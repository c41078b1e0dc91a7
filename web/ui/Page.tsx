import type { ComponentChildren } from 'preact';
import { Logo } from './Logo.tsx';
import './page.css';

export interface PageProps {
  children: ComponentChildren;
  /** Beside the mark; the product's name when left out. */
  name?: string;
  /** At the right of the head: the language switch, the account. */
  side?: ComponentChildren;
  /** For tables; text stays narrow. */
  wide?: boolean;
}

export function Page({ children, name = 'QuaCổng', side, wide }: PageProps) {
  return (
    <div class={wide ? 'page page-wide' : 'page'}>
      <header class="page-head">
        <Logo size={32} />
        <span class="page-name">{name}</span>
        {side}
      </header>
      <main id="main" tabIndex={-1}>
        {children}
      </main>
    </div>
  );
}
