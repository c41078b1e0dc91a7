/** What is asked of somebody who comes along (a child, a helper): a name, and all about health; nothing is answered for them. */
import type { Item, Questionnaire } from './types.ts';

/** Shared by a party that comes together: how to reach them, where they live, whom they visit. The declarer's answer stands for all. */
const isShared = (item: Item): boolean =>
  item.role === 'phone' || item.role === 'host' || item.type === 'address' || (item.type === 'text' && item.pattern === 'email');

/**
 * True for questions that each companion gets. Never copied from the declarer: the others' identity number, year of
 * birth, gender or nationality would be untrue.
 */
export const asksCompanion = (item: Item): boolean => item.class === 'answers' || !isShared(item);

type Raw = Readonly<Record<string, unknown>>;

/** What stands for a companion: the own answers, and the declarer's where a party shares them and the companion gave none. */
export function companionAnswers({ items }: Questionnaire, declarer: Raw, own: Raw): Record<string, unknown> {
  const shared = items.filter((item) => !asksCompanion(item)).map(({ linkId }) => linkId);
  const merged = [...Object.entries(declarer).filter(([linkId]) => shared.includes(linkId)), ...Object.entries(own)];
  // fromEntries defines own properties and never calls a setter.
  return Object.fromEntries(merged);
}
