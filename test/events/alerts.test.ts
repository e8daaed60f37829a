import { describe, expect, it } from 'vitest';
import {
  certificate,
  day,
  endpoint,
  entry,
  heldBack,
  REFUSED,
  rule,
  type SettingsSpec,
  settings,
  story,
} from './scenario.ts';

const PLACE = 'shop.example.com:443';
/** Ends on day 100 of the story. */
const CERTIFICATE = certificate('a', { to: day(100) });
const read = [endpoint('shop', PLACE, CERTIFICATE)];
const refused = [endpoint('shop', PLACE, REFUSED)];

function shop(spec: SettingsSpec = {}, rules = [rule('all')]) {
  return story([entry('shop', { settings: settings(spec) })], rules);
}

describe('expiry warnings', () => {
  it('says nothing before a threshold is crossed', () => {
    expect(shop().scan({ now: day(9), readings: read })).toEqual([]);
  });

  it('tells of the threshold that was crossed last, and of that alone', () => {
    expect(shop().scan({ now: day(80), readings: read })).toEqual(['expiry_warning@30 first -> hook']);
  });

  it('holds the same back within the cooldown and repeats it after', () => {
    const it = shop();
    expect(it.scan({ now: day(75), readings: read })).toEqual(['expiry_warning@30 first -> hook']);
    expect(heldBack(it.look({ now: day(75, 23.99), readings: read }))).toEqual(['expiry_warning@30 cooldown']);
    expect(it.scan({ now: day(75, 23.99), readings: read })).toEqual([]);
    expect(it.scan({ now: day(76), readings: read })).toEqual(['expiry_warning@30 repeat -> hook']);
  });

  it('tells once, whatever the cooldown, where repeat is off', () => {
    const it = shop({ repeat: false });
    it.scan({ now: day(75), readings: read });
    expect(heldBack(it.look({ now: day(79), readings: read }))).toEqual(['expiry_warning@30 once']);
    expect(it.scan({ now: day(86), readings: read })).toEqual(['expiry_warning@14 escalated -> hook']);
  });

  it('never holds back a smaller threshold', () => {
    const it = shop({ cooldown: 1000 });
    it.scan({ now: day(84), readings: read });
    expect(it.scan({ now: day(86), readings: read })).toEqual(['expiry_warning@14 escalated -> hook']);
  });

  it('never holds back a worse status at the same threshold', () => {
    const it = shop({ thresholds: [60], warning: 30, critical: 14, repeat: false });
    expect(it.scan({ now: day(50), readings: read })).toEqual(['expiry_warning@60 first -> hook']);
    expect(it.scan({ now: day(70), readings: read })).toEqual(['expiry_warning@60 escalated -> hook']);
    expect(it.scan({ now: day(71), readings: read })).toEqual([]);
    expect(it.scan({ now: day(86), readings: read })).toEqual(['expiry_warning@60 escalated -> hook']);
  });

  it('takes a smaller threshold to cover the larger, also one that is no longer in the manifest', () => {
    const it = shop({ thresholds: [14, 30], repeat: false });
    it.scan({ now: day(86), readings: read });
    it.entries = [entry('shop', { settings: settings({ thresholds: [30], repeat: false }) })];
    expect(heldBack(it.look({ now: day(88), readings: read }))).toEqual(['expiry_warning@30 once']);
  });

  it('tells of an added smaller threshold at once, and not of a larger one', () => {
    const it = shop({ thresholds: [30], repeat: false });
    it.scan({ now: day(80), readings: read });
    it.entries = [entry('shop', { settings: settings({ thresholds: [30, 20, 60], repeat: false }) })];
    expect(it.scan({ now: day(80, 1), readings: read })).toEqual(['expiry_warning@20 escalated -> hook']);
    it.entries = [entry('shop', { settings: settings({ thresholds: [60], repeat: false }) })];
    expect(it.scan({ now: day(80, 2), readings: read })).toEqual([]);
  });

  it('takes 10 and "10d" for one threshold', () => {
    const it = shop({ thresholds: [10] });
    it.scan({ now: day(95), readings: read });
    it.entries = [entry('shop', { settings: settings({ thresholds: ['10d'] }) })];
    expect(it.scan({ now: day(95, 1), readings: read })).toEqual([]);
  });

  it('never suppresses with a cooldown of 0', () => {
    const it = shop({ cooldown: 0 });
    it.scan({ now: day(80), readings: read });
    expect(it.scan({ now: day(80), readings: read })).toEqual(['expiry_warning@30 repeat -> hook']);
  });

  it('is not suppressed by a time in the future, and only once so', () => {
    const it = shop();
    it.scan({ now: day(80), readings: read });
    expect(it.scan({ now: day(76), readings: read })).toEqual(['expiry_warning@30 repeat -> hook']);
    expect(it.scan({ now: day(76, 1), readings: read })).toEqual([]);
    expect(it.scan({ now: day(77), readings: read })).toEqual(['expiry_warning@30 repeat -> hook']);
  });

  it('lifts the cooldown and once for --ignore-cooldown', () => {
    const it = shop({ repeat: false });
    it.scan({ now: day(80), readings: read });
    expect(it.scan({ now: day(80), readings: read, ignoreCooldown: true })).toEqual([
      'expiry_warning@30 repeat -> hook',
    ]);
  });
});

