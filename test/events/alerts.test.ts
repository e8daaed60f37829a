import { describe, expect, it } from 'vitest';
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
} from './scenario.ts';

const PLACE = 'shop.example.com:443';
/** Ends on day 100 of the story. */
const CERTIFICATE = certificate('a', { to: day(100) });
const read = [endpoint('shop', PLACE, CERTIFICATE)];
const refused = [endpoint('shop', PLACE, REFUSED)];

function shop(spec: SettingsSpec = {}, rules = [rule('all')]) {
  return createScenario([entry('shop', { settings: settings(spec) })], rules);
}

describe('expiry warnings', () => {
  it('says nothing before a threshold is crossed', () => {
    expect(shop().scan({ now: day(9), readings: read })).toEqual([]);
  });

  it('tells of the threshold that was crossed last, and of that alone', () => {
    expect(shop().scan({ now: day(80), readings: read })).toEqual(['expiry_warning@30 first -> hook']);
  });

  it('holds the same back within the cooldown and repeats it after', () => {
    const world = shop();
    expect(world.scan({ now: day(75), readings: read })).toEqual(['expiry_warning@30 first -> hook']);
    expect(listSuppressed(world.preview({ now: day(75, 23.99), readings: read }))).toEqual([
      'expiry_warning@30 cooldown',
    ]);
    expect(world.scan({ now: day(75, 23.99), readings: read })).toEqual([]);
    expect(world.scan({ now: day(76), readings: read })).toEqual(['expiry_warning@30 repeat -> hook']);
  });

  it('tells once, whatever the cooldown, where repeat is off', () => {
    const world = shop({ repeat: false });
    world.scan({ now: day(75), readings: read });
    expect(listSuppressed(world.preview({ now: day(79), readings: read }))).toEqual(['expiry_warning@30 once']);
    expect(world.scan({ now: day(86), readings: read })).toEqual(['expiry_warning@14 escalated -> hook']);
  });

  it('never holds back a smaller threshold', () => {
    const world = shop({ cooldown: 1000 });
    world.scan({ now: day(84), readings: read });
    expect(world.scan({ now: day(86), readings: read })).toEqual(['expiry_warning@14 escalated -> hook']);
  });

  it('never holds back a worse status at the same threshold', () => {
    const world = shop({ thresholds: [60], warning: 30, critical: 14, repeat: false });
    expect(world.scan({ now: day(50), readings: read })).toEqual(['expiry_warning@60 first -> hook']);
    expect(world.scan({ now: day(70), readings: read })).toEqual(['expiry_warning@60 escalated -> hook']);
    expect(world.scan({ now: day(71), readings: read })).toEqual([]);
    expect(world.scan({ now: day(86), readings: read })).toEqual(['expiry_warning@60 escalated -> hook']);
  });

  it('takes a smaller threshold to cover the larger, also one that is no longer in the manifest', () => {
    const world = shop({ thresholds: [14, 30], repeat: false });
    world.scan({ now: day(86), readings: read });
    world.entries = [entry('shop', { settings: settings({ thresholds: [30], repeat: false }) })];
    expect(listSuppressed(world.preview({ now: day(88), readings: read }))).toEqual(['expiry_warning@30 once']);
  });

  it('tells of an added smaller threshold at once, and not of a larger one', () => {
    const world = shop({ thresholds: [30], repeat: false });
    world.scan({ now: day(80), readings: read });
    world.entries = [entry('shop', { settings: settings({ thresholds: [30, 20, 60], repeat: false }) })];
    expect(world.scan({ now: day(80, 1), readings: read })).toEqual(['expiry_warning@20 escalated -> hook']);
    world.entries = [entry('shop', { settings: settings({ thresholds: [60], repeat: false }) })];
    expect(world.scan({ now: day(80, 2), readings: read })).toEqual([]);
  });

  it('takes 10 and "10d" for one threshold', () => {
    const world = shop({ thresholds: [10] });
    world.scan({ now: day(95), readings: read });
    world.entries = [entry('shop', { settings: settings({ thresholds: ['10d'] }) })];
    expect(world.scan({ now: day(95, 1), readings: read })).toEqual([]);
  });

  it('never suppresses with a cooldown of 0', () => {
    const world = shop({ cooldown: 0 });
    world.scan({ now: day(80), readings: read });
    expect(world.scan({ now: day(80), readings: read })).toEqual(['expiry_warning@30 repeat -> hook']);
  });

  it('is not suppressed by a time in the future, and only once so', () => {
    const world = shop();
    world.scan({ now: day(80), readings: read });
    expect(world.scan({ now: day(76), readings: read })).toEqual(['expiry_warning@30 repeat -> hook']);
    expect(world.scan({ now: day(76, 1), readings: read })).toEqual([]);
    expect(world.scan({ now: day(77), readings: read })).toEqual(['expiry_warning@30 repeat -> hook']);
  });

  it('lifts the cooldown and once for --ignore-cooldown', () => {
    const world = shop({ repeat: false });
    world.scan({ now: day(80), readings: read });
    expect(world.scan({ now: day(80), readings: read, ignoreCooldown: true })).toEqual([
      'expiry_warning@30 repeat -> hook',
    ]);
  });
});

