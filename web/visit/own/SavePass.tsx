import type { PassView } from '../../../shared/api/declarations.schema.ts';
import { dayOf } from '../../../shared/clock.ts';
import type { PassFacts } from '../screens/PassScreen.tsx';
import type { LaterWords } from '../screens/words.ts';
import { passPicture } from './pass-picture.ts';
import { SavePicture } from './SavePicture.tsx';

export interface SavePassProps {
  pass: PassView;
  facts: PassFacts;
  words: LaterWords;
  onClose: () => void;
}

export function SavePass({ pass, facts, words, onClose }: SavePassProps) {
  return (
    <SavePicture
      title={words.save}
      alt={words.pictureAlt}
      file={`qua-cong-${dayOf(pass.expiresAt)}.png`}
      fallback={pass.typedCode}
      draw={() => passPicture(pass, facts)}
      words={words}
      onClose={onClose}
    />
  );
}
