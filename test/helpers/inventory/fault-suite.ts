/** Tests that every inventory must pass: a fault that lasts fails the listing as a whole, and one that passes changes nothing. */

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readInventorySource } from './context.ts';
import { type ApiCall, FAULTS, type FaultName } from './fake-api.ts';
import type { InventoryFake } from './fakes/fake.ts';

const FAULT_NAMES = Object.keys(FAULTS) as FaultName[];

/** Faults that are tried again, and pass. */
const TEMPORARY: readonly FaultName[] = ['throttled', 'server error', 'closed connection', 'timeout'];

export interface FaultSuite {
  /** A fake with several items, on several pages if the system has pages. */
  start: () => Promise<InventoryFake>;
  /** The requests of the listing itself, not of items and logins. */
  isListing: (call: ApiCall) => boolean;
  /** Default: all. */
  faults?: readonly FaultName[];
}

/** Timeouts take the longest: without them for systems that differ only in their data. */
export const QUICK_FAULTS: readonly FaultName[] = FAULT_NAMES.filter((name) => name !== 'timeout');

export function describeFaults(name: string, { start, isListing, faults = FAULT_NAMES }: FaultSuite): void {
  describe(`${name} with faults`, () => {
    let fake: InventoryFake;
    beforeEach(async () => {
      fake = await start();
    });
    afterEach(() => fake.close());

    const read = (fault?: FaultName) =>
      readInventorySource({ source: fake.source, env: fake.env, timeout_seconds: fault === 'timeout' ? 0.3 : 20 });

    it.each(faults)('fails as a whole if the first, a middle or the last page fails for good: %s', async (fault) => {
      const good = await read();
      expect(good).toMatchObject({ failure: null });
      const pages = fake.calls.filter(isListing).length;
      for (const from of new Set([0, Math.floor((pages - 1) / 2), pages - 1])) {
        let page = 0;
        fake.inject((call) => (isListing(call) && page++ >= from ? fault : null));
        const { locations, failure, secrets } = await read(fault);
        expect(locations).toEqual([]);
        expect(failure?.code).toMatch(/^(inventory|url)-/);
        for (const secret of secrets) expect(failure?.detail).not.toContain(secret);
      }
    });

    it.each(TEMPORARY.filter((name) => faults.includes(name)))(
      'is complete after a fault that passes: %s',
      async (fault) => {
        const good = await read();
        expect(good.locations.length).toBeGreaterThan(1);
        const requests = fake.calls.length;
        for (const at of new Set([0, Math.floor(requests / 2), requests - 1])) {
          fake.inject((_, index) => (index === at ? fault : null));
          const { locations, failure } = await read(fault);
          expect(failure).toBeNull();
          expect(locations).toEqual(good.locations);
        }
      },
    );
  });
}
