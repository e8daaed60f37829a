import { describe, expect, it } from 'vitest';
import type { Certificate, Evidence, IssuerExpiry, SourceReading } from '../../src/domain/index.ts';
import { DAY, HOUR } from '../../src/domain/thresholds.ts';
import { findIssuerResolution } from '../../src/events/plan/issuer-alerts.ts';
import type { PlanContext } from '../../src/events/plan/plan-context.ts';
import { formatIsoTime } from '../../src/lib/iso-time.ts';
import { createWebhook } from '../notify/context.ts';
import { certificate, createScenario, day, endpoint, entry, REFUSED, rule, settings, trust } from './scenario.ts';

/** A CA that expires on a day of the scenario. */
function authority(expires: number, lifetime = 3650, subject = 'Example Issuing CA'): IssuerExpiry {
  return {
    subject,
    fingerprint_sha256: Buffer.from(subject).toString('hex').padEnd(64, '0').slice(0, 64),
    valid_from: formatIsoTime(day(expires - lifetime)),
    valid_to: formatIsoTime(day(expires)),
    origin: 'sent',
    is_root: false,
  };
}

/** The trust in a certificate below a CA. */
function below(ca: IssuerExpiry, { facts }: Certificate): Evidence {
  const isLimited = Date.parse(ca.valid_to) < Date.parse(facts.valid_to);
  const { subject, fingerprint_sha256 } = ca;
  return trust({
    effective_valid_to: isLimited ? ca.valid_to : facts.valid_to,
    limited_by: isLimited ? { subject, fingerprint_sha256 } : null,
    issuer_expiry: ca,
  });
}

/** A certificate that is renewed at two thirds of its lifetime, in hours. */
function renewing(name: string, lifetime: number, now: number, cutAt = Number.POSITIVE_INFINITY): Certificate {
  const period = (lifetime * HOUR * 2) / 3;
  const number = Math.floor(now / period);
  const from = number * period;
  return certificate(`${name}${number}`, { from, to: Math.min(from + lifetime * HOUR, cutAt) });
}

const DEFAULTS = {
  ...settings({ repeat: 'thresholds' }),
  explicit: { warning: false, critical: false, thresholds: false },
};

interface Case {
  lifetime: number;
  caLifetime?: number;
  cut?: boolean;
  own?: ReturnType<typeof settings>;
}

/** The notifications of daily scans from 100 days before the end of a CA to `until` days after it, with the days left. */
function watch({ lifetime, caLifetime = 3650, cut = false, own = DEFAULTS }: Case, until = 0): string[] {
  const ca = authority(100, caLifetime);
  const scenario = createScenario([entry('shop', { settings: own })], [rule('all')]);
  const told: string[] = [];
  for (let number = 100 - Math.min(100, caLifetime); number <= 100 + until; number += 1) {
    const now = day(number);
    const leaf = renewing('shop', lifetime, now, cut ? day(100) : undefined);
    const sent = scenario.scan({ now, readings: [endpoint('shop', 'shop:443', leaf, below(ca, leaf))] });
    for (const one of sent) told.push(`${100 - number} ${one.replace(' -> hook', '')}`);
  }
  return told;
}

const LIFETIMES = { '24 hours': 24, '6 days': 6 * 24, '47 days': 47 * 24, '90 days': 90 * 24, '398 days': 398 * 24 };

describe('the alert about a CA that expires', () => {
  for (const [title, lifetime] of Object.entries(LIFETIMES)) {
    for (const cut of [false, true]) {
      it(`fires 30 and 14 days before, below it ${title}, ${cut ? '' : 'not '}cut to its end`, () => {
        expect(watch({ lifetime, cut }, -1)).toEqual([
          '30 expiry_warning@30 first',
          '14 expiry_warning@14 escalated',
          '7 expiry_warning@14 repeat',
          '3 expiry_warning@14 repeat',
          '1 expiry_warning@14 repeat',
        ]);
      });
    }
  }

  it('becomes `expired` in the same history, 1, 3 and 7 days after', () => {
    expect(watch({ lifetime: 90 * 24 }, 8).slice(-3)).toEqual([
      '-1 expired escalated',
      '-3 expired repeat',
      '-7 expired repeat',
    ]);
  });

  it('comes with a quarter and an eighth of the lifetime of a CA that lives short', () => {
    const days = (caLifetime: number) =>
      watch({ lifetime: 24, caLifetime }, -1)
        .filter((one) => /first|escalated/.test(one))
        .map((one) => Number(one.split(' ')[0]));
    for (const caLifetime of [30, 60, 90, 100, 120, 150, 365, 3650, 7300]) {
      const model = [Math.min(30.99, caLifetime / 4), Math.min(14.99, caLifetime / 8)].map(Math.floor);
      expect([caLifetime, ...days(caLifetime)]).toEqual([caLifetime, ...model]);
    }
  });

  it('comes earlier if the entry sets more days and the CA limits the certificate, and never later', () => {
    const first = (lifetime: number, own: Parameters<typeof settings>[0]) =>
      watch({ lifetime, own: settings({ ...own, repeat: false }) }, -1)[0];
    expect(first(398 * 24, { thresholds: [60, 7] })).toBe('60 expiry_warning@60 first');
    expect(first(24, { thresholds: [60, 7] })).toBe('30 expiry_warning@30 first');
    expect(first(398 * 24, { warning: 45 })).toBe('45 expiry_warning@45 first');
    expect(first(398 * 24, { warning: 5, critical: 2, thresholds: [5] })).toBe('30 expiry_warning@30 first');
  });
});

