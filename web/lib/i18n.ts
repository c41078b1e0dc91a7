/** Words in both languages for pages that use signals. A component that reads `t()` is drawn again on a change. */
import { computed, effect, type ReadonlySignal, signal } from '@preact/signals';
import { applyLanguage, type Language, rememberedLanguage } from './language.ts';

const chosen = signal<Language>(rememberedLanguage());
export const language: ReadonlySignal<Language> = chosen;

export function setLanguage(next: Language): void {
  chosen.value = next;
}

/** Keeps <html lang> right and the choice remembered. Call once, at the entry. */
export const followLanguage = (): (() => void) => effect(() => applyLanguage(chosen.value));

/** A word, or a sentence with something put in. */
export type Word = string | ((...parts: never[]) => string);

/** The same keys with the same kinds: what is missing in English does not compile. */
export type SameShape<Words> = {
  [Key in keyof Words]: Words[Key] extends (...parts: infer Parts) => string ? (...parts: Parts) => string : string;
};

/**
 * `const t = createStrings({ vi: { open: 'Mở' }, en: { open: 'Open' } })`, then `t().open`.
 * Both languages must have the same keys; the compiler holds it.
 */
export function createStrings<Words extends Record<string, Word>>(both: {
  vi: Words & SameShape<NoInfer<Words>>;
  en: SameShape<NoInfer<Words>>;
}): () => SameShape<Words> {
  const words = computed<SameShape<Words>>(() => both[chosen.value]);
  return () => words.value;
}
