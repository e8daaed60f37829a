import { describe, expect, it } from 'vitest';
import { formatIsoTime } from '../../src/lib/iso-time.ts';
import {
  certificate,
  createScenario,
  day,
  endpoint,
  entry,
  limit,
  listSuppressed,
  REFUSED,
  rule,
  silence,
} from './scenario.ts';

const old = certificate('old', { to: day(100) });
const renewed = certificate('new', { to: day(465) });
const shop = [endpoint('shop', 'shop:443', old)];

/** A scenario with a warning at 30 days, with the status `warning`, due on day 80. */
function createScenarioWith(...silences: ReturnType<typeof silence>[]) {
  const scenario = createScenario([entry('shop', { labels: { env: 'prod' } })], [rule('all', { events: ['*'] })]);
  scenario.silences = silences;
  return scenario;
}

describe('a silence', () => {
  it.each<[string, Parameters<typeof silence>[1], boolean]>([
    ['suppresses every alert by default', {}, true],
    ['suppresses a matching name', { match: { names: ['sh*'] } }, true],
    ['does not suppress another name', { match: { names: ['mail'] } }, false],
    ['suppresses a matching label', { match: { labels: { env: ['test', 'prod'] } } }, true],
    ['does not suppress another label', { match: { labels: { env: ['test'] } } }, false],
    ['suppresses a matching status', { match: { status: ['warning'] } }, true],
    ['does not suppress another status', { match: { status: ['critical'] } }, false],
    ['suppresses a matching threshold', { match: { thresholds: [limit('30d')] } }, true],
    ['does not suppress another threshold', { match: { thresholds: [limit(14)] } }, false],
    ['suppresses a matching event', { events: ['certificate.expir*'] }, true],
    ['does not suppress another event', { events: ['certificate.expired'] }, false],
  ])('%s', (_, over, silenced) => {
    const planned = createScenarioWith(silence(day(90), over)).preview({ now: day(80), readings: shop });
    expect(listSuppressed(planned)).toEqual(silenced ? ['expiry_warning@30 silenced'] : []);
  });

  it('shows its end and reason; of several, those of the longest one', () => {
    const scenario = createScenarioWith(
      silence(day(90), { reason: 'short' }),
      silence(day(95), { reason: 'long' }),
      silence(day(70), { reason: 'over' }),
    );
    const planned = scenario.preview({ now: day(80), readings: shop });
    expect(planned.events[0]?.silence).toMatchObject({ until: '2027-04-06T06:00:00Z', reason: 'long' });
    expect(planned.deliveries).toMatchObject([{ due: false, reason: 'silenced' }]);
  });

  it('does not replace other reasons for suppression', () => {
    const scenario = createScenarioWith();
    scenario.scan({ now: day(80), readings: shop });
    scenario.silences = [silence(day(90))];
    expect(listSuppressed(scenario.preview({ now: day(80, 6), readings: shop }))).toEqual([
      'expiry_warning@30 cooldown',
    ]);
    scenario.rules = [];
    expect(listSuppressed(scenario.preview({ now: day(82), readings: shop }))).toEqual(['expiry_warning@30 unmatched']);
  });

  it('is shown if it suppresses one of several deliveries, and only then', () => {
    const scenario = createScenarioWith();
    scenario.scan({ now: day(80), readings: shop });
    scenario.silences = [silence(day(90))];
    const plan = (rules: typeof scenario.rules) => {
      scenario.rules = rules;
      const { deliveries, events } = scenario.preview({ now: day(80, 6), readings: shop });
      return [deliveries.map(({ reason }) => reason), events[0]?.silence?.reason];
    };
    const late = rule('late', { actions: [{ kind: 'webhook', name: 'late' }] });
    expect(plan([rule('all'), late])).toEqual([['cooldown', 'silenced'], 'known']);
    expect(plan([rule('all')])).toEqual([['cooldown'], undefined]);
    expect(plan([])).toEqual([[], undefined]);
  });

  it('is not lifted by --ignore-cooldown', () => {
    const scenario = createScenarioWith(silence(day(90)));
    expect(scenario.preview({ now: day(80), readings: shop, ignoreCooldown: true }).deliveries).toMatchObject([
      { reason: 'silenced' },
    ]);
  });

  it('is recorded once with its alert, and when it ends, active alerts are sent', () => {
    const scenario = createScenarioWith(silence(day(82), { created_by: 'ada' }));
    expect(scenario.scan({ now: day(80), readings: shop })).toEqual([]);
    const first = scenario.log.events;
    expect(scenario.scan({ now: day(81), readings: shop })).toEqual([]);
    expect(scenario.log.events).toEqual(first);
    const reason = 'silenced until 2027-03-24T06:00:00Z: known';
    const acknowledged = { acknowledged_by: 'ada', reason, acknowledged_at: formatIsoTime(day(80)) };
    expect(first).toMatchObject([{ fired_at: null, acknowledged, deliveries: {} }]);
    expect(scenario.scan({ now: day(82), readings: shop })).toEqual(['expiry_warning@30 first -> hook']);
  });

  it('suppresses alerts that are over when it ends, and their resolutions', () => {
    const scenario = createScenarioWith(silence(day(82)));
    scenario.scan({ now: day(80), readings: shop });
    expect(scenario.scan({ now: day(81), readings: [endpoint('shop', 'shop:443', renewed)] })).toEqual([]);
    expect(scenario.scan({ now: day(83), readings: [endpoint('shop', 'shop:443', renewed)] })).toEqual([]);
  });

  it('does not suppress the resolutions of earlier alerts', () => {
    const scenario = createScenarioWith();
    scenario.scan({ now: day(80), readings: shop });
    scenario.silences = [silence(day(200))];
    expect(scenario.scan({ now: day(81), readings: [endpoint('shop', 'shop:443', renewed)] })).toEqual([
      'renewed first -> hook',
    ]);
  });

  it('does not apply to a certificate that it does not match any more', () => {
    const scenario = createScenarioWith(silence(day(150), { match: { status: ['warning'] } }));
    expect(scenario.scan({ now: day(80), readings: shop })).toEqual([]);
    expect(scenario.scan({ now: day(90), readings: shop })).toEqual(['expiry_warning@14 first -> hook']);
    expect(scenario.scan({ now: day(101), readings: shop })).toEqual(['expired escalated -> hook']);
  });

  it('defers a change until it ends', () => {
    const scenario = createScenarioWith(silence(day(30)));
    scenario.scan({ now: day(0), readings: [endpoint('shop', 'shop:443', renewed)] });
    expect(
      scenario.scan({ now: day(1), readings: [endpoint('shop', 'shop:443', certificate('b', { to: day(300) }))] }),
    ).toEqual([]);
    expect(
      scenario.scan({ now: day(31), readings: [endpoint('shop', 'shop:443', certificate('b', { to: day(300) }))] }),
    ).toEqual(['changed first -> hook']);
  });

  it('defers an outage, which is sent afterwards if it lasts', () => {
    const scenario = createScenarioWith(silence(day(5), { events: ['certificate.unreachable'] }));
    const down = [endpoint('shop', 'shop:443', REFUSED)];
    expect([0, 1, 2, 3].flatMap((number) => scenario.scan({ now: day(number), readings: down }))).toEqual([]);
    expect(scenario.scan({ now: day(5), readings: down })).toEqual(['unreachable first -> hook']);
  });

  it('applies to scan.stale only if it lists it, and then the gap is never sent', () => {
    const gap = (...silences: ReturnType<typeof silence>[]) => {
      const scenario = createScenarioWith(...silences);
      scenario.stale_after_hours = 36;
      const readings = [endpoint('shop', 'shop:443', renewed)];
      scenario.scan({ now: day(0), readings });
      return [...scenario.scan({ now: day(5), readings }), ...scenario.scan({ now: day(20), readings })];
    };
    expect(gap(silence(day(6)))).toHaveLength(2);
    expect(gap(silence(day(6), { events: ['scan.*'] }))).toHaveLength(1);
  });
});
