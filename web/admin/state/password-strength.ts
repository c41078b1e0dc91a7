/** Words about a password while it is typed. The rule of the server is the length alone; this helps to choose. */
export type Strength =
  | { kind: 'empty' }
  | { kind: 'too-short'; missing: number }
  | { kind: 'easy' }
  | { kind: 'fair' }
  | { kind: 'strong' };

export const MIN_PASSWORD = 12;
const STRONG = 16;

const COMMON = ['matkhau', 'password', 'qwerty', 'asdfgh', 'iloveyou', 'admin', 'truonghoc', 'quacong', 'vietnam', 'hanoi', 'saigon'];

/** `about`: login, name, school; a password that holds one of them is easy to guess. */
export function passwordStrength(password: string, about: readonly string[] = []): Strength {
  if (password === '') return { kind: 'empty' };
  if (password.length < MIN_PASSWORD) return { kind: 'too-short', missing: MIN_PASSWORD - password.length };
  const folded = plain(password);
  const known = [...COMMON, ...about.map(plain).filter((word) => word.length >= 4)];
  const rest = known.reduce((text, word) => text.replaceAll(word, ''), folded);
  const changes = withoutRuns(rest);
  if (changes < 7 || new Set(rest).size < 6) return { kind: 'easy' };
  return changes >= STRONG || (changes >= MIN_PASSWORD && new Set(rest).size >= 10) ? { kind: 'strong' } : { kind: 'fair' };
}

const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/đ/g, 'd').replace(/\s+/g, '');

/** How many characters do not just go on from the one before (aaaa, 1234, 4321). */
function withoutRuns(text: string): number {
  let count = 0;
  let before = Number.NaN;
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    if (!(Math.abs(code - before) <= 1)) count++;
    before = code;
  }
  return count;
}
