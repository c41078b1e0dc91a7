import type { KioskApp } from '../state/app.ts';
import type { Gate } from '../state/gate.ts';
import { t } from '../strings.ts';
import { PersonForm } from './PersonForm.tsx';
import { Sheet } from './Sheet.tsx';

/** Someone without phone or declaration: a name is enough, and nobody is kept waiting. */
export function QuickSheet({ app, gate }: { app: KioskApp; gate: Gate }) {
  return (
    <Sheet title={t().quickTitle} onClose={() => app.open('none')}>
      <PersonForm
        id="quick"
        app={app}
        submit={t().letInNow}
        onDone={async (person) => {
          await gate.quick(person);
          app.open('none');
        }}
      />
    </Sheet>
  );
}
