/** Every screen and state of QuaCổng, in the order in which they cost least. */
import { kiosk } from './kiosk.ts';
import { kioskFaults } from './kiosk-faults.ts';
import { kioskGroups } from './kiosk-groups.ts';
import { office } from './office.ts';
import { officePosters } from './office-posters.ts';
import { officeRecords } from './office-records.ts';
import { officeSetUp } from './office-set-up.ts';
import { paper } from './paper.ts';
import { parts } from './parts.ts';
import type { Screen } from './screen.ts';
import { visit } from './visit.ts';
import { visitParty } from './visit-party.ts';

export const CATALOGUE: readonly Screen[] = [
  ...visit,
  ...visitParty,
  ...kiosk,
  ...kioskGroups,
  ...kioskFaults,
  ...officeSetUp,
  ...office,
  ...officePosters,
  ...officeRecords,
  ...paper,
  ...parts,
];

/** Those whose "entry name" contains every word of the filter. */
export const matching = (filter: string): readonly Screen[] => {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  return CATALOGUE.filter(({ entry, name }) => words.every((word) => `${entry} ${name}`.toLowerCase().includes(word)));
};

/** "kiosk-verdict-green": for a file. */
export const fileNameOf = ({ entry, name }: Screen): string => `${entry}-${name.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`;
