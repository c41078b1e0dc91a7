import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Button } from '../../ui/Button.tsx';
import { t } from '../strings.ts';
import { returnFocus } from './focus-return.ts';

/** A page over the gate, with one way back. */
export function Sheet({ title, onClose, children }: { title: string; onClose: () => void; children: ComponentChildren }) {
  const sheet = useRef<HTMLElement>(null);
  // What opened it lies under it now; a field that a form has gone to already keeps the keyboard.
  useEffect(() => {
    if (!sheet.current?.contains(document.activeElement)) sheet.current?.focus({ preventScroll: true });
    return returnFocus;
  }, []);
  return (
    <main class="sheet" aria-label={title} tabIndex={-1} ref={sheet}>
      <header class="sheet-head">
        <Button onClick={onClose}>← {t().back}</Button>
        <h1>{title}</h1>
      </header>
      <div class="sheet-body stack">{children}</div>
    </main>
  );
}
