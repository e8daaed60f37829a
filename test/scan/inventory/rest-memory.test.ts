import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { createSource } from '../../../src/domain/sources/index.ts';
import { readInventorySource } from '../../helpers/inventory/context.ts';
import { startFakeApi } from '../../helpers/inventory/fake-api.ts';

// Responses are released as well, not only the items in them (memory.test.ts).

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

it('does not need more memory after 40 pages of a REST API than after 5', async () => {
  const MEBIBYTE = 1024 * 1024;
  const used: number[] = [];
  const api = await startFakeApi(async ({ url }) => {
    const page = Number(url.searchParams.get('page') ?? 1);
    if (page === 5 || page === 40) {
      await setImmediate();
      collectGarbage();
      const { heapUsed, external } = process.memoryUsage();
      used.push((heapUsed + external) / MEBIBYTE);
    }
    const items = Array.from({ length: 20 }, (_, index) => ({
      id: `${page}-${index}`,
      kind: index === 0 ? 'server' : 'client',
      to: '2099-01-01',
      // Different on each page, so that nothing is shared.
      note: `${page} `.repeat(20_000),
    }));
    return { body: { items, next: page < 40 ? `/items?page=${page + 1}` : null } };
  });
  const source = createSource(
    {
      name: 'inventory',
      rest: `${api.origin}/items`,
      items: 'items',
      next: { link: 'next' },
      map: { id: 'id', valid_to: 'to' },
      where: { attr: 'kind', value: 'server' },
    },
    {},
  );
  const { failure, locations } = await readInventorySource({ source });
  await api.close();
  expect(failure).toBeNull();
  expect(locations).toHaveLength(40);
  // A page has 1 MiB, and two may be in memory, as text and as items.
  const [after5 = 0, after40 = 0] = used;
  expect(after40 - after5).toBeLessThan(8);
});
