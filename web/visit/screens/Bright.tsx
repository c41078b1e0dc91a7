import { Component } from 'preact';
import type { PassView } from '../../../shared/api/declarations.schema.ts';
import { formatTenDigits } from '../../../shared/codes.ts';
import { Button } from '../../ui/Button.tsx';
import { Qr } from '../../ui/Qr.tsx';
import type { LaterWords } from './words.ts';

interface BrightProps {
  pass: PassView;
  words: LaterWords;
  onClose: () => void;
}

/** White from edge to edge and awake: the web cannot turn the brightness up, so a hint asks for it. */
export class Bright extends Component<BrightProps> {
  private dialog: HTMLDialogElement | null = null;
  private lock: WakeLockSentinel | undefined;
  private gone = false;

  override componentDidMount(): void {
    if (this.dialog?.showModal) this.dialog.showModal();
    else this.dialog?.setAttribute('open', '');
    document.documentElement.requestFullscreen?.().catch(() => undefined);
    document.addEventListener('visibilitychange', this.stayAwake);
    this.stayAwake();
  }

  override componentWillUnmount(): void {
    this.gone = true;
    document.removeEventListener('visibilitychange', this.stayAwake);
    this.lock?.release().catch(() => undefined);
    if (document.fullscreenElement) document.exitFullscreen().catch(() => undefined);
  }

  /** The lock falls whenever the page is hidden; browsers without it go dark as they always did. */
  private stayAwake = async (): Promise<void> => {
    if (document.visibilityState !== 'visible' || !('wakeLock' in navigator)) return;
    const lock = await navigator.wakeLock.request('screen').catch(() => undefined);
    if (this.gone) await lock?.release();
    else this.lock = lock;
  };

  override render({ pass, words, onClose }: BrightProps) {
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
          <p class="pass-name">{pass.maskedName}</p>
          <p>{formatTenDigits(pass.typedCode)}</p>
          <p class="small">{words.brightHint}</p>
          <Button wide class="bright-close" onClick={onClose}>
            {words.close}
          </Button>
        </div>
      </dialog>
    );
  }
}
