import { Component } from 'preact';
import type { Language } from '../../lib/language.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Spinner } from '../../ui/Progress.tsx';
import { laterWords } from '../screens/words.ts';
import { ownWords } from './words.ts';

interface SaveProps {
  title: string;
  alt: string;
  /** Of the downloaded file. */
  file: string;
  /** Shown where this browser cannot draw. */
  fallback: string;
  draw: () => Promise<Blob | undefined>;
  language: Language;
  onClose: () => void;
}

/** A picture to press and hold, because in-app browsers have no downloads; and a link for those that have. */
export class SavePicture extends Component<SaveProps, { address?: string; failed?: boolean }> {
  private gone = false;

  override async componentDidMount(): Promise<void> {
    const picture = await this.props.draw().catch(() => undefined);
    if (this.gone) return;
    this.setState(picture ? { address: URL.createObjectURL(picture) } : { failed: true });
  }

  override componentWillUnmount(): void {
    this.gone = true;
    if (this.state.address) URL.revokeObjectURL(this.state.address);
  }

  override render(
    { title, alt, file, fallback, language, onClose }: SaveProps,
    { address, failed }: { address?: string; failed?: boolean },
  ) {
    const t = ownWords(language);
    return (
      <Dialog title={title} onClose={onClose}>
        <div class="stack">
          {address ? (
            <>
              <p>{t.saveHint}</p>
              <img class="picture" src={address} alt={alt} />
              <a class="button button-primary" href={address} download={file}>
                {t.download}
              </a>
            </>
          ) : failed ? (
            <p>{fallback}</p>
          ) : (
            <Spinner text={t.drawing} />
          )}
          <Button onClick={onClose}>{laterWords(language).close}</Button>
        </div>
      </Dialog>
    );
  }
}
