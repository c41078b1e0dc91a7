import type { Stage } from '../screens/stage.ts';
import { History } from './History.tsx';
import { ReceiptScreen } from './ReceiptScreen.tsx';
import { RecordScreen } from './RecordScreen.tsx';
import { TroubleScreen } from './TroubleScreen.tsx';
import './own.css';

export { SavePass } from './SavePass.tsx';

export interface OwnProps {
  visit: Stage;
  now: number;
}

/** Beside the way to a pass: links that lead nowhere, what this phone and the school keep, and what the visitor may do about it. */
export function Own({ visit, now }: OwnProps) {
  const { screen } = visit.state();
  switch (screen.kind) {
    case 'trouble':
      return <TroubleScreen visit={visit} trouble={screen.trouble} school={screen.school} />;
    case 'own':
      return <History visit={visit} now={now} />;
    case 'record':
      return <RecordScreen key={screen.id + screen.wish} visit={visit} id={screen.id} wish={screen.wish} />;
    case 'receipt':
      return <ReceiptScreen visit={visit} number={screen.number} />;
    default:
      return null;
  }
}
