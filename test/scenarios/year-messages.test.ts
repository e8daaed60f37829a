import { beforeAll, describe, expect, it } from 'vitest';
import { renderReceivers } from '../../src/app/init/receivers.ts';
import type { Certificate, Manifest } from '../../src/domain/index.ts';
import { DAY } from '../../src/domain/thresholds.ts';
import { groupBy } from '../../src/lib/collections.ts';
import { createRandom, type Random } from '../events/model/random.ts';
import { certificate, endpoint } from '../events/scenario.ts';
import { createScanner, parseManifest, type ScanOutcome, type SentMessage } from './simulation.ts';

// A year of daily scans of 60 certificates, with the rules that `certvigil init` writes for a chat. An automaton renews most of them in
// time, persons renew others after they were told, and two are forgotten. Servers do not respond to one of a hundred scans. Each message
// must have an action for a person.

const START = Date.parse('2027-01-01T05:17:00Z');
const DAYS = 365;

interface Server {
  name: string;
  /** Days. */
  lifetime: number;
  /** The day on which its first certificate was issued; before the first scan. */
  from: number;
  /** An automaton renews at this part of the lifetime; a person renews this many days after the first message; null: it is forgotten. */
  renewal: { after: number } | { days: number } | null;
}

const AUTOMATED = [
  [90, 15],
  [47, 10],
  [200, 7],
  [6, 5],
  [1, 3],
] as const;
const BY_PERSON = [
  [398, 10],
  [90, 8],
] as const;

function drawServers(random: Random): Server[] {
  const draw = (lifetime: number, renewal: Server['renewal'], index: number): Server => {
    const from = -random.int(0, lifetime * 0.6 * 24) / 24;
    return {
      name: `${renewal === null ? 'forgotten' : 'after' in renewal ? 'automated' : 'manual'}-${lifetime}d-${index}`,
      lifetime,
      from,
      renewal,
    };
  };
  return [
    ...AUTOMATED.flatMap(([life, count]) =>
      Array.from({ length: count }, (_, index) => draw(life, { after: 2 / 3 }, index)),
    ),
    ...BY_PERSON.flatMap(([life, count]) =>
      Array.from({ length: count }, (_, index) => draw(life, { days: random.int(1, Math.min(20, life / 8)) }, index)),
    ),
    draw(398, null, 0),
    draw(90, null, 1),
  ];
}

interface Day extends ScanOutcome {
  day: number;
  /** The servers that did not respond to this scan. */
  down: string[];
}

interface Installed {
  from: number;
  told: number | null;
}

const NO_ANSWER = { code: 'endpoint-timeout', detail: 'It did not answer in time.' };
const FLAKINESS = 0.01;

/** Scans a year. Persons renew what they were told about. */
function scanYear(servers: readonly Server[], manifest: Manifest, random: Random): Day[] {
  const scan = createScanner();
  const installed = new Map<Server, Installed>(servers.map((one) => [one, { from: one.from, told: null }]));
  return Array.from({ length: DAYS }, (_, day) => {
    const time = day + random.int(0, 30) / 1440;
    const down = day === 0 ? [] : random.some(servers, FLAKINESS);
    const readings = servers.map((server) => {
      const current = renew(server, installed.get(server) as Installed, time);
      installed.set(server, current);
      const content = down.includes(server) ? NO_ANSWER : createCertificate(server, current.from);
      return endpoint(server.name, `${server.name}.example.com:443`, content);
    });
    const outcome = scan({ manifest, now: START + time * DAY, readings });
    for (const server of servers) {
      const one = installed.get(server) as Installed;
      if (one.told === null && outcome.sent.some((sent) => isExpiry(sent) && sent.entry === server.name))
        one.told = time;
    }
    return { ...outcome, day, down: down.map(({ name }) => name) };
  });
}

const isExpiry = ({ event }: SentMessage) => event === 'certificate.expiry_warning' || event === 'certificate.expired';

function renew({ lifetime, renewal }: Server, { from, told }: Installed, time: number): Installed {
  if (renewal === null) return { from, told };
  if ('days' in renewal)
    return told !== null && time >= told + renewal.days ? { from: time, told: null } : { from, told };
  let start = from;
  while (time >= start + lifetime * renewal.after) start += lifetime * renewal.after;
  return { from: start, told };
}

function createCertificate({ name, lifetime }: Server, from: number): Certificate {
  const start = START + from * DAY;
  return certificate(`${name}-${from}`, { from: start, to: start + lifetime * DAY, names: [`${name}.example.com`] });
}

let days: Day[];
const messages = () => days.flatMap(({ day, sent }) => sent.map((one) => ({ ...one, day })));

beforeAll(async () => {
  const random = createRandom(1);
  const servers = drawServers(random);
  const entries = servers.map(({ name }) => `  - { name: ${name}, endpoint: ${name}.example.com }\n`).join('');
  const url = { variable: 'SLACK_WEBHOOK_URL', value: null };
  const rules = renderReceivers({ chats: [{ service: 'slack', url }], email: null, issues: false }, false);
  const settings = 'settings: { expiry_scan_repeat: thresholds }';
  const manifest = await parseManifest(`version: 1\n${settings}\ncertificates:\n${entries}${rules}`);
  days = scanYear(servers, manifest, random);
});

describe('the messages of a year', () => {
  it('are about certificates that a person renews, and servers that did not respond twice in a row', () => {
    const isDown = (day: number, name: string) => days[day]?.down.includes(name) ?? false;
    const others = messages().filter(({ entry, day, event }) => {
      const isUnreachable = isDown(day, entry) && isDown(day - 1, entry);
      const isBack = event === 'certificate.recovered' && !isDown(day, entry);
      return entry.startsWith('automated') && !isUnreachable && !isBack;
    });
    expect(others.map(({ day, event, entry }) => `day ${day}: ${event} ${entry}`)).toEqual([]);
  });

  it('begin with the status warning', () => {
    const early = messages().filter((one) => isExpiry(one) && one.context.data.status === 'ok');
    expect(early).toEqual([]);
  });

  it('are at most one for each certificate and month, on average', () => {
    const counts = [...groupBy(messages(), ({ event }) => event)].map(([event, { length }]) => `${event}: ${length}`);
    expect(counts.sort()).toMatchInlineSnapshot(`
      [
        "certificate.expired: 54",
        "certificate.expiry_warning: 93",
        "certificate.recovered: 1",
        "certificate.renewed: 46",
        "certificate.unreachable: 1",
      ]
    `);
    expect(messages().length).toBeLessThan(60 * 12);
  });

  it('about a certificate that a person renews are at most five for each renewal', () => {
    for (const [entry, list] of groupBy(messages().filter(isExpiry), (one) => one.entry)) {
      if (!entry.startsWith('manual')) continue;
      const byCertificate = groupBy(list, ({ context }) => context.data.fingerprint_sha256);
      expect([entry, Math.max(...[...byCertificate.values()].map(({ length }) => length)) <= 5]).toEqual([entry, true]);
    }
  });
});
