import { version } from '../../package.json';

/** Set by the bundler; without it the release's own date. No clock of a kiosk stands before it. */
declare const __BUILT_AT__: number | undefined;

export const VERSION: string = version;
export const BUILT_AT: number = typeof __BUILT_AT__ === 'number' ? __BUILT_AT__ : Date.parse('2026-11-21T00:00:00Z');
