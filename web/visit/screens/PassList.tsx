import { dayOf, dayText } from '../../../shared/clock.ts';
import { Button } from '../../ui/Button.tsx';
import type { KeptPass } from '../desk/shelf.ts';
import type { Stage } from './stage.ts';

/** Passes to choose from: whose, and where. */
export function PassList({ visit, passes, title }: { visit: Stage; passes: readonly KeptPass[]; title: string }) {
  if (passes.length === 0) return null;
  return (
    <section class="stack">
      <h2>{title}</h2>
      {passes.map(({ id, pass }) => (
        <Button key={id} wide onClick={() => visit.showPass(id)}>
          {pass.maskedName} · {pass.school} · {dayText(dayOf(pass.issuedAt))}
        </Button>
      ))}
    </section>
  );
}
