import { afterEach, describe, expect, it } from 'vitest';
import type { InventoryItem, LocationReading } from '../../../src/domain/index.ts';
import { openInventoryClient } from '../../../src/scan/inventory/client.ts';
import { type Listing, readInventory } from '../../../src/scan/inventory/read-inventory.ts';
import { RestartListing } from '../../../src/scan/inventory/read-pages.ts';
import { createReadContext, decodeAll } from '../../helpers/inventory/context.ts';
import {
  type ApiCall,
  type ApiReply,
  FAULTS,
  type FakeApi,
  type FaultName,
  startFakeApi,
} from '../../helpers/inventory/fake-api.ts';
import { createUrlSource } from '../../helpers/inventory/sources.ts';

interface Row {
  id: string | null;
  expires?: string;
}

interface Body {
  items: Row[];
  total?: number;
  next?: string | null;
}

const SIZE = 3;
const FAULT_NAMES = Object.keys(FAULTS) as FaultName[];

let api: FakeApi | null = null;
afterEach(async () => {
  await api?.close();
  api = null;
});

/** An API with pages of three rows and links to the next ones. */
function createPagedReply(rows: () => Row[], change: (reply: ApiReply, page: number, call: ApiCall) => ApiReply) {
  return (call: ApiCall): ApiReply => {
    const page = Number(call.url.searchParams.get('page') ?? 1);
    const all = rows();
    const hasMore = page * SIZE < all.length;
    const next = hasMore ? `${call.url.origin}/items?page=${page + 1}` : null;
    const body: Body = { items: all.slice((page - 1) * SIZE, page * SIZE), total: all.length, next };
    return change({ body }, page, call);
  };
}

const same = (reply: ApiReply) => reply;
const createRows = (count: number): Row[] => Array.from({ length: count }, (_, index) => ({ id: `c${index}` }));

const EMPTY_ITEM: InventoryItem = {
  contents: [],
  common_name: null,
  sans: [],
  issuer: null,
  serial_number: null,
  fingerprint_sha256: null,
  valid_from: null,
  valid_to: '2027-01-01T00:00:00Z',
};

async function read(
  reply: (call: ApiCall) => ApiReply | Promise<ApiReply>,
  options: Partial<Listing<Row>> & { known?: string[]; timeout_seconds?: number; token?: () => string } = {},
) {
  api = await startFakeApi(reply);
  const { known = [], timeout_seconds = 20, token = () => 'sesame', ...listing } = options;
  const { origin } = api;
  const { context, waits } = createReadContext({ source: createUrlSource(origin), known, timeout_seconds });
  const name = `${origin}/items`;
  const authorize = () => ({ authorization: `Bearer ${token()}` });
  const client = await openInventoryClient(context, { name, origins: [origin], authorize });
  try {
    const result = await readInventory<Row>(
      {
        kind: 'rest',
        source: 'rest',
        name,
        allow_empty: false,
        fetchPage: async (next) => {
          const {
            items,
            total = null,
            next: following = null,
          } = (await client.sendJson({
            url: new URL(next ?? `${origin}/items`),
          })) as Body;
          return { items, total, next: following };
        },
        getId: ({ id }) => id,
        mapItem: ({ expires = '2027-01-01T00:00:00Z' }) => ({
          observed: {},
          item: { ...EMPTY_ITEM, valid_to: expires },
        }),
        ...listing,
      },
      context,
    );
    return { ...result, locations: decodeAll(result.locations), waits };
  } finally {
    await client.close();
  }
}

const list = (locations: readonly LocationReading[]) => locations.map(({ location }) => location);

