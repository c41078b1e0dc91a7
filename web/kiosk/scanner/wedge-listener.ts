import { BURST_END, createWedge } from './wedge.ts';

type TextField = HTMLInputElement | HTMLTextAreaElement;
const isTextField = (target: EventTarget | null): target is TextField =>
  target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;

/** Listens on the whole document. Returns how to stop. */
export function listenForWedge(onCode: (text: string) => void): () => void {
  const wedge = createWedge();
  /** The field that had the focus when a burst may have begun, and what stood in it then. */
  let field: { element: TextField; value: string; caret: number | null } | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function found(text: string): void {
    if (field && field.element.value !== field.value) {
      field.element.value = field.value;
      field.element.dispatchEvent(new Event('input', { bubbles: true }));
      // Fields without a caret (a number, a date) say null.
      if (field.caret !== null) field.element.setSelectionRange(field.caret, field.caret);
    }
    field = undefined;
    onCode(text);
  }

  function onKey(event: KeyboardEvent): void {
    const { key, code, repeat, timeStamp: at, shiftKey: shift, target } = event;
    const ctrl = event.ctrlKey || event.altKey || event.metaKey;
    const pressed = wedge.key({ key, code, at, repeat, ctrl, shift, typing: isTextField(target) });
    if (pressed.swallow) {
      event.preventDefault();
      event.stopPropagation();
    }
    if (pressed.begins) field = isTextField(target) ? { element: target, value: target.value, caret: target.selectionStart } : undefined;
    if (pressed.code !== undefined) found(pressed.code);
    clearTimeout(timer);
    timer = setTimeout(() => {
      const rest = wedge.idle(performance.now());
      if (rest !== undefined) found(rest);
    }, BURST_END + 10);
  }

  document.addEventListener('keydown', onKey, { capture: true });
  return () => {
    clearTimeout(timer);
    document.removeEventListener('keydown', onKey, { capture: true });
  };
}