describe('an entry below a CA that expires', () => {
  const ca = authority(20);
  const next = authority(3000, 3650, 'Example Issuing CA 2');
  const shop = (serves: Certificate | typeof REFUSED, issuer = ca): SourceReading[] => [
    endpoint('shop', 'shop:443', serves, 'facts' in serves ? below(issuer, serves) : {}),
  ];
  const start = () => {
    const scenario = createScenario([entry('shop', { settings: DEFAULTS })], [rule('all')]);
    scenario.webhooks = [{ ...createWebhook({ name: 'hook', preset: 'pagerduty' }), stateful: true }];
    return scenario;
  };
  const long = certificate('a', { to: day(300) });

  it('has the status and the dates of the CA in the alert, and its key', () => {
    const { events } = start().preview({ now: day(0), readings: shop(long) });
    const [{ context }] = events as [(typeof events)[number]];
    expect(context.data).toMatchObject({
      alert_key: `certvigil/shop/${ca.fingerprint_sha256}/expiry_warning/issuer`,
      status: 'warning',
      effective_valid_to: ca.valid_to,
      days_remaining: 20,
      limited_by: { subject: 'Example Issuing CA' },
      finding: {
        event: 'certificate.expiry_warning',
        qualifier: 'issuer',
        severity: 'warning',
        code: 'issuer-expiring',
      },
    });
    expect(context.data.finding?.detail).toBe(
      'The intermediate CA "Example Issuing CA" expires on 2027-01-21. Certificates below it stop working then, whatever their own date. ' +
        'It is sent or stored with the certificate. Ask your CA for the new intermediate, renew the certificate under it, and install both.',
    );
  });

  it('keeps its own alert if it expires before the CA', () => {
    const soon = certificate('b', { to: day(10) });
    const { events } = start().preview({ now: day(0), readings: shop(soon) });
    expect(
      events.map(({ event, fingerprint_sha256, record }) => [event, fingerprint_sha256, record.fingerprint]),
    ).toEqual([
      ['certificate.expiry_warning', soon.fingerprint, soon.fingerprint],
      ['certificate.expiry_warning', soon.fingerprint, ca.fingerprint_sha256],
    ]);
  });

  it('resolves once, when no chain has the CA any more', () => {
    const scenario = start();
    scenario.scan({ now: day(0), readings: shop(long) });
    const renewed = certificate('b', { to: day(400) });
    expect(scenario.scan({ now: day(1), readings: shop(renewed) })).toEqual([]);
    expect(scenario.scan({ now: day(2), readings: shop(REFUSED) })).toEqual([]);
    expect(scenario.scan({ now: day(4), readings: shop(renewed, next) })).toContain('recovered first -> hook');
    expect(scenario.scan({ now: day(5), readings: shop(renewed, next) })).toEqual([]);
  });

  it('is removed with its entry', () => {
    const scenario = start();
    scenario.scan({ now: day(0), readings: shop(long) });
    scenario.entries = [];
    expect(scenario.scan({ now: day(1), readings: [] })).toEqual(['removed first -> hook']);
  });

  it('is announced while it cannot be read, and by the chain that was last seen', () => {
    const scenario = start();
    scenario.scan({ now: day(-40), readings: shop(long) });
    const days = Array.from({ length: 40 }, (_, index) => index - 39);
    const told = days.flatMap((number) => scenario.scan({ now: day(number), readings: shop(REFUSED) }));
    expect(told.filter((one) => one.includes('expiry_warning'))).toEqual(['expiry_warning@30 first -> hook']);
  });

  it('has one alert for all of its certificates below the CA', () => {
    const readings = ['a', 'b', 'c'].flatMap((id) => {
      const leaf = certificate(id, { to: day(300) });
      return endpoint('shop', `${id}:443`, leaf, below(ca, leaf));
    });
    const { events } = start().preview({ now: day(0), readings });
    expect(events.map(({ record }) => record.locations)).toEqual([['a:443', 'b:443', 'c:443']]);
  });
});

