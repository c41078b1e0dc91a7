/**
 * The form that search compares: without diacritics, lower case, single spaces, one kind of apostrophe. Đ and its
 * look-alikes do not decompose, so they are mapped by hand.
 */
export const fold = (text: string): string =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[đðɖ]/g, 'd')
    .replace(/[’‘ʼʻ`]/g, "'")
    .replace(/\s+/g, ' ')
    .trim();
