/** From a text to somebody at the gate, or to a word about what was shown. Nothing is written here. */
import { type Reading, readCode } from '../../../shared/cards/read-code.ts';
import { subjectOfCard, subjectOfUnsigned } from '../../../shared/codes.ts';
import type { Subtle } from '../../../shared/crypto.ts';
import type { CodeReading } from '../../../shared/gate/decide.ts';
import type { CodeKind } from '../../../shared/gate/event.ts';
import type { GatePolicy, KeyList } from '../../../shared/gate/policy.ts';
import { verifyPass } from '../../../shared/pass/pass.ts';
import { shownName } from '../../../shared/pass/shown-name.ts';
import { verifyFragment } from '../../../shared/poster/fragment.ts';
import { maskName } from '../../../shared/text/mask.ts';
import type { PassRow } from '../db/schema.ts';

export interface Presented {
  kind: 'person';
  reading: CodeReading;
  code: CodeKind;
  subject: string;
  /** Masked. */
  name: string;
  host: string;
  /** How many more people the pass is for. */
  with?: number;
  /** Sealed beside the scan where the server does not know the person yet. */
  identity?: { name: string; phone: string; host: string };
}

/** Closed: each has its sentence. */
export type Shown =
  | 'screen'
  | 'poster-own'
  | 'poster-false'
  | 'poster-unchecked'
  | 'poster-foreign'
  | 'foreign'
  | 'nothing'
  | 'unknown-code';

export interface PresentPorts {
  school: string;
  origin: string;
  policy: Pick<GatePolicy, 'schoolTag'>;
  keys: KeyList;
  subtle: Subtle;
  now: number;
  passByCode: (code: string) => Promise<PassRow | undefined>;
  hostOf: (subject: string) => string | undefined;
  /** Who has been at the gate today. */
  seenToday: (subject: string) => { name: string; host: string } | undefined;
}

export async function present(text: string, ports: PresentPorts): Promise<Presented | { kind: 'shown'; what: Shown }> {
  const reading = readCode(text);
  switch (reading.kind) {
    case 'nothing':
      return { kind: 'shown', what: 'nothing' };
    case 'foreign':
      return { kind: 'shown', what: 'foreign' };
    case 'poster':
      return { kind: 'shown', what: await poster(reading, ports) };
    case 'pass':
      return pass(reading, ports);
    case 'person-1405':
      return {
        kind: 'person',
        reading: { kind: 'person-1405' },
        code: 'person-1405',
        subject: await subjectOfCard(ports.school, reading.qid, ports.subtle),
        name: maskName(reading.name, reading.phone ?? ''),
        host: '',
        identity: { name: reading.name, phone: reading.phone ?? '', host: '' },
      };
    case 'card': {
      const { subject, schoolTag } = reading;
      const { name = '', host = '' } = ports.seenToday(subject) ?? {};
      return { kind: 'person', reading: { kind: 'card', subject, schoolTag }, code: 'card', subject, name, host };
    }
    case 'typed':
      return typedPass(reading.code, ports);
  }
}

async function pass(read: Extract<Reading, { kind: 'pass' }>, ports: PresentPorts): Promise<Presented> {
  const { claims } = read;
  const signature = await verifyPass(read, ports.keys.keys, ports.subtle);
  const proven = signature === 'valid';
  return {
    kind: 'person',
    reading: { kind: 'pass', signature, claims },
    code: 'pass',
    // What nobody has signed names nobody.
    subject: proven ? claims.subject : await subjectOfUnsigned(read, ports.subtle),
    name: proven ? shownName(claims.name) : '',
    host: proven ? (ports.hostOf(claims.subject) ?? '') : '',
    // A number names nobody, and the guard counts.
    ...withOf(claims.companions),
  };
}

/** A code that was typed is looked up in what the server has told over the signed exchange: that is its proof. */
async function typedPass(code: string, ports: PresentPorts): Promise<Presented | { kind: 'shown'; what: Shown }> {
  const row = await ports.passByCode(code);
  if (!row) return { kind: 'shown', what: 'unknown-code' };
  const { subject, expiresAt, outcome, name, host, companions } = row;
  const claims = { subject, schoolTag: ports.policy.schoolTag, issuedAt: ports.now, expiresAt, outcome };
  return {
    kind: 'person',
    reading: { kind: 'pass', signature: 'valid', claims },
    code: 'pass',
    subject,
    name,
    host,
    ...withOf(companions),
  };
}

const withOf = (companions: number | undefined): { with?: number } => (companions ? { with: companions } : {});

async function poster(read: Extract<Reading, { kind: 'poster' }>, { origin, keys, subtle }: PresentPorts): Promise<Shown> {
  if (read.origin !== origin) return 'poster-foreign';
  // Whose it is only the server can tell: this device knows no other kiosk's key.
  if (read.presence) return 'screen';
  if (!read.fragment) return 'poster-unchecked';
  const signature = await verifyFragment(read.fragment, origin, keys.keys, subtle);
  switch (signature) {
    case 'valid':
      return 'poster-own';
    case 'bad':
    case 'revoked-key':
      return 'poster-false';
    case 'unknown-key':
      return 'poster-unchecked';
  }
}
