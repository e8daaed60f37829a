import { describe, expect, it } from 'vitest';
import type { Settings } from '../../src/domain/index.ts';
import {
  certificate,
  createScenario,
  day,
  endpoint,
  entry,
  listSuppressed,
  REFUSED,
  rule,
  type SettingsSpec,
  settings,
  trust,
} from './scenario.ts';

const LOCATION = 'shop.example.com:443';
/** Expires on day 100 of the scenario. */
const CERTIFICATE = certificate('a', { to: day(100) });
const read = [endpoint('shop', LOCATION, CERTIFICATE)];
const refused = [endpoint('shop', LOCATION, REFUSED)];

function shop(spec: SettingsSpec = {}, rules = [rule('all')]) {
  return createScenario([entry('shop', { settings: settings(spec) })], rules);
}

describe('an expiry warning', () => {
  it('is not sent before a threshold is crossed', () => {
    expect(shop().scan({ now: day(9), readings: read })).toEqual([]);
  });

  it('is sent only for the threshold that was crossed last', () => {
    expect(shop().scan({ now: day(80), readings: read })).toEqual(['expiry_warning@30 first -> hook']);
  });

  it('is suppressed within the cooldown and repeated afterwards', () => {
    const scenario = shop();
    expect(scenario.scan({ now: day(75), readings: read })).toEqual(['expiry_warning@30 first -> hook']);
    // A tenth of the cooldown, at most two hours, is tolerated: schedules start late, and then early again.
    expect(listSuppressed(scenario.preview({ now: day(75, 21.99), readings: read }))).toEqual([
      'expiry_warning@30 cooldown',
    ]);
    expect(scenario.scan({ now: day(75, 21.99), readings: read })).toEqual([]);
    expect(scenario.scan({ now: day(76), readings: read })).toEqual(['expiry_warning@30 repeat -> hook']);
  });

  it('is sent once if repeat is off', () => {
    const scenario = shop({ repeat: false });
    scenario.scan({ now: day(75), readings: read });
    expect(listSuppressed(scenario.preview({ now: day(79), readings: read }))).toEqual(['expiry_warning@30 once']);
    expect(scenario.scan({ now: day(86), readings: read })).toEqual(['expiry_warning@14 escalated -> hook']);
  });

  it('is not suppressed for a smaller threshold', () => {
    const scenario = shop({ cooldown: 1000 });
    scenario.scan({ now: day(84), readings: read });
    expect(scenario.scan({ now: day(86), readings: read })).toEqual(['expiry_warning@14 escalated -> hook']);
  });

  it('is not suppressed for a worse status at the same threshold', () => {
    const scenario = shop({ thresholds: [60], warning: 30, critical: 14, repeat: false });
    expect(scenario.scan({ now: day(50), readings: read })).toEqual(['expiry_warning@60 first -> hook']);
    expect(scenario.scan({ now: day(70), readings: read })).toEqual(['expiry_warning@60 escalated -> hook']);
    expect(scenario.scan({ now: day(71), readings: read })).toEqual([]);
    expect(scenario.scan({ now: day(86), readings: read })).toEqual(['expiry_warning@60 escalated -> hook']);
  });

  it('covers larger thresholds, even if the smaller one is not in the manifest any more', () => {
    const scenario = shop({ thresholds: [14, 30], repeat: false });
    scenario.scan({ now: day(86), readings: read });
    scenario.entries = [entry('shop', { settings: settings({ thresholds: [30], repeat: false }) })];
    expect(listSuppressed(scenario.preview({ now: day(88), readings: read }))).toEqual(['expiry_warning@30 once']);
  });

  it('is sent at once for an added smaller threshold, but not for a larger one', () => {
    const scenario = shop({ thresholds: [30], repeat: false });
    scenario.scan({ now: day(80), readings: read });
    scenario.entries = [entry('shop', { settings: settings({ thresholds: [30, 20, 60], repeat: false }) })];
    expect(scenario.scan({ now: day(80, 1), readings: read })).toEqual(['expiry_warning@20 escalated -> hook']);
    scenario.entries = [entry('shop', { settings: settings({ thresholds: [60], repeat: false }) })];
    expect(scenario.scan({ now: day(80, 2), readings: read })).toEqual([]);
  });

  it('treats 10 and "10d" as one threshold', () => {
    const scenario = shop({ thresholds: [10] });
    scenario.scan({ now: day(95), readings: read });
    scenario.entries = [entry('shop', { settings: settings({ thresholds: ['10d'] }) })];
    expect(scenario.scan({ now: day(95, 1), readings: read })).toEqual([]);
  });

  it('is not sent before the certificate is valid, nor for a threshold that is longer than its lifetime', () => {
    const scenario = shop({ thresholds: [14, 30] });
    const readings = [endpoint('shop', LOCATION, certificate('a', { from: day(85), to: day(100) }))];
    for (const number of [70, 84.9, 85]) expect(scenario.preview({ now: day(number), readings }).events).toEqual([]);
    expect(scenario.scan({ now: day(85) + 1, readings })).toEqual(['expiry_warning@14 first -> hook']);
  });

  it('is never suppressed with a cooldown of 0', () => {
    const scenario = shop({ cooldown: 0 });
    scenario.scan({ now: day(80), readings: read });
    expect(scenario.scan({ now: day(80), readings: read })).toEqual(['expiry_warning@30 repeat -> hook']);
  });

  it('is not suppressed by a time in the future, and only once', () => {
    const scenario = shop();
    scenario.scan({ now: day(80), readings: read });
    expect(scenario.scan({ now: day(76), readings: read })).toEqual(['expiry_warning@30 repeat -> hook']);
    expect(scenario.scan({ now: day(76, 1), readings: read })).toEqual([]);
    expect(scenario.scan({ now: day(77), readings: read })).toEqual(['expiry_warning@30 repeat -> hook']);
  });

  it('is sent with --ignore-cooldown despite cooldown and repeat', () => {
    const scenario = shop({ repeat: false });
    scenario.scan({ now: day(80), readings: read });
    expect(scenario.scan({ now: day(80), readings: read, ignoreCooldown: true })).toEqual([
      'expiry_warning@30 repeat -> hook',
    ]);
  });
});

