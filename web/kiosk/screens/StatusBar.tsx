import type { KioskApp } from '../state/app.ts';
import { statusLines } from '../status-lines.ts';
import { t } from '../strings.ts';

/** Always in sight, in plain words; a tap tells more. The roll call is one tap away from every screen. */
export function StatusBar({ app }: { app: KioskApp }) {
  const { sheet } = app;
  const toggle = (which: 'status' | 'roll-call'): void => app.open(sheet.value === which ? 'none' : which);
  return (
    <footer class="status">
      <button type="button" class="status-lines" aria-expanded={sheet.value === 'status'} onClick={() => toggle('status')}>
        {statusLines(app.kiosk).map((line) => (
          <span key={line.key} class={`status-line status-${line.tone}`}>
            {line.text}
          </span>
        ))}
      </button>
      {app.update.value && (
        <button type="button" class="status-update" onClick={() => app.open('status')}>
          {t().updateReady}
        </button>
      )}
      <button type="button" class="status-roll-call" aria-pressed={sheet.value === 'roll-call'} onClick={() => toggle('roll-call')}>
        {t().rollCallShort}
      </button>
    </footer>
  );
}
