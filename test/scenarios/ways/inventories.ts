/** Inventories that list less than they have, or something else. */

import type { ApiReply } from '../../helpers/inventory/fake-api.ts';
import { alerted, endpoint, type Happening, noted, nothing, quiet, red, type Way, watch } from '../way.ts';
import type { World } from '../world.ts';

interface Item {
  id: number | null;
  name: string;
  until: string;
}
interface Body {
  data: Item[];
  total: number;
}
/** What is wrong with the reply to the request for a page, counted from 1. */
type Spoil = (body: Body, page: number) => ApiReply | Promise<ApiReply>;

/** A portal that keeps its items and shows them in pages of three. */
interface Portal {
  items: Item[];
  spoil: Spoil;
}
const PAGE = 3;
const portals = new WeakMap<World, Portal>();

const createItems = (count: number, first = 1): Item[] =>
  Array.from({ length: count }, (_, index) => ({
    id: first + index,
    name: `server-${first + index}.example.com`,
    until: '2031-01-01',
  }));

const open =
  (count: number): Happening =>
  (world) => {
    const portal: Portal = { items: createItems(count), spoil: (body) => ({ body }) };
    portals.set(world, portal);
    world.web.set('/certificates', ({ url }) => {
      const page = Number(url.searchParams.get('page') ?? 1);
      const data = portal.items.slice((page - 1) * PAGE, page * PAGE);
      return portal.spoil({ data, total: portal.items.length }, page);
    });
  };
const change =
  (changes: Partial<Portal>): Happening =>
  (world) =>
    void Object.assign(portals.get(world) as Portal, changes);

const ENTRY = `- name: portal
  rest: $WEB/certificates
  items: data
  next: { page: { parameter: page, size_parameter: size, size: ${PAGE} }, total: total }
  map: { id: id, common_name: name, valid_to: until }`;
const PORTAL = watch(ENTRY);

/** A portal with eight items that fails from the second day on: tolerated once, then red and one alert. */
const failing = (title: string, spoil: Spoil, code: string): Way => ({
  title: `an inventory ${title} is red from the second scan on`,
  manifest: PORTAL,
  days: { 0: open(8), 1: change({ spoil }), ...quiet(2, 3) },
  must: {
    1: noted('8 of 9 locations were not read in this scan (portal, last read 2026-06-01)'),
    2: { ...red('unread', code), ...alerted('certificate.unreachable portal (rest)') },
    3: red('unread', code),
  },
});

/** A portal that is slower from item to item than a scan has time for, and a server that never answers. */
const TOO_SLOW: Way = {
  title: 'what is too slow for the time for reading is red from the second scan on, and the rest is read',
  manifest: watch(
    `${endpoint('shop')}\n- { name: slow, rest: $WEB/slow, details: "/slow/{id}", map: { id: id, common_name: name, valid_to: until } }`,
    '',
    'reading_minutes: 0.05, scan_timeout_seconds: 60',
  ),
  days: {
    0: async (world) => {
      await world.serve(300, 'shop');
      const items = createItems(4);
      world.web.set('/slow', { body: items });
      for (const item of items) world.web.set(`/slow/${item.id}`, { body: item });
    },
    1: async (world) => {
      await world.accept('shop', (socket) => socket.resume());
      for (const item of createItems(4).slice(2))
        world.web.set(
          `/slow/${item.id}`,
          () => new Promise((resolve) => setTimeout(resolve, 8000, { body: item }).unref()),
        );
    },
    2: nothing,
  },
  must: {
    1: noted('3 of 6 locations were not read in this scan (shop, slow'),
    2: {
      ...red('unread', 'not-read-in-time'),
      ...alerted('certificate.unreachable shop', 'certificate.unreachable slow (rest)'),
    },
  },
};

