import { describe, expect, it } from 'vitest';
import type { Entry, LiveLocation, UnknownIssuance } from '../../src/domain/index.ts';
import { createEmptyLog } from '../../src/events/log/serialize.ts';
import {
  collectDiscoveries,
  collectUnanswered,
  describeResolvedDiscovery,
  findDiscoveryResolution,
  isSeenResolution,
} from '../../src/events/plan/discovered-alerts.ts';
import { createPlanContext, type PlanContext, type PlanInput } from '../../src/events/plan/plan-context.ts';
import type { EventLog, LoggedEvent } from '../../src/generated/event-log.ts';
import { formatIsoTime } from '../../src/lib/iso-time.ts';
import { createManifest, createScenario, day, entry } from './scenario.ts';

const NOW = day(10);
const CT = 'transparency';
const DOMAIN = 'example.org';

type Found = Partial<Omit<UnknownIssuance, 'issuance'>> & { issuance?: Partial<UnknownIssuance['issuance']> };

function unknown({ issuance, ...more }: Found = {}): UnknownIssuance {
  return {
    ...{ entry: CT, domain: DOMAIN, key: `${DOMAIN}/1`, severity: 'warning', code: 'certificate-unknown' },
    ...{ reason: 'not-watched', unwatched: [], has_watched_ca: false, ...more },
    issuance: {
      ...{ names: [`www.${DOMAIN}`], issuer: 'CN=R1,O=Example CA,C=US', serial_number: '0a' },
      ...{ valid_from: formatIsoTime(day(9)), valid_to: formatIsoTime(day(99)), ...issuance },
    },
  };
}

const number = (count: number) => Array.from({ length: count }, (_, index) => index);
const several = (count: number, more: Found = {}) =>
  number(count).map((index) => unknown({ ...more, key: `${DOMAIN}/${index}` }));

interface World {
  unknown?: UnknownIssuance[];
  locations?: Partial<LiveLocation>[];
  expect?: Entry['expect'];
  labels?: Entry['labels'];
  log?: EventLog;
  input?: Partial<PlanInput>;
}

function createContext({ unknown: found = [], locations = [], log = createEmptyLog(), input, ...more }: World) {
  const entries = [entry(CT, more)];
  const comparison = {
    ...{ log, locations, entries: new Map(entries.map((one) => [one.name, one])) },
  };
  const all: Partial<PlanInput> = {
    ...{ alerting: createManifest(createScenario(entries)), covers: () => true },
    scan: { scan_id: 'scan', now: NOW, username: null, repository: null, run_url: null },
    transparency: { unknown: found, expected: [], findPending: () => [] },
    comparison: comparison as unknown as PlanInput['comparison'],
    ...input,
  };
  return createPlanContext(all as PlanInput);
}

const collect = (collector: typeof collectDiscoveries, world: World) => collector(createContext(world));

const discover = (found: UnknownIssuance[], more: World = {}) =>
  collect(collectDiscoveries, { ...more, unknown: found });

function describeAlerts(found: UnknownIssuance[], more: World = {}) {
  return discover(found, more).map(({ context: { data } }) => `${data.finding?.detail}\n`);
}