describe('expired', () => {
  it('is sent once valid_to has passed, without a warning', () => {
    const scenario = shop();
    expect(scenario.scan({ now: day(100), readings: read })).toEqual(['expiry_warning@14 first -> hook']);
    expect(scenario.scan({ now: day(100) + 1, readings: read })).toEqual(['expired escalated -> hook']);
    expect(scenario.scan({ now: day(100, 1), readings: read })).toEqual([]);
  });
});

describe('changed', () => {
  const sooner = certificate('b', { to: day(90) });
  const later = certificate('c', { to: day(200) });

  it('is sent once if the new certificate does not expire later', () => {
    const scenario = shop({ cooldown: 0, thresholds: [1] });
    scenario.scan({ now: day(0), readings: read });
    expect(scenario.scan({ now: day(1), readings: [endpoint('shop', LOCATION, sooner)] })).toEqual([
      'changed first -> hook',
    ]);
    expect(listSuppressed(scenario.preview({ now: day(2), readings: [endpoint('shop', LOCATION, sooner)] }))).toEqual([
      'changed once',
    ]);
  });

  it('is not sent for a renewal', () => {
    const scenario = shop();
    scenario.scan({ now: day(0), readings: read });
    expect(scenario.scan({ now: day(1), readings: [endpoint('shop', LOCATION, later)] })).toEqual([]);
  });

  it('is sent again if the same change happens again', () => {
    const scenario = shop({ thresholds: [1] });
    scenario.scan({ now: day(0), readings: read });
    scenario.scan({ now: day(1), readings: [endpoint('shop', LOCATION, sooner)] });
    scenario.scan({ now: day(3), readings: read });
    expect(scenario.scan({ now: day(5), readings: [endpoint('shop', LOCATION, sooner)] })).toEqual([
      'changed first -> hook',
    ]);
  });

  it('is sent by the next scan if a scan was lost', () => {
    const scenario = shop({ thresholds: [1] });
    scenario.scan({ now: day(0), readings: read });
    scenario.start({ now: day(1), readings: [endpoint('shop', LOCATION, sooner)] });
    expect(scenario.scan({ now: day(2), readings: [endpoint('shop', LOCATION, sooner)] })).toEqual([
      'changed first -> hook',
    ]);
  });

  it('is not repeated with --ignore-cooldown, because it is a one-shot event', () => {
    const scenario = shop({ thresholds: [1] });
    scenario.scan({ now: day(0), readings: read });
    scenario.scan({ now: day(1), readings: [endpoint('shop', LOCATION, sooner)] });
    expect(
      scenario.scan({ now: day(2), readings: [endpoint('shop', LOCATION, sooner)], ignoreCooldown: true }),
    ).toEqual([]);
  });
});

