import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { OwnData } from './OwnData.tsx';
import { PassScreen } from './PassScreen.tsx';
import type { Stage } from './stage.ts';
import { TroubleScreen } from './TroubleScreen.tsx';
import { Waiting } from './Waiting.tsx';
import { laterWords } from './words.ts';
import './later.css';

export interface LaterProps {
  visit: Stage;
  now: number;
  /** A newer version waits: asked here, never forced, and never over a form. */
  update: (() => void) | undefined;
}

export function Later(props: LaterProps) {
  const { update, visit } = props;
  const t = laterWords(visit.state().language);
  return (
    <div class="stack">
      <Screen {...props} />
      {update && (
        <Notice kind="info">
          <p>{t.update}</p>
          <Button onClick={update}>{t.updateNow}</Button>
        </Notice>
      )}
    </div>
  );
}

function Screen({ visit, now }: LaterProps) {
  const { screen } = visit.state();
  switch (screen.kind) {
    case 'trouble':
      return <TroubleScreen visit={visit} trouble={screen.trouble} school={screen.school} />;
    case 'waiting':
      return <Waiting visit={visit} />;
    case 'pass':
      return <PassScreen visit={visit} id={screen.id} now={now} />;
    case 'own':
      return <OwnData visit={visit} />;
    case 'form':
    case 'loading':
      return null;
  }
}
