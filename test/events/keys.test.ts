import { describe, expect, it } from 'vitest';
import { createPolicyEvaluator } from '../../src/app/policy-evaluator.ts';
import type { Certificate, Checks, Entry, PolicyFields, SourceReading } from '../../src/domain/index.ts';
import { mergeLogs } from '../../src/events/log/merge.ts';
import { createEmptyLog } from '../../src/events/log/serialize.ts';
import { updateKeys } from '../../src/events/state/keys.ts';
import { pruneLog } from '../../src/events/state/prune.ts';
import type { EventLog } from '../../src/generated/event-log.ts';
import { formatIsoTime } from '../../src/lib/iso-time.ts';
import { policy } from '../assess/policy-fixtures.ts';
import { certificate, createScenario, day, endpoint, entry, REFUSED, type Scenario, type Served } from './scenario.ts';

const FIELDS: PolicyFields = {
  key_usages: ['digitalSignature'],
  extended_key_usages: ['serverAuth'],
  must_staple: false,
  timestamps: 2,
  pss_hash: null,
  is_ca: false,
};

/** A certificate with a key, both named by a letter. */
function withKey(id: string, key: string, from: number): Certificate {
  const made = certificate(id, { from, to: from + 800 * 86_400_000 });
  return { ...made, policyFields: { ...FIELDS, key_sha256: toSha256(key) } };
}

const toSha256 = (key: string) => key.repeat(64);

function createKeyScenario(checks: Partial<Checks>, entries: Entry[]): Scenario {
  const scenario = createScenario(entries);
  scenario.policies = createPolicyEvaluator([policy(checks)]);
  return scenario;
}

const read = (served: Readonly<Record<string, Served>>): SourceReading[] =>
  Object.entries(served).map(([name, showing]) => endpoint(name, `${name}:443`, showing));

/** The policy events of a scan, each with its entry and the detail of the finding. */
function scanPolicies(scenario: Scenario, scan: Parameters<Scenario['scan']>[0]): string[] {
  const { events } = scenario.preview(scan);
  scenario.scan(scan);
  return events
    .filter(({ record: { topic }, suppressed }) => topic === 'policy_violation/strict' && !suppressed)
    .map(({ event, context: { data } }) => `${data.certificate} ${event.replace('certificate.', '')}`);
}

const OWNED = [entry('shop', { owner: 'team-a' }), entry('mail', { owner: 'team-b' })];
const SHOP = withKey('s', 'a', day(-10));
const MAIL = withKey('m', 'a', day(-20));
const BOTH = ['mail policy_violation', 'shop policy_violation'];
const RESOLVED = ['mail renewed', 'shop recovered'];

/** A scenario whose violations were sent on day 0. */
function createShared(entries = OWNED): Scenario {
  const scenario = createKeyScenario({ shared_key_forbidden: true }, entries);
  expect(scanPolicies(scenario, { now: day(0), readings: read({ shop: SHOP, mail: MAIL }) })).toEqual(BOTH);
  return scenario;
}

