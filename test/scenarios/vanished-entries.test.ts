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
