import { createStrings } from '../lib/i18n.ts';
import * as camera from './strings/camera.ts';
import * as end from './strings/end.ts';
import * as files from './strings/files.ts';
import * as gate from './strings/gate.ts';
import * as rollCall from './strings/roll-call.ts';
import * as screenCode from './strings/screen-code.ts';
import * as settings from './strings/settings.ts';
import * as stages from './strings/stages.ts';
import * as status from './strings/status.ts';
import * as stopped from './strings/stopped.ts';
import * as today from './strings/today.ts';
import * as verdict from './strings/verdict.ts';

/** Words of the kiosk, one file a subject; a word that one language lacks does not compile. */
export const t = createStrings({
  vi: {
    ...verdict.vi,
    ...gate.vi,
    ...camera.vi,
    ...today.vi,
    ...stages.vi,
    ...end.vi,
    ...files.vi,
    ...rollCall.vi,
    ...screenCode.vi,
    ...settings.vi,
    ...status.vi,
    ...stopped.vi,
  },
  en: {
    ...verdict.en,
    ...gate.en,
    ...camera.en,
    ...today.en,
    ...stages.en,
    ...end.en,
    ...files.en,
    ...rollCall.en,
    ...screenCode.en,
    ...settings.en,
    ...status.en,
    ...stopped.en,
  },
});