describe('expired', () => {
  it('is told from the moment that valid_to has passed, and no warning beside it', () => {
    const it = shop();
    expect(it.scan({ now: day(100), readings: read })).toEqual(['expiry_warning@14 first -> hook']);
    expect(it.scan({ now: day(100) + 1, readings: read })).toEqual(['expired escalated -> hook']);
    expect(it.scan({ now: day(100, 1), readings: read })).toEqual([]);
  });
});

describe('changed', () => {
  const sooner = certificate('b', { to: day(90) });
  const later = certificate('c', { to: day(200) });

  it('is told once where another certificate ends no later', () => {
    const it = shop({ cooldown: 0, thresholds: [1] });
    it.scan({ now: day(0), readings: read });
    expect(it.scan({ now: day(1), readings: [endpoint('shop', PLACE, sooner)] })).toEqual(['changed first -> hook']);
    expect(heldBack(it.look({ now: day(2), readings: [endpoint('shop', PLACE, sooner)] }))).toEqual(['changed once']);
  });

  it('is not told of a renewal', () => {
    const it = shop();
    it.scan({ now: day(0), readings: read });
    expect(it.scan({ now: day(1), readings: [endpoint('shop', PLACE, later)] })).toEqual([]);
  });

  it('is told anew where the same change happens again', () => {
    const it = shop({ thresholds: [1] });
    it.scan({ now: day(0), readings: read });
    it.scan({ now: day(1), readings: [endpoint('shop', PLACE, sooner)] });
    it.scan({ now: day(3), readings: read });
    expect(it.scan({ now: day(5), readings: [endpoint('shop', PLACE, sooner)] })).toEqual(['changed first -> hook']);
  });

  it('is made good by the next scan where a scan was lost', () => {
    const it = shop({ thresholds: [1] });
    it.scan({ now: day(0), readings: read });
    it.begin({ now: day(1), readings: [endpoint('shop', PLACE, sooner)] });
    expect(it.scan({ now: day(2), readings: [endpoint('shop', PLACE, sooner)] })).toEqual(['changed first -> hook']);
  });

  it('is not lifted by --ignore-cooldown: it is no state that goes on', () => {
    const it = shop({ thresholds: [1] });
    it.scan({ now: day(0), readings: read });
    it.scan({ now: day(1), readings: [endpoint('shop', PLACE, sooner)] });
    expect(it.scan({ now: day(2), readings: [endpoint('shop', PLACE, sooner)], ignoreCooldown: true })).toEqual([]);
  });
});