describe('a key of two owners', () => {
  it('violates the policy once for each certificate, with the others in its detail', () => {
    const scenario = createKeyScenario({ shared_key_forbidden: true }, [...OWNED, entry('old')]);
    const readings = read({ shop: SHOP, mail: MAIL, old: MAIL });
    const { events } = scenario.preview({ now: day(0), readings });
    expect(events.map(({ context: { data } }) => [data.certificate, data.error?.detail])).toEqual([
      ['mail', expect.stringContaining('the same key: old (no owner), shop (team-a); expected: none.')],
      ['old', expect.stringContaining('the same key: mail (team-b), shop (team-a); expected: none.')],
      ['shop', expect.stringContaining('the same key: mail (team-b), old (no owner); expected: none.')],
    ]);
  });

  it('violates it if they have the same certificate', () => {
    const scenario = createKeyScenario({ shared_key_forbidden: true }, OWNED);
    expect(scanPolicies(scenario, { now: day(0), readings: read({ shop: SHOP, mail: SHOP }) })).toEqual(BOTH);
  });

  it.each([
    ['the owners are the same', ['shop', 'mail'].map((name) => entry(name, { owner: 'team-a' }))],
    ['nobody has an owner', [entry('shop'), entry('mail')]],
  ])('does not violate it if %s', (_, entries) => {
    const scenario = createKeyScenario({ shared_key_forbidden: true }, entries);
    expect(scanPolicies(scenario, { now: day(0), readings: read({ shop: SHOP, mail: MAIL }) })).toEqual([]);
  });

  it('does not violate it if the other entry is disabled or has test certificates', () => {
    const [shop, mail] = OWNED as [Entry, Entry];
    const fixture = { ...mail, settings: { ...mail.settings, fixture: { expired: 'intended' } as const } };
    for (const other of [{ ...mail, enabled: false }, fixture]) {
      const scenario = createKeyScenario({ shared_key_forbidden: true }, [shop, other]);
      expect(scanPolicies(scenario, { now: day(0), readings: read({ shop: SHOP, mail: MAIL }) })).toEqual([]);
    }
  });

  it('does not resolve while the other location cannot be read', () => {
    const scenario = createShared();
    for (const number of [1, 2, 100])
      expect(scanPolicies(scenario, { now: day(number), readings: read({ shop: SHOP, mail: REFUSED }) })).not.toContain(
        'shop recovered',
      );
    expect(
      scanPolicies(scenario, { now: day(101), readings: read({ shop: SHOP, mail: withKey('n', 'b', day(99)) }) }),
    ).toContain('shop recovered');
  });

  it('does not resolve in a scan of one of the entries', () => {
    const scenario = createShared();
    const scan = { now: day(1), readings: read({ shop: SHOP }), only: (name: string) => name === 'shop' };
    expect(scanPolicies(scenario, scan)).toEqual(['shop policy_violation']);
  });

  it('does not resolve while the probe of the other entry is silent', () => {
    const scenario = createShared();
    const unobserved = new Map([['mail', { code: 'not-observed', detail: 'The probe is silent.' }]]);
    const scan = { now: day(1), readings: read({ shop: SHOP }), unobserved };
    expect(scanPolicies(scenario, scan)).toEqual(BOTH);
  });

  it('does not resolve while an include has lost the other entry', () => {
    const scenario = createShared();
    scenario.entries = OWNED.slice(0, 1);
    const scan = { now: day(1), readings: read({ shop: SHOP }), only: (name: string) => name === 'shop' };
    expect(scanPolicies(scenario, scan)).toEqual([]);
    expect(scanPolicies(scenario, { now: day(1, 1), readings: read({ shop: SHOP }) })).toContain('shop recovered');
  });

  it('resolves once one of them has another key', () => {
    const scenario = createShared();
    const renewed = withKey('n', 'b', day(0));
    expect(scanPolicies(scenario, { now: day(1), readings: read({ shop: SHOP, mail: renewed }) })).toEqual(RESOLVED);
  });

  it('counts each certificate of a location that presents several', () => {
    const scenario = createKeyScenario({ shared_key_forbidden: true }, OWNED);
    const [reading] = read({ mail: withKey('o', 'b', day(-5)) }) as [SourceReading];
    const handshakes = { served: 2, total: 4 };
    const [own] = reading.locations;
    const locations = [own, { ...own, certificate: MAIL }].map((one) => ({ ...one, observed: { handshakes } }));
    const readings = [{ ...reading, locations } as SourceReading, ...read({ shop: SHOP })];
    expect(scanPolicies(scenario, { now: day(0), readings })).toEqual(BOTH);
  });

  it('is compared with the owner that an inventory names', () => {
    const scenario = createKeyScenario({ shared_key_forbidden: true }, [entry('shop'), entry('mail')]);
    const ownership = { labels: {}, owner: 'team-c', assignments: [] };
    const readings = read({ shop: SHOP, mail: MAIL }).map((one) =>
      one.entry === 'shop'
        ? one
        : { ...one, locations: one.locations.map((at) => ({ ...at, observed: { ownership } })) },
    );
    expect(scanPolicies(scenario, { now: day(0), readings })).toEqual(BOTH);
  });
});

