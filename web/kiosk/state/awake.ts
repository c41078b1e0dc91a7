/** Keeps the screen on and whole while a shift runs. Both are asked for inside a tap; refusals change nothing else. */
export interface Awake {
  begin(): void;
  end(): void;
  /** Inside a tap: the whole screen again, after somebody has left it. */
  fullScreen(): void;
}

/** A system that takes the lock away takes it again at once: not asked more often than this, ms. */
const ASK_AGAIN = 30_000;

export function createAwake(): Awake {
  let wanted = false;
  let lock: WakeLockSentinel | undefined;

  async function ask(): Promise<void> {
    if (!wanted || document.visibilityState !== 'visible' || (lock && !lock.released)) return;
    try {
      lock = await navigator.wakeLock?.request('screen');
      // Taken away while the page is seen (battery saver): asked for again a little later.
      lock?.addEventListener('release', () => setTimeout(() => void ask(), ASK_AGAIN), { once: true });
    } catch {
      // Low battery or a browser without it: the screen may go dark, the log does not care.
      lock = undefined;
    }
  }

  function fullScreen(): void {
    if (!document.fullscreenElement) document.documentElement.requestFullscreen?.({ navigationUI: 'hide' }).catch(() => undefined);
  }

  // The browser takes the lock away with every hiding of the page.
  document.addEventListener('visibilitychange', () => void ask());
  return {
    begin() {
      wanted = true;
      void ask();
      fullScreen();
    },
    fullScreen,
    end() {
      wanted = false;
      lock?.release().catch(() => undefined);
      if (document.fullscreenElement) document.exitFullscreen().catch(() => undefined);
    },
  };
}
