import { Component, type ComponentChildren } from 'preact';
import { formatTenDigits } from '../../../shared/codes.ts';
import { Button } from '../../ui/Button.tsx';
import { Qr } from '../../ui/Qr.tsx';
import type { KeptPass } from '../desk/shelf.ts';
import type { PassFacts } from './PassScreen.tsx';
import type { LaterWords } from './words.ts';

interface BrightProps {
  kept: KeptPass;
  facts: PassFacts;
  words: LaterWords;
  onClose: () => void;
  /** For a party: from one pass to the next. */
  children?: ComponentChildren;
}

/** White from edge to edge and awake: the web cannot turn the brightness up, so a hint asks for it. */
export class Bright extends Component<BrightProps> {
  private dialog: HTMLDialogElement | null = null;
  private before: Element | null = null;
  private lock: WakeLockSentinel | undefined;
  private gone = false;

  override componentDidMount(): void {
    this.before = document.activeElement;
    if (this.dialog?.showModal) this.dialog.showModal();
    else this.dialog?.setAttribute('open', '');
    document.documentElement.requestFullscreen?.().catch(() => undefined);
    document.addEventListener('visibilitychange', this.stayAwake);
    document.addEventListener('keydown', this.leave);
    this.stayAwake();
  }

  override componentWillUnmount(): void {
    this.gone = true;
    document.removeEventListener('visibilitychange', this.stayAwake);
    document.removeEventListener('keydown', this.leave);
    this.lock?.release().catch(() => undefined);
    if (document.fullscreenElement) document.exitFullscreen().catch(() => undefined);
    // While it is open, nothing under it takes the focus.
    if (this.dialog?.open) this.dialog.close?.();
    if (this.before instanceof HTMLElement) this.before.focus();
  }

  /** Safari before 15.4 has no dialogs that hear Escape. */
  private leave = ({ key }: KeyboardEvent): void => void (key === 'Escape' && !this.dialog?.showModal && this.props.onClose());

  /** The lock falls whenever the page is hidden; browsers without it go dark as they always did. */
  private stayAwake = async (): Promise<void> => {
    if (document.visibilityState !== 'visible' || !('wakeLock' in navigator)) return;
    const lock = await navigator.wakeLock.request('screen').catch(() => undefined);
    if (this.gone) await lock?.release();
    else this.lock = lock;
  };

  override render({ kept: { pass }, facts, words, onClose, children }: BrightProps) {
    return (
      <dialog
        class="bright"
        aria-label={words.qr}
        ref={(element) => {
          this.dialog = element;
        }}
        onCancel={(event) => {
          event.preventDefault();
          onClose();
        }}
      >
        <div class="bright-body">
          <Qr text={pass.digits} label={words.qr} fallback={pass.typedCode} />
          <div class="bright-facts">
            <p class="pass-name">{pass.maskedName}</p>
            {facts.group && <p class="pass-group">{facts.group}</p>}
            <p class="bright-typed">{formatTenDigits(pass.typedCode)}</p>
            <p class="small">{facts.until}</p>
            <p class="small">
              {facts.made}. {words.brightHint}
            </p>
            {children}
            <Button wide class="bright-close" onClick={onClose}>
              {words.close}
            </Button>
          </div>
        </div>
      </dialog>
    );
  }
}
