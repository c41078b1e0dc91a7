import { toBase64url } from './bytes.ts';

/** Identifiers. A brand that is optional: plain text passes in, one kind never passes for another. */
type Id<Kind extends string> = string & { readonly kind?: Kind };

export type UnitId = Id<'unit'>;
/** A school is a unit of the tree. */
export type SchoolId = UnitId;
export type GateId = Id<'gate'>;
export type PlaceId = Id<'place'>;
export type KioskId = Id<'kiosk'>;
export type OperatorId = Id<'operator'>;
/** A declaration taken at a kiosk has the id of its event. */
export type DeclarationId = Id<'declaration' | 'event'>;
export type AccountId = Id<'account'>;
export type EventId = Id<'event'>;
/** 16 random bytes as base64url (22 characters): what is shown, printed or opens something. */
export type SubjectId = Id<'subject'>;

export type Random = (length: number) => Uint8Array;

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

export const isUuidV7 = (text: string): boolean => UUID_V7.test(text);

/** A UUIDv7 (RFC 9562, 5.7) for `now` in ms since 1970. For rows that never serve as proof. */
export function uuidv7(now: number, random: Random): string {
  const bytes = random(16);
  let ms = Math.floor(now);
  for (let i = 5; i >= 0; i--) {
    bytes[i] = ms % 256;
    ms = Math.floor(ms / 256);
  }
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** 8 characters (48 random bits, base64url): a gate or an operator within one school, kept short for the events. */
export const shortId = (random: Random): string => toBase64url(random(6));

/** The ms since 1970 that a UUIDv7 carries. The caller has checked the form. */
export function timeOfUuid(id: string): number {
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
}