describe('an alert about discovered certificates', () => {
  const refused = (caa: UnknownIssuance['issuance']['caa']) => unknown({ reason: 'caa', issuance: { caa } });
  const name = `www.${DOMAIN}`;
  const record = 'issue "ca.example"';

  it('says what was issued, and what to do', async () => {
    const issuers = ['Example Trust', 'Another CA'];
    const expected = { names: [], issuers, fingerprints: [], keys: [], self_signed: false, purpose: null };
    const all: [UnknownIssuance[], World?][] = [
      [[unknown()]],
      [several(2)],
      [[unknown(), unknown({ key: 'b', issuance: { names: [`mail.${DOMAIN}`] } })]],
      [
        [
          unknown({
            issuance: { names: number(5).map((index) => `n${index}.${DOMAIN}`), issuer: 'CN=No organization' },
          }),
        ],
      ],
      [several(2, { issuance: { issuer: 'CN=No organization' } })],
      [[unknown({ issuance: { unchecked: 'caa' } }), unknown({ key: 'b' })]],
      [[unknown(), unknown({ key: 'b', reason: 'not-deployed', severity: 'critical' })]],
      [[unknown({ reason: 'issuer' })], { expect: expected }],
      [[refused(undefined)]],
      [[refused({ name, domain: DOMAIN, record: null })]],
      [[refused({ name, domain: DOMAIN, record })]],
    ];
    const texts = all.flatMap(([found, more]) => describeAlerts(found, more));
    await expect(texts.join('')).toMatchFileSnapshot('../golden/events/discovered.txt');
  });

  it('lists at most ten', () => {
    const count = (found: UnknownIssuance[]) => describeAlerts(found)[0]?.split('issued by').length;
    expect([count(several(10)), count(several(11))]).toEqual([11, 11]);
    expect(describeAlerts(several(11))[0]).toMatch(/^11 unknown certificates: .+\)\. And 1 more\. If/);
    expect(describeAlerts(several(10))[0]).toMatch(/^10 unknown certificates: .+\)\. If/);
  });

  it('has the facts of the worst certificate, else of the latest', () => {
    const later = { valid_from: formatIsoTime(day(9, 1)), serial_number: 'cc', names: ['*.api.example.org', 'x.test'] };
    const [alert, ...others] = discover([
      unknown({ key: 'a', issuance: { serial_number: 'aa' } }),
      unknown({ key: 'c', severity: 'critical', code: 'issuer-not-expected', issuance: later }),
      unknown({ key: 'b', severity: 'critical', issuance: { serial_number: 'bb' } }),
      unknown({ key: 'd', severity: null }),
    ]);
    expect(others).toEqual([]);
    expect(alert).toMatchObject({ locations: ['c', 'b', 'a'], since: null, validity: null, threshold: null });
    expect(alert?.key).toEqual({
      ...{ certificate: CT, fingerprint: null, event: 'certificate.discovered', threshold: null, topic: 'discovered' },
      location: `ct:${DOMAIN}@${formatIsoTime(NOW)}`,
    });
    const { data } = alert?.context ?? {};
    expect(data).toMatchObject({
      ...{ certificate: CT, common_name: '*.api.example.org', sans: ['*.api.example.org', 'x.test'] },
      ...{ serial_number: 'cc', issuer: 'CN=R1,O=Example CA,C=US', valid_from: later.valid_from },
      ...{ valid_to: formatIsoTime(day(99)), effective_valid_to: formatIsoTime(day(99)), days_remaining: 89 },
      ...{ status: 'critical', level: 'error', location: `ct:${DOMAIN}` },
      ...{ fingerprint_sha256: null, last_seen: null, display_name: DOMAIN },
      finding: { event: 'certificate.discovered', code: 'issuer-not-expected', severity: 'critical', qualifier: '' },
      error: { code: 'issuer-not-expected', detail: data?.finding?.detail },
    });
  });

  it('is a warning named after its only certificate, with an item for `expected`', () => {
    const [alert] = discover([unknown()]);
    expect(alert?.context.data).toMatchObject({
      ...{ status: 'warning', level: 'warning', display_name: name },
      finding: { proposal: `- { names: [www.${DOMAIN}], issuers: ["Example CA"], reason: Not served by us }` },
    });
    const [unnamed] = discover([unknown({ issuance: { names: [] } })]);
    expect(unnamed?.context.data).toMatchObject({ display_name: DOMAIN, common_name: DOMAIN });
  });

  it('proposes no certificate of a CA that the owner of the domain forbids', () => {
    const [alert] = discover([refused(undefined), unknown({ key: 'b', issuance: { names: [`b.${DOMAIN}`] } })]);
    expect(alert?.context.data.finding?.proposal).not.toContain(name);
    const [alone] = discover([refused(undefined)]);
    expect(alone?.context.data.finding).not.toHaveProperty('proposal');
  });

  it('has the labels of the entry, and its certificates in the order of their keys if they are of one time', () => {
    const found = [unknown({ key: 'b' }), unknown({ key: 'a' }), unknown({ key: 'c' })];
    const [alert] = discover(found, { labels: { team: 'web' } });
    expect(alert).toMatchObject({ locations: ['a', 'b', 'c'], context: { data: { labels: { team: 'web' } } } });
  });

  it('is one for each domain', () => {
    const found = discover([unknown(), unknown({ domain: 'example.net', key: 'n' }), unknown({ entry: 'removed' })]);
    expect(found.map(({ key }) => key.location?.split('@')[0])).toEqual(['ct:example.org', 'ct:example.net']);
  });
});

