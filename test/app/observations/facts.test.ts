import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { createCertificate } from '../../../src/app/demo/create-certificate.ts';
import { isValidLine } from '../../../src/app/observations/format.ts';
import type { CollectedSource } from '../../../src/app/observe/collect.ts';
import { redactCollected } from '../../../src/app/observe/redact-collected.ts';
import { listLines } from '../../../src/app/observe/to-lines.ts';
import { verifyLocation } from '../../../src/app/verify/index.ts';
import { redactReadings } from '../../../src/app/verify/redact-readings.ts';
import { createTrustEvaluator } from '../../../src/app/verify/trust-evaluator.ts';
import { decodeLocation } from '../../../src/certificate/decode.ts';
import { UNKNOWN_VERDICT } from '../../../src/domain/event-data.ts';
import type { Entry, LocationReading, Observed, RawLocation, SourceReading } from '../../../src/domain/index.ts';
import { createSource } from '../../../src/domain/sources/index.ts';
import { parseLog } from '../../../src/events/log/parse.ts';
import { createEmptyLog, serializeLog } from '../../../src/events/log/serialize.ts';
import { compareWithLog } from '../../../src/events/state/compare-with-log.ts';
import type { EventLog } from '../../../src/generated/event-log.ts';
import { validateReport } from '../../../src/generated/validate-report.js';
import { buildReportCertificates } from '../../../src/report/scan/build.ts';
import { NO_FIELDS } from '../../../src/scan/cloud/items.ts';
import { createManifest, createScenario, day, entry, REFUSED } from '../../events/scenario.ts';
import { readEndpoint } from '../../helpers/reading.ts';
import { startTlsServer } from '../../helpers/tls-server.ts';
import { certificate, report } from '../../report/samples.ts';
import { openChannel } from './transmit.ts';

const channel = openChannel();
afterAll(() => channel.close());

const time = fc.constantFrom('2026-12-01T00:00:00Z', '2027-03-01T12:30:00.500Z');
const text = fc.string({ minLength: 1, maxLength: 60, unit: 'grapheme' });
const count = fc.integer({ min: 1, max: 9 });
const revoked = fc.record({ reason: fc.option(fc.constantFrom('keyCompromise', 'superseded')), revoked_at: time });

