import * as z from 'zod/mini';
import type { ItemStatus } from './exchange.schema.ts';

/** A record of 3 MiB as base64url, and what stands around it. */
export const MAX_IMPORT_BYTES = 4 * 1024 * 1024 + 64 * 1024;

/** One record of a kiosk's file (docs/formats.md, "Kiosk file"); the office sends them in their order. */
export const kioskFileInput = z.strictObject({
  header: z.strictObject({
    school: z.string().check(z.maxLength(64)),
    kiosk: z.string().check(z.maxLength(64)),
    session: z.strictObject({
      id: z.string().check(z.regex(/^[A-Za-z0-9_-]{22}$/)),
      week: z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/)),
      ephemeral: z.string().check(z.maxLength(100)),
      wrapped: z.string().check(z.maxLength(200)),
    }),
  }),
  index: z.int().check(z.minimum(0), z.maximum(10_000)),
  /** The last one brings back what is newer: rules, keys, the other gates' items. */
  last: z.boolean(),
  /** base64url. */
  record: z.string().check(z.minLength(1), z.maxLength(MAX_IMPORT_BYTES)),
});
export type KioskFileInput = z.infer<typeof kioskFileInput>;

export interface KioskFileAnswer {
  kiosk: { id: string; name: string; revoked: boolean };
  /** Items of this record by what became of them. */
  counts: Record<ItemStatus, number>;
  /** Records of the answer file, in their order; base64url. */
  answers: string[];
}