describe('unreachable', () => {
  it('is told when a place failed in this scan and in the one before', () => {
    const it = shop();
    it.scan({ now: day(0), readings: read });
    expect(it.scan({ now: day(1), readings: refused })).toEqual([]);
    expect(it.scan({ now: day(2), readings: refused })).toEqual(['unreachable first -> hook']);
    expect(it.scan({ now: day(3), readings: refused })).toEqual(['unreachable repeat -> hook']);
  });

  it('is judged by the certificate last seen, and says so', () => {
    const it = shop();
    it.scan({ now: day(60), readings: read });
    it.scan({ now: day(79), readings: refused });
    const planned = it.look({ now: day(80), readings: refused });
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
    const it = shop();
    it.scan({ now: day(0), readings: refused });
    const [event] = it.look({ now: day(1), readings: refused }).events;
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
    const it = shop();
    it.scan({ now: day(80), readings: read });
    it.rules = [...it.rules, rule('late', { actions: [{ kind: 'webhook', name: 'pager' }] })];
    expect(it.scan({ now: day(80, 1), readings: read })).toEqual(['expiry_warning@30 first -> pager']);
  });

  it('reports an event that no rule wants, and starts nothing', () => {
    const it = shop({}, []);
    expect(heldBack(it.look({ now: day(80), readings: read }))).toEqual(['expiry_warning@30 unmatched']);
    it.scan({ now: day(80), readings: read });
    expect(it.log.events).toEqual([]);
    it.rules = [rule('all')];
    expect(it.scan({ now: day(80, 1), readings: read })).toEqual(['expiry_warning@30 first -> hook']);
  });
});

describe('a delivery that fails', () => {
  const failing = () => 'failed' as const;

  it('is tried again by the next scan, with the same event and the facts of that day', () => {
    const it = shop();
    const first = it.look({ now: day(80), readings: read }).events[0];
    it.scan({ now: day(80), readings: read, receive: failing });
    const again = it.look({ now: day(80, 1), readings: read });
    expect(again.deliveries.map(({ reason }) => reason)).toEqual(['retry']);
    expect(again.events[0]?.id).toBe(first?.id);
    expect(it.scan({ now: day(81), readings: read })).toEqual(['expiry_warning@30 retry -> hook']);
    expect(it.scan({ now: day(81, 23), readings: read })).toEqual([]);
  });

  it('never holds back another', () => {
    const it = shop({}, [rule('one'), rule('two', { actions: [{ kind: 'webhook', name: 'pager' }] })]);
    it.scan({ now: day(80), readings: read, receive: (to) => (to === 'webhook:hook' ? 'failed' : 'sent') });
    expect(it.scan({ now: day(80, 1), readings: read })).toEqual(['expiry_warning@30 retry -> hook']);
  });

  it('gives way to a smaller threshold', () => {
    const it = shop();
    it.scan({ now: day(84), readings: read, receive: failing });
    expect(it.scan({ now: day(86), readings: read })).toEqual(['expiry_warning@14 escalated -> hook']);
  });

  it('counts its requests and keeps the code, and starts no cooldown', () => {
    const it = shop();
    it.scan({ now: day(80), readings: read, receive: failing });
    it.scan({ now: day(80, 1), readings: read, receive: failing });
    expect(it.log.events[0]?.deliveries).toEqual({
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
    const it = shop({ thresholds: [1] });
    const sooner = [endpoint('shop', PLACE, certificate('b', { to: day(90) }))];
    it.scan({ now: day(0), readings: read });
    it.scan({ now: day(1), readings: sooner, receive: failing });
    expect(it.scan({ now: day(8), readings: sooner, receive: failing })).toEqual(['changed retry -> hook']);
    expect(heldBack(it.look({ now: day(8, 1), readings: sooner }))).toEqual(['changed once']);
  });
});
