import { signal } from '@preact/signals';
import { Component } from 'preact';
import type { Instant } from '../../../shared/clock.ts';
import type { Live } from '../state/live.ts';
import { liveWords } from '../strings/live.ts';

interface LiveLineProps {
  live: Live;
  clock: () => Instant;
}

/** Whether the page follows the gates, in words; it counts down to the next try. Listeners hear changes, not seconds. */
export class LiveLine extends Component<LiveLineProps> {
  private now = signal(this.props.clock());
  private timer: ReturnType<typeof setInterval> | undefined;

  private visible = (): void => this.props.live.seen(document.visibilityState === 'visible');

  override componentDidMount(): void {
    this.props.live.start();
    document.addEventListener('visibilitychange', this.visible);
    this.timer = setInterval(() => {
      this.now.value = this.props.clock();
    }, 1000);
  }

  override componentWillUnmount(): void {
    clearInterval(this.timer);
    document.removeEventListener('visibilitychange', this.visible);
    this.props.live.stop();
  }

  override render({ live }: LiveLineProps) {
    const t = liveWords();
    const state = live.state.value;
    switch (state.kind) {
      case 'watching':
        return (
          <p class="live live-on" role="status">
            {t.watching}
          </p>
        );
      case 'connecting':
        return <p class="live live-wait">{t.connecting}</p>;
      case 'off':
        return <p class="live">{t.off}</p>;
      case 'elsewhere':
        return (
          <p class="live live-lost" role="status">
            {t.elsewhere} <Again text={t.here} live={live} />
          </p>
        );
      case 'lost': {
        const seconds = Math.max(1, Math.ceil((state.retryAt - this.now.value) / 1000));
        return (
          <p class="live live-lost">
            <span role="status">{t.lost}</span> <span aria-hidden="true">{t.again(seconds)}</span> <Again text={t.now} live={live} />
          </p>
        );
      }
    }
  }
}

const Again = ({ text, live }: { text: string; live: Live }) => (
  <button type="button" class="live-again" onClick={() => live.retry()}>
    {text}
  </button>
);
