/**
 * The visitor page's service worker: our own hashed files and the shell, nothing else. It never touches /api, never
 * keeps an answer that was not one of those files, and a new version waits until the visitor asks for it.
 */
import { cleanupOutdatedCaches, createHandlerBoundToURL, type PrecacheEntry, precacheAndRoute } from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';

declare const self: ServiceWorkerGlobalScope & { __WB_MANIFEST: (string | PrecacheEntry)[] };

/** The shell without a place: the page asks the server which poster it stands at, or remembers. */
const SHELL = '/p/';

precacheAndRoute(self.__WB_MANIFEST, { cleanURLs: false });
cleanupOutdatedCaches();
registerRoute(new NavigationRoute(createHandlerBoundToURL(SHELL), { allowlist: [/^\/p(\/[^/.]*)?$/] }));

self.addEventListener('message', (event) => {
  if (event.data?.type === 'SKIP_WAITING') self.skipWaiting();
});
