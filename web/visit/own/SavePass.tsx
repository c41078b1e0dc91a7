import type { PassView } from '../../../shared/api/declarations.schema.ts';
import { dayOf } from '../../../shared/clock.ts';
import type { Language } from '../../lib/language.ts';
import type { PassFacts } from '../screens/PassScreen.tsx';
import { laterWords } from '../screens/words.ts';
import { passPicture } from './pass-picture.ts';
import { SavePicture } from './SavePicture.tsx';
import { ownWords } from './words.ts';

export interface SavePassProps {
  pass: PassView;
  facts: PassFacts;
  language: Language;
  onClose: () => void;
}

export function SavePass({ pass, facts, language, onClose }: SavePassProps) {
  return (
    <SavePicture
      title={laterWords(language).save}
      alt={ownWords(language).passPicture}
      file={`qua-cong-${dayOf(pass.expiresAt)}.png`}
      fallback={pass.typedCode}
      draw={() => passPicture(pass, facts)}
      language={language}
      onClose={onClose}
    />
  );
}