describe('unreachable', () => {
  it('is sent if a location failed in two scans in a row', () => {
    const scenario = shop();
    scenario.scan({ now: day(0), readings: read });
    expect(scenario.scan({ now: day(1), readings: refused })).toEqual([]);
    expect(scenario.scan({ now: day(2), readings: refused })).toEqual(['unreachable first -> hook']);
    expect(scenario.scan({ now: day(3), readings: refused })).toEqual(['unreachable repeat -> hook']);
  });

  it('is described by the certificate last seen, with the time', () => {
    const scenario = shop();
    scenario.scan({ now: day(60), readings: read });
    scenario.scan({ now: day(79), readings: refused });
    const planned = scenario.preview({ now: day(80), readings: refused });
    const data = planned.events.map(({ context }) => context.data);
    expect(
      data.map(({ event_type, days_remaining, error, last_seen, location }) => ({
        event_type,
        days_remaining,
        error,
        last_seen,
        location,
      })),
    ).toEqual([
      {
        event_type: 'certificate.expiry_warning',
        days_remaining: 20,
        error: REFUSED,
        last_seen: '2027-03-02T06:00:00Z',
        location: null,
      },
      {
        event_type: 'certificate.unreachable',
        days_remaining: 20,
        error: REFUSED,
        last_seen: '2027-03-02T06:00:00Z',
        location: LOCATION,
      },
    ]);
  });

  it('has the status unknown if nothing was ever seen', () => {
    const scenario = shop();
    scenario.scan({ now: day(0), readings: refused });
    const [event] = scenario.preview({ now: day(1), readings: refused }).events;
    expect(event).toMatchObject({
      event: 'certificate.unreachable',
      fingerprint_sha256: null,
      context: {
        data: { status: 'unknown', alert_key: `certvigil/shop/${LOCATION}`, common_name: null, certificate_id: null },
      },
    });
  });
});

describe('added and changed rules', () => {
  it('sends an active alert at once, although another rule has sent it before', () => {
    const scenario = shop();
    scenario.scan({ now: day(80), readings: read });
    scenario.rules = [...scenario.rules, rule('late', { actions: [{ kind: 'webhook', name: 'pager' }] })];
    expect(scenario.scan({ now: day(80, 1), readings: read })).toEqual(['expiry_warning@30 first -> pager']);
  });

  it('report an unmatched event without recording it', () => {
    const scenario = shop({}, []);
    expect(listSuppressed(scenario.preview({ now: day(80), readings: read }))).toEqual(['expiry_warning@30 unmatched']);
    scenario.scan({ now: day(80), readings: read });
    expect(scenario.log.events).toEqual([]);
    scenario.rules = [rule('all')];
    expect(scenario.scan({ now: day(80, 1), readings: read })).toEqual(['expiry_warning@30 first -> hook']);
  });
});

