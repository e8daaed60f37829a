import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { RawLocation } from '../../../src/domain/index.ts';
import type { ListedItem } from '../../../src/scan/inventory/listing.ts';
import { readInventory } from '../../../src/scan/inventory/read-inventory.ts';
import { RestartListing } from '../../../src/scan/inventory/read-pages.ts';
import { createTestDeadline } from '../../helpers/deadline.ts';
import { createReadContext } from '../../helpers/inventory/context.ts';

const ITEM: ListedItem = {
  observed: {},
  item: {
    contents: [],
    common_name: 'shop.example.com',
    sans: [],
    issuer: null,
    serial_number: null,
    fingerprint_sha256: null,
    valid_from: null,
    valid_to: '2031-01-01T00:00:00Z',
  },
};

interface Inventory {
  /** The IDs on each page. */
  pages: readonly (readonly string[])[];
  /** Called before a page is returned; `at`: its number from 0. */
  onPage?: (at: number) => void | Promise<void>;
  /** Called before an item is returned. */
  onItem?: (id: string) => void | Promise<void>;
  known?: readonly string[];
  rank?: (id: string) => number;
}

const NEVER = new Promise<never>(() => undefined);

/** Reads an inventory. `pass` ends the time. */
async function read(create: (pass: () => void) => Inventory) {
  const { deadline, pass } = createTestDeadline();
  const { pages, onPage, onItem, known = [], rank } = create(pass);
  const { context } = createReadContext({
    source: { kind: 'csv', path: 'list.csv' } as never,
    deadline,
    known: known.map((id) => `csv:${id}`),
    ...(rank && { rank: (location) => rank(location.replace('csv:', '')) }),
  });
  const order: string[] = [];
  const { failure, locations } = await readInventory<string>(
    {
      kind: 'csv',
      source: 'csv',
      name: 'the list',
      allow_empty: false,
      fetchPage: async (next) => {
        const at = Number(next ?? 0);
        await onPage?.(at);
        return { items: pages[at] ?? [], total: null, next: at + 1 < pages.length ? String(at + 1) : null };
      },
      getId: (id) => id,
      mapItem: async (id) => {
        order.push(id);
        await onItem?.(id);
        return ITEM;
      },
    },
    context,
  );
  const name = ({ location }: RawLocation) => location.replace('csv:', '');
  const isLate = (raw: RawLocation) => 'failure' in raw && raw.failure?.code === 'not-read-in-time';
  return {
    failure: failure?.code ?? null,
    read: locations.filter((raw) => !isLate(raw)).map(name),
    late: locations.filter(isLate).map(name),
    order,
  };
}

const list = (count: number, first = 0) => Array.from({ length: count }, (_, index) => `i${first + index}`);

describe('at the deadline', () => {
  it('keeps the items that were read, and names the new ones that were not', async () => {
    const onItem = (pass: () => void) => async (id: string) => {
      if (id !== 'i3' && id !== 'i4') return;
      // The others are read by then.
      await setImmediate();
      pass();
      await NEVER;
    };
    const result = await read((pass) => ({ pages: [list(6)], onItem: onItem(pass), known: ['i4'] }));
    expect(result).toMatchObject({ failure: 'not-read-in-time', read: ['i0', 'i1', 'i2', 'i5'], late: ['i3'] });
  });

  it('does not wait for a page that never arrives', async () => {
    const onPage = (pass: () => void) => (at: number) => {
      if (at === 1) pass();
      return at === 1 ? NEVER : undefined;
    };
    const result = await read((pass) => ({ pages: [list(3), list(3, 3)], onPage: onPage(pass), known: list(6) }));
    expect(result).toMatchObject({ failure: 'not-read-in-time', late: [] });
  });

  it('does not call an inventory empty whose first page did not arrive', async () => {
    const onPage = (pass: () => void) => () => {
      pass();
      return NEVER;
    };
    const result = await read((pass) => ({ pages: [list(3)], onPage: onPage(pass), known: list(3) }));
    expect(result).toEqual({ failure: 'not-read-in-time', read: [], late: [], order: [] });
  });

  it('keeps what the first pass read if there is no time to confirm that another item was removed', async () => {
    let requests = 0;
    const onPage = (pass: () => void) => () => {
      requests += 1;
      if (requests <= 2) return undefined;
      pass();
      return NEVER;
    };
    const result = await read((pass) => ({ pages: [list(2), list(2, 2)], onPage: onPage(pass), known: list(5) }));
    expect(result).toMatchObject({ failure: 'not-read-in-time', read: list(4), late: [] });
  });

  it('ends a listing that starts again and again', async () => {
    let requests = 0;
    const onPage = (pass: () => void) => () => {
      requests += 1;
      if (requests === 2) pass();
      throw new RestartListing();
    };
    const result = await read((pass) => ({ pages: [list(2)], onPage: onPage(pass) }));
    expect(result.failure).toBe('not-read-in-time');
    expect(requests).toBe(2);
  });
});

describe('the order', () => {
  it('is that of the listing if nothing has waited', async () => {
    const { order } = await read(() => ({ pages: [list(3), list(3, 3)] }));
    expect(order).toEqual(list(6));
  });

  it('begins with the items that have waited longest, on whichever page they are', async () => {
    const rank = (id: string) => ({ i5: 3, i1: 2 })[id] ?? 0;
    const { order, read: found } = await read(() => ({ pages: [list(3), list(3, 3)], rank }));
    expect(order).toEqual(['i5', 'i1', 'i0', 'i2', 'i3', 'i4']);
    expect(found).toEqual(list(6));
  });

  it('reads every item within as many scans as are needed at least, whatever the costs are', async () => {
    // In each scan, there is time for `budget` items. A model of what the event log counts decides about the next one.
    for (const [count, budget] of [
      [10, 4],
      [25, 8],
      [7, 7],
      [40, 3],
    ] as const) {
      const waited = new Map<string, number>();
      const lastRead = new Map(list(count).map((id) => [id, 0]));
      for (let scan = 1; scan <= 12; scan += 1) {
        let started = 0;
        const result = await read((pass) => ({
          pages: [list(Math.ceil(count / 2)), list(count - Math.ceil(count / 2), Math.ceil(count / 2))],
          known: scan === 1 ? [] : list(count),
          ...(waited.size > 0 && { rank: (id: string) => waited.get(id) ?? 0 }),
          onItem: () => {
            started += 1;
            if (started > budget) pass();
            return started > budget ? NEVER : undefined;
          },
        }));
        const found = new Set(result.order.slice(0, budget));
        for (const id of list(count)) {
          if (found.has(id)) lastRead.set(id, scan);
          expect(scan - (lastRead.get(id) ?? 0)).toBeLessThanOrEqual(Math.ceil(count / budget));
          waited.set(id, found.has(id) ? 0 : (waited.get(id) ?? 0) + 1);
        }
      }
    }
  });
});
