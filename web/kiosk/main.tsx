import '../ui/tokens.css';
import '../ui/fonts.css';
import '../ui/global.css';
import './css/index.css';
import { type ComponentChildren, render } from 'preact';
import { HOUR } from '../../shared/clock.ts';
import { call } from '../lib/client.ts';
import { followLanguage } from '../lib/i18n.ts';
import { applyPrint, rememberedPrint } from '../lib/large-print.ts';
import { registerWorker, type Updates } from '../lib/updates.ts';
import { BUILT_AT, VERSION } from './build.ts';
import { openKioskDb } from './db/open.ts';
import { listenForWedge } from './scanner/wedge-listener.ts';
import { App } from './screens/App.tsx';
import { Broken, OtherPage, Starting, Unsupported } from './screens/Stopped.tsx';
import { createSpeaker } from './sound.ts';
import { createApp, type KioskApp } from './state/app.ts';
import { createAwake } from './state/awake.ts';
import { browserDevice } from './state/device.ts';
import { updateWhenIdle } from './state/idle-update.ts';
import { createKiosk } from './state/kiosk.ts';
import { holdKiosk } from './state/one-page.ts';
import { pairingCodeOf } from './state/pairing.ts';
import { createScanner } from './state/scanner.ts';

const root = document.getElementById('app');
const show = (screen: ComponentChildren): void => {
  if (root) render(screen, root);
};

/** Over http on a network address browsers have none of these. */
const supported = (): boolean => 'crypto' in window && 'subtle' in crypto && 'locks' in navigator && 'indexedDB' in window;

function after(ms: number, run: () => void): () => void {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
}

async function openApp(): Promise<KioskApp> {
  const speaker = createSpeaker();
  const kiosk = await createKiosk({
    db: await openKioskDb(undefined, () => show(<Broken />)),
    ticks: { raw: Date.now, mono: () => performance.now() },
    random: (length) => crypto.getRandomValues(new Uint8Array(length)),
    subtle: crypto.subtle,
    fetch: (input, init) => fetch(input, init),
    call,
    origin: location.origin,
    version: VERSION,
    builtAt: BUILT_AT,
    device: browserDevice,
    sound: speaker.play,
    after,
  });
  const scanner = createScanner({
    onText(text, method) {
      // What lies before the camera while a form is open is nobody's wish to pass.
      if (app.sheet.value === 'none') void kiosk.gate()?.scan(text, method);
    },
    waits: () => app.sheet.value !== 'none' || (kiosk.gate()?.view.value.at ?? 'ready') !== 'ready',
  });
  const app = createApp({ kiosk, scanner, speaker, awake: createAwake() });
  const touched = updateWhenIdle({ app, mono: () => performance.now(), after });
  for (const kind of ['pointerdown', 'keydown'] as const) addEventListener(kind, touched, { passive: true });
  listenForWedge((text) => {
    if (kiosk.stage.value === 'gate') void kiosk.gate()?.scan(text, 'wedge');
  });
  addEventListener('online', kiosk.exchangeNow);
  // Nobody is watched by a page that nobody sees.
  document.addEventListener('visibilitychange', () => {
    if (kiosk.stage.value !== 'gate') return;
    if (document.visibilityState === 'hidden') scanner.stop();
    else void scanner.start();
  });
  return app;
}

async function start(): Promise<void> {
  followLanguage();
  applyPrint(rememberedPrint());
  if (!supported()) return show(<Unsupported />);
  show(<Starting />);
  await holdKiosk((page) => show(<OtherPage page={page} />));
  const code = pairingCodeOf(location.hash);
  if (location.hash) history.replaceState(null, '', location.pathname);
  const app = await openApp();
  show(<App app={app} code={code} />);
  const waiting = (updates: Updates): void => {
    app.update.value = updates;
  };
  await registerWorker('/kiosk/sw.js', '/kiosk/', waiting, 6 * HOUR);
}

start().catch((error: unknown) => {
  console.error(error);
  show(<Broken />);
});
