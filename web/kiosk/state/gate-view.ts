/** What stands before the guard, and what can still be taken back. */
import type { DecisionReason, Method } from '../../../shared/gate/event.ts';
import type { Presented, Shown } from '../gate/present.ts';
import type { ScanInput, WrittenScan } from '../gate/writer.ts';

export interface Decided {
  admit: boolean;
  reason: DecisionReason;
}

/** An entry that no exit has followed, as far as this kiosk knows. */
export interface Inside {
  /** Corrected time, ms. */
  since: number;
  /** The entry was at another gate of the school. */
  elsewhere: boolean;
}

/** The last scan, for as long as one tap can turn it or take it back. */
export interface Past {
  scan: WrittenScan;
  /** What it was made of, where the other direction may be scanned in its place. */
  input?: ScanInput;
  decided?: Decided;
  /** The same code was inside already when it came in. */
  already?: Inside;
  /** A person without phone, who may be given a card. */
  card: boolean;
}

export type GateView =
  | { at: 'ready' }
  /** The direction is not clear: VÀO or RA. `inside`: the person is in, and may have been scanned twice. */
  | { at: 'direction'; who: Presented; method: Method; inside?: Inside }
  /** A card of the school that nobody here knows today: who is it? */
  | { at: 'unnamed'; who: Presented; method: Method }
  | { at: 'verdict'; past: Past }
  /** The guard has said which; now why. */
  | { at: 'reason'; past: Past; admit: boolean }
  | { at: 'decided'; past: Past; admit: boolean }
  | { at: 'shown'; what: Shown }
  /** Nothing was written: the guard goes on with paper. */
  | { at: 'unwritten'; why: 'full' | 'unsealed' | 'broken' };

/** Amber, red and an open question wait for a tap; everything else gives way to the next code. */
export function waits(view: GateView): boolean {
  switch (view.at) {
    case 'direction':
    case 'unnamed':
    case 'reason':
    case 'unwritten':
      return true;
    case 'verdict':
      return view.past.scan.colour !== 'green';
    case 'ready':
    case 'decided':
    case 'shown':
      return false;
  }
}
