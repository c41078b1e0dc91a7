import type { ComponentChildren } from 'preact';
import { language, setLanguage } from '../../lib/i18n.ts';
import { LanguageSwitch } from '../../ui/LanguageSwitch.tsx';
import { LargePrint } from '../../ui/LargePrint.tsx';
import { Logo } from '../../ui/Logo.tsx';

export interface PlainProps {
  title: string;
  children: ComponentChildren;
  /** Two columns on a tablet on its side: the content is one element of class `split`. */
  split?: boolean;
}

/** A single question in the middle of the screen: pairing, clock, shift, and what went wrong. */
export function Plain({ title, children, split }: PlainProps) {
  return (
    <div class="plain">
      <header class="plain-head">
        <Logo size={44} />
        <span class="plain-name">QuaCổng</span>
        <LargePrint language={language.value} />
        <LanguageSwitch language={language.value} onChange={setLanguage} />
      </header>
      <main class={split ? 'plain-card plain-split stack' : 'plain-card stack'}>
        <h1>{title}</h1>
        {children}
      </main>
    </div>
  );
}
