/** The fakes of systems with a preset of `rest`, as fixtures for the property over all inventories. */

import { REST_PRESETS } from '../../../src/domain/sources/rest-presets/index.ts';
import { REST_SYSTEMS } from '../../helpers/inventory/fakes/rest/index.ts';
import { type RestSystem, type StoredCertificate, startRestSystem } from '../../helpers/inventory/fakes/rest/system.ts';
import { type InventoryFixture, type Items, type RunningInventory, synchronizeFake } from './table.ts';

async function start(system: RestSystem, items: Items, ids: readonly string[]): Promise<RunningInventory> {
  const fake = await startRestSystem(system);
  const all = new Map<string, StoredCertificate>();
  for (const id of ids) all.set(id, await fake.add(`${id}.example`));
  const getStored = (id: string) => all.get(id) as StoredCertificate;
  // In the order of all items, so that an added one moves others to the next page.
  const synchronize = () => fake.certificates.splice(0, Infinity, ...ids.filter((id) => items.has(id)).map(getStored));
  const onRequest = synchronizeFake(fake, synchronize);
  const toLocation = (id: string) => system.toLocation(getStored(id));
  return { source: fake.source, env: fake.env, toLocation, onRequest, close: fake.close };
}

/** Only a total at the top of the response can be replaced by the test. */
function findTotal(preset: RestSystem['preset']): Pick<InventoryFixture, 'total'> {
  const total = REST_PRESETS[preset].next?.total;
  return total === undefined || /[.:]/.test(total) ? {} : { total };
}

/** `ids`: of all items that there can be. */
export function createPresetFixtures(ids: readonly string[]): InventoryFixture[] {
  return REST_SYSTEMS.map((system) => ({
    name: `rest (preset ${system.preset})`,
    start: (items) => start(system, items, ids),
    ...findTotal(system.preset),
  }));
}
