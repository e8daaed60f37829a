import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { NO_FIELDS } from '../../../src/scan/cloud/items.ts';
import { readInventory } from '../../../src/scan/inventory/read-inventory.ts';
import { createReadContext } from '../../helpers/inventory/context.ts';
import { createUrlSource } from '../../helpers/inventory/sources.ts';

// What is not needed any more can be collected: so memory does not grow with the pages that were read.

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

/** Garbage is collected in a task of its own, because a running task keeps what it dereferenced. */
async function countAlive(references: readonly WeakRef<object>[]): Promise<number> {
  await new Promise((resolve) => setImmediate(resolve));
  collectGarbage();
  return references.filter((one) => one.deref() !== undefined).length;
}

const PAGES = 12;
const SIZE = 5;

describe('an inventory', () => {
  it('keeps the items of two pages at most', async () => {
    const { context } = createReadContext({ source: createUrlSource('https://inventory.example.com') });
    const references: WeakRef<object>[] = [];
    const alive: number[] = [];
    const result = await readInventory<{ id: string }>(
      {
        kind: 'rest',
        source: 'rest',
        name: 'https://inventory.example.com',
        allow_empty: false,
        fetchPage: async (next) => {
          alive.push(await countAlive(references));
          const page = Number(next ?? 0);
          const items = Array.from({ length: SIZE }, (_, index) => ({ id: `${page}-${index}`, raw: 'x'.repeat(1000) }));
          references.push(...items.map((item) => new WeakRef(item)));
          return { items, total: null, next: page + 1 < PAGES ? String(page + 1) : null };
        },
        getId: ({ id }) => id,
        mapItem: async ({ id }) => ({
          observed: {},
          item: { ...NO_FIELDS, common_name: id, valid_to: '2028-01-01T00:00:00Z' },
        }),
      },
      context,
    );
    expect(result.locations).toHaveLength(PAGES * SIZE);
    expect(Math.max(...alive)).toBeLessThanOrEqual(2 * SIZE);
  });
});
