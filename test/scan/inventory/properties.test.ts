import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Entry, SourceReading } from '../../../src/domain/index.ts';
import { getSourceDefinition } from '../../../src/domain/sources/index.ts';
import { createEmptyLog } from '../../../src/events/log/serialize.ts';
import { compareWithLog } from '../../../src/events/state/compare-with-log.ts';
import { createLocationLister } from '../../../src/events/state/location-names.ts';
import type { EventLog } from '../../../src/generated/event-log.ts';
import { getOwn } from '../../../src/lib/collections.ts';
import { settings } from '../../events/scenario.ts';
import { readInventorySource } from '../../helpers/inventory/context.ts';
import { type ApiReply, FAULTS, type FaultName } from '../../helpers/inventory/fake-api.ts';
import { CLOUDS } from '../cloud/fixtures.ts';
import { createPresetFixtures } from './preset-fixtures.ts';
import { INVENTORIES, type Items, type RunningInventory } from './table.ts';

const IDS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
const EXPIRES = '2028-01-01T00:00:00Z';

/** What happens while the inventory is read: at which request, and what. */
interface Incident {
  at: number;
  fault?: FaultName | 'wrong total';
  added?: string;
  removed?: string;
}

const incident: fc.Arbitrary<Incident> = fc.record(
  {
    at: fc.integer({ min: 0, max: 8 }),
    fault: fc.constantFrom<FaultName | 'wrong total'>(...(Object.keys(FAULTS) as FaultName[]), 'wrong total'),
    added: fc.constantFrom(...IDS),
    removed: fc.constantFrom(...IDS),
  },
  { requiredKeys: ['at'] },
);

/** Both readings of the scan miss g, because items that were removed come back at the end. */
const REORDERED: [string[], Incident[][]] = [
  ['a', 'b', 'c', 'f', 'g'],
  [
    [
      { at: 2, fault: 'unauthorized', added: 'e', removed: 'a' },
      { at: 4, added: 'a', removed: 'f' },
      { at: 6, added: 'f', removed: 'b' },
    ],
    [],
  ],
];

const scans = fc.array(fc.array(incident, { maxLength: 4 }), { minLength: 2, maxLength: 4 });

function applyFault(fault: Incident['fault'], reply: ApiReply, total: string | undefined): ApiReply {
  if (fault === undefined) return reply;
  if (fault !== 'wrong total') return FAULTS[fault](reply);
  const { body } = reply;
  return total === undefined || typeof body !== 'object' ? reply : { ...reply, body: { ...body, [total]: 7000 } };
}

/** Reads once, and returns the log afterwards and the items that were listed all the time. */
async function scan(
  running: RunningInventory,
  items: Items,
  incidents: readonly Incident[],
  { log, now, total }: { log: EventLog; now: number; total: string | undefined },
): Promise<{ log: EventLog; listed: Set<string>; failed: boolean }> {
  const listed = new Set(items.keys());
  let requests = -1;
  running.onRequest((respond) => {
    requests += 1;
    const current = incidents.filter(({ at }) => at === requests);
    for (const { added, removed } of current) {
      if (removed !== undefined && items.delete(removed)) listed.delete(removed);
      if (added !== undefined && !items.has(added)) items.set(added, EXPIRES);
    }
    const fault = current.find((one) => one.fault !== undefined)?.fault;
    return applyFault(fault, respond(), total);
  });
  const { source, env } = running;
  const [listing = ''] = getSourceDefinition(source.kind).listLocations(source);
  const known = createLocationLister(log)('inventory', listing);
  const timeout_seconds = incidents.length === 0 ? 20 : 0.3;
  const { waits: _, ...reading } = await readInventorySource({ source, env, known, timeout_seconds });
  const readings: SourceReading[] = [{ ...reading, inventory: 'remote' }];
  const entries = [{ name: 'inventory', source, enabled: true, settings: settings({}) } as Entry];
  const comparison = compareWithLog({ log, entries, readings, covers: () => true, now });
  return { log: comparison.log, listed, failed: reading.failure !== null };
}

const FIXTURES = [...INVENTORIES, ...createPresetFixtures(IDS), ...CLOUDS];

describe.each(FIXTURES.map((fixture) => [fixture.name, fixture] as const))('the inventory %s', (_, fixture) => {
  it('reports no listed certificate as removed, whatever fails or changes while it is read', async () => {
    await fc.assert(
      fc.asyncProperty(fc.subarray(IDS, { minLength: 1 }), scans, async (initial, all) => {
        const items: Items = new Map(initial.map((id) => [id, EXPIRES]));
        const running = await fixture.start(items);
        try {
          const first = await scan(running, items, [], { log: createEmptyLog(), now: 0, total: fixture.total });
          expect(first.failed).toBe(false);
          let { log } = first;
          for (const [index, incidents] of all.entries()) {
            const before = log;
            const result = await scan(running, items, incidents, {
              log,
              now: (index + 1) * 1000,
              total: fixture.total,
            });
            ({ log } = result);
            for (const id of result.listed) {
              const location = running.toLocation(id);
              if (getOwn(before.locations.inventory, location)?.removed === false) {
                expect(
                  getOwn(log.locations.inventory, location),
                  `${location} after ${JSON.stringify(incidents)}`,
                ).toMatchObject({ removed: false });
              }
            }
          }
        } finally {
          await running.close();
        }
      }),
      { numRuns: 8, examples: [REORDERED] },
    );
  });

  it('reports what is not listed any more as removed', async () => {
    const items: Items = new Map(IDS.map((id) => [id, EXPIRES]));
    const running = await fixture.start(items);
    const options = { now: 0, total: fixture.total };
    const first = await scan(running, items, [], { ...options, log: createEmptyLog() });
    items.delete('c');
    const { log } = await scan(running, items, [], { ...options, log: first.log, now: 1000 });
    await running.close();
    const removed = Object.entries(log.locations.inventory ?? {}).flatMap(([location, logged]) =>
      logged.removed ? location : [],
    );
    expect(removed).toEqual([running.toLocation('c')]);
  });
});
