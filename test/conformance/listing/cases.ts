/** Inventories whose items appear, disappear and move while they are read, and whose pages fail. */

import fc from 'fast-check';
import { FAULTS, type FaultName } from '../../helpers/inventory/fake-api.ts';
import { ALL_IDS, CLOUDS } from '../../scan/cloud/fixtures.ts';
import { createPresetFixtures } from '../../scan/inventory/preset-fixtures.ts';
import { INVENTORIES } from '../../scan/inventory/table.ts';

export const IDS = ALL_IDS;

/** Every inventory, with a fake that keeps state and has pages. */
export const FIXTURES = [...INVENTORIES, ...createPresetFixtures(IDS), ...CLOUDS];

/** What happens at a request, counted from 0. */
export interface Incident {
  at: number;
  fault: FaultName | 'wrong total' | null;
  removed: string | null;
  added: string | null;
  /** An item that is last from now on. */
  moved: string | null;
}

export interface ListingCase {
  inventory: string;
  initial: string[];
  /** The incidents of each scan. A scan without any follows. */
  scans: Incident[][];
  /** The number of items that are not listed any more in the last scan, because its account may not see them. */
  hidden: number;
}

/** Timeouts take long, and are faults like any other. */
const FAULT_NAMES = (Object.keys(FAULTS) as FaultName[]).filter((name) => name !== 'timeout');

const id = fc.constantFrom(...IDS);
const incident = fc.record({
  at: fc.nat({ max: 10 }),
  fault: fc.option(fc.constantFrom<Incident['fault'][]>(...FAULT_NAMES, 'wrong total'), { freq: 3 }),
  removed: fc.option(id),
  added: fc.option(id),
  moved: fc.option(id, { freq: 3 }),
});

export const cases: fc.Arbitrary<ListingCase> = fc.record({
  inventory: fc.constantFrom(...FIXTURES.map(({ name }) => name)),
  initial: fc.subarray(IDS, { minLength: 1 }),
  scans: fc.array(fc.array(incident, { maxLength: 4 }), { minLength: 1, maxLength: 3 }),
  hidden: fc.oneof(fc.constant(0), fc.nat({ max: IDS.length })),
});
