import { Component, type ComponentType, h } from 'preact';
import { Button } from './Button.tsx';

interface LaterProps<Props> {
  /** Fetches the part; asked again when it failed. */
  load: () => Promise<ComponentType<Props>>;
  props: Props;
  words: { waiting: string; failed: string; again: string };
}

interface LaterState<Props> {
  part?: ComponentType<Props>;
  failed?: boolean;
}

/** A part of the page that is fetched when it is first shown. */
export class Later<Props extends object> extends Component<LaterProps<Props>, LaterState<Props>> {
  override componentDidMount(): void {
    this.fetch();
  }

  private fetch(): void {
    this.setState({ failed: false });
    this.props.load().then(
      (part) => this.setState({ part }),
      () => this.setState({ failed: true }),
    );
  }

  override render({ props, words }: LaterProps<Props>, state: LaterState<Props>) {
    if (state.part) return h(state.part, props);
    if (!state.failed) return <p role="status">{words.waiting}</p>;
    return (
      <div role="alert">
        <p>{words.failed}</p>
        <Button onClick={() => this.fetch()}>{words.again}</Button>
      </div>
    );
  }
}