describe('a renewal with the same key', () => {
  const scanShop = (scenario: Scenario, number: number, showing: Served) =>
    scanPolicies(scenario, { now: day(number), readings: read({ shop: showing }) });
  const create = () => createKeyScenario({ new_key_on_renewal: true }, [entry('shop')]);

  it('violates the policy until the key changes', () => {
    const scenario = create();
    expect(scanShop(scenario, 0, SHOP)).toEqual([]);
    expect(scanShop(scenario, 1, withKey('t', 'a', day(1)))).toEqual(['shop policy_violation']);
    for (const number of [2, 120]) expect(scanShop(scenario, number, REFUSED)).toEqual(['shop policy_violation']);
    expect(scanShop(scenario, 121, withKey('t', 'a', day(1)))).toEqual(['shop policy_violation']);
    expect(scanShop(scenario, 122, withKey('u', 'b', day(122)))).toEqual(['shop renewed']);
  });

  it('is not a renewal if an older certificate comes back', () => {
    const scenario = create();
    scanShop(scenario, 0, SHOP);
    expect(scanShop(scenario, 1, withKey('t', 'a', day(-30)))).toEqual([]);
  });

  it('is unknown for a certificate that was replaced before the policy was added', () => {
    const scenario = create();
    scanShop(scenario, 0, certificate('s', { to: day(300) }));
    expect(scanShop(scenario, 1, withKey('t', 'a', day(1)))).toEqual([]);
    expect(scanShop(scenario, 2, withKey('u', 'a', day(2)))).toEqual(['shop policy_violation']);
  });
});

describe('the age of a key', () => {
  it('counts from its first certificate, also when the log has forgotten that', () => {
    const scenario = createKeyScenario({ max_key_age_days: 400 }, [entry('shop')]);
    for (let number = 0; number < 400; number += 50) {
      const showing = withKey(String.fromCharCode(97 + number / 50), 'a', day(number));
      expect(scanPolicies(scenario, { now: day(number), readings: read({ shop: showing }) })).toEqual([]);
    }
    const last = withKey('z', 'a', day(400));
    expect(scanPolicies(scenario, { now: day(400), readings: read({ shop: last }) })).toEqual([]);
    expect(scanPolicies(scenario, { now: day(400, 1), readings: read({ shop: last }) })).toEqual([
      'shop policy_violation',
    ]);
    expect(Object.keys(scenario.log.certificates).length).toBeLessThan(6);
    expect(scanPolicies(scenario, { now: day(402), readings: read({ shop: withKey('y', 'b', day(402)) }) })).toEqual([
      'shop renewed',
    ]);
  });
});

describe('the keys of the event log', () => {
  it('are recorded only if a policy needs them', () => {
    const scenario = createScenario([entry('shop')]);
    scenario.scan({ now: day(0), readings: read({ shop: certificate('s', { to: day(300) }) }) });
    expect(scenario.log).not.toHaveProperty('keys.0');
    expect(scenario.log.keys).toBeUndefined();
    scenario.scan({ now: day(1), readings: read({ shop: SHOP }) });
    expect(scenario.log.keys).toEqual({ [SHOP.fingerprint]: { sha256: toSha256('a') } });
  });

  it('stay the same object if nothing is new', () => {
    const seen = new Map([[SHOP.fingerprint, SHOP]]);
    const keys = updateKeys(undefined, seen, {});
    expect(updateKeys(keys, seen, {})).toBe(keys);
    expect(updateKeys(undefined, new Map([['x', certificate('x', { to: day(1) })]]), {})).toBeUndefined();
  });

  it('are dropped with their certificates', () => {
    const keys = { [SHOP.fingerprint]: { sha256: toSha256('a') } };
    const options = { now: day(0), retention_days: 1 };
    expect(pruneLog({ ...createEmptyLog(), keys }, options).keys).toBeUndefined();
    expect(pruneLog(createEmptyLog(), options)).not.toHaveProperty('keys');
  });

  it('keep the earliest first use of two logs', () => {
    const createLog = (first_used_at?: number): EventLog => ({
      ...createEmptyLog(),
      keys: { s: { sha256: toSha256('a'), ...(first_used_at && { first_used_at: formatIsoTime(first_used_at) }) } },
    });
    for (const logs of [[day(1), day(2)], [day(2), day(1)], [day(1)], [undefined, day(1)]])
      expect(mergeLogs(createEmptyLog(), ...logs.map(createLog)).keys?.s?.first_used_at).toBe(formatIsoTime(day(1)));
  });
});
