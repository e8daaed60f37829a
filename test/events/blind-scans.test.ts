import { describe, expect, it } from 'vitest';
import type { Action, Certificate, Entry, Failure, SourceReading } from '../../src/domain/index.ts';
import { createEndpointSource } from '../../src/domain/sources/endpoint.ts';
import { serializeLog } from '../../src/events/log/serialize.ts';
import { detectReachability } from '../../src/events/state/reachability.ts';
import { certificate, createScenario, day, endpoint, entry, files, REFUSED, rule } from './scenario.ts';

const UNREACHABLE: Failure = { code: 'endpoint-unreachable', detail: 'There is no route to shop-0.example.com:443.' };
const HANDSHAKE: Failure = { code: 'tls-handshake-failed', detail: 'The TLS handshake failed.' };
const shop = certificate('shop', { to: day(300) });
const HOSTS = Array.from({ length: 5 }, (_, index) => `shop-${index}.example.com:443`);

const rules = [
  rule('all', { events: ['*'] }),
  rule('pager', { events: ['scan.blind'], actions: [{ kind: 'webhook', name: 'pager', send_resolved: true }] }),
];

const read = (seen: Certificate | Failure, hosts = HOSTS): SourceReading[] =>
  hosts.map((host) => endpoint('shop', host, seen));

/** Each with a server that may be fine: the request did not get there, or the proxy refused it. */
const ON_THE_WAY = [
  ...['endpoint-name-not-found', 'endpoint-dns-timeout', 'endpoint-dns-failed', 'endpoint-refused'],
  ...['endpoint-unreachable', 'endpoint-timeout', 'endpoint-closed', 'endpoint-failed', 'service-not-found'],
  ...['proxy-unreachable', 'proxy-closed', 'proxy-unexpected-reply', 'proxy-authentication-failed', 'proxy-refused'],
  ...['proxy-timeout', 'proxy-tls-failed', 'proxy-server-unreachable'],
  ...['url-refused', 'url-closed', 'url-timeout', 'url-unreachable', 'url-name-not-found', 'url-dns-failed'],
];
const BY_SERVER = ['tls-handshake-failed', 'url-status', 'not-a-certificate', 'starttls-refused', 'internal-error'];

