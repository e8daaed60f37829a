import { afterAll, describe, expect, it } from 'vitest';
import { recordObserved } from '../../../src/app/observations/observed-times.ts';
import { computeShardIndex } from '../../../src/app/observations/shard-index.ts';
import { createStatedRevocation } from '../../../src/domain/certificate.ts';
import type {
  Certificate,
  CertificateFacts,
  Entry,
  Failure,
  Manifest,
  SourceReading,
} from '../../../src/domain/index.ts';
import { createEndpointSource } from '../../../src/domain/sources/endpoint.ts';
import { createSource } from '../../../src/domain/sources/index.ts';
import type { RenewalInfoResult } from '../../../src/scan/acme/renewal-info.ts';
import { certificate, createManifest, createScenario, day, endpoint, entry, rule } from '../../events/scenario.ts';
import { openChannel } from './transmit.ts';

const channel = openChannel();
afterAll(() => channel.close());

const later = certificate('later', { to: day(400) });
const NO_ROUTE: Failure = { code: 'endpoint-unreachable', detail: 'There is no route.' };
const HOSTS = ['a', 'b', 'c', 'd'];

/** An entry with one endpoint, NAME.example.com:443. */
const server = (name: string, over: Partial<Entry> = {}) =>
  entry(name, { source: createEndpointSource([toTarget(name)]), ...over });

const INVENTORY = createSource(
  { name: 'items', rest: 'https://rest.example.com', map: { id: 'id', valid_to: 'to' } },
  {},
);

function createServers(name: string, probe: string | null): Entry {
  const targets = HOSTS.map((host) => ({ host, port: 443, location: `${host}.${name}.test:443` }));
  return entry(name, { probe, source: createEndpointSource(targets) });
}

const readServers = (name: string, shown: Parameters<typeof endpoint>[2]) =>
  HOSTS.map((host) => endpoint(name, `${host}.${name}.test:443`, shown));

async function send(
  manifest: Manifest,
  readings: SourceReading[],
  today: number,
  log?: Parameters<typeof channel.read>[3],
) {
  const files = await channel.write({ manifest, readings, shards: 1, now: day(today) });
  return channel.read(manifest, files, day(today), log);
}

describe('a probe without a network', () => {
  const scenario = createScenario(
    [createServers('office', 'office'), createServers('public', null)],
    [rule('all', { events: ['*'] })],
  );
  const manifest = createManifest(scenario);
  const scan = async (today: number, office: Parameters<typeof endpoint>[2], home: typeof office = later) => {
    const all = [...readServers('office', office), ...readServers('public', home)];
    const { readings, unobserved, reachability } = await send(manifest, all, today, scenario.log);
    const sent = scenario.scan({ now: day(today), readings: [...readings], unobserved });
    return { sent, unobserved: [...unobserved.keys()], reachability: reachability.endpoints };
  };

  it('is one alert of its own, and does not affect the others', async () => {
    expect(await scan(0, later)).toEqual({ sent: [], unobserved: [], reachability: 'some' });
    expect(await scan(1, NO_ROUTE)).toEqual({ sent: [], unobserved: ['office'], reachability: 'some' });
    expect((await scan(2, NO_ROUTE)).sent).toEqual(['unreachable first -> hook']);
    expect((await scan(3, later)).sent).toEqual(['recovered first -> hook']);
  });

  it('is a blind scan if no probe has one', async () => {
    expect(await scan(4, NO_ROUTE, NO_ROUTE)).toEqual({
      sent: ['scan.blind first -> hook'],
      unobserved: [],
      reachability: 'none',
    });
    expect((await scan(5, later)).sent).toEqual(['scan.recovered first -> hook']);
  });
});

