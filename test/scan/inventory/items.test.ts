import { describe, expect, it } from 'vitest';
import type { Failure } from '../../../src/domain/index.ts';
import { NO_FIELDS } from '../../../src/scan/cloud/items.ts';
import { createUrlFailure } from '../../../src/scan/http/failures.ts';
import { createInventoryFailure, InventoryError } from '../../../src/scan/inventory/failures.ts';
import { readInventory } from '../../../src/scan/inventory/read-inventory.ts';
import type { InventorySample } from '../../../src/scan/sources/reader.ts';
import { createReadContext, decodeAll } from '../../helpers/inventory/context.ts';
import { createUrlSource } from '../../helpers/inventory/sources.ts';

const NAME = 'https://inventory.example.com';

const fail = (code: 'throttled' | 'unauthorized' | 'forbidden' | 'not-found' | 'server-error', status = '503') =>
  createInventoryFailure(`inventory-${code}`, NAME, status);

const createIds = (count: number) => Array.from({ length: count }, (_, index) => `c${index}`);

interface Setup {
  /** What each reading of the listing returns, page by page; the last one is repeated. */
  listings: string[][][];
  /** Why an item cannot be read; null if it can. */
  refuse?: (id: string, attempt: number) => Failure | null;
  known?: string[];
  onSample?: (sample: InventorySample) => void;
}

async function read({ listings, refuse = () => null, known = [], onSample }: Setup) {
  const { context } = createReadContext({ source: createUrlSource(NAME), known: known.map((id) => `rest:${id}`) });
  const requested: string[] = [];
  let listing = -1;
  const result = await readInventory<string>(
    {
      kind: 'rest',
      source: 'rest',
      name: NAME,
      allow_empty: false,
      fetchPage: async (next) => {
        if (next === null) listing += 1;
        const pages = listings[Math.min(listing, listings.length - 1)] ?? [];
        const page = Number(next ?? 0);
        return { items: pages[page] ?? [], total: null, next: page + 1 < pages.length ? String(page + 1) : null };
      },
      getId: (id) => id,
      mapItem: async (id) => {
        requested.push(id);
        const failure = refuse(id, requested.filter((one) => one === id).length);
        if (failure !== null) throw new InventoryError(failure);
        return { observed: {}, item: { ...NO_FIELDS, common_name: id, valid_to: '2028-01-01T00:00:00Z' } };
      },
    },
    { ...context, onSample },
  );
  const locations = decodeAll(result.locations);
  return {
    failure: result.failure?.code ?? null,
    read: locations.filter((one) => one.failure === null).map(({ location }) => location.replace('rest:', '')),
    failed: locations.flatMap((one) =>
      one.failure === null ? [] : [[one.location.replace('rest:', ''), one.failure.code]],
    ),
    requested,
    listings: listing + 1,
  };
}

describe('the sample of an inventory', () => {
  it('has the first items, also if the first pages have none', async () => {
    const samples: string[] = [];
    const onSample = ({ location }: { location: string | null }) => void samples.push(location ?? '');
    const { requested } = await read({ listings: [[[], [], ['c0', 'c1'], ['c2', 'c3'], ['c4']]], onSample });
    expect(samples).toEqual(['rest:c0', 'rest:c1', 'rest:c2']);
    expect(requested).toEqual(['c0', 'c1', 'c2']);
  });
});

describe('an item that cannot be read', () => {
  it.each([
    ['a missing permission', fail('forbidden'), 'inventory-item-unreadable'],
    ['a server error', fail('server-error'), 'inventory-server-error'],
    ['a timeout', createUrlFailure('url-timeout', NAME, { detail: '10' }), 'url-timeout'],
  ])('fails alone: %s', async (_, failure, code) => {
    const result = await read({ listings: [[createIds(30)]], refuse: (id) => (id === 'c3' ? failure : null) });
    expect(result.failure).toBeNull();
    expect(result.read).toHaveLength(29);
    expect(result.failed).toEqual([['c3', code]]);
  });

  it.each([
    ['a limit of requests', fail('throttled')],
    ['credentials that are no longer accepted', fail('unauthorized')],
    ['a server that is down', createUrlFailure('url-refused', NAME)],
  ])('fails the inventory, but not what was read before: %s', async (_, failure) => {
    const refuse = (id: string) => (Number(id.slice(1)) >= 20 ? failure : null);
    const result = await read({ listings: [[createIds(30), ['c30', 'c31']]], refuse });
    expect(result.failure).toBe(failure.code);
    expect(result.read).toEqual(createIds(20));
    expect(result.failed).toEqual([]);
    // Those that were requested at the same time.
    expect(result.requested.length).toBeLessThan(30);
    expect(result.requested).not.toContain('c31');
  });

  it('fails the inventory if the system fails for many in a row', async () => {
    const refuse = (id: string) => (Number(id.slice(1)) >= 20 ? fail('server-error') : null);
    const result = await read({ listings: [[createIds(100)]], refuse });
    expect(result).toMatchObject({ failure: 'inventory-server-error', read: createIds(20), failed: [] });
    expect(result.requested.length).toBeLessThan(40);
  });

  it('fails with the inventory if most of many fail in the same way, so that one failure is reported', async () => {
    const refuse = (id: string) => (Number(id.slice(1)) >= 5 ? fail('forbidden') : null);
    const many = await read({ listings: [[createIds(20)]], refuse });
    expect(many).toMatchObject({ failure: 'inventory-item-unreadable', read: createIds(5), failed: [] });
    const few = await read({ listings: [[createIds(9)]], refuse });
    expect(few).toMatchObject({ failure: null, read: createIds(5) });
    expect(few.failed).toHaveLength(4);
  });
});

describe('an item that was listed, but does not exist when it is read', () => {
  const refuse = (id: string) => (id === 'c1' ? fail('not-found', '404') : null);

  it('is removed if it is not listed again', async () => {
    const result = await read({ listings: [[['c0', 'c1', 'c2']], [['c0', 'c2']]], refuse, known: createIds(3) });
    expect(result).toMatchObject({ failure: null, read: ['c0', 'c2'], failed: [] });
  });

  it('keeps its state if it is listed again', async () => {
    const result = await read({ listings: [[['c0', 'c1', 'c2']]], refuse, known: createIds(3) });
    expect(result).toMatchObject({ failure: null, read: ['c0', 'c2'], failed: [['c1', 'inventory-item-unreadable']] });
    expect(result.listings).toBe(2);
  });

  it('is read if it exists by then', async () => {
    const late = (id: string, attempt: number) => (attempt === 1 ? refuse(id) : null);
    const result = await read({ listings: [[['c0', 'c1', 'c2']]], refuse: late });
    expect(result).toMatchObject({ failure: null, read: ['c0', 'c1', 'c2'], failed: [] });
  });

  it('does not cause the others to be read again', async () => {
    const pages = [['c0', 'c1'], ['c2']];
    const { requested } = await read({ listings: [pages, [['c0'], ['c2']]], refuse, known: createIds(3) });
    expect(requested.toSorted()).toEqual(['c0', 'c1', 'c2']);
  });
});
