import { Component, type ComponentChildren } from 'preact';
import './dialog.css';

export interface DialogProps {
  title: string;
  children: ComponentChildren;
  /** Escape, or whatever the page offers for leaving. Render the dialog only while it is open. */
  onClose: () => void;
  /** False: Escape does not leave; the dialog waits for one of its buttons. */
  dismissable?: boolean;
}

/** The native dialog: focus stays inside and returns to where it was. */
export class Dialog extends Component<DialogProps> {
  private element: HTMLDialogElement | null = null;
  private before: Element | null = null;

  override componentDidMount(): void {
    this.before = document.activeElement;
    // Safari before 15.4 has no dialogs: there it is shown in the page.
    if (this.element?.showModal) this.element.showModal();
    else this.element?.setAttribute('open', '');
  }

  override componentWillUnmount(): void {
    if (this.element?.open) this.element.close?.();
    if (this.before instanceof HTMLElement) this.before.focus();
  }

  override render({ title, children, onClose, dismissable = true }: DialogProps) {
    return (
      <dialog
        class="dialog"
        aria-label={title}
        ref={(element) => {
          this.element = element;
        }}
        onCancel={(event) => {
          event.preventDefault();
          if (dismissable) onClose();
        }}
      >
        <h2>{title}</h2>
        {children}
      </dialog>
    );
  }
}
