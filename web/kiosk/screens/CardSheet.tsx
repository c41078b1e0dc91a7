import { encodeSchoolCard } from '../../../shared/cards/school-card.ts';
import { Button } from '../../ui/Button.tsx';
import { Qr } from '../../ui/Qr.tsx';
import type { KioskApp } from '../state/app.ts';
import { t } from '../strings.ts';
import { Sheet } from './Sheet.tsx';

export interface CardSheetProps {
  app: KioskApp;
  subject: string;
  /** Masked. */
  name: string;
  onClose: () => void;
}

/** The card of 5 x 5 cm in its real size; what is printed is what stands here. Nothing secret, nothing of a visit. */
export function CardSheet({ app, subject, name, onClose }: CardSheetProps) {
  const words = t();
  const policy = app.kiosk.policy.value;
  if (!policy) return null;
  return (
    <Sheet title={words.cardTitle} onClose={onClose}>
      <div class="card-paper">
        <p class="card-school">{policy.schoolName}</p>
        <Qr text={encodeSchoolCard({ subject, schoolTag: policy.schoolTag })} label={words.cardTitle} />
        <p class="card-name">{name || words.cardNoName}</p>
      </div>
      <p>{words.cardHelp}</p>
      <Button kind="primary" wide class="button-big" onClick={() => window.print()}>
        {words.printNow}
      </Button>
    </Sheet>
  );
}
