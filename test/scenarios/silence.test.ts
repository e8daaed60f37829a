import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { leaf } from '../helpers/paths.ts';
import { createWorld, type World } from './world.ts';

// Situations in which a monitor could be silent although something is wrong: one scan a day, what each receiver got, what the scan said,
// and what was open at the end. All ways to be silent, in short: ways.test.ts. Others: test/app/chain-scenarios.test.ts,
// test/scan/cloud/incidents.test.ts, test/e2e/balanced.test.ts, test/events/simulated-year.test.ts.

interface Story {
  title: string;
  manifest: string;
  /** What happens before the scan of a day; only these days have scans. */
  days: Record<number, (world: World) => unknown>;
  timeline: string[];
  /** The incidents and issues that are open after the last scan. Default: none. */
  open?: string[];
}

const ALL = ['shop', 'vpn', 'mail'];
const nothing = () => undefined;

/** To the end of a manifest: a chat and PagerDuty, and rules. */
const RECEIVERS = `
network: { dns_servers: ["$DNS"] }
webhooks:
  chat: { url: "\${CHAT_URL}", content_type: text/plain, body_template: "{{ event }} {{ data.display_name }}" }
  pager: { preset: pagerduty, url: "\${PAGERDUTY_URL}", secrets: { routing_key: "\${PAGERDUTY_KEY}" } }
rules:`;
const BOTH = 'actions: [{ webhook: chat }, { webhook: pager }]';
/** A rule that does not name unreachable certificates. */
const ABOUT_EXPIRY = `
  - { name: ends, events: [certificate.expiry_warning], match: { status: [critical] }, ${BOTH} }`;

/** A manifest of endpoints with issues, and rules. */
const createManifest = (names: readonly string[], rules = ABOUT_EXPIRY, settings = '') => `version: 1
settings: { heartbeat_url: "\${HEARTBEAT_URL}"${settings} }
defaults: { trust: none }
certificates:
${names.map((name) => `  - { name: ${name}, endpoint: "${name}.example.com:$PORT_${name.toUpperCase()}" }`).join('\n')}
issues: {}${RECEIVERS}${rules}
`;