describe('the alert of an entry after the CA has expired', () => {
  it('says so', () => {
    const ca = authority(20);
    const scenario = createScenario([entry('shop', { settings: DEFAULTS })], [rule('all')]);
    const leaf = certificate('a', { to: day(300) });
    const readings = [endpoint('shop', 'shop:443', leaf, below(ca, leaf))];
    const [event] = scenario.preview({ now: day(21), readings }).events;
    expect(event?.context.data.finding).toMatchObject({ code: 'issuer-expired', severity: 'critical' });
    expect(event?.context.data.finding?.detail).toContain('expired on 2027-01-21. Certificates below it do not work');
  });
});

describe('the items of an inventory below a CA that expires', () => {
  const ca = authority(20);
  const item = (name: string, owner: string, labels: Record<string, string> = {}) => {
    const leaf = certificate(name, { to: day(300) });
    const observed = { ownership: { owner, labels, assignments: [] } };
    return { location: `acm:${name}`, observed, certificate: leaf, failure: null, ...below(ca, leaf) };
  };
  const scan = (...locations: ReturnType<typeof item>[]) => {
    const scenario = createScenario([entry('acm', { settings: DEFAULTS })], [rule('all')]);
    const reading = { entry: 'acm', source: 'acm', inventory: 'remote', failure: null, locations } as const;
    return scenario.preview({ now: day(0), readings: [reading] }).events.map(({ context }) => context.data);
  };

  it('have one alert for each owner and set of labels', () => {
    const found = scan(item('a', 'web'), item('b', 'web'), item('c', 'ops'), item('d', 'ops', { team: 'x' }));
    expect(found.map(({ owner }) => owner)).toEqual(['web', 'ops', 'ops']);
    expect(new Set(found.map(({ alert_key }) => alert_key)).size).toBe(3);
    for (const { alert_key } of found) expect(alert_key).toMatch(/\/expiry_warning\/issuer\/[0-9a-f]{8}$/);
  });

  it('have the same alert if only the order of the labels differs', () => {
    expect(scan(item('a', 'web', { x: '1', y: '2' }), item('b', 'web', { y: '2', x: '1' }))).toHaveLength(1);
  });
});

describe('the resolution of an alert about a CA', () => {
  type Held = { issuer_end?: { fingerprint_sha256: string }; evidence?: null | object; others?: Held[] };
  const find = (...locations: Held[]) => {
    const comparison = { listLocations: () => locations };
    return findIssuerResolution('shop', 'ca', { comparison } as unknown as PlanContext);
  };
  const under = (fingerprint_sha256: string, others?: Held[]): Held => ({
    issuer_end: { fingerprint_sha256 },
    evidence: {},
    ...(others && { others }),
  });

  it('is `removed` without locations, and `recovered` if no chain has the CA', () => {
    expect(find()).toBe('certificate.removed');
    expect(find(under('other'), { evidence: {} }, under('other', [under('other')]))).toBe('certificate.recovered');
  });

  it('waits for the last location below the CA, and for certificates that a scan did not see', () => {
    expect(find(under('other'), under('ca'))).toBeNull();
    expect(find(under('other', [under('other'), under('ca')]))).toBeNull();
    expect(find(under('other', [{ evidence: null }]))).toBeNull();
    expect(find(under('other', [{ evidence: null, issuer_end: { fingerprint_sha256: 'other' } }]))).toBeNull();
  });
});

/** Three CAs, of which one expires, and 40 entries that are renewed on time: the notifications of a year of daily scans. */
it('40 entries below three CAs get their notices once each in a year', () => {
  const cas = [authority(200, 3650, 'first'), authority(2000, 3650, 'second'), authority(250, 365, 'third')];
  const hours = Object.values(LIFETIMES);
  const entries = Array.from({ length: 40 }, (_, index) => entry(`e${index}`, { settings: DEFAULTS }));
  const scenario = createScenario(entries, [rule('all')]);
  const told = new Map<string, number>();
  for (let number = 0; number < 300; number += 1) {
    const now = day(number);
    const readings = entries.map(({ name }, index) => {
      const leaf = renewing(name, hours[index % hours.length] as number, now);
      const ca = cas[index % 3] as IssuerExpiry;
      // Both CAs are replaced ten days before they expire.
      const isReplaced = Date.parse(ca.valid_to) - now < 10 * DAY;
      return endpoint(name, `${name}:443`, leaf, below(isReplaced ? (cas[1] as IssuerExpiry) : ca, leaf));
    });
    for (const one of scenario.scan({ now, readings })) told.set(one, (told.get(one) ?? 0) + 1);
  }
  // 27 entries are below the CAs that expire.
  expect(Object.fromEntries(told)).toEqual({
    'expiry_warning@30 first -> hook': 27,
    'expiry_warning@14 escalated -> hook': 27,
    'recovered first -> hook': 27,
  });
});
