import { afterAll, describe, expect, it } from 'vitest';
import { recordObserved } from '../../../src/app/observations/observed-times.ts';
import { computeShardIndex } from '../../../src/app/observations/shard-index.ts';
import { createStatedRevocation } from '../../../src/domain/certificate.ts';
import type { Entry, Failure, Manifest, SourceReading } from '../../../src/domain/index.ts';
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

function createServers(name: string, probe: string | null): Entry {
  const targets = HOSTS.map((host) => ({ host, port: 443, place: `${host}.${name}.test:443` }));
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
      const all = names.map((name) => endpoint(name, toTarget(name).place, isBlind(name) ? shown : later));
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
  return { host, port: 443, place: `${host}:443` };
}

describe('an inventory that a probe reads', () => {
  const source = createSource(
    { name: 'items', rest: 'https://portal.example.com', map: { id: 'id', valid_to: 'to' } },
    {},
  );
  const scenario = createScenario([entry('items', { source })], []);
  const manifest = createManifest(scenario);
  const list = (...places: string[]): SourceReading => ({
    entry: 'items',
    source: 'rest',
    failure: null,
    inventory: 'remote',
    places: places.map((place) => ({
      place,
      address: null,
      certificate: { ...later, fromFields: true },
      failure: null,
      ownership: { labels: { team: 'web' }, owner: '@web', assignments: ['load balancer'] },
      renewal_state: { managed: true, state: 'failing', reason: 'CAA_ERROR', since: null },
    })),
  });

  it('keeps everything that it says about its items', async () => {
    const note = { code: 'inventory-unissued-omitted', detail: 'The portal has 3 items without a certificate.' };
    const sent = { ...list('rest:1', 'rest:2'), omitted: { counts: [{ type: 'unissued', count: 3 }], note } };
    const [first] = sent.places;
    if (first?.certificate)
      first.revocation = createStatedRevocation(first.certificate, {
        reason: 'keyCompromise',
        at: '2027-01-01T00:00:00Z',
      });
    expect((await send(manifest, [sent], 0)).readings).toEqual([sent]);
  });

  it('fails if it has become empty, because the probe does not know what it had', async () => {
    scenario.scan({ now: day(0), readings: [list('rest:1')] });
    const { readings } = await send(manifest, [list()], 1, scenario.log);
    expect(readings.map(({ failure }) => failure?.code)).toEqual(['inventory-empty']);
    expect((await send(manifest, [list()], 1)).readings.map(({ failure }) => failure)).toEqual([null]);
  });
});

describe('an observation that is older than the last scan', () => {
  it('counts once, if its probe has not reported a later one', async () => {
    const scenario = createScenario([entry('shop', { probe: 'office' })], [rule('all', { events: ['*'] })]);
    const manifest = createManifest(scenario);
    const scan = async (hour: number, files: string[]) => {
      const { readings, unobserved, observed } = await channel.read(manifest, files, day(0, hour), scenario.log);
      scenario.log = recordObserved(scenario.log, observed, 0);
      return scenario.scan({ now: day(0, hour), readings: [...readings], unobserved });
    };
    const write = (hour: number, shown: Parameters<typeof endpoint>[2]) =>
      channel.write({ manifest, readings: [endpoint('shop', place, shown)], shards: 1, now: day(0, hour) });
    const first = await write(0, later);
    expect(await scan(1, first)).toEqual([]);
    const late = await write(2, certificate('newer', { to: day(500) }));
    expect(await scan(3, first)).toEqual([]);
    await scan(4, late);
    const { fingerprint } = certificate('newer', { to: day(500) });
    expect(scenario.log.places.shop?.[place]).toMatchObject({
      fingerprint,
      since: new Date(day(0, 4)).toISOString().replace('.000Z', 'Z'),
    });
    await scan(5, first);
    expect(scenario.log.places.shop?.[place]?.fingerprint).toBe(fingerprint);
    const failed = await write(3, refused);
    for (const hour of [6, 7, 8]) expect(await scan(hour, failed)).toEqual([]);
    expect(scenario.log.places.shop?.[place]?.failures).toBe(1);
  });

  const place = 'shop.example.com:443';
  const create = () => createScenario([entry('shop')], [rule('all', { events: ['*'] })]);
  const refused: Failure = { code: 'endpoint-refused', detail: 'It refuses connections.' };

  it('brings no certificate back, and makes nothing reachable again', async () => {
    const scenario = create();
    const manifest = createManifest(scenario);
    const old = await channel.write({ manifest, readings: [endpoint('shop', place, later)], shards: 1, now: day(0) });
    scenario.scan({ now: day(0, 1), readings: [endpoint('shop', place, certificate('newer', { to: day(500) }))] });
    const before = scenario.log.places;
    const scanOld = async (hour: number) => {
      const { readings, unobserved } = await channel.read(manifest, old, day(0, hour), scenario.log);
      return scenario.scan({ now: day(0, hour), readings: [...readings], unobserved });
    };
    expect(await scanOld(2)).toEqual([]);
    expect(scenario.log.places).toEqual(before);
    scenario.scan({ now: day(0, 3), readings: [endpoint('shop', place, refused)] });
    scenario.scan({ now: day(0, 4), readings: [endpoint('shop', place, refused)] });
    expect(await scanOld(5)).toEqual([]);
    expect(scenario.log.places.shop?.[place]?.failures).toBe(2);
  });
});

describe('renewal information of a probe', () => {
  const place = 'shop.example.com:443';
  const acme = { directory: 'https://ca.example.com/directory', ca_file: null };
  const scenario = createScenario([entry('shop', { acme }), entry('mail', { acme })], []);
  const manifest = createManifest(scenario);
  const issued = { ...certificate('issued', { to: day(60) }), authority_key_id: 'ff' };
  const failing = { ...certificate('failing', { to: day(60) }), authority_key_id: 'ff' };
  const window = { start: '2027-02-01T00:00:00Z', end: '2027-02-03T00:00:00Z', explanation_url: null };
  const failure = { code: 'acme-window-unreadable', detail: 'The server is down.', retry_after: 7_200_000 };

  it('is recorded as if the scan had asked, and only if it is due', async () => {
    const readings = [endpoint('shop', place, issued), endpoint('mail', 'mail.example.com:443', failing)];
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
    const entries = [entry('shop', { acme, probe: 'office' }), entry('mail', { acme })];
    const apart = createManifest(createScenario(entries, []));
    const readings = [endpoint('shop', place, issued), endpoint('mail', 'mail.example.com:443', failing)];
    const lies = new Map<string, RenewalInfoResult>([[failing.fingerprint, { window, retry_after: 21_600_000 }]]);
    const [, office = ''] = await channel.write({ manifest: apart, readings, shards: 1, renewals: lies, now: day(0) });
    const [others = ''] = await channel.write({ manifest: apart, readings, shards: 1, now: day(0) });
    const read = await channel.read(apart, [others, office], day(0));
    expect(read.readings.map((one) => one.entry)).toEqual(['shop', 'mail']);
    expect((await read.refreshRenewals(scenario.log)).log.renewals?.[failing.fingerprint]).toBeUndefined();
  });
});
