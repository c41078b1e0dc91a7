/** Which school and gate the opened link stands for, with and without a network. */
import type { PlaceView } from '../../../shared/api/declarations.schema.ts';
import { parsePlaceCode } from '../../../shared/codes.ts';
import type { Subtle } from '../../../shared/crypto.ts';
import type { VerificationKey } from '../../../shared/gate/policy.ts';
import { readFragment, verifyFragment } from '../../../shared/poster/fragment.ts';
import { readPresence } from '../../../shared/poster/presence.ts';
import type { Result } from '../../lib/client.ts';
import type { LinkAddress } from '../address.ts';
import type { Shelf } from './shelf.ts';

/** Why there is no form. Each has a page of its own. */
export type Trouble =
  /** No code in the link. */
  | 'no-code'
  /** Cannot be a code: a character is wrong. */
  | 'wrong-code'
  | 'unknown-place'
  | 'withdrawn'
  /** The signed part was not made by this server, or belongs to another place or address. */
  | 'forged'
  /** No network, and this phone has never seen the place. The school's name may be known from the signed part. */
  | 'no-network'
  /** A network that lets nothing out: mostly a Wi-Fi that wants to be signed in to. */
  | 'portal'
  /** The server answers, but not now. */
  | 'server';

/** Who can be asked, as far as it is known. */
export interface KnownSchool {
  name: string;
  contact?: string;
}

export type Found = { place: PlaceView; fresh: boolean } | { trouble: Trouble; school?: KnownSchool };

export interface PlacesOptions {
  shelf: Shelf;
  fetchPlace(code: string): Promise<Result<PlaceView>>;
  subtle: Subtle | undefined;
  origin: string;
  now(): number;
}

/** What this phone knows by itself; undefined when only the server can tell. */
export function recallPlace(address: LinkAddress, shelf: Shelf): PlaceView | undefined {
  const code = parsePlaceCode(address.code);
  return code === undefined ? undefined : shelf.get('place', code)?.view;
}

/** The server's word on the place; without a network, what the phone keeps and what the fragment proves. */
export async function findPlace(address: LinkAddress, options: PlacesOptions): Promise<Found> {
  if (address.code === '' && address.fragment === '') return { trouble: 'no-code' };
  const code = parsePlaceCode(address.code);
  if (code === undefined) return { trouble: address.code === '' ? 'forged' : 'wrong-code' };
  const result = await options.fetchPlace(code);
  if (result.ok) {
    await keepPlace(result.data, options);
    return judge(address, result.data, true, options);
  }
  const { code: problem } = result.problem;
  if (problem === 'not-found') return { trouble: 'unknown-place' };
  const kept = options.shelf.get('place', code)?.view;
  if (problem === 'gone') return { trouble: 'withdrawn', ...(kept ? { school: kept.school } : {}) };
  if (kept) return judge(address, kept, false, options);
  if (problem !== 'offline' && problem !== 'not-an-answer') return { trouble: 'server' };
  const found = await fromFragment(address, code, options);
  return problem === 'not-an-answer' && 'trouble' in found && found.trouble === 'no-network' ? { ...found, trouble: 'portal' } : found;
}

export async function keepPlace(view: PlaceView, { shelf, now }: Pick<PlacesOptions, 'shelf' | 'now'>): Promise<void> {
  if (view.state === 'open') await shelf.put('place', view.code, { view, at: now() });
  else await shelf.remove('place', view.code);
}

/** Whether a place may be shown for this link: open, and not contradicted by the link's own signed part. */
export async function judge(address: LinkAddress, place: PlaceView, fresh: boolean, options: PlacesOptions): Promise<Found> {
  const { school } = place;
  if (place.state === 'withdrawn') return { trouble: 'withdrawn', school };
  if (!isPoster(address)) return { place, fresh };
  const proof = await prove(address.fragment, place.keys.keys, options);
  switch (proof.result) {
    case 'valid':
      return proof.place === place.place ? { place, fresh } : { trouble: 'forged' };
    case 'revoked-key':
      return { trouble: 'withdrawn', school };
    case 'unchecked':
      return { place, fresh };
    case 'unknown-key':
      // Keys kept from an earlier day may be older than the poster; keys just fetched are all there are.
      return fresh ? { trouble: 'forged' } : { place, fresh };
    case 'bad':
      return { trouble: 'forged' };
  }
}

/** A signed part to be judged here: of the code on a kiosk's screen only the server can. */
const isPoster = ({ fragment }: LinkAddress): boolean => fragment !== '' && !readPresence(fragment);

/** Offline at a poster that this phone has not opened before: the form of the same school, if another poster brought it. */
async function fromFragment(address: LinkAddress, code: string, options: PlacesOptions): Promise<Found> {
  const kept = options.shelf.all('place').sort((a, b) => b.at - a.at);
  const keys = kept.flatMap(({ view }) => view.keys.keys);
  if (!isPoster(address)) return { trouble: 'no-network' };
  const proof = await prove(address.fragment, keys, options);
  if (proof.result === 'bad') return { trouble: 'forged' };
  if (proof.result === 'revoked-key') return { trouble: 'withdrawn' };
  if (proof.result !== 'valid') return { trouble: 'no-network' };
  // Another school's consent names another controller: its form must not be signed here.
  const sameSchool = kept.find(({ view }) => proof.shortName !== '' && view.school.shortName.normalize('NFC').startsWith(proof.shortName));
  if (!sameSchool) return { trouble: 'no-network', school: { name: proof.shortName } };
  return { place: { ...sameSchool.view, code, place: proof.place, gate: null }, fresh: false };
}

type Proof =
  | { result: 'valid'; place: string; shortName: string }
  | { result: 'bad' | 'unknown-key' | 'revoked-key' }
  /** This browser cannot verify (no WebCrypto on plain http). */
  | { result: 'unchecked' };

async function prove(digits: string, keys: readonly VerificationKey[], { subtle, origin }: PlacesOptions): Promise<Proof> {
  const fragment = readFragment(digits);
  if (!fragment) return { result: 'bad' };
  if (!subtle) return { result: 'unchecked' };
  const result = await verifyFragment(fragment, origin, keys, subtle);
  return result === 'valid' ? { result, place: fragment.place, shortName: fragment.shortName } : { result };
}