describe('expired', () => {
  it('is told from the moment that valid_to has passed, and no warning beside it', () => {
    const world = shop();
    expect(world.scan({ now: day(100), readings: read })).toEqual(['expiry_warning@14 first -> hook']);
    expect(world.scan({ now: day(100) + 1, readings: read })).toEqual(['expired escalated -> hook']);
    expect(world.scan({ now: day(100, 1), readings: read })).toEqual([]);
  });
});

describe('changed', () => {
  const sooner = certificate('b', { to: day(90) });
  const later = certificate('c', { to: day(200) });

  it('is told once where another certificate ends no later', () => {
    const world = shop({ cooldown: 0, thresholds: [1] });
    world.scan({ now: day(0), readings: read });
    expect(world.scan({ now: day(1), readings: [endpoint('shop', PLACE, sooner)] })).toEqual(['changed first -> hook']);
    expect(listSuppressed(world.preview({ now: day(2), readings: [endpoint('shop', PLACE, sooner)] }))).toEqual([
      'changed once',
    ]);
  });

  it('is not told of a renewal', () => {
    const world = shop();
    world.scan({ now: day(0), readings: read });
    expect(world.scan({ now: day(1), readings: [endpoint('shop', PLACE, later)] })).toEqual([]);
  });

  it('is told anew where the same change happens again', () => {
    const world = shop({ thresholds: [1] });
    world.scan({ now: day(0), readings: read });
    world.scan({ now: day(1), readings: [endpoint('shop', PLACE, sooner)] });
    world.scan({ now: day(3), readings: read });
    expect(world.scan({ now: day(5), readings: [endpoint('shop', PLACE, sooner)] })).toEqual(['changed first -> hook']);
  });

  it('is made good by the next scan where a scan was lost', () => {
    const world = shop({ thresholds: [1] });
    world.scan({ now: day(0), readings: read });
    world.begin({ now: day(1), readings: [endpoint('shop', PLACE, sooner)] });
    expect(world.scan({ now: day(2), readings: [endpoint('shop', PLACE, sooner)] })).toEqual(['changed first -> hook']);
  });

  it('is not lifted by --ignore-cooldown: it is no state that goes on', () => {
    const world = shop({ thresholds: [1] });
    world.scan({ now: day(0), readings: read });
    world.scan({ now: day(1), readings: [endpoint('shop', PLACE, sooner)] });
    expect(world.scan({ now: day(2), readings: [endpoint('shop', PLACE, sooner)], ignoreCooldown: true })).toEqual([]);
  });
});

