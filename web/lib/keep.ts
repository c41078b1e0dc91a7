/**
 * Small things kept in localStorage. In-app browsers and private windows may refuse it: then nothing is kept, and the
 * caller must be able to live with that.
 */
export function recall(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** False when this browser keeps nothing. */
export function keep(key: string, value: string): boolean {
  try {
    localStorage.setItem(key, value);
    return true;
  } catch {
    return false;
  }
}

export function forget(key: string): void {
  try {
    localStorage.removeItem(key);
  } catch {
    // Nothing could have been kept either.
  }
}