/** A portal with twelve items that lists three of them, or others: red once, so that somebody looks at it, and then believed. */
const shrinking = (title: string, shrink: Happening, manifest = PORTAL): Way => ({
  title: `${title} is red, and believed by the scan of the next day`,
  manifest,
  days: { 0: open(12), 1: shrink, 1.1: nothing, ...quiet(2, 3) },
  must: {
    1: { ...red('inventory-shrunk', 'inventory-shrunk'), ...noted('missing from an inventory that shrank (portal') },
    1.1: { ...red('inventory-shrunk', 'inventory-shrunk'), ...alerted('certificate.unreachable portal (rest)') },
    2: { ...alerted('certificate.recovered portal (rest)'), output: 'are no longer listed, and were removed' },
  },
});

export const INVENTORIES: Way[] = [
  failing(
    'that answers with an error and the status 200',
    () => ({ body: { error: 'quota exceeded' } }),
    'inventory-unexpected-format',
  ),
  failing(
    'that shows a login page',
    () => ({ headers: { 'content-type': 'text/html' }, body: '<!doctype html><title>Sign in</title>' }),
    'inventory-web-page',
  ),
  failing(
    'whose token has expired',
    () => ({ status: 401, body: { detail: 'token expired' } }),
    'inventory-unauthorized',
  ),
  failing('that is empty all of a sudden', () => ({ body: { data: [], total: 0 } }), 'inventory-empty'),
  failing(
    'whose second page fails',
    (body, page) => (page === 2 ? { status: 500 } : { body }),
    'inventory-server-error',
  ),
  failing(
    'that ignores the number of the page',
    ({ total }) => ({ body: { data: createItems(PAGE), total } }),
    'inventory-duplicate-id',
  ),
  failing('whose total is above what it lists', (body) => ({ body: { ...body, total: 20 } }), 'inventory-changed'),
  failing(
    'that ends after its first page',
    (body, page) => ({ body: page === 1 ? body : { ...body, data: [] } }),
    'inventory-changed',
  ),
  failing(
    'whose items have no ID',
    (body) => ({ body: { ...body, data: body.data.map((one) => ({ ...one, id: null })) } }),
    'inventory-item-without-id',
  ),
  {
    title: 'an item without a date is red from the second scan on, and the others are read',
    manifest: PORTAL,
    days: {
      0: open(8),
      1: change({
        spoil: (body) => ({
          body: { ...body, data: body.data.map((one) => (one.id === 5 ? { ...one, until: '' } : one)) },
        }),
      }),
      ...quiet(2, 3),
    },
    must: {
      1: noted('1 of 9 locations was not read in this scan (portal, last read 2026-06-01)'),
      2: {
        ...red('unread', 'item-without-expiry'),
        ...alerted('certificate.unreachable server-5.example.com (rest:5)'),
      },
      3: red('unread', 'item-without-expiry'),
    },
  },
  {
    title: 'an inventory that is merely slow is read',
    manifest: PORTAL,
    days: {
      0: open(8),
      1: change({
        spoil: async (body) => {
          await new Promise((resolve) => void setTimeout(resolve, 50));
          return { body };
        },
      }),
    },
    must: {},
  },
  TOO_SLOW,
  shrinking('an inventory that lists a quarter of what it listed', change({ items: createItems(3) })),
  shrinking('a login that leads to another account', change({ items: createItems(12, 101) })),
  shrinking(
    'an inventory without a total that ends after its first page',
    change({ spoil: (body, page) => ({ body: page === 1 ? body : { ...body, data: [] } }) }),
    watch(ENTRY.replace(', total: total', '')),
  ),
  {
    title: 'a spreadsheet that has only its header is red at once',
    manifest: watch('- { name: devices, csv: devices.csv, map: { id: Device, valid_to: Until } }'),
    days: {
      0: (world) => world.writeFile('devices.csv', 'Device,Until\na,2031-01-01\nb,2031-01-01\n'),
      1: (world) => world.writeFile('devices.csv', 'Device,Until\n'),
      ...quiet(2, 3),
    },
    must: {
      1: red('unread', 'inventory-empty'),
      2: { ...red('unread', 'inventory-empty'), ...alerted('certificate.unreachable devices (csv)') },
      3: red('unread', 'inventory-empty'),
    },
  },
];
