import { expect, it } from 'vitest';
import { type FakeApi, startFakeApi } from '../helpers/inventory/fake-api.ts';
import { createWorld, type World } from './world.ts';

// What disappears by accident, from an inventory or from the manifest: one scan a day, what the chat got, and what the scan said.

/** An inventory that lists the first so many items. Item 11 expires on day 20. */
interface Inventory extends FakeApi {
  list: (count: number, more?: { body?: object; headers?: Record<string, string> }) => void;
}

async function startInventory(): Promise<Inventory> {
  let [count, more]: [number, { body?: object; headers?: Record<string, string> }] = [12, {}];
  const api = await startFakeApi(() => ({
    body: { items: createItems(count), ...more.body },
    headers: more.headers,
  }));
  return { ...api, list: (...next) => ([count, more] = [next[0], next[1] ?? {}]) };
}

const createItems = (count: number) =>
  Array.from({ length: count }, (_, at) => ({
    id: `c${at}`,
    cn: `c${at}.example.com`,
    to: at === 11 ? '2026-06-21' : '2028-01-01',
  }));

const RULES = `
webhooks:
  chat: { url: "\${CHAT_URL}", content_type: text/plain, body_template: "{{ event }} {{ data.display_name }}" }
rules:
  - { name: all, events: [certificate.*], actions: [{ webhook: chat }] }
`;

const createManifest = (inventory: Inventory, more = '') => `version: 1
settings: { heartbeat_url: "\${HEARTBEAT_URL}" }
certificates:
  - name: acm
    rest: ${inventory.origin}/certificates
    items: items
    map: { id: id, common_name: cn, valid_to: to }${more}
${RULES}`;

async function tell(days: Record<number, (world: World, inventory: Inventory) => unknown>, more?: string) {
  const [world, inventory] = [await createWorld(), await startInventory()];
  const summaries: Record<number, string> = {};
  try {
    await world.write(createManifest(inventory, more));
    for (const [day, happens] of Object.entries(days)) {
      await happens(world, inventory);
      summaries[Number(day)] = await world.run(Number(day), 'scan');
    }
    return { timeline: world.timeline, summaries };
  } finally {
    await world.close();
    await inventory.close();
  }
}

const nothing = () => undefined;

it('a token with fewer rights for one day is red, and neither removes nor resolves anything', async () => {
  const { timeline } = await tell({
    0: nothing,
    1: (_, inventory) => inventory.list(4),
    2: (_, inventory) => inventory.list(12),
  });
  expect(timeline).toEqual([
    '0 chat: certificate.expiry_warning c11.example.com (rest:c11)',
    '0 exit 0, monitor up: 1 entry, 12 locations: all read, all alerts delivered.',
    '1 exit 1, monitor down: 8 of 12 locations are missing from an inventory that shrank (acm, last read 2026-06-01), all alerts delivered.',
    '2 exit 0, monitor up: 1 entry, 12 locations: all read, all alerts delivered.',
  ]);
});

it('a token with fewer rights for two days is believed after 20 hours', async () => {
  const { timeline } = await tell({
    ...{ 0: nothing, 1: (_, inventory) => inventory.list(4), 2: nothing, 3: nothing },
  });
  expect(timeline.slice(2)).toEqual([
    '1 exit 1, monitor down: 8 of 12 locations are missing from an inventory that shrank (acm, last read 2026-06-01), all alerts delivered.',
    '2 chat: certificate.removed c11.example.com (rest:c11)',
    '2 exit 0, monitor up: 1 entry, 4 locations: all read, all alerts delivered.',
    '3 exit 0, monitor up: 1 entry, 4 locations: all read, all alerts delivered.',
  ]);
});

it('most of an inventory may disappear at once with allow_shrink', async () => {
  const { timeline } = await tell({ 0: nothing, 1: (_, inventory) => inventory.list(4) }, '\n    allow_shrink: true');
  expect(timeline.slice(2)).toEqual([
    '1 chat: certificate.removed c11.example.com (rest:c11)',
    '1 exit 0, monitor up: 1 entry, 4 locations: all read, all alerts delivered.',
  ]);
});

it('the items that are removed because most of an inventory disappeared are named once', async () => {
  const { summaries } = await tell({
    ...{ 0: nothing, 1: (_, inventory) => inventory.list(4), 2: nothing, 3: nothing },
  });
  const named = Object.values(summaries).map((output) => /8 of 12 items of acm are [^.]*/.exec(output)?.[0]);
  const removed = '8 of 12 items of acm are no longer listed, and were removed';
  expect(named.map((text) => text?.startsWith(removed) ?? false)).toEqual([false, false, true, false]);
});

it('an inventory that grows beyond its first page is red at once, and keeps its items', async () => {
  const link = { headers: { link: '</certificates?page=2>; rel="next"' } };
  const { timeline, summaries } = await tell({
    0: nothing,
    1: (_, inventory) => inventory.list(12, link),
    2: (_, inventory) => inventory.list(12, { body: { total: 13 } }),
    3: (_, inventory) => inventory.list(12, { body: { total: 12 } }),
  });
  const red =
    'exit 1, monitor down: 12 of 12 locations could not be read (acm, last read 2026-06-01), all alerts delivered.';
  expect(timeline.slice(2)).toEqual([
    `1 ${red}`,
    '2 chat: certificate.unreachable acm (rest)',
    `2 ${red}`,
    '3 chat: certificate.recovered acm (rest)',
    '3 exit 0, monitor up: 1 entry, 12 locations: all read, all alerts delivered.',
  ]);
  expect(summaries[1]).toContain('next: { header: true }');
  expect(summaries[2]).toContain('total: total }');
});