describe('unreachable', () => {
  it('is told when a place failed in this scan and in the one before', () => {
    const world = shop();
    world.scan({ now: day(0), readings: read });
    expect(world.scan({ now: day(1), readings: refused })).toEqual([]);
    expect(world.scan({ now: day(2), readings: refused })).toEqual(['unreachable first -> hook']);
    expect(world.scan({ now: day(3), readings: refused })).toEqual(['unreachable repeat -> hook']);
  });

  it('is judged by the certificate last seen, and says so', () => {
    const world = shop();
    world.scan({ now: day(60), readings: read });
    world.scan({ now: day(79), readings: refused });
    const planned = world.preview({ now: day(80), readings: refused });
    const data = planned.events.map(({ context }) => context.data);
    expect(
      data.map(({ event_type, days_remaining, error, last_seen, place }) => ({
        event_type,
        days_remaining,
        error,
        last_seen,
        place,
      })),
    ).toEqual([
      {
        event_type: 'certificate.expiry_warning',
        days_remaining: 20,
        error: REFUSED,
        last_seen: '2027-03-02T06:00:00Z',
        place: null,
      },
      {
        event_type: 'certificate.unreachable',
        days_remaining: 20,
        error: REFUSED,
        last_seen: '2027-03-02T06:00:00Z',
        place: PLACE,
      },
    ]);
  });

  it('is unknown where nothing was ever seen', () => {
    const world = shop();
    world.scan({ now: day(0), readings: refused });
    const [event] = world.preview({ now: day(1), readings: refused }).events;
    expect(event).toMatchObject({
      event: 'certificate.unreachable',
      fingerprint_sha256: null,
      context: {
        data: { status: 'unknown', alert_key: `certvigil/shop/${PLACE}`, common_name: null, certificate_id: null },
      },
    });
  });
});

describe('a second rule, and a rule that changes', () => {
  it('hears at once of what another rule was told of before', () => {
    const world = shop();
    world.scan({ now: day(80), readings: read });
    world.rules = [...world.rules, rule('late', { actions: [{ kind: 'webhook', name: 'pager' }] })];
    expect(world.scan({ now: day(80, 1), readings: read })).toEqual(['expiry_warning@30 first -> pager']);
  });

  it('reports an event that no rule wants, and starts nothing', () => {
    const world = shop({}, []);
    expect(listSuppressed(world.preview({ now: day(80), readings: read }))).toEqual(['expiry_warning@30 unmatched']);
    world.scan({ now: day(80), readings: read });
    expect(world.log.events).toEqual([]);
    world.rules = [rule('all')];
    expect(world.scan({ now: day(80, 1), readings: read })).toEqual(['expiry_warning@30 first -> hook']);
  });
});

describe('a delivery that fails', () => {
  const failing = () => 'failed' as const;

  it('is tried again by the next scan, with the same event and the facts of that day', () => {
    const world = shop();
    const first = world.preview({ now: day(80), readings: read }).events[0];
    world.scan({ now: day(80), readings: read, receive: failing });
    const again = world.preview({ now: day(80, 1), readings: read });
    expect(again.deliveries.map(({ reason }) => reason)).toEqual(['retry']);
    expect(again.events[0]?.id).toBe(first?.id);
    expect(world.scan({ now: day(81), readings: read })).toEqual(['expiry_warning@30 retry -> hook']);
    expect(world.scan({ now: day(81, 23), readings: read })).toEqual([]);
  });

  it('never holds back another', () => {
    const world = shop({}, [rule('one'), rule('two', { actions: [{ kind: 'webhook', name: 'pager' }] })]);
    world.scan({ now: day(80), readings: read, receive: (to) => (to === 'webhook:hook' ? 'failed' : 'sent') });
    expect(world.scan({ now: day(80, 1), readings: read })).toEqual(['expiry_warning@30 retry -> hook']);
  });

  it('gives way to a smaller threshold', () => {
    const world = shop();
    world.scan({ now: day(84), readings: read, receive: failing });
    expect(world.scan({ now: day(86), readings: read })).toEqual(['expiry_warning@14 escalated -> hook']);
  });

  it('counts its requests and keeps the code, and starts no cooldown', () => {
    const world = shop();
    world.scan({ now: day(80), readings: read, receive: failing });
    world.scan({ now: day(80, 1), readings: read, receive: failing });
    expect(world.log.events[0]?.deliveries).toEqual({
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

  it('of a change is given up after delivery_retry_days, and that is reported', () => {
    const world = shop({ thresholds: [1] });
    const sooner = [endpoint('shop', PLACE, certificate('b', { to: day(90) }))];
    world.scan({ now: day(0), readings: read });
    world.scan({ now: day(1), readings: sooner, receive: failing });
    expect(world.scan({ now: day(8), readings: sooner, receive: failing })).toEqual(['changed retry -> hook']);
    expect(listSuppressed(world.preview({ now: day(8, 1), readings: sooner }))).toEqual(['changed once']);
  });
});
