import type { KioskApp } from '../state/app.ts';
import { statusLines } from '../status-lines.ts';
import { t } from '../strings.ts';

/** Always in sight, in plain words; a tap tells more. */
export function StatusBar({ app }: { app: KioskApp }) {
  const update = app.update.value;
  return (
    <footer class="status">
      <button type="button" class="status-lines" onClick={() => app.open(app.sheet.value === 'status' ? 'none' : 'status')}>
        {statusLines(app.kiosk).map((line) => (
          <span key={line.key} class={`status-line status-${line.tone}`}>
            {line.text}
          </span>
        ))}
      </button>
      {update && (
        <button type="button" class="status-update" onClick={() => app.open('status')}>
          {t().updateReady}
        </button>
      )}
    </footer>
  );
}
