import { createStrings } from '../lib/i18n.ts';
import * as end from './strings/end.ts';
import * as gate from './strings/gate.ts';
import * as stages from './strings/stages.ts';
import * as status from './strings/status.ts';
import * as stopped from './strings/stopped.ts';
import * as today from './strings/today.ts';
import * as verdict from './strings/verdict.ts';

/** Words of the kiosk, one file a subject; a word that one language lacks does not compile. */
export const t = createStrings({
  vi: { ...verdict.vi, ...gate.vi, ...today.vi, ...stages.vi, ...end.vi, ...status.vi, ...stopped.vi },
  en: { ...verdict.en, ...gate.en, ...today.en, ...stages.en, ...end.en, ...status.en, ...stopped.en },
});