/** What is observed of a server. */
const HANDSHAKE = {
  address: fc.constantFrom('192.0.2.1:443', '[2001:db8::1]:8443', 'https://a.example/ -> https://b.example/'),
  handshakes: fc.record({ served: count, total: count }),
  tls_version: fc.constantFrom('1.0', '1.1', '1.2', '1.3'),
  cipher: fc.constantFrom('TLS_AES_128_GCM_SHA256', 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256'),
  alpn: fc.constantFrom('h2', 'http/1.1', null),
  key_exchange: fc.record({ group: fc.constantFrom('X25519MLKEM768', 'DHE'), post_quantum: fc.option(fc.boolean()) }),
  staples: fc.boolean(),
} as const;

const signature = fc.record({ signed: time, expires: time, ttl: count });

const REGISTRY = {
  registration: fc.record({
    domain: fc.constant('example.org'),
    valid_to: fc.constant('2027-11-01T00:00:00Z'),
    registrar: fc.option(text),
    registrar_valid_to: fc.option(time),
    statuses: fc.subarray(['active', 'client hold']),
    since: time,
  }),
  transfer_lock: fc.constantFrom('locked', 'unlocked', 'unknown'),
  mta_sts: fc.record({
    records: fc.option(fc.uniqueArray(text, { maxLength: 3 })),
    policy: fc.option(
      fc.oneof(
        fc.record({
          mode: fc.constantFrom('enforce', 'testing', 'none', null),
          max_age: fc.option(count),
          mx: fc.uniqueArray(text, { maxLength: 3 }),
          sha256: fc.constant('ab'.repeat(32)),
          problems: fc.uniqueArray(text, { maxLength: 3 }),
        }),
        fc.record({ code: fc.constant('mta-sts-no-policy'), detail: text }),
      ),
    ),
    hosts: fc.option(fc.uniqueArray(text, { maxLength: 3 })),
    failures: fc.array(fc.constant({ code: 'dns-bogus', detail: 'Bogus.', cause: 'bogus' as const }), { maxLength: 2 }),
  }),
  dnssec: fc.record(
    {
      soa: fc.option(signature),
      ns: fc.option(signature),
      dnskey: fc.option(signature),
      failures: fc.array(fc.constant({ code: 'dns-x', detail: 'Failed.', cause: 'name' as const }), { maxLength: 2 }),
    },
    { requiredKeys: ['failures'] },
  ),
} as const;

const INVENTORY = {
  ownership: fc.record(
    {
      labels: fc.dictionary(fc.constantFrom('team', 'env'), text),
      owner: fc.option(text),
      assignments: fc.uniqueArray(text, { maxLength: 3 }),
      renewal_instructions: text,
      muted: fc.constant(true as const),
    },
    { requiredKeys: ['labels', 'owner', 'assignments'] },
  ),
  renewal_state: fc.record(
    {
      managed: fc.boolean(),
      state: fc.constantFrom('ok', 'pending', 'failing'),
      reason: fc.option(fc.constant('CAA_ERROR')),
      since: fc.option(time),
      revision: count,
      status: fc.constantFrom('SUCCESS', 'PENDING_AUTO_RENEWAL'),
    },
    { requiredKeys: ['managed', 'state', 'reason', 'since'] },
  ),
  revoked,
} as const;

/** A value for each fact: one that is missing here does not compile. */
const FACTS: { [Fact in keyof Observed]-?: fc.Arbitrary<Observed[Fact]> } = { ...HANDSHAKE, ...REGISTRY, ...INVENTORY };

const der = [...readFileSync('test/fixtures/certificates/root.pem', 'utf8').matchAll(/-----\n([^-]+)-----END/g)].map(
  ([, body = '']) => Buffer.from(body, 'base64'),
);
const FIELDS = { ...NO_FIELDS, common_name: 'item', sans: ['item'], valid_to: '2027-11-01T00:00:00Z' };

/** A source of an entry, what can be observed there, and the content that comes with it. */
interface Case {
  entry: Entry;
  source: string;
  location: string;
  facts: readonly (keyof Observed)[];
  observed: fc.Arbitrary<Observed>;
  content: object;
}

const define = (name: string, spec: object) => entry(name, { source: createSource({ name, ...spec }, {}) });

const CASES: Case[] = [
  {
    entry: define('server', { endpoint: 'shop.example.com' }),
    ...{ source: 'shop.example.com:443', location: 'shop.example.com:443', content: { served: der } },
    facts: Object.keys(HANDSHAKE) as (keyof Observed)[],
    observed: fc.record(HANDSHAKE, { requiredKeys: [] }),
  },
  {
    entry: define('domain', { domain: 'example.org' }),
    ...{ source: 'domain:example.org', location: 'domain:example.org', content: {} },
    facts: ['registration', 'transfer_lock', 'mta_sts', 'dnssec'],
    observed: fc.record(REGISTRY, { requiredKeys: ['registration'] }),
  },
  {
    entry: define('inventory', { rest: 'https://rest.example.com', map: { id: 'id', valid_to: 'to' } }),
    ...{ source: 'rest', location: 'rest:1', content: { item: FIELDS } },
    facts: Object.keys(INVENTORY) as (keyof Observed)[],
    observed: fc.record(INVENTORY, { requiredKeys: [] }),
  },
];

const createRaw = ({ location, content }: Case, observed: Observed) =>
  ({ location, observed, ...content }) as RawLocation;

function createReading(one: Case, observed: Observed): LocationReading {
  const [reading] = decodeLocation(createRaw(one, observed), null, { keepDer: true });
  if (reading === undefined) throw new Error('not decoded');
  return reading;
}

const createSourceReading = ({ entry, source }: Case, locations: LocationReading[]): SourceReading => ({
  ...{ entry: entry.name, source, failure: null, locations },
});

function scan(one: Case, readings: readonly SourceReading[], log: EventLog, today: number) {
  const entries = [one.entry];
  const comparison = compareWithLog({ log, entries, readings, covers: () => true, now: day(today) });
  const rows = buildReportCertificates({ comparison, getVerdict: () => UNKNOWN_VERDICT });
  return { comparison, row: rows[0], log: parseLog(serializeLog(comparison.log), 'log.json') };
}

/** Sends readings through a file, and returns what a scan reads from it. */
async function transmit(one: Case, reading: SourceReading): Promise<readonly SourceReading[]> {
  const manifest = createManifest(createScenario([one.entry], []));
  const files = await channel.write({ manifest, readings: [reading], shards: 1, now: day(0) });
  return (await channel.read(manifest, files, day(0))).readings;
}

const NAMES = CASES.map((one) => [one.entry.name, one] as const);

it('every fact belongs to a source', () => {
  expect(CASES.flatMap(({ facts }) => facts).sort()).toEqual(Object.keys(FACTS).sort());
});

describe.each(NAMES)('what is observed of: %s', (name, one) => {
  it('is one object from the reading to the report of a scan', async () => {
    const evaluator = createTrustEvaluator(day(0));
    const verification = { evaluator, policies: null, reportBug: () => {} };
    const property = fc.asyncProperty(one.observed, async (observed) => {
      const reading = createReading(one, observed);
      const [verified] = await verifyLocation({ readings: [reading], trust: null, expect: null }, verification);
      const { comparison, row } = scan(one, [createSourceReading(one, [verified ?? reading])], createEmptyLog(), 0);
      for (const at of [reading, verified, comparison.locations[0], row?.locations[0]])
        expect(at?.observed).toBe(observed);
    });
    await fc.assert(property, { numRuns: 50 });
  });

  it('is the same in a file of a probe, and in the report of the scan that reads it', async () => {
    const property = fc.asyncProperty(one.observed, async (observed) => {
      const restored = await transmit(one, createSourceReading(one, [createReading(one, observed)]));
      expect(restored.flatMap(({ locations }) => locations.map((at) => at.observed))).toEqual([observed]);
      const { row } = scan(one, restored, createEmptyLog(), 0);
      expect(row?.locations[0]?.observed).toEqual(observed);
    });
    await fc.assert(property, { numRuns: 50 });
  });

  it('is remembered by the log if the next scan cannot read it: the owner and the registration', () => {
    const property = fc.property(one.observed, (observed) => {
      const first = scan(one, [createSourceReading(one, [createReading(one, observed)])], createEmptyLog(), 0);
      const { location } = one;
      const failed = { location, observed: {}, certificate: null, failure: REFUSED };
      const { row, log } = scan(one, [createSourceReading(one, [failed])], first.log, 1);
      const { ownership, registration } = observed;
      expect(row).toMatchObject({ locations: [{ observed: {}, error: REFUSED }], labels: ownership?.labels ?? {} });
      expect([row?.owner, row?.registration]).toEqual([ownership?.owner ?? null, registration]);
      expect(log.locations[name]?.[location]?.registration).toEqual(registration);
    });
    fc.assert(property, { numRuns: 50 });
  });

  it('contains no secret, wherever it has text', () => {
    const secret = 'kWv7-t0ken-of-a-server';
    const io = { listSecrets: () => [secret] } as unknown as Parameters<typeof redactCollected>[2];
    const property = fc.property(one.observed, (observed) => {
      const echoed = mapTexts(observed, () => `see ${secret}`) as Observed;
      const reading = { ...createReading(one, observed), observed: echoed };
      const collected = redactCollected([collect(one, reading)], [one.entry], io);
      const read = redactReadings([createSourceReading(one, [reading])], [one.entry], io);
      const seen = [read, collected.map(({ locations }) => locations[0]?.reading)];
      expect(JSON.stringify(seen)).not.toContain(secret);
    });
    fc.assert(property, { numRuns: 20 });
  });

  it('is not sent with a text that is too long, or with a fact that the format does not have', () => {
    const LONG = 'x'.repeat(20_000);
    const property = fc.property(one.observed, (observed) => {
      const line = send(one, observed);
      expect(line && isValidLine(line)).toBe(true);
      const rejected = { failure: { code: 'observation-too-large' } };
      for (let at = 0; at < countTexts(observed); at += 1) {
        const changed = mapTexts(observed, (was, index) => (index === at ? LONG : was)) as Observed;
        expect(send(one, observed, changed)).toMatchObject(rejected);
      }
      expect(send(one, observed, { ...observed, future: 1 } as Observed)).toMatchObject(rejected);
    });
    fc.assert(property, { numRuns: 20 });
  });
});

it('a fact of a later version is removed from a report, and the others are kept', () => {
  const [row] = report([certificate('shop', 'ok', 100)]).certificates;
  const [location] = row?.locations ?? [];
  if (row === undefined || location === undefined) throw new Error('no location');
  const observed = { address: '192.0.2.1:443', future: 1 };
  const later = report([{ ...row, locations: [{ ...location, observed }] }]);
  expect(validateReport(later)).toBe(true);
  expect(later.certificates[0]?.locations[0]?.observed).toEqual({ address: '192.0.2.1:443' });
});

it('a TLS server on loopback has every fact of a handshake, and they reach the report', async () => {
  const life = { notBefore: new Date(day(-1)), notAfter: new Date(day(90)) };
  const made = await createCertificate({ commonName: 'shop.example', ...life });
  const server = await startTlsServer(made, { ALPNProtocols: ['h2'] });
  const connect_to = { host: '127.0.0.1', port: server.port };
  const { location: raw } = await readEndpoint({ host: 'shop.example.com', connect_to, handshakes: 2 });
  await server.close();
  const { observed } = raw;
  expect(Object.keys(observed).sort()).toEqual(Object.keys(HANDSHAKE).sort());
  const handshakes = { served: 2, total: 2 };
  expect(observed).toMatchObject({
    address: server.location,
    handshakes,
    tls_version: '1.3',
    alpn: 'h2',
    staples: false,
  });
  const [one] = CASES;
  if (one === undefined || !('served' in raw)) throw new Error('not read');
  const restored = await transmit(one, createSourceReading(one, decodeLocation(raw, null, { keepDer: true })));
  const { row } = scan(one, restored, createEmptyLog(), 0);
  expect(row?.locations).toEqual([{ location: 'shop.example.com:443', observed, error: null }]);
  expect(row?.fingerprint_sha256).toBe(made.fingerprint);
});

/** The line of a reading in the file of a probe. `sent`: what it says instead of what was observed. */
function send(one: Case, observed: Observed, sent = observed) {
  const reading = { ...createReading(one, observed), observed: sent };
  const [line] = listLines({ sources: [collect(one, reading)], evidence: [], anchors: [], renewals: new Map() });
  return line;
}

const collect = (one: Case, reading: LocationReading): CollectedSource => ({
  ...createSourceReading(one, [reading]),
  locations: [{ reading, verified: reading, host: undefined, isExpected: true }],
});

/** Replaces all texts in a value, but times, which are never text of a server. */
function mapTexts(value: unknown, replace: (text: string, index: number) => string): unknown {
  let index = -1;
  const visit = (node: unknown, key = ''): unknown => {
    if (typeof node === 'string') {
      if (/^(?:valid_to|registrar_valid_to|since|revoked_at|signed|expires)$/.test(key)) return node;
      index += 1;
      return replace(node, index);
    }
    if (Array.isArray(node)) return node.map((item) => visit(item));
    if (node === null || typeof node !== 'object') return node;
    return Object.fromEntries(Object.entries(node).map(([name, item]) => [name, visit(item, name)]));
  };
  return visit(value);
}

function countTexts(value: unknown): number {
  let texts = 0;
  mapTexts(value, (was) => {
    texts += 1;
    return was;
  });
  return texts;
}
