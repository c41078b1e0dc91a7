import { Component } from 'preact';
import type { PassView } from '../../../shared/api/declarations.schema.ts';
import { dayOf } from '../../../shared/clock.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Spinner } from '../../ui/Progress.tsx';
import { passPicture } from '../picture.ts';
import type { LaterWords } from './words.ts';

interface SaveProps {
  pass: PassView;
  until: string;
  words: LaterWords;
  onClose: () => void;
}

/** A picture to press and hold, because in-app browsers have no downloads; and a link for those that have. */
export class SavePicture extends Component<SaveProps, { address?: string; failed?: boolean }> {
  private gone = false;

  override async componentDidMount(): Promise<void> {
    const picture = await passPicture(this.props.pass, this.props.until).catch(() => undefined);
    if (this.gone) return;
    this.setState(picture ? { address: URL.createObjectURL(picture) } : { failed: true });
  }

  override componentWillUnmount(): void {
    this.gone = true;
    if (this.state.address) URL.revokeObjectURL(this.state.address);
  }

  override render({ pass, words, onClose }: SaveProps, { address, failed }: { address?: string; failed?: boolean }) {
    return (
      <Dialog title={words.save} onClose={onClose}>
        <div class="stack">
          {address ? (
            <>
              <p>{words.saveHint}</p>
              <img class="picture" src={address} alt={words.pictureAlt} />
              <a class="button button-primary" href={address} download={`qua-cong-${dayOf(pass.expiresAt)}.png`}>
                {words.download}
              </a>
            </>
          ) : failed ? (
            <p>{pass.typedCode}</p>
          ) : (
            <Spinner text={words.drawing} />
          )}
          <Button onClick={onClose}>{words.close}</Button>
        </div>
      </Dialog>
    );
  }
}
