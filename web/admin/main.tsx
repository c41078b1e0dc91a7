import '../ui/tokens.css';
import '../ui/fonts.css';
import '../ui/global.css';
import './css/colours.css';
import './css/shell.css';
import './css/shell-wide.css';
import './css/forms.css';
import './css/book.css';
import './css/book-narrow.css';
import './css/log.css';
import './css/today.css';
import './css/chart.css';
import './css/download.css';
import './css/alarms.css';
import './css/held.css';
import './css/data-requests.css';
import './css/set-up.css';
import './css/paper.css';
import './css/posters.css';
import './css/print.css';
import { render } from 'preact';
import { createAreas } from '../lib/areas.ts';
import { followLanguage, language } from '../lib/i18n.ts';
import { applyPrint, rememberedPrint } from '../lib/large-print.ts';
import { saveFile } from '../lib/save-file.ts';
import { App } from './App.tsx';
import { browserClient } from './client.ts';
import { manifestText } from './manifest-text.ts';
import { createRouter } from './router.ts';
import { createAdmin } from './state/admin.ts';
import { digestOf } from './state/checked-file.ts';

const admin = createAdmin({
  client: browserClient,
  router: createRouter({ location, history, onBack: (run) => addEventListener('popstate', run) }),
  areas: createAreas(),
  clock: Date.now,
  random: (length) => crypto.getRandomValues(new Uint8Array(length)),
  language: () => language.value,
  save: saveFile,
  digest: digestOf,
  slip: manifestText,
  token: new URLSearchParams(location.hash.slice(1)).get('token') ?? '',
});

followLanguage();
applyPrint(rememberedPrint());
const root = document.getElementById('app');
if (root) render(<App admin={admin} />, root);
admin.start();
