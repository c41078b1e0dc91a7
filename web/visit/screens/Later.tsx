import { Button } from '../../ui/Button.tsx';
import { Later as Fetched } from '../../ui/Later.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { PassScreen } from './PassScreen.tsx';
import type { Stage } from './stage.ts';
import { Waiting } from './Waiting.tsx';
import { laterWords } from './words.ts';
import './later.css';

export interface LaterProps {
  visit: Stage;
  now: number;
  /** A newer version waits: asked here, never forced, and never over a form. */
  update: (() => void) | undefined;
}

/** What few visitors open: fetched when they do. */
const loadOwn = () => import('../own/Own.tsx').then((module) => module.Own);

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
    case 'waiting':
      return <Waiting visit={visit} />;
    case 'pass':
      return <PassScreen visit={visit} id={screen.id} now={now} />;
    case 'trouble':
    case 'own':
    case 'record':
    case 'receipt':
      return <Fetched load={loadOwn} props={{ visit, now }} words={laterWords(visit.state().language).part} />;
    case 'form':
    case 'loading':
      return null;
  }
}