describe('a shard without a network', () => {
  it('is one alert, and does not affect the other shards', async () => {
    const names = Array.from({ length: 12 }, (_, nth) => `host-${nth}`);
    const scenario = createScenario(
      names.map((name) => entry(name, { source: createEndpointSource([toTarget(name)]) })),
      [rule('all', { events: ['*'] })],
    );
    const manifest = createManifest(scenario);
    const isBlind = (name: string) => computeShardIndex(name, 2) === 1;
    const scan = async (today: number, shown: Parameters<typeof endpoint>[2]) => {
      const all = names.map((name) => endpoint(name, toTarget(name).location, isBlind(name) ? shown : later));
      const files = await channel.write({ manifest, readings: all, shards: 2, now: day(today) });
      const { readings, unobserved } = await channel.read(manifest, files, day(today), scenario.log);
      const sent = scenario.scan({ now: day(today), readings: [...readings], unobserved });
      return { sent, unobserved: [...unobserved.keys()], reasons: [...unobserved.values()] };
    };
    const blind = names.filter(isBlind);
    expect(blind.length).toBeGreaterThanOrEqual(3);
    expect(await scan(0, later)).toEqual({ sent: [], unobserved: [], reasons: [] });
    const { unobserved, reasons } = await scan(1, NO_ROUTE);
    expect(unobserved).toEqual(blind);
    expect(reasons[0]?.detail).toContain('(shard 1/2) has no network');
    expect((await scan(2, NO_ROUTE)).sent).toEqual(['unreachable first -> hook']);
    expect((await scan(3, later)).sent).toEqual(['recovered first -> hook']);
  });
});

function toTarget(name: string) {
  const host = `${name}.example.com`;
  return { host, port: 443, location: `${host}:443` };
}

describe('an inventory that a probe reads', () => {
  const scenario = createScenario([entry('items', { source: INVENTORY })], []);
  const manifest = createManifest(scenario);
  const list = (...locations: string[]): SourceReading => ({
    entry: 'items',
    source: 'rest',
    failure: null,
    inventory: 'remote',
    locations: locations.map((location) => ({
      location,
      observed: {
        ownership: { labels: { team: 'web' }, owner: '@web', assignments: ['load balancer'] },
        renewal_state: { managed: true, state: 'failing', reason: 'CAA_ERROR', since: null },
      },
      certificate: { ...later, from_fields: true },
      failure: null,
    })),
  });

  it('keeps everything that it says about its items', async () => {
    const note = { code: 'inventory-unissued-omitted', detail: 'The portal has 3 items without a certificate.' };
    const sent = { ...list('rest:1', 'rest:2'), omitted: { counts: [{ type: 'unissued', count: 3 }], note } };
    const [first] = sent.locations;
    const revoked = { reason: 'keyCompromise', revoked_at: '2027-01-01T00:00:00Z' };
    if (first?.certificate) {
      first.observed = { ...first.observed, revoked };
      first.revocation = createStatedRevocation(first.certificate, revoked);
    }
    expect((await send(manifest, [sent], 0)).readings).toEqual([sent]);
  });

  it('fails if it has become empty, because the probe does not know what it had', async () => {
    scenario.scan({ now: day(0), readings: [list('rest:1')] });
    const { readings } = await send(manifest, [list()], 1, scenario.log);
    expect(readings.map(({ failure }) => failure?.code)).toEqual(['inventory-empty']);
    expect((await send(manifest, [list()], 1)).readings.map(({ failure }) => failure)).toEqual([null]);
  });
});

