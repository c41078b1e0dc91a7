import type { ComponentChildren } from 'preact';
import { Button } from '../../ui/Button.tsx';
import { t } from '../strings.ts';

/** A page over the gate, with one way back. */
export function Sheet({ title, onClose, children }: { title: string; onClose: () => void; children: ComponentChildren }) {
  return (
    <section class="sheet" aria-label={title}>
      <header class="sheet-head">
        <Button onClick={onClose}>← {t().back}</Button>
        <h1>{title}</h1>
      </header>
      <div class="sheet-body stack">{children}</div>
    </section>
  );
}
