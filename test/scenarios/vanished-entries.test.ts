import { rename } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { createWorld, type World } from './world.ts';

// Entries that disappear from the manifest: by accident, on purpose, and for a while. One scan a day.

const createManifest = (include: string, more = '') => `version: 1
settings: { heartbeat_url: "\${HEARTBEAT_URL}" }
include: ${include}
certificates:
  - { name: main, expires: 2028-01-01 }${more}
webhooks:
  chat: { url: "\${CHAT_URL}", content_type: text/plain, body_template: "{{ event }} {{ data.display_name }}" }
rules:
  - { name: all, events: [certificate.*], actions: [{ webhook: chat }] }
`;

const LIST = 'name,expires\nshop,2026-06-21\nvpn,2028-01-01\n';
const TEAM = `certificates:
  - { name: shop, expires: 2026-06-21 }
  - { name: vpn, expires: 2028-01-01 }
`;

async function tell(days: Record<number, (world: World) => unknown>) {
  const world = await createWorld();
  const outputs: string[] = [];
  try {
    for (const [day, happens] of Object.entries(days)) {
      await happens(world);
      outputs.push(await world.run(Number(day), 'scan'));
    }
    const events = world.timeline.map((line) => line.replace(/, all alerts delivered/, ''));
    return { timeline: events, outputs };
  } finally {
    await world.close();
  }
}

const nothing = () => undefined;
const FIRST = ['0 chat: certificate.expiry_warning shop', '0 exit 0, monitor up: 3 entries, 3 locations: all read.'];
const RED =
  'exit 1, monitor down: 1 entry, 1 location: all read, an include has no entries (teams/*.yaml, which had 2 entries; 2 entries missing: shop, vpn).';

it('a renamed directory of includes is red until it is corrected, and resolves nothing', async () => {
  const { timeline } = await tell({
    0: async (world) => {
      await world.writeFile('teams/a.yaml', TEAM);
      await world.write(createManifest('[teams/*.yaml]'));
    },
    1: (world) => rename(`${world.root}/teams`, `${world.root}/squads`),
    2: nothing,
    3: (world) => world.write(createManifest('[squads/*.yaml]')),
  });
  expect(timeline).toEqual([
    ...FIRST,
    `1 ${RED}`,
    `2 ${RED}`,
    '3 exit 0, monitor up: 3 entries, 3 locations: all read.',
  ]);
});

it('a directory that is renamed to a name that the include misspells is red, too', async () => {
  const { timeline } = await tell({
    0: async (world) => {
      await world.writeFile('teams/a.yaml', TEAM);
      await world.write(createManifest('[teams/*.yaml]'));
    },
    1: async (world) => {
      await rename(`${world.root}/teams`, `${world.root}/squads`);
      await world.write(createManifest('[squad/*.yaml]'));
    },
    2: nothing,
    3: (world) => world.write(createManifest('[squads/*.yaml]')),
  });
  const red = RED.replace('teams/*.yaml, which had 2 entries', 'squad/*.yaml');
  expect(timeline).toEqual([
    ...FIRST,
    `1 ${red}`,
    `2 ${red}`,
    '3 exit 0, monitor up: 3 entries, 3 locations: all read.',
  ]);
});

it('a list that becomes header-only is red, and neither removes nor resolves its entries', async () => {
  const { timeline } = await tell({
    0: async (world) => {
      await world.writeFile('lists/a.csv', LIST);
      await world.writeFile('lists/b.csv', 'name,expires\nmail,2028-01-01\n');
      await world.write(createManifest('[lists/*.csv]'));
    },
    1: (world) => world.writeFile('lists/a.csv', 'name,expires\n'),
    2: (world) => world.writeFile('lists/a.csv', LIST),
  });
  expect(timeline.slice(1)).toEqual([
    '0 exit 0, monitor up: 4 entries, 4 locations: all read.',
    '1 exit 1, monitor down: 2 entries, 2 locations: all read, an include has no entries (lists/a.csv, which had 2 entries; 2 entries missing: shop, vpn).',
    '2 exit 0, monitor up: 4 entries, 4 locations: all read.',
  ]);
});

it('an include with allow_empty may lose its entries, which are named once', async () => {
  const { timeline, outputs } = await tell({
    0: async (world) => {
      await world.writeFile('lists/a.csv', LIST);
      await world.write(createManifest('[{ path: lists/*.csv, allow_empty: true }]'));
    },
    1: (world) => world.writeFile('lists/a.csv', 'name,expires\n'),
    2: nothing,
  });
  expect(timeline).toEqual([
    ...FIRST,
    '1 chat: certificate.removed shop',
    '1 exit 0, monitor up: 1 entry, 1 location: all read.',
    '2 exit 0, monitor up: 1 entry, 1 location: all read.',
  ]);
  expect(outputs.map((output) => output.includes('2 entries are no longer in the manifest: shop, vpn.'))).toEqual([
    false,
    true,
    false,
  ]);
});

it('entries that move to another file are not missed', async () => {
  const { timeline } = await tell({
    0: async (world) => {
      await world.writeFile('teams/a.yaml', TEAM);
      await world.write(createManifest('[teams/*.yaml]'));
    },
    1: async (world) => {
      await world.writeFile('teams/b.yaml', TEAM);
      await world.writeFile('teams/a.yaml', 'rules: []\n');
    },
  });
  expect(timeline).toEqual([...FIRST, '1 exit 0, monitor up: 3 entries, 3 locations: all read.']);
});

it('an include that matched nothing in the first scan is a warning, and not red', async () => {
  const { timeline } = await tell({ 0: (world) => world.write(createManifest('[teams/*.yaml]')), 1: nothing });
  const green = 'exit 0, monitor up: 1 entry, 1 location: all read.';
  expect(timeline).toEqual([`0 ${green}`, `1 ${green}`]);
});

it('disabled entries are named in every scan, and the digest names them and the removed ones once', async () => {
  const world = await createWorld();
  const vpn = (more: string) => `\n  - { name: vpn, expires: 2028-01-01${more} }`;
  try {
    const shop = '\n  - { name: shop, expires: 2028-01-01 }';
    const run = async (day: number, more: string, command = 'scan') => {
      await world.write(createManifest('[]', more));
      return (await world.run(day, command)).split('\n').filter((line) => /disabled|no longer/.test(line));
    };
    expect(await run(0, vpn('') + shop)).toEqual([]);
    expect(await run(1, vpn(', enabled: false'))).toEqual([
      '1 entry is disabled: vpn.',
      '1 entry is no longer in the manifest: shop.',
    ]);
    const until = ', disabled_until: 2026-06-05, disabled_reason: is being moved';
    const named = '1 entry is disabled: vpn (until 2026-06-05: is being moved).';
    expect(await run(2, vpn(until))).toEqual([named]);
    expect(await run(2, vpn(until), 'digest')).toEqual([named, '1 entry is no longer in the manifest: shop.']);
    expect(await run(3, vpn(until), 'digest')).toEqual([named]);
    expect(await run(5, vpn(until))).toEqual([]);
    expect(world.timeline.at(-1)).toBe('5 exit 0, monitor up: 2 entries, 2 locations: all read, all alerts delivered.');
  } finally {
    await world.close();
  }
});