describe('an inventory', () => {
  it('is read page by page, with a location for each item', async () => {
    const { failure, locations } = await read(createPagedReply(() => createRows(7), same));
    expect(failure).toBeNull();
    expect(list(locations)).toEqual(['c0', 'c1', 'c2', 'c3', 'c4', 'c5', 'c6'].map((id) => `rest:${id}`));
    expect(locations[0]?.certificate?.facts.valid_to).toBe('2027-01-01T00:00:00Z');
  });

  describe.each([
    ['first', 1],
    ['middle', 2],
    ['last', 3],
  ])('whose %s page fails for good', (_, faulty) => {
    it.each(FAULT_NAMES)('fails as a whole: %s', async (fault) => {
      const reply = createPagedReply(
        () => createRows(7),
        (good, page) => (page === faulty ? FAULTS[fault](good) : good),
      );
      const { failure, locations } = await read(reply, { timeout_seconds: fault === 'timeout' ? 0.05 : 20 });
      expect(locations).toEqual([]);
      expect(failure?.code).toBe(EXPECTED[fault]);
      expect(JSON.stringify(failure)).not.toContain('sesame');
    });
  });

  it.each(FAULT_NAMES.filter((name) => RETRIED.has(name)))('is complete after a passing fault: %s', async (fault) => {
    let failed = false;
    const reply = createPagedReply(
      () => createRows(7),
      (good, page) => {
        if (page !== 2 || failed) return good;
        failed = true;
        return FAULTS[fault](good);
      },
    );
    const { failure, locations } = await read(reply, { timeout_seconds: fault === 'timeout' ? 0.2 : 20 });
    expect(failure).toBeNull();
    expect(locations).toHaveLength(7);
  });

  it('waits as long as Retry-After says', async () => {
    let calls = 0;
    const { waits } = await read(
      createPagedReply(
        () => createRows(1),
        (good) => (calls++ === 0 ? { status: 429, headers: { 'retry-after': '7' }, body: {} } : good),
      ),
    );
    expect(waits).toEqual([7000]);
  });

  it('fails at once if Retry-After exceeds the time limit', async () => {
    const reply = () => ({ status: 429, headers: { 'retry-after': '3600' }, body: {} });
    const { failure, waits } = await read(reply);
    expect(failure?.code).toBe('inventory-throttled');
    expect(waits).toEqual([]);
  });

  it('gets new credentials once if they expire midway', async () => {
    let refreshed = 0;
    api = await startFakeApi(
      createPagedReply(
        () => createRows(7),
        (good, page, call) =>
          page < 3 || call.headers.authorization === 'Bearer new' ? good : { status: 401, body: {} },
      ),
    );
    const { origin } = api;
    const { context } = createReadContext({ source: createUrlSource(origin) });
    const authorize = (_: unknown, refresh: boolean) => {
      if (refresh) refreshed += 1;
      return { authorization: refreshed > 0 ? 'Bearer new' : 'Bearer old' };
    };
    const client = await openInventoryClient(context, { name: origin, origins: [origin], authorize });
    for (const page of [1, 2, 3]) await client.sendJson({ url: new URL(`${origin}/items?page=${page}`) });
    await client.close();
    expect(refreshed).toBe(1);
  });

  it.each([
    ['leads to itself', 'inventory-next-loop', (url: URL) => `${url.origin}/items?page=2`],
    ['leads to another host', 'inventory-next-refused', () => 'http://localhost:1/items?page=3'],
    ['leads to a denied address', 'inventory-next-refused', () => 'http://169.254.169.254/latest/meta-data'],
  ])('fails if a page %s', async (_, code, createNext) => {
    const reply = createPagedReply(
      () => createRows(9),
      (good, page, { url }) => (page === 2 ? { body: { ...(good.body as Body), next: createNext(url) } } : good),
    );
    const { failure } = await read(reply);
    expect(failure?.code).toBe(code);
    expect(failure?.detail).not.toContain('169.254');
  });

  it('does not follow a redirect to another origin', async () => {
    const other = await startFakeApi(() => ({ body: { items: [] } }));
    const { failure } = await read(() => ({ status: 302, headers: { location: `${other.origin}/items` } }));
    await other.close();
    expect(failure?.code).toBe('inventory-redirect-refused');
    expect(other.calls).toEqual([]);
  });

  it('follows a redirect to the same origin', async () => {
    const reply = createPagedReply(
      () => createRows(2),
      (good, _, { url }) => (url.pathname === '/items' ? { status: 308, headers: { location: '/items/' } } : good),
    );
    expect((await read(reply)).locations).toHaveLength(2);
  });

  it('fails if an item has no ID', async () => {
    const { failure } = await read(() => ({ body: { items: [{ id: 'a' }, { id: null }] } }));
    expect(failure).toMatchObject({
      code: 'inventory-item-without-id',
      detail: expect.stringContaining('(item 2)'),
    });
  });

  it('fails if an ID is not unique', async () => {
    const { failure } = await read(() => ({ body: { items: [{ id: 'a' }, { id: 'a' }] } }));
    expect(failure?.code).toBe('inventory-duplicate-id');
  });

  it.each([
    ['fewer', 8],
    ['more', 6],
  ])('fails if it has %s items than its total', async (_, total) => {
    const { failure } = await read(
      createPagedReply(
        () => createRows(7),
        (good) => ({ body: { ...(good.body as Body), total } }),
      ),
    );
    expect(failure?.code).toBe('inventory-changed');
  });

  it('is read again if an item was added meanwhile', async () => {
    const rows = createRows(7);
    let calls = 0;
    const { failure, locations } = await read(
      createPagedReply(
        () => rows,
        (good) => {
          if (calls++ === 0) rows.unshift({ id: 'new' });
          return good;
        },
      ),
    );
    expect(failure).toBeNull();
    expect(locations).toHaveLength(8);
  });

  it('is read again if a known item is missing, because another one was removed and one was added meanwhile', async () => {
    const rows = createRows(7);
    let calls = 0;
    const { failure, locations } = await read(
      createPagedReply(
        () => rows,
        (good) => {
          if (calls++ !== 0) return good;
          rows.shift();
          rows.push({ id: 'new' });
          return good;
        },
      ),
      { known: createRows(7).map(({ id }) => `rest:${id}`) },
    );
    expect(failure).toBeNull();
    expect(list(locations)).toEqual(
      expect.arrayContaining(['c1', 'c2', 'c3', 'c4', 'c5', 'c6', 'new'].map((id) => `rest:${id}`)),
    );
  });

  it('is read from the start if the server lost its snapshot', async () => {
    let isLost = true;
    const { failure, locations } = await read(() => ({}), {
      fetchPage: async (next) => {
        if (next === null) return { items: [{ id: 'a' }], total: null, next: 'more' };
        if (isLost) {
          isLost = false;
          throw new RestartListing();
        }
        return { items: [{ id: 'b' }], total: null, next: null };
      },
    });
    expect(failure).toBeNull();
    expect(list(locations)).toEqual(['rest:a', 'rest:b']);
  });

  it('that is suddenly empty fails, unless that is allowed', async () => {
    const reply = () => ({ body: { items: [], total: 0 } });
    expect((await read(reply, { known: ['rest:a'] })).failure?.code).toBe('inventory-empty');
    await api?.close();
    expect((await read(reply, { known: ['rest:a'], allow_empty: true })).failure).toBeNull();
    await api?.close();
    expect((await read(reply)).failure).toBeNull();
  });

  it.each([
    ['pages', 'inventory-too-many-pages', { pages: 2, items: 1000 }],
    ['items', 'inventory-too-many-items', { pages: 1000, items: 5 }],
  ])('with too many %s fails', async (_, code, limits) => {
    const reply = createPagedReply(() => createRows(7), same);
    expect((await read(reply, { limits })).failure?.code).toBe(code);
  });

  it('with a page that is too large fails', async () => {
    const { failure } = await read(() => ({ body: { items: [{ id: 'x'.repeat(33 * 1024 * 1024) }] } }));
    expect(failure?.code).toBe('inventory-page-too-large');
  });
});

const EXPECTED: Record<FaultName, string> = {
  unauthorized: 'inventory-unauthorized',
  forbidden: 'inventory-forbidden',
  'not found': 'inventory-not-found',
  throttled: 'inventory-throttled',
  'server error': 'inventory-server-error',
  'web page': 'inventory-web-page',
  'truncated JSON': 'inventory-malformed',
  'closed connection': 'url-closed',
  timeout: 'url-timeout',
};
const RETRIED: ReadonlySet<FaultName> = new Set(['throttled', 'server error', 'closed connection', 'timeout']);
