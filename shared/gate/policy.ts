/** What a kiosk holds to decide without the server: policy, keys, revocations. The exchange renews each by version. */
import type { GateId, OperatorId, SchoolId, SubjectId } from '../ids.ts';
import type { CodeKind } from './event.ts';

export interface GatePolicy {
  version: number;
  school: SchoolId;
  /** 8 bytes of SHA-256 of the school id, base64url: what a pass names its school by. */
  schoolTag: string;
  schoolName: string;
  gate: { id: GateId; name: string; direction: Direction3 };
  /** All of the school's, for the names in a roll call; absent in what an older server gave. */
  gates?: readonly { id: GateId; name: string }[];
  /** Kiosks that are not revoked: direction is automatic while this is 1. */
  kiosks: number;
  acceptedCodes: readonly CodeKind[];
  operators: readonly { id: OperatorId; name: string; salt: string; hash: string }[];
  /** The questionnaire for declaring at the kiosk: id and version; the definition comes with the exchange. */
  questionnaire: { id: string; version: number };
  /** The idle screen shows a code that changes (shared/poster/presence.ts). */
  screenCode?: boolean;
  /** Short code of the poster that it stands for: the gate's, else the school's; absent where there is none. */
  poster?: string;
}
type Direction3 = 'in' | 'out' | 'both';

export interface VerificationKey {
  /** First 4 bytes of SHA-256 of the raw public key, base64url. */
  kid: string;
  /** Uncompressed P-256 point (65 bytes), base64url. */
  publicKey: string;
  notBefore: number;
  /** Passes signed with a withdrawn key are refused. */
  revokedAt?: number;
}

export interface KeyList {
  /** When the server made this list, ms by the server's clock. */
  at: number;
  keys: readonly VerificationKey[];
}

export interface Revocations {
  cursor: number;
  /** Passes withdrawn by a named person, and passes whose record was erased. */
  revoked: ReadonlySet<SubjectId>;
  erased: ReadonlySet<SubjectId>;
}
