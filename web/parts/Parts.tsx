import { language, setLanguage } from '../lib/i18n.ts';
import { LanguageSwitch } from '../ui/LanguageSwitch.tsx';
import { LargePrint } from '../ui/LargePrint.tsx';
import { Page } from '../ui/Page.tsx';
import { Buttons } from './Buttons.tsx';
import { Controls } from './Controls.tsx';
import { Forms } from './Forms.tsx';
import { Messages } from './Messages.tsx';
import { Tokens } from './Tokens.tsx';

/** Night and day follow the device; words and their size follow the two switches at the top. */
export function Parts() {
  const side = (
    <span class="parts-side">
      <LargePrint language={language.value} />
      <LanguageSwitch language={language.value} onChange={setLanguage} />
    </span>
  );
  const vi = language.value === 'vi';
  return (
    <Page wide name={vi ? 'QuaCổng: các bộ phận' : 'QuaCổng: the parts'} side={side}>
      <div class="stack parts">
        <h1>{vi ? 'Mọi bộ phận, mọi trạng thái' : 'Every part in every state'}</h1>
        <Tokens vi={vi} />
        <Buttons vi={vi} />
        <Controls vi={vi} />
        <Messages vi={vi} />
        <Forms language={language.value} />
      </div>
    </Page>
  );
}