describe('a probe that lies', () => {
  const issued = certificate('victim', { to: day(60) });
  const read = { ...issued.facts, signature_algorithm: 'sha256WithRSAEncryption', key_size: 2048 };
  const victim = { ...issued, facts: read, authority_key_id: 'ff' };
  const unknown = { ...read, subject: null, issuer: null, serial_number: null, sans: [], key_algorithm: null };
  const fields = { ...unknown, signature_algorithm: null, key_size: null, valid_from: null, lifetime_days: null };
  const claim = (facts: CertificateFacts, from_fields?: true) => ({
    ...victim,
    facts,
    ...(from_fields && { from_fields }),
  });
  const item = (shown: Certificate): SourceReading => ({
    entry: 'items',
    source: 'rest',
    failure: null,
    inventory: 'remote',
    locations: [{ location: 'rest:1', observed: {}, certificate: shown, failure: null }],
  });
  /** The alert about the certificate, which the lie must not end. */
  const EXPIRY = 'expiry_warning@60 repeat -> hook';
  const all = (): [Entry, Entry, Entry] => [
    server('shop'),
    server('lab', { probe: 'office' }),
    entry('items', { source: INVENTORY, probe: 'office' }),
  ];

  it.each<[string, (valid_to: string) => SourceReading, string | null]>([
    [
      'unknown facts',
      (valid_to) => endpoint('lab', 'lab.example.com:443', claim({ ...unknown, valid_to })),
      'observation-contradicts',
    ],
    [
      'another expiry',
      () => endpoint('lab', 'lab.example.com:443', claim({ ...victim.facts, valid_to: '2099-01-01T00:00:00Z' })),
      'observation-contradicts',
    ],
    [
      'an additional fact',
      () => endpoint('lab', 'lab.example.com:443', claim({ ...victim.facts, common_name: 'other' })),
      'observation-contradicts',
    ],
    ['fields of an inventory', (valid_to) => item(claim({ ...fields, common_name: null, valid_to }, true)), null],
    [
      'fields that differ',
      () => item(claim({ ...fields, common_name: 'x', valid_to: '2099-01-01T00:00:00Z' }, true)),
      'observation-contradicts',
    ],
  ])('cannot change what is known of certificates of others: %s', async (_, lie, code) => {
    const scenario = createScenario(all(), [rule('all', { events: ['*'] })]);
    scenario.scan({ now: day(0), readings: [endpoint('shop', 'shop.example.com:443', victim)] });
    const before = scenario.log.certificates[victim.fingerprint];
    const manifest = createManifest(scenario);
    const down = endpoint('shop', 'shop.example.com:443', NO_ROUTE);
    const { readings, unobserved } = await send(manifest, [down, lie(victim.facts.valid_to)], 1, scenario.log);
    const [location] = readings.filter((one) => one.entry !== 'shop').flatMap(({ locations }) => locations);
    expect(location?.failure?.code ?? null).toBe(code);
    if (code === null) expect(location?.certificate?.facts).toEqual(before);
    const sent = scenario.scan({ now: day(1), readings: [...readings], unobserved });
    expect(sent).toContain(EXPIRY);
    expect(sent.join()).not.toMatch(/recovered|removed|renewed/);
    expect(scenario.log.certificates[victim.fingerprint]).toEqual(before);
  });

  it('may describe certificates of its own entries anew', async () => {
    const scenario = createScenario(all(), []);
    const renamed = { ...fields, common_name: 'renamed', valid_to: victim.facts.valid_to };
    scenario.scan({ now: day(0), readings: [item(claim({ ...renamed, common_name: 'old' }, true))] });
    const { readings } = await send(createManifest(scenario), [item(claim(renamed, true))], 1, scenario.log);
    expect(readings.flatMap(({ locations }) => locations.map((one) => one.certificate?.facts))).toEqual([renamed]);
  });

  const chosen = { labels: {}, owner: 'attacker@example.com', assignments: [] };
  const renewed = { managed: true, state: 'ok', reason: null, since: null } as const;
  const lab = (over: object, source = 'lab.example.com:443', location = source): SourceReading => ({
    entry: 'lab',
    source,
    failure: null,
    locations: [{ location, observed: {}, certificate: later, failure: null, ...over }],
  });

  it.each<[string, SourceReading]>([
    ['an owner', lab({ observed: { ownership: chosen } })],
    ['the state of a renewal', lab({ observed: { renewal_state: renewed } })],
    ['a revocation', lab({ observed: { revoked: { reason: null, revoked_at: '2027-01-01T00:00:00Z' } } })],
    ['fields', lab({ certificate: { ...later, from_fields: true } })],
    ['the location of another', lab({}, 'lab.example.com:443', 'shop.example.com:443')],
    ['the source of another', lab({}, 'shop.example.com:443', 'lab.example.com:443')],
    ['a location of an inventory', lab({}, 'rest', 'rest:1')],
    ['an inventory', { ...lab({}), inventory: 'remote' }],
  ])('cannot report %s for an endpoint: the entry is not observed', async (_, lie) => {
    const manifest = createManifest(createScenario(all(), []));
    const { readings, unobserved } = await send(manifest, [lie, item(later)], 0);
    expect(readings.map((one) => one.entry)).toEqual(['items']);
    expect(unobserved.get('lab')?.detail).toContain('that its source cannot have');
  });

  it('does not answer for the renewal of a certificate that another probe has, too', async () => {
    const acme = { directory: 'https://ca.example.com/directory', ca_file: null };
    const entries = [server('lab', { acme, probe: 'office' }), server('shop', { acme })];
    const manifest = createManifest(createScenario(entries, []));
    const readings = [endpoint('lab', 'lab.example.com:443', victim), endpoint('shop', 'shop.example.com:443', victim)];
    const answer = (start: string, end: string) => {
      const window = { start, end, explanation_url: null };
      return new Map<string, RenewalInfoResult>([[victim.fingerprint, { window, retry_after: 21_600_000 }]]);
    };
    const right = answer('2027-02-01T00:00:00Z', '2027-02-03T00:00:00Z');
    const wrong = answer('2099-02-01T00:00:00Z', '2099-02-03T00:00:00Z');
    const [own = ''] = await channel.write({ manifest, readings, shards: 1, renewals: right, now: day(0) });
    const [, office = ''] = await channel.write({ manifest, readings, shards: 1, renewals: wrong, now: day(0, 1) });
    const read = await channel.read(manifest, [own, office], day(0, 1));
    const { log } = await read.refreshRenewals(createScenario(entries, []).log);
    expect(log.renewals?.[victim.fingerprint]?.window?.start).toBe('2027-02-01T00:00:00Z');
  });
});

