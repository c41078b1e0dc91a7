/** The service worker: registered through the `app` policy; a new version waits until somebody says yes. */
import { scriptAddress } from './trusted.ts';

export interface Updates {
  /** Puts the waiting version to work and loads the page again. */
  apply(): void;
}

/**
 * Registers `script` for `scope`. Resolves false where this browser has no service workers (in-app browsers, plain
 * http) or refuses them: every page works without. `onWaiting` is called when a newer version is ready to take over;
 * `lookEvery` (ms) looks for one again and again, for a page that stays open for weeks.
 */
export async function registerWorker(
  script: string,
  scope: string,
  onWaiting: (updates: Updates) => void,
  lookEvery?: number,
): Promise<boolean> {
  if (!('serviceWorker' in navigator)) return false;
  const { Workbox } = await import('workbox-window');
  const workbox = new Workbox(scriptAddress(script), { scope });
  let asked = false;
  workbox.addEventListener('waiting', () =>
    onWaiting({
      apply() {
        asked = true;
        workbox.messageSkipWaiting();
      },
    }),
  );
  workbox.addEventListener('controlling', () => asked && location.reload());
  try {
    const registered = (await workbox.register()) !== undefined;
    // Without network the look fails, and the next one comes.
    if (registered && lookEvery) setInterval(() => void workbox.update().catch(() => undefined), lookEvery);
    return registered;
  } catch {
    return false;
  }
}
