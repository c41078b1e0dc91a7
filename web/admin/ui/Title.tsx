import { Component, type ComponentChildren } from 'preact';

interface TitleProps {
  text: string;
  /** Beside the heading: what the page can be told to do. */
  children?: ComponentChildren;
}

let first = true;

/** The heading of a page. It takes the focus, so that keyboard and listener begin there; not on the very first page. */
export class Title extends Component<TitleProps> {
  private heading: HTMLHeadingElement | null = null;

  override componentDidMount(): void {
    document.title = `${this.props.text} · QuaCổng`;
    if (!first) {
      scrollTo(0, 0);
      this.heading?.focus({ preventScroll: true });
    }
    first = false;
  }

  override componentDidUpdate(): void {
    document.title = `${this.props.text} · QuaCổng`;
  }

  override render({ text, children }: TitleProps) {
    return (
      <div class="title">
        <h1
          tabIndex={-1}
          ref={(heading) => {
            this.heading = heading;
          }}
        >
          {text}
        </h1>
        {children}
      </div>
    );
  }
}