describe('an observation that is older than the last scan', () => {
  it('counts once, if its probe has not reported a later one', async () => {
    const scenario = createScenario([server('shop', { probe: 'office' })], [rule('all', { events: ['*'] })]);
    const manifest = createManifest(scenario);
    const scan = async (hour: number, files: string[]) => {
      const { readings, unobserved, observed } = await channel.read(manifest, files, day(0, hour), scenario.log);
      scenario.log = recordObserved(scenario.log, observed, 0);
      return scenario.scan({ now: day(0, hour), readings: [...readings], unobserved });
    };
    const write = (hour: number, shown: Parameters<typeof endpoint>[2]) =>
      channel.write({ manifest, readings: [endpoint('shop', location, shown)], shards: 1, now: day(0, hour) });
    const first = await write(0, later);
    expect(await scan(1, first)).toEqual([]);
    const late = await write(2, certificate('newer', { to: day(500) }));
    expect(await scan(3, first)).toEqual([]);
    await scan(4, late);
    const { fingerprint } = certificate('newer', { to: day(500) });
    expect(scenario.log.locations.shop?.[location]).toMatchObject({
      fingerprint,
      since: new Date(day(0, 4)).toISOString().replace('.000Z', 'Z'),
    });
    await scan(5, first);
    expect(scenario.log.locations.shop?.[location]?.fingerprint).toBe(fingerprint);
    const failed = await write(3, refused);
    for (const hour of [6, 7, 8]) expect(await scan(hour, failed)).toEqual([]);
    expect(scenario.log.locations.shop?.[location]?.failures).toBe(1);
  });

  const location = 'shop.example.com:443';
  const create = () => createScenario([server('shop')], [rule('all', { events: ['*'] })]);
  const refused: Failure = { code: 'endpoint-refused', detail: 'It refuses connections.' };

  it('brings no certificate back, and makes nothing reachable again', async () => {
    const scenario = create();
    const manifest = createManifest(scenario);
    const old = await channel.write({
      manifest,
      readings: [endpoint('shop', location, later)],
      shards: 1,
      now: day(0),
    });
    scenario.scan({ now: day(0, 1), readings: [endpoint('shop', location, certificate('newer', { to: day(500) }))] });
    const before = scenario.log.locations;
    const scanOld = async (hour: number) => {
      const { readings, unobserved } = await channel.read(manifest, old, day(0, hour), scenario.log);
      return scenario.scan({ now: day(0, hour), readings: [...readings], unobserved });
    };
    expect(await scanOld(2)).toEqual([]);
    expect(scenario.log.locations).toEqual(before);
    scenario.scan({ now: day(0, 3), readings: [endpoint('shop', location, refused)] });
    scenario.scan({ now: day(0, 4), readings: [endpoint('shop', location, refused)] });
    expect(await scanOld(5)).toEqual([]);
    expect(scenario.log.locations.shop?.[location]?.failures).toBe(2);
  });
});

