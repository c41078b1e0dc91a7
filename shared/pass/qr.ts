/** Digits that 49 modules (version 8) hold in numeric mode at level M (ISO/IEC 18004, table 7). */
const DIGITS_49_M = 365;

/** Level M where the code stays within 49 modules, else L: small modules cost more frames than correction saves. */
export const qrLevel = (digits: string): 'M' | 'L' => (digits.length <= DIGITS_49_M ? 'M' : 'L');
