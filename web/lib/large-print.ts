/** How large a page prints its words, remembered on this device. */
import { keep, recall } from './keep.ts';

/** In hundredths of what the browser is set to. */
const PRINTS = [100, 125, 150] as const;
export type Print = (typeof PRINTS)[number];

const KEY = 'quacong.print';

export const rememberedPrint = (): Print => PRINTS.find((print) => String(print) === recall(KEY)) ?? 100;

/** An attribute on <html>; large-print.css does the rest. Call it with the remembered one before the first drawing. */
export function applyPrint(print: Print): void {
  keep(KEY, String(print));
  document.documentElement.dataset.print = String(print);
}

/** After the largest comes the usual one again. */
export const nextPrint = (print: Print): Print => PRINTS[(PRINTS.indexOf(print) + 1) % PRINTS.length] ?? 100;
