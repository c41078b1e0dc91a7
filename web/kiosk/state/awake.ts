/** Keeps the screen on and whole while a shift runs. Both are asked for inside a tap; refusals change nothing else. */
export interface Awake {
  begin(): void;
  end(): void;
}

export function createAwake(): Awake {
  let wanted = false;
  let lock: WakeLockSentinel | undefined;

  async function ask(): Promise<void> {
    if (!wanted || document.visibilityState !== 'visible') return;
    try {
      lock = await navigator.wakeLock?.request('screen');
    } catch {
      // Low battery or a browser without it: the screen may go dark, the log does not care.
      lock = undefined;
    }
  }

  // The browser takes the lock away with every hiding of the page.
  document.addEventListener('visibilitychange', () => void ask());
  return {
    begin() {
      wanted = true;
      void ask();
      if (!document.fullscreenElement) document.documentElement.requestFullscreen?.({ navigationUI: 'hide' }).catch(() => undefined);
    },
    end() {
      wanted = false;
      lock?.release().catch(() => undefined);
      if (document.fullscreenElement) document.exitFullscreen().catch(() => undefined);
    },
  };
}