describe('a delivery that fails', () => {
  const failing = () => 'failed' as const;

  it('is retried by the next scan with the same event id and current data', () => {
    const scenario = shop();
    const first = scenario.preview({ now: day(80), readings: read }).events[0];
    scenario.scan({ now: day(80), readings: read, receive: failing });
    const again = scenario.preview({ now: day(80, 1), readings: read });
    expect(again.deliveries.map(({ reason }) => reason)).toEqual(['retry']);
    expect(again.events[0]?.id).toBe(first?.id);
    expect(scenario.scan({ now: day(81), readings: read })).toEqual(['expiry_warning@30 retry -> hook']);
    expect(scenario.scan({ now: day(81, 21), readings: read })).toEqual([]);
  });

  it('never blocks another one', () => {
    const scenario = shop({}, [rule('one'), rule('two', { actions: [{ kind: 'webhook', name: 'pager' }] })]);
    scenario.scan({ now: day(80), readings: read, receive: (to) => (to === 'webhook:hook' ? 'failed' : 'sent') });
    expect(scenario.scan({ now: day(80, 1), readings: read })).toEqual(['expiry_warning@30 retry -> hook']);
  });

  it('is replaced by that of a smaller threshold', () => {
    const scenario = shop();
    scenario.scan({ now: day(84), readings: read, receive: failing });
    expect(scenario.scan({ now: day(86), readings: read })).toEqual(['expiry_warning@14 escalated -> hook']);
  });

  it('records attempts and error code, and does not start a cooldown', () => {
    const scenario = shop();
    scenario.scan({ now: day(80), readings: read, receive: failing });
    scenario.scan({ now: day(80, 1), readings: read, receive: failing });
    expect(scenario.log.events[0]?.deliveries).toEqual({
      all: {
        'webhook:hook': {
          tried_at: '2027-03-22T07:00:00Z',
          sent_at: null,
          status: null,
          attempts: 2,
          error: 'http-server-error',
        },
      },
    });
  });

  it('is given up after delivery_retry_days if it is about a change, which is reported', () => {
    const scenario = shop({ thresholds: [1] });
    const sooner = [endpoint('shop', LOCATION, certificate('b', { to: day(90) }))];
    scenario.scan({ now: day(0), readings: read });
    scenario.scan({ now: day(1), readings: sooner, receive: failing });
    expect(scenario.scan({ now: day(8), readings: sooner, receive: failing })).toEqual(['changed retry -> hook']);
    expect(listSuppressed(scenario.preview({ now: day(8, 1), readings: sooner }))).toEqual(['changed once']);
  });
});

describe('expiry_scan_repeat: critical', () => {
  const old = certificate('old', { to: day(100) });
  const readings = [endpoint('shop', 'shop.example.com:443', old)];
  const countDaily = (repeat: Settings['repeat'], from: number, to: number) => {
    const scenario = createScenario([entry('shop', { settings: settings({ repeat }) })]);
    const days = Array.from({ length: to - from }, (_, index) => from + index);
    return days.flatMap((number) => scenario.scan({ now: day(number), readings }));
  };

  it('sends each threshold once, and reminds daily only once the certificate is critical', () => {
    expect(countDaily(true, 0, 101)).toHaveLength(91);
    expect(countDaily('critical', 8, 85)).toEqual([
      'expiry_warning@90 first -> hook',
      'expiry_warning@60 escalated -> hook',
      'expiry_warning@30 escalated -> hook',
    ]);
    expect(countDaily('critical', 84, 103)).toEqual([
      'expiry_warning@30 first -> hook',
      'expiry_warning@14 escalated -> hook',
      ...Array(14).fill('expiry_warning@14 repeat -> hook'),
      'expired escalated -> hook',
      'expired repeat -> hook',
    ]);
  });

  it('repeats findings by their severity, and an outage by the status of the certificate', () => {
    const rules = [rule('all', { events: ['certificate.untrusted', 'certificate.unreachable'] })];
    const scenario = createScenario([entry('shop', { settings: settings({ repeat: 'critical' }) })], rules);
    const at = (number: number, seen: typeof old | typeof REFUSED, evidence = {}) =>
      scenario.scan({ now: day(number), readings: [endpoint('shop', 'shop.example.com:443', seen, evidence)] });
    const bad = trust({ reason: 'missing-intermediate' });
    expect(at(0, old, bad)).toEqual(['untrusted first -> hook']);
    expect(at(1, old, bad)).toEqual(['untrusted repeat -> hook']);
    at(2, REFUSED);
    expect(at(3, REFUSED)).toEqual(['unreachable first -> hook']);
    expect(at(5, REFUSED)).toEqual([]);
    expect(at(90, REFUSED)).toEqual(['unreachable escalated -> hook']);
    expect(at(91, REFUSED)).toEqual(['unreachable repeat -> hook']);
  });
});