describe('certificates that were discovered by an earlier scan', () => {
  const batch = (at: number) => `ct:${DOMAIN}@${formatIsoTime(at)}`;
  const logged = (at: number, locations: string[], more: Partial<LoggedEvent> = {}): LoggedEvent => ({
    ...{ id: batch(at), certificate: CT, event: 'certificate.discovered', threshold: null, topic: 'discovered' },
    ...{ fingerprint: null, location: batch(at), locations, fired_at: null, scan_id: null, cleared_at: null },
    ...{ deliveries: {}, ...more },
  });
  const list = (events: LoggedEvent[], found: UnknownIssuance[]) =>
    discover(found, { log: { ...createEmptyLog(), events } }).map(({ key, locations }) => [key.location, ...locations]);

  it('stay in its alert, and others are in a new one', () => {
    const found = ['a', 'b', 'c'].map((key) => unknown({ key }));
    expect(list([logged(day(8), ['b']), logged(day(9), ['b', 'a'])], found)).toEqual([
      [batch(day(8)), 'b'],
      [batch(day(9)), 'a'],
      [batch(NOW), 'c'],
    ]);
    expect(list([logged(day(9), ['a', 'b', 'c', 'known'])], found)).toEqual([[batch(day(9)), 'a', 'b', 'c']]);
  });

  it('are not in an alert of another domain, entry or kind', () => {
    const other = [
      logged(day(9), ['a'], { location: `ct:example.net@${formatIsoTime(day(9))}` }),
      logged(day(9), ['a'], { certificate: 'other' }),
      logged(day(9), ['a'], { event: 'certificate.unreachable' }),
      logged(day(9), ['a'], { location: null }),
    ];
    expect(list(other, [unknown({ key: 'a' })])).toEqual([[batch(NOW), 'a']]);
  });

  it('are in a new alert if only a later scan found that CAA records do not allow their CA', () => {
    const refused = (since: number | null) => {
      const caa = {
        name: DOMAIN,
        domain: DOMAIN,
        record: null,
        ...(since !== null && { since: formatIsoTime(since) }),
      };
      return [unknown({ key: 'a', reason: 'caa', severity: 'critical', issuance: { caa } })];
    };
    const events = [logged(day(8), ['a'])];
    expect(list(events, refused(day(9)))).toEqual([[batch(NOW), 'a']]);
    expect(list(events, refused(day(8)))).toEqual([[batch(day(8)), 'a']]);
    expect(list(events, refused(null))).toEqual([[batch(day(8)), 'a']]);
    const unnamed = logged(day(8), ['a'], { location: `ct:${DOMAIN}` });
    expect(list([unnamed], refused(day(9)))).toEqual([[`ct:${DOMAIN}`, 'a']]);
  });

  it('are not reported by a scan that does not cover their entry', () => {
    expect(discover([unknown()], { input: { covers: (name) => name !== CT } })).toEqual([]);
  });

  it('that cause a bug do not prevent other alerts', () => {
    const bugs: unknown[] = [];
    const broken = unknown({ domain: 'example.net', issuance: { names: null as unknown as string[] } });
    const found = discover([broken, unknown()], { input: { onBug: (bug) => void bugs.push(bug) } });
    expect(found.map(({ locations }) => locations)).toEqual([[unknown().key]]);
    expect(bugs).toEqual([{ entry: CT, subject: 'ct:example.net', error: expect.any(TypeError) }]);
  });
});

