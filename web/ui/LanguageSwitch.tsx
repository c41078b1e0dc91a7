import type { Language } from '../lib/language.ts';
import { Button } from './Button.tsx';

/** Shows the other language by its own name, so that who needs it can read it. */
export function LanguageSwitch({ language, onChange }: { language: Language; onChange: (language: Language) => void }) {
  const other = language === 'vi' ? 'en' : 'vi';
  return (
    <Button kind="quiet" class="language" onClick={() => onChange(other)}>
      <span lang={other}>{other === 'vi' ? 'Tiếng Việt' : 'English'}</span>
    </Button>
  );
}