/** The first manifest of the README, with a monitor and receivers. */
function readReadmeManifest(): string {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  const manifest = /```yaml\n(version: 1\n[^`]*)```/.exec(readme)?.[1] ?? '';
  return manifest + RECEIVERS + ABOUT_EXPIRY;
}

const STORIES: Story[] = [
  {
    title: 'a host that was never read is red from the first scan on, and an alert from the second',
    manifest: readReadmeManifest(),
    days: {
      0: async (world) => {
        await world.serve(300, 'shop');
        await world.stop('shop');
        await world.writeFile('certs/backup.pem', (await leaf()).certificate);
      },
      ...{ 1: nothing, 2: nothing, 3: nothing },
    },
    timeline: [
      '0 exit 1, monitor down: 1 of 2 entries has never been read (shop), all alerts delivered.',
      '1 chat: certificate.unreachable shop',
      '1 incident opened: shop has never been read',
      '1 issue opened: Certificate shop has never been read at shop.example.com:443',
      '1 exit 1, monitor down: 1 of 2 entries has never been read (shop), all alerts delivered.',
      '2 exit 1, monitor down: 1 of 2 entries has never been read (shop), all alerts delivered.',
      '3 exit 1, monitor down: 1 of 2 entries has never been read (shop), all alerts delivered.',
    ],
    open: ['shop has never been read', 'Certificate shop has never been read at shop.example.com:443'],
  },
  {
    title: 'a typing mistake in a host name is an alert in the first scan, and resolved once it is corrected',
    manifest: createManifest(['shop', 'vpn']).replace('vpn.example.com', 'vnp.example.com'),
    days: {
      0: (world) => world.serve(300, 'shop', 'vpn'),
      1: nothing,
      2: (world) => world.write(createManifest(['shop', 'vpn'])),
    },
    timeline: [
      '0 chat: certificate.unreachable vpn',
      '0 incident opened: vpn has never been read',
      '0 issue opened: Certificate vpn has never been read at vnp.example.com',
      '0 exit 1, monitor down: 1 of 2 entries has never been read (vpn), all alerts delivered.',
      '1 exit 1, monitor down: 1 of 2 entries has never been read (vpn), all alerts delivered.',
      '2 incident resolved: vpn has never been read',
      '2 issue closed as completed: Certificate vpn has never been read at vnp.example.com',
      '2 exit 0, monitor up: 2 entries, 2 locations: all read, all alerts delivered.',
    ],
  },
  {
    title: 'an outage is red from the second day on, an alert after unreachable_days, and resolved when it is over',
    manifest: createManifest(['shop', 'vpn']),
    days: {
      0: (world) => world.serve(300, 'shop', 'vpn'),
      1: (world) => world.stop('vpn'),
      ...{ 2: nothing, 3: nothing, 4: nothing, 5: nothing },
      6: (world) => world.start('vpn'),
      7: nothing,
    },
    timeline: [
      '0 exit 0, monitor up: 2 entries, 2 locations: all read, all alerts delivered.',
      '1 exit 0, monitor up: 1 of 2 locations was not read in this scan (vpn, last read 2026-06-01), all alerts delivered.',
      '2 exit 1, monitor down: 1 of 2 locations could not be read (vpn, last read 2026-06-01), all alerts delivered, 1 alert matches no rule.',
      '3 exit 1, monitor down: 1 of 2 locations could not be read (vpn, last read 2026-06-01), all alerts delivered, 1 alert matches no rule.',
      '4 chat: certificate.unreachable vpn',
      '4 incident opened: vpn has been unreachable for 3 days (vpn.example.com)',
      '4 issue opened: Certificate vpn cannot be read at vpn.example.com',
      '4 exit 1, monitor down: 1 of 2 locations could not be read (vpn, last read 2026-06-01), all alerts delivered.',
      '5 exit 1, monitor down: 1 of 2 locations could not be read (vpn, last read 2026-06-01), all alerts delivered.',
      '6 incident resolved: vpn has been unreachable for 3 days (vpn.example.com)',
      '6 issue closed as completed: Certificate vpn cannot be read at vpn.example.com',
      '6 exit 0, monitor up: 2 entries, 2 locations: all read, all alerts delivered.',
      '7 exit 0, monitor up: 2 entries, 2 locations: all read, all alerts delivered.',
    ],
  },
  {
    title: 'a certificate that cannot be read any more still expires',
    manifest: createManifest(['shop', 'vpn'], `\n  - { name: all, events: [certificate.*], ${BOTH} }`),
    days: {
      0: async (world) => {
        await world.serve(300, 'shop');
        await world.serve(2, 'vpn');
      },
      1: (world) => world.stop('vpn'),
      ...{ 2: nothing, 3: nothing },
      4: (world) => world.serve(368, 'vpn'),
      5: nothing,
    },
    timeline: [
      '0 chat: certificate.expiry_warning vpn',
      '0 incident opened: vpn expires in 2 days (vpn.example.com)',
      '0 issue opened: Certificate vpn (vpn.example.com) expires on 2026-06-04',
      '0 exit 0, monitor up: 2 entries, 2 locations: all read, all alerts delivered.',
      '1 chat: certificate.expiry_warning vpn',
      '1 incident updated: vpn expires in 1 day (vpn.example.com)',
      '1 exit 0, monitor up: 1 of 2 locations was not read in this scan (vpn, last read 2026-06-01), all alerts delivered.',
      '2 chat: certificate.unreachable vpn',
      '2 incident opened: vpn has been unreachable for 1 day (vpn.example.com)',
      '2 exit 1, monitor down: 1 of 2 locations could not be read (vpn, last read 2026-06-01), all alerts delivered.',
      '3 chat: certificate.expired vpn',
      '3 chat: certificate.unreachable vpn',
      '3 incident updated: vpn expired less than a day ago (vpn.example.com)',
      '3 incident updated: vpn has been unreachable for 2 days (vpn.example.com)',
      '3 exit 1, monitor down: 1 of 2 locations could not be read (vpn, last read 2026-06-01), all alerts delivered.',
      '4 chat: certificate.recovered vpn',
      '4 chat: certificate.renewed vpn',
      '4 incident resolved: vpn expired less than a day ago (vpn.example.com)',
      '4 incident resolved: vpn has been unreachable for 2 days (vpn.example.com)',
      '4 issue closed as completed: Certificate vpn (vpn.example.com) expires on 2026-06-04',
      '4 exit 0, monitor up: 2 entries, 2 locations: all read, all alerts delivered.',
      '5 exit 0, monitor up: 2 entries, 2 locations: all read, all alerts delivered.',
    ],
  },
  {
    title: 'an alert that the only receiver refuses fails the heartbeat, and is delivered as soon as it accepts',
    manifest: createManifest(
      ['shop'],
      '\n  - { name: all, events: [certificate.*], actions: [{ webhook: chat }] }',
    ).replace('issues: {}', ''),
    days: {
      0: (world) => world.serve(33, 'shop'),
      1: nothing,
      3: (world) => world.setChat(403),
      4: nothing,
      5: (world) => world.setChat(200),
      6: nothing,
    },
    timeline: [
      '0 chat: certificate.expiry_warning shop',
      '0 exit 0, monitor up: 1 entry, 1 location: all read, all alerts delivered.',
      '1 exit 0, monitor up: 1 entry, 1 location: all read, all alerts delivered.',
      '3 chat refuses: certificate.expiry_warning shop',
      '3 exit 3, monitor down: 1 entry, 1 location: all read, 1 alert was not delivered (chat).',
      '4 chat refuses: certificate.expiry_warning shop',
      '4 exit 3, monitor down: 1 entry, 1 location: all read, 1 alert was not delivered (chat).',
      '5 chat: certificate.expiry_warning shop',
      '5 exit 0, monitor up: 1 entry, 1 location: all read, all alerts delivered.',
      '6 exit 0, monitor up: 1 entry, 1 location: all read, all alerts delivered.',
    ],
  },
  {
    title: 'a scan without a network fails the heartbeat, and is one alert instead of one for each endpoint',
    manifest: createManifest(ALL, `\n  - { name: all, events: ["*"], ${BOTH} }`),
    days: {
      0: (world) => world.serve(300, ...ALL),
      1: (world) => world.stop(...ALL),
      2: nothing,
      3: (world) => world.start(...ALL),
    },
    timeline: [
      '0 exit 0, monitor up: 3 entries, 3 locations: all read, all alerts delivered.',
      '1 chat: scan.blind (scan)',
      '1 incident opened: The scan could not reach any endpoint',
      '1 warning: None of the 3 endpoints could be reached',
      '1 exit 3, monitor down: None of the endpoints could be reached, 3 of 3 locations were not read in this scan (shop, vpn, mail), all alerts delivered.',
      '2 chat: scan.blind (scan)',
      '2 incident updated: The scan could not reach any endpoint',
      '2 warning: None of the 3 endpoints could be reached',
      '2 exit 3, monitor down: None of the endpoints could be reached, 3 of 3 locations were not read in this scan (shop, vpn, mail), all alerts delivered.',
      '3 chat: scan.recovered (scan)',
      '3 incident resolved: The scan could not reach any endpoint',
      '3 exit 0, monitor up: 3 entries, 3 locations: all read, all alerts delivered.',
    ],
  },
  {
    title: 'a first scan without a network fails the heartbeat',
    manifest: createManifest(ALL, `\n  - { name: all, events: ["*"], ${BOTH} }`),
    days: {
      0: async (world) => {
        await world.serve(300, ...ALL);
        await world.stop(...ALL);
      },
      1: nothing,
    },
    timeline: [
      '0 chat: scan.blind (scan)',
      '0 incident opened: The scan could not reach any endpoint',
      '0 warning: None of the 3 endpoints could be reached',
      '0 exit 3, monitor down: None of the endpoints could be reached, 3 of 3 entries have never been read (shop, vpn, mail), all alerts delivered.',
      '1 chat: scan.blind (scan)',
      '1 incident updated: The scan could not reach any endpoint',
      '1 warning: None of the 3 endpoints could be reached',
      '1 exit 3, monitor down: None of the endpoints could be reached, 3 of 3 entries have never been read (shop, vpn, mail), all alerts delivered.',
    ],
    open: ['The scan could not reach any endpoint'],
  },
  {
    title: 'a gap of 19 days is said once, by the scan after it',
    manifest: createManifest(['shop'], '\n  - { name: scans, events: [scan.*], actions: [{ webhook: chat }] }'),
    days: {
      0: (world) => world.serve(300, 'shop'),
      ...{ 1: nothing, 2: nothing, 21: nothing, 22: nothing },
    },
    timeline: [
      '0 exit 0, monitor up: 1 entry, 1 location: all read, all alerts delivered.',
      '1 exit 0, monitor up: 1 entry, 1 location: all read, all alerts delivered.',
      '2 exit 0, monitor up: 1 entry, 1 location: all read, all alerts delivered.',
      '21 chat: scan.stale (scan)',
      '21 warning: No certificate was checked for 19 days',
      '21 exit 0, monitor up: 1 entry, 1 location: all read, all alerts delivered.',
      '22 exit 0, monitor up: 1 entry, 1 location: all read, all alerts delivered.',
    ],
  },
  {
    title: 'a threshold that passes in a gap of 19 days is sent after it, and the gap is said without a rule for it',
    manifest: createManifest(['shop']),
    days: { 0: (world) => world.serve(31, 'shop'), 1: nothing, 20: nothing, 21: (world) => world.serve(400, 'shop') },
    timeline: [
      '0 exit 0, monitor up: 1 entry, 1 location: all read, all alerts delivered, 1 alert matches no rule.',
      '1 exit 0, monitor up: 1 entry, 1 location: all read, all alerts delivered, 1 alert matches no rule.',
      '20 chat: certificate.expiry_warning shop',
      '20 incident opened: shop expires in 11 days (shop.example.com)',
      '20 issue opened: Certificate shop (shop.example.com) expires on 2026-07-03',
      '20 warning: No certificate was checked for 19 days',
      '20 exit 0, monitor up: 1 entry, 1 location: all read, all alerts delivered, 1 alert matches no rule.',
      '21 incident resolved: shop expires in 11 days (shop.example.com)',
      '21 issue closed as completed: Certificate shop (shop.example.com) expires on 2026-07-03',
      '21 exit 0, monitor up: 1 entry, 1 location: all read, all alerts delivered.',
    ],
  },
  {
    title: 'a certificate that is new on disk and old in memory stays open until the server is restarted',
    manifest: createManifest(['kubelet'], `\n  - { name: all, events: [certificate.*], ${BOTH} }`).replace(
      'certificates:',
      'certificates:\n  - { name: disk, file: kubelet.crt }',
    ),
    days: {
      0: async (world) => {
        await world.serve(5, 'kubelet');
        await world.save('kubelet', 'kubelet.crt');
      },
      1: async (world) => world.writeFile('kubelet.crt', (await leaf({ subject: 'kubelet.example.com' })).certificate),
      2: nothing,
      3: (world) => world.serve(400, 'kubelet'),
    },
    timeline: [
      '0 chat: certificate.expiry_warning disk',
      '0 chat: certificate.expiry_warning kubelet',
      '0 incident opened: disk expires in 5 days (kubelet.example.com)',
      '0 incident opened: kubelet expires in 5 days (kubelet.example.com)',
      '0 issue opened: Certificate disk (kubelet.example.com) expires on 2026-06-07',
      '0 issue opened: Certificate kubelet (kubelet.example.com) expires on 2026-06-07',
      '0 exit 0, monitor up: 2 entries, 2 locations: all read, all alerts delivered.',
      '1 chat: certificate.renewed disk',
      '1 incident resolved: disk expires in 5 days (kubelet.example.com)',
      '1 issue closed as completed: Certificate disk (kubelet.example.com) expires on 2026-06-07',
      '1 exit 0, monitor up: 2 entries, 2 locations: all read, all alerts delivered.',
      '2 chat: certificate.expiry_warning kubelet',
      '2 incident updated: kubelet expires in 3 days (kubelet.example.com)',
      '2 exit 0, monitor up: 2 entries, 2 locations: all read, all alerts delivered.',
      '3 chat: certificate.renewed kubelet',
      '3 incident resolved: kubelet expires in 3 days (kubelet.example.com)',
      '3 issue closed as completed: Certificate kubelet (kubelet.example.com) expires on 2026-06-07',
      '3 exit 0, monitor up: 2 entries, 2 locations: all read, all alerts delivered.',
    ],
  },
];

it.each(STORIES)('$title', async ({ manifest, days, timeline, open = [] }) => {
  const world = await createWorld();
  try {
    for (const [index, [day, happens]] of Object.entries(days).entries()) {
      await happens(world);
      if (index === 0) await world.write(manifest);
      await world.run(Number(day), 'scan');
    }
    const { incidents, issues } = world.listOpen();
    expect([world.timeline, [...incidents, ...issues]]).toEqual([timeline, open]);
  } finally {
    await world.close();
  }
});

it('the evidence of an alert tells who was warned first and how often, and who acknowledged it, more than a year later', async () => {
  const world = await createWorld();
  try {
    const all = createManifest(['shop'], `\n  - { name: all, events: [certificate.*], ${BOTH} }`);
    const silence = `silences:
  - { until: 2026-09-15, reason: renewal is ordered, created_by: ada, match: { names: [shop] } }