describe('a scan that reaches no endpoint', () => {
  it.each([...ON_THE_WAY.map((code) => [code, 'none'] as const), ...BY_SERVER.map((code) => [code, 'some'] as const)])(
    'after %s reached %s',
    (code, endpoints) => {
      const readings = read({ code, detail: 'It failed.' }, HOSTS.slice(0, 3));
      expect(detectReachability(readings, [entry('shop')], true).reachability.endpoints).toBe(endpoints);
    },
  );

  const reach = (readings: SourceReading[], entries = [entry('shop')]) =>
    detectReachability(readings, entries, true).reachability.endpoints;

  it('includes inventories of other systems, and no files', () => {
    const failure: Failure = { code: 'proxy-refused', detail: 'The proxy refused it.' };
    const list = (inventory: SourceReading['inventory']) =>
      ['a', 'b', 'c'].map((source): SourceReading => ({ entry: 'list', source, failure, locations: [], inventory }));
    const entries = [entry('list', { source: { kind: 'file' } as unknown as Entry['source'] })];
    expect([reach(list('remote'), entries), reach(list('local'), entries)]).toEqual(['none', 'some']);
    expect(reach(read(UNREACHABLE), [])).toBe('some');
  });

  it('did not read any location, and failed', () => {
    const [failed, ok] = [read(UNREACHABLE), read(shop)];
    const partly = failed.map((one, index) => ({
      ...one,
      locations: [...one.locations, ...(ok[index]?.locations ?? [])],
    }));
    expect([reach(failed), reach(partly)]).toEqual(['none', 'some']);
    expect(reach(failed.map((one) => ({ ...one, locations: [] })))).toBe('some');
  });

  it('is one alert, which repeats after a day and resolves with the first endpoint that is reached', () => {
    const scenario = createScenario([entry('shop')], rules);
    const scan = (number: number, readings: SourceReading[]) => scenario.scan({ now: day(number), readings });
    expect(scan(0, read(shop))).toEqual([]);
    expect(scan(1, read(UNREACHABLE))).toEqual(['scan.blind first -> hook', 'scan.blind first -> pager']);
    expect(scan(1.5, read(UNREACHABLE))).toEqual([]);
    expect(scan(2, read(UNREACHABLE))).toEqual(['scan.blind repeat -> hook', 'scan.blind repeat -> pager']);
    const one = [...read(shop, HOSTS.slice(0, 1)), ...read(REFUSED, HOSTS.slice(1))];
    expect(scan(3, one)).toEqual(['scan.recovered first -> hook', 'scan.recovered first -> pager']);
    expect(scan(3.1, one)).toEqual(Array(4).fill('unreachable first -> hook'));
    expect(scan(5, read(UNREACHABLE))).toContain('scan.blind first -> pager');
  });

  it('is about the scan in its alert and in its resolution', () => {
    const scenario = createScenario([entry('shop')], rules);
    const preview = (number: number, readings: SourceReading[]) =>
      scenario.preview({ now: day(number), readings }).events.map(({ context, record }) => ({ ...context, record }));
    const common = {
      ...{ object_type: 'certvigil.scan', snapshots: { prechange: null, postchange: null } },
      record: { fingerprint: null, location: 'endpoints', threshold: null, locations: [] },
    };
    const data = {
      ...{ certificate: '(scan)', display_name: '(scan)', alert_key: 'certvigil/(scan)/endpoints', status: 'unknown' },
      ...{ location: null, assigned_objects: [], labels: {}, owner: null, previous: null, finding: null },
    };
    expect(preview(0, read(UNREACHABLE))).toMatchObject([
      { ...common, event: 'scan.blind', data: { ...data, error: { code: 'scan-blind' } } },
    ]);
    scenario.scan({ now: day(0), readings: read(UNREACHABLE) });
    expect(preview(1, read(shop))).toMatchObject([
      { ...common, event: 'scan.recovered', data: { ...data, error: null } },
    ]);
  });

  it('keeps the state of every location, and does not record new ones', () => {
    const scenario = createScenario([entry('shop')], rules);
    const readings = [...read(shop), endpoint('shop', 'down.example.com:443', REFUSED)];
    scenario.scan({ now: day(0), readings });
    const { locations } = scenario.log;
    const blind = read(UNREACHABLE, [...HOSTS.slice(0, 4), 'new.example.com:443', 'down.example.com:443']);
    // One server has other addresses than before.
    const other = { ...endpoint('shop', HOSTS[4] as string, UNREACHABLE), source: HOSTS[4] as string };
    other.locations = other.locations.map((one) => ({ ...one, location: `${HOSTS[4]}@192.0.2.1` }));
    for (const number of [1, 2, 3]) scenario.scan({ now: day(number), readings: [...blind, other] });
    expect(serializeLog({ ...scenario.log, scans: {}, events: [] })).toBe(
      serializeLog({ ...scenario.log, locations, scans: {}, events: [] }),
    );
  });

  it('still sends expiry alerts, and reads files as usual', () => {
    const scenario = createScenario([entry('shop'), entry('disk', { source: FILE })], rules);
    const disk = files('disk', '*.pem', { 'a.pem': certificate('disk', { to: day(100) }) });
    scenario.scan({ now: day(0), readings: [...read(shop), disk] });
    const sent = scenario.scan({ now: day(290), readings: [...read(UNREACHABLE), disk] });
    expect(sent.sort()).toEqual([
      'expired first -> hook',
      'expiry_warning@14 first -> hook',
      'scan.blind first -> hook',
      'scan.blind first -> pager',
    ]);
  });

  it('does not resolve while too few endpoints are scanned to tell', () => {
    const scenario = createScenario([entry('shop')], rules);
    scenario.scan({ now: day(0), readings: read(UNREACHABLE) });
    expect(scenario.scan({ now: day(0.5), readings: read(UNREACHABLE, HOSTS.slice(0, 2)) })).toEqual([]);
    const sent = scenario.scan({ now: day(0.6), readings: read(HANDSHAKE, HOSTS.slice(0, 2)) });
    expect(sent.filter((one) => one.startsWith('scan.'))).toEqual([
      'scan.recovered first -> hook',
      'scan.recovered first -> pager',
    ]);
  });

  it('has no issue, and rules about certificates do not match it', () => {
    const issue: Action = { kind: 'issue', options: { labels: [], assignees: [], milestone: null } };
    const scenario = createScenario(
      [entry('shop')],
      [
        rule('issues', { events: ['*'], actions: [issue] }),
        rule('named', { events: ['*'], match: { names: ['shop'] } }),
        rule('certificates', { events: ['certificate.*'] }),
      ],
    );
    expect(scenario.scan({ now: day(0), readings: read(UNREACHABLE) })).toEqual([]);
  });

  it('keeps its alert in the log until it is resolved, however long that takes', () => {
    const scenario = createScenario([entry('shop')], rules);
    scenario.scan({ now: day(0), readings: read(UNREACHABLE) });
    scenario.scan({ now: day(200), readings: read(shop), receive: () => 'failed' });
    expect(scenario.scan({ now: day(201), readings: read(shop) })).toContain('scan.recovered retry -> pager');
    scenario.scan({ now: day(400), readings: read(certificate('later', { to: day(900) })) });
    expect(scenario.log.events.filter(({ event }) => event.startsWith('scan.'))).toEqual([]);
  });
});