describe('the resolution of an alert about discovered certificates', () => {
  const issuances = { [CT]: { a: { valid_to: formatIsoTime(day(90)), known: true as const } } };
  const context: PlanContext = createContext({ log: { ...createEmptyLog(), issuances } });

  it.each([
    ['recovered if the log has one of them', CT, ['b', 'a'], 'certificate.recovered'],
    ['removed if they have expired', CT, ['b'], 'certificate.removed'],
    ['removed with its entry', 'other', ['a'], 'certificate.removed'],
  ])('is %s', (_, name, keys, expected) => {
    const log = { ...context.log, issuances: { ...issuances, other: issuances[CT] } };
    expect(findDiscoveryResolution(name, keys, { ...context, log } as PlanContext)).toBe(expected);
  });

  it('is about the domain', () => {
    const location = `ct:${DOMAIN}@${formatIsoTime(day(9))}`;
    expect(describeResolvedDiscovery({ certificate: CT, location }, context)).toEqual({
      ...{ name: CT, entry: context.entries.get(CT), fingerprint: null, facts: null, locations: [`ct:${DOMAIN}`] },
      ...{ distinguishing_locations: null, title: DOMAIN, error: null, last_seen: null },
      verdict: expect.objectContaining({ status: 'ok', level: 'info', threshold: null }),
    });
    expect(describeResolvedDiscovery({ certificate: 'removed', location }, context).entry).toBeNull();
  });

  it.each([
    ['certificate.recovered', 'discovered', true],
    ['certificate.removed', 'discovered', true],
    ['certificate.discovered', 'discovered', false],
    ['certificate.recovered', 'lagging/issued', true],
    ['certificate.renewed', 'lagging/issued', false],
    ['certificate.recovered', 'untrusted', false],
    ['certificate.recovered', undefined, false],
  ])('needs nobody to act: %s of %s: %s', (event, topic, expected) => {
    expect(isSeenResolution({ event, topic })).toBe(expected);
  });
});

describe('an alert about a provider that does not answer', () => {
  const location = (domain: string, more: Partial<LiveLocation> = {}): Partial<LiveLocation> => ({
    ...{ entry: CT, source: 'ct', location: `ct:${domain}`, fingerprint: null, previous: null, failures: 2 },
    since: formatIsoTime(day(1)),
    ...{ failing_since: formatIsoTime(day(6, 1)), failure: { code: 'ct-refused', detail: 'It refused.' }, ...more },
  });
  const ask = (...locations: Partial<LiveLocation>[]) => collect(collectUnanswered, { locations });

  it('is one for all domains of the entry, since the first failed', () => {
    const [alert, ...others] = ask(
      location('a.example'),
      location('b.example', { failing_since: formatIsoTime(day(5, 1)), since: null }),
      location('c.example', { failures: 1 }),
      location('d.example', { source: 'endpoint' }),
    );
    expect(others).toEqual([]);
    expect(alert?.key).toEqual({
      ...{ certificate: CT, fingerprint: null, event: 'certificate.unreachable', threshold: null, location: 'ct' },
    });
    expect(alert).toMatchObject({ locations: ['ct:a.example', 'ct:b.example'], reachesAll: true });
    expect(alert?.context.data).toMatchObject({
      ...{ status: 'unknown', fingerprint_sha256: null, last_seen: formatIsoTime(day(1)) },
      ...{ location: 'ct:a.example' },
      display_name: 'Certificate transparency of 2 domains',
      unreachable: { never_read: false, since: formatIsoTime(day(5, 1)), days: 4 },
      error: {
        code: 'ct-refused',
        detail:
          'Certificate transparency of a.example, b.example has not been read since 2027-01-06T07:00:00Z. ' +
          'Certificates that were issued since then are unknown. It refused.',
      },
    });
  });

  it('names the only domain, also if it was never read and the reason is not known', () => {
    const [alert] = ask(location('a.example', { since: null, failure: null }));
    expect(alert?.context.data).toMatchObject({
      display_name: 'Certificate transparency of a.example',
      unreachable: { never_read: true, days: 3 },
      error: { code: 'ct-postponed', detail: expect.stringMatching(/ are unknown\.$/) },
    });
  });

  it('does not exist for removed entries, or if it is not known since when', () => {
    expect(ask(location('a.example', { entry: 'removed' }), location('b.example', { failing_since: null }))).toEqual(
      [],
    );
  });
});