`;
    await world.serve(95, 'shop');
    await world.write(all);
    for (const day of [5, 6, 82, 89]) await world.run(day, 'scan');
    await world.write(all + silence);
    for (const day of [93, 94]) await world.run(day, 'scan');
    await world.serve(800, 'shop');
    for (const day of [95, 430]) await world.run(day, 'scan');
    expect(world.listOpen()).toEqual({ incidents: [], issues: [] });
    const story = await world.run(430, 'log', 'list', '--certificate', 'shop');
    const steps = story
      .trimEnd()
      .split('\n')
      .map((line) =>
        line
          .trim()
          .replace(/ {2,}/g, ' | ')
          .replace(/:\d+(?=: )/, ''),
      );
    expect(steps).toEqual([
      'shop',
      '2026-06-06 12:00 | seen | shop.example.com: shop.example.com, issued by CN=shop.example.com, valid from 2025-09-04, until 2026-09-05',
      '2026-06-06 12:00 | fired | expiry_warning 90 days: webhook:chat, webhook:pager',
      '2026-08-22 12:00 | fired | expiry_warning 14 days: webhook:chat, webhook:pager, issue',
      '2026-08-29 12:00 | repeated | expiry_warning 14 days: webhook:chat 1 time, webhook:pager 1 time, issue 1 time',
      '2026-09-02 12:00 | acknowledged | expiry_warning 14 days by ada: silenced until 2026-09-15T00:00:00Z: renewal is ordered',
      '2026-09-04 12:00 | seen | shop.example.com: shop.example.com, issued by CN=shop.example.com, valid from 2026-05-31, until 2028-08-10, replaced one valid until 2026-09-05',
      '2026-09-04 12:00 | renewed | webhook:chat, webhook:pager, issue',
    ]);
  } finally {
    await world.close();
  }
});