const FILE: Entry['source'] = { kind: 'file', patterns: ['*.pem'] } as unknown as Entry['source'];
const URL_SOURCE: Entry['source'] = { kind: 'url' } as unknown as Entry['source'];

describe('the reachability of endpoints', () => {
  const detect = (readings: SourceReading[], isComplete = true) => {
    const entries = [entry('shop'), entry('disk', { source: FILE }), entry('web', { source: URL_SOURCE })];
    const { reachability, readings: marked } = detectReachability(readings, entries, isComplete);
    return [reachability.endpoints, marked.filter(({ blind }) => blind).length];
  };
  const disk = files('disk', '*.pem', { 'a.pem': shop });
  const urls = (...hosts: string[]): SourceReading[] =>
    hosts.map((host) => ({
      entry: 'web',
      source: `https://${host}/ca.pem`,
      failure: null,
      locations: [
        {
          location: `https://${host}/ca.pem`,
          observed: {},
          certificate: null,
          failure: { code: 'url-unreachable', detail: 'It is unreachable.' },
        },
      ],
    }));
  const whole = (source: string): SourceReading => ({ entry: 'shop', source, failure: UNREACHABLE, locations: [] });

  it.each<[string, SourceReading[], string, number]>([
    ['none of three servers', read(UNREACHABLE, HOSTS.slice(0, 3)), 'none', 3],
    ['none of three servers beside a file', [...read(UNREACHABLE, HOSTS.slice(0, 3)), disk], 'none', 3],
    ['no server and no URL', [...read(UNREACHABLE, HOSTS.slice(0, 2)), ...urls('a.example')], 'none', 3],
    ['no URL', urls('a.example', 'b.example', 'c.example'), 'none', 3],
    ['servers that have no address', [whole('a:443'), whole('b:443'), whole('_x._tcp.example')], 'none', 3],
    ['one of five servers', [...read(UNREACHABLE, HOSTS.slice(0, 4)), ...read(shop, HOSTS.slice(4))], 'some', 0],
    ['a server that responds wrongly', [...read(UNREACHABLE), ...read(HANDSHAKE, HOSTS.slice(4))], 'some', 0],
    ['one of two servers', [...read(UNREACHABLE, HOSTS.slice(0, 1)), ...read(shop, HOSTS.slice(1, 2))], 'some', 0],
    ['none of two servers', read(UNREACHABLE, HOSTS.slice(0, 2)), 'unknown', 0],
    ['no port of one server', read(UNREACHABLE, ['a:443', 'a:8443', 'a:9443']), 'unknown', 0],
    ['no port of one IPv6 address', read(UNREACHABLE, ['[::1]:443', '[::1]:8443', '[::1]:9443']), 'unknown', 0],
    ['no IPv6 address', read(UNREACHABLE, ['[::1]:443', '[::2]:443', '[::3]:443']), 'none', 3],
    ['no URL of one server', urls('a.example/1', 'a.example:8443', 'a.example/2'), 'unknown', 0],
    ['a server with an unset variable', read({ code: 'variable-unset', detail: '' }), 'some', 0],
    ['files alone', [disk], 'some', 0],
  ])('of %s', (_, readings, endpoints, blind) => {
    expect(detect(readings)).toEqual([endpoints, blind]);
  });

  it('is unknown if a scan covers only files of a manifest', () => {
    expect(detect([disk], false)).toEqual(['unknown', 0]);
  });

  it('ignores a client certificate, which is a file beside its endpoint', () => {
    const client_certificate = { cert: 'client.pem', key: 'client.key' };
    const source = { ...createEndpointSource([]), client_certificate };
    const client = { ...files('shop', 'client.pem', { 'client.pem': shop }), entry: 'shop' };
    const { reachability } = detectReachability([...read(UNREACHABLE), client], [entry('shop', { source })], true);
    expect(reachability.endpoints).toBe('none');
  });
});
