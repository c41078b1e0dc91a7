import { Component } from 'preact';
import { drawQr, type QrDrawing } from '../lib/qr.ts';
import './qr.css';

export interface QrProps {
  text: string;
  /** What a listener hears instead of the picture. */
  label: string;
  /** Shown when the code cannot be drawn. */
  fallback?: string;
}

/** A QR code as one SVG path; the encoder is loaded when the first code is shown. */
export class Qr extends Component<QrProps, { drawing?: QrDrawing; of?: string; failed?: boolean }> {
  override componentDidMount(): void {
    this.draw();
  }

  override componentDidUpdate(before: QrProps): void {
    if (before.text !== this.props.text) this.draw();
  }

  private draw(): void {
    const { text } = this.props;
    drawQr(text).then(
      (drawing) => text === this.props.text && this.setState({ drawing, of: text, failed: false }),
      () => this.setState({ failed: true }),
    );
  }

  override render({ text, label, fallback }: QrProps, { drawing, of, failed }: { drawing?: QrDrawing; of?: string; failed?: boolean }) {
    if (failed) return <p>{fallback ?? text}</p>;
    const size = drawing?.size ?? 57;
    return (
      <svg class="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shape-rendering="crispEdges">
        {drawing && of === text && <path fill="#000" d={drawing.path} />}
      </svg>
    );
  }
}
