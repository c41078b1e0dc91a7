/** How a request is signed, well or badly, and what a thief would put into its headers. */
import { randomBytes } from 'node:crypto';
import { toBase64url } from '../../shared/bytes.ts';
import { isRecord } from './case.ts';
import type { Device, Signing } from './device.ts';
import { fill, NotUnderstood } from './generate.ts';

/** What a mutation makes of signing. @throws NotUnderstood */
export function signingOf(mutate: unknown, device: Device): Signing & { wrongKiosk?: boolean } {
  const signing: Signing = {};
  for (const [key, value] of Object.entries(isRecord(mutate) ? mutate : {})) {
    if (key === 'audience') signing.audience = String(value);
    else if (key === 'signature') signing.signature = signatureOf(String(value));
    else if (key === 'kiosk' || key === 'device')
      signing.kiosk = value === 'unknown' ? '01930000-0000-7000-8000-00000000dead' : String(value);
    else if (key === 'body' || key === 'payload') signing.signature = () => device.sign(signing.audience ?? '', device.id, randomBytes(10));
    else throw new NotUnderstood(`mutate ${key}`);
  }
  return signing;
}

function signatureOf(how: string): Signing['signature'] {
  switch (how) {
    case 'random64':
    case 'random':
      return () => randomBytes(64);
    case 'absent':
    case 'missing':
      return () => null;
    case 'empty':
      return () => '';
    case 'zeros':
    case 'zero':
      return () => Buffer.alloc(64);
    case 'truncated':
      return (signature) => signature.subarray(0, 63);
    case 'der':
      return (signature) =>
        Buffer.concat([Buffer.of(0x30, 0x44, 2, 32), signature.subarray(0, 32), Buffer.of(2, 32), signature.subarray(32)]);
    case 'flip_bit':
    case 'bitflip':
      return (signature) => Buffer.concat([Buffer.of((signature[0] ?? 0) ^ 1), signature.subarray(1)]);
    default:
      throw new NotUnderstood(`mutate signature ${how}`);
  }
}

/** Header values that name what a thief would hold. */
export const tokens = (headers: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      fill(value, (known) => (/token/i.test(known) ? toBase64url(randomBytes(24)) : undefined), 0),
    ]),
  );
