/** Where the keyboard was before something was laid over the gate, and back there once it is gone. One page has one gate. */

let last: HTMLElement | undefined;

/** For every `focusin` of the kiosk. */
export function rememberFocus({ target }: FocusEvent): void {
  if (target instanceof HTMLElement && !target.closest('.sheet, .verdict')) last = target;
}

/** After the next frame, when the gate can be reached again; takes the keyboard from nobody. */
export function returnFocus(): void {
  requestAnimationFrame(() => {
    if (document.activeElement === document.body && last?.isConnected && !last.closest('[inert]')) last.focus({ preventScroll: true });
  });
}