describe('renewal information of a probe', () => {
  const location = 'shop.example.com:443';
  const acme = { directory: 'https://ca.example.com/directory', ca_file: null };
  const scenario = createScenario([server('shop', { acme }), server('mail', { acme })], []);
  const manifest = createManifest(scenario);
  const issued = { ...certificate('issued', { to: day(60) }), authority_key_id: 'ff' };
  const failing = { ...certificate('failing', { to: day(60) }), authority_key_id: 'ff' };
  const window = { start: '2027-02-01T00:00:00Z', end: '2027-02-03T00:00:00Z', explanation_url: null };
  const failure = { code: 'acme-window-unreadable', detail: 'The server is down.', retry_after: 7_200_000 };

  it('is recorded as if the scan had asked, and only if it is due', async () => {
    const readings = [endpoint('shop', location, issued), endpoint('mail', 'mail.example.com:443', failing)];
    const renewals = new Map<string, RenewalInfoResult>([
      [issued.fingerprint, { window, retry_after: 21_600_000 }],
      [failing.fingerprint, failure],
    ]);
    const files = await channel.write({ manifest, readings, shards: 1, renewals, now: day(0) });
    const read = await channel.read(manifest, files, day(0));
    const { log, problems } = await read.refreshRenewals(scenario.log);
    expect(problems).toEqual([expect.objectContaining({ code: 'acme-window-unreadable' })]);
    expect(log.renewals?.[issued.fingerprint]).toMatchObject({
      window,
      error: null,
      next_check: '2027-01-01T12:00:00Z',
    });
    expect(log.renewals?.[failing.fingerprint]).toMatchObject({ window: null, next_check: '2027-01-01T08:00:00Z' });
    const again = await channel.read(manifest, files, day(0, 1));
    expect((await again.refreshRenewals(log)).log).toBe(log);
  });

  it('counts only for certificates that the probe has seen', async () => {
    const entries = [server('shop', { acme, probe: 'office' }), server('mail', { acme })];
    const apart = createManifest(createScenario(entries, []));
    const readings = [endpoint('shop', location, issued), endpoint('mail', 'mail.example.com:443', failing)];
    const lies = new Map<string, RenewalInfoResult>([[failing.fingerprint, { window, retry_after: 21_600_000 }]]);
    const [, office = ''] = await channel.write({ manifest: apart, readings, shards: 1, renewals: lies, now: day(0) });
    const [others = ''] = await channel.write({ manifest: apart, readings, shards: 1, now: day(0) });
    const read = await channel.read(apart, [others, office], day(0));
    expect(read.readings.map((one) => one.entry)).toEqual(['shop', 'mail']);
    expect((await read.refreshRenewals(scenario.log)).log.renewals?.[failing.fingerprint]).toBeUndefined();
  });
});
