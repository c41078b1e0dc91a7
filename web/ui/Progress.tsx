import './progress.css';

/** Waiting without a known end; the text says what for. */
export function Spinner({ text }: { text: string }) {
  return (
    <p class="waiting" role="status">
      <span class="spinner" aria-hidden="true" />
      <span>{text}</span>
    </p>
  );
}

/** Waiting with a known end: `done` of `total` in the unit that the label names. */
export function Progress({ label, done, total }: { label: string; done: number; total: number }) {
  return (
    <label>
      <span>{label}</span>
      <progress class="progress" value={done} max={total} />
    </label>
  );
}
