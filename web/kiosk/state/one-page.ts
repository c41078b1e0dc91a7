/** One page per kiosk: the chain has one writer. The second page says where the first is, and takes over when it closes. */
import { type Signal, signal } from '@preact/signals';

export interface FirstPage {
  /** Corrected or raw ms: when the first page was opened. */
  since: number;
  visible: boolean;
}

export interface OnePage {
  /** undefined: this page holds the kiosk. null: another does, and has not answered yet. */
  other: Signal<FirstPage | null | undefined>;
  /** Asks the first page to show itself. */
  call(): void;
}

const LOCK = 'quacong-kiosk';
type Message = 'where' | 'show' | FirstPage;

/** Resolves once this page holds the lock; `waiting` is told before, when another page has it. */
export async function holdKiosk(waiting: (page: OnePage) => void): Promise<void> {
  const channel = new BroadcastChannel(LOCK);
  const other = signal<FirstPage | null | undefined>(null);
  const since = Date.now();
  const say = (message: Message): void => channel.postMessage(message);

  return new Promise((resolve, reject) => {
    const hold = (lock: Lock | null): Promise<void> | undefined => {
      if (!lock) return undefined;
      other.value = undefined;
      channel.onmessage = ({ data }: MessageEvent<Message>) => {
        if (data === 'where') say({ since, visible: document.visibilityState === 'visible' });
        if (data === 'show') beckon();
      };
      resolve();
      // Held until the page goes.
      return new Promise(() => undefined);
    };
    navigator.locks
      .request(LOCK, { ifAvailable: true }, (lock) => {
        if (lock) return hold(lock);
        channel.onmessage = ({ data }: MessageEvent<Message>) => {
          if (typeof data === 'object') other.value = data;
        };
        waiting({ other, call: () => say('show') });
        say('where');
        navigator.locks.request(LOCK, hold).catch(reject);
        return undefined;
      })
      .catch(reject);
  });
}

/** Browsers let no page push itself to the front: the title of the tab blinks. */
function beckon(): void {
  const title = document.title;
  let turns = 0;
  const timer = setInterval(() => {
    turns++;
    document.title = turns % 2 === 1 ? '◀◀◀ QuaCổng' : title;
    if (turns >= 20) {
      clearInterval(timer);
      document.title = title;
    }
  }, 500);
}
