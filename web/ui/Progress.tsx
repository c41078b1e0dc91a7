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
