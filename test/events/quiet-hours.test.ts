import { describe, expect, it } from 'vitest';
import { type Action, type QuietHours, WEEKDAYS } from '../../src/domain/index.ts';
import { hasPauseBetween, isQuiet } from '../../src/events/plan/quiet-hours.ts';
import { createWebhook } from '../notify/context.ts';
import { certificate, createScenario, day, endpoint, entry, listSuppressed, REFUSED, rule, trust } from './scenario.ts';

function hours(from: number, to: number, over: Partial<QuietHours> = {}): QuietHours {
  return { from: from * 60, to: to * 60, time_zone: 'UTC', days: [...WEEKDAYS], except: [], ...over };
}

const at = (time: string) => Date.parse(time);

describe('quiet hours', () => {
  // 2027-01-01 is a Friday.
  it.each<[string, QuietHours, string, boolean]>([
    ['start with their first minute', hours(9, 17), '2027-01-01T09:00:00Z', true],
    ['last to the minute before their end', hours(9, 17), '2027-01-01T16:59:59Z', true],
    ['do not include their end', hours(9, 17), '2027-01-01T17:00:00Z', false],
    ['do not include the time before', hours(9, 17), '2027-01-01T08:59:59Z', false],
    ['span midnight, before it', hours(22, 7), '2027-01-01T23:00:00Z', true],
    ['span midnight, after it', hours(22, 7), '2027-01-01T06:59:00Z', true],
    ['do not include the day in between', hours(22, 7), '2027-01-01T12:00:00Z', false],
    ['last until the end of the day', hours(0, 24), '2027-01-01T23:59:00Z', true],
    ['do not start on other days', hours(0, 24, { days: ['sat', 'sun'] }), '2027-01-01T23:59:00Z', false],
    ['start on a listed Saturday', hours(0, 24, { days: ['sat', 'sun'] }), '2027-01-02T00:00:00Z', true],
    ['do not start on a Monday', hours(0, 24, { days: ['sat', 'sun'] }), '2027-01-04T00:00:00Z', false],
    [
      'that start on a Friday include the night after it',
      hours(22, 7, { days: ['fri'] }),
      '2027-01-02T03:00:00Z',
      true,
    ],
    [
      'that start on a Friday do not include the night before it',
      hours(22, 7, { days: ['fri'] }),
      '2027-01-01T03:00:00Z',
      false,
    ],
    ['are in the time of their zone', hours(22, 7, { time_zone: 'Asia/Kolkata' }), '2027-01-01T16:30:00Z', true],
    ['are not in UTC', hours(22, 7, { time_zone: 'Asia/Kolkata' }), '2027-01-01T22:30:00Z', true],
    [
      'have the days of their zone',
      hours(0, 24, { days: ['sat'], time_zone: 'Asia/Tokyo' }),
      '2027-01-01T15:00:00Z',
      true,
    ],
    // Berlin: 28 March 2027 from 02:00 to 03:00, 31 October 2027 from 03:00 back to 02:00.
    ['follow winter time', hours(22, 7, { time_zone: 'Europe/Berlin' }), '2027-01-01T05:59:00Z', true],
    ['follow summer time at their end', hours(22, 7, { time_zone: 'Europe/Berlin' }), '2027-07-01T05:00:00Z', false],
    ['follow summer time before their end', hours(22, 7, { time_zone: 'Europe/Berlin' }), '2027-07-01T04:59:00Z', true],
    [
      'start in the hour that summer time skips',
      hours(2, 4, { time_zone: 'Europe/Berlin' }),
      '2027-03-28T01:00:00Z',
      true,
    ],
    ['include the hour that occurs twice', hours(2, 3, { time_zone: 'Europe/Berlin' }), '2027-10-31T00:30:00Z', true],
    ['include its second occurrence', hours(2, 3, { time_zone: 'Europe/Berlin' }), '2027-10-31T01:30:00Z', true],
  ])('%s', (_, quiet, time, holds) => {
    expect(isQuiet(quiet, at(time))).toBe(holds);
  });

  it('have no pause between consecutive days', () => {
    const weekend = hours(0, 24, { days: ['sat', 'sun'] });
    expect(hasPauseBetween(weekend, at('2027-01-02T06:00:00Z'), at('2027-01-03T20:00:00Z'))).toBe(false);
    expect(hasPauseBetween(weekend, at('2027-01-02T06:00:00Z'), at('2027-01-09T06:00:00Z'))).toBe(true);
  });
});

const old = certificate('old', { to: day(100) });
const renewed = certificate('new', { to: day(465) });
const shop = (showing = old) => [endpoint('shop', 'shop:443', showing)];
// Scans run at 06:00Z, plus the given hours.
const NIGHT = hours(22, 7);

function createQuietScenario(quiet_hours: QuietHours, over: Partial<Action> = {}, preset: 'pagerduty' | null = null) {
  const action = { kind: 'webhook', name: 'in', quiet_hours, ...over } as Action;
  const scenario = createScenario([entry('shop')], [rule('all', { events: ['*'], actions: [action] })]);
  scenario.webhooks = [createWebhook({ name: 'in', preset })];
  return scenario;
}

describe('an action with quiet hours', () => {
  it('defers an alert, and the first scan after quiet hours sends it', () => {
    const scenario = createQuietScenario(NIGHT);
    const planned = scenario.preview({ now: day(80), readings: shop() });
    expect(listSuppressed(planned)).toEqual(['expiry_warning@30 quiet_hours']);
    expect(scenario.scan({ now: day(80), readings: shop() })).toEqual([]);
    expect(scenario.scan({ now: day(80, 1), readings: shop() })).toEqual(['expiry_warning@30 first -> in']);
    expect(scenario.scan({ now: day(80, 2), readings: shop() })).toEqual([]);
  });

  it('does not defer alerts of other actions', () => {
    const scenario = createQuietScenario(NIGHT);
    scenario.rules = [...scenario.rules, rule('other')];
    expect(scenario.scan({ now: day(80), readings: shop() })).toEqual(['expiry_warning@30 first -> hook']);
    expect(scenario.scan({ now: day(80, 1), readings: shop() })).toEqual(['expiry_warning@30 first -> in']);
  });

  it('has its own hours, whatever other actions have', () => {
    const act = (name: string, quiet_hours: QuietHours): Action => ({ kind: 'webhook', name, quiet_hours });
    const daytime = hours(9, 17);
    for (const [one, other] of [
      [NIGHT, daytime],
      [daytime, NIGHT],
    ] as const) {
      const scenario = createScenario(
        [entry('shop')],
        [rule('a', { actions: [act('in', one), act('out', other)] }), rule('b', { actions: [act('in', other)] })],
      );
      const { deliveries } = scenario.preview({ now: day(80), readings: shop() });
      const toReason = (own: QuietHours) => (own === NIGHT ? 'quiet_hours' : 'first');
      expect(deliveries.map((to) => [to.rule, to.destination, to.reason])).toEqual([
        ['a', 'webhook:in', toReason(one)],
        ['a', 'webhook:out', toReason(other)],
        ['b', 'webhook:in', toReason(other)],
      ]);
    }
  });

  it('defers one resolution of a certificate that had several alerts', () => {
    const scenario = createQuietScenario(NIGHT);
    const untrusted = trust({ trusted: false, reason: 'unknown-issuer' });
    scenario.scan({ now: day(79, 12), readings: [endpoint('shop', 'shop:443', old, untrusted)] });
    const { deliveries } = scenario.preview({ now: day(80), readings: shop(renewed) });
    expect(deliveries.map(({ reason }) => reason)).toEqual(['quiet_hours']);
    scenario.scan({ now: day(80), readings: shop(renewed) });
    expect(scenario.scan({ now: day(80, 2), readings: shop(renewed) })).toEqual(['renewed first -> in']);
  });

  it('sends statuses listed in except', () => {
    const scenario = createQuietScenario({ ...NIGHT, except: ['critical', 'expired'] });
    expect(scenario.scan({ now: day(80), readings: shop() })).toEqual([]);
    expect(scenario.scan({ now: day(90), readings: shop() })).toEqual(['expiry_warning@14 first -> in']);
  });

  it('sends neither an alert that is over in the morning, nor its resolution', () => {
    const scenario = createQuietScenario(NIGHT, { send_resolved: true });
    scenario.scan({ now: day(80), readings: shop() });
    expect(scenario.scan({ now: day(80, 1), readings: shop(renewed) })).toEqual([]);
  });

  it('defers a resolution too, however short the retry period is', () => {
    const scenario = createQuietScenario(NIGHT);
    scenario.retry_days = 0;
    scenario.scan({ now: day(79, 12), readings: shop() });
    expect(scenario.scan({ now: day(80), readings: shop(renewed) })).toEqual([]);
    expect(scenario.scan({ now: day(80, 2), readings: shop(renewed) })).toEqual(['renewed first -> in']);
    expect(scenario.scan({ now: day(81, 2), readings: shop(renewed) })).toEqual([]);
  });

  it('does not defer a resolution for a destination that keeps alerts open', () => {
    const scenario = createQuietScenario(NIGHT, {}, 'pagerduty');
    scenario.scan({ now: day(79, 12), readings: shop() });
    expect(scenario.scan({ now: day(80), readings: shop(renewed) })).toEqual(['renewed first -> in']);
  });

  it('sends a gap between scans in the morning', () => {
    const scenario = createQuietScenario(NIGHT);
    [scenario.stale_after_hours, scenario.retry_days] = [36, 0];
    scenario.scan({ now: day(0, 3), readings: shop(renewed) });
    expect(scenario.scan({ now: day(5), readings: shop(renewed) })).toEqual([]);
    expect(scenario.scan({ now: day(5, 3), readings: shop(renewed) })).toEqual([
      expect.stringMatching(/^scan.stale first/),
    ]);
    expect(scenario.scan({ now: day(6, 3), readings: shop(renewed) })).toEqual([]);
  });

  it('repeats an alert of the day before in the morning', () => {
    const scenario = createQuietScenario(NIGHT);
    scenario.scan({ now: day(79), readings: shop() });
    scenario.scan({ now: day(79, 1), readings: shop() });
    expect(listSuppressed(scenario.preview({ now: day(81), readings: shop() }))).toEqual([
      'expiry_warning@30 quiet_hours',
    ]);
    scenario.scan({ now: day(81), readings: shop() });
    expect(scenario.scan({ now: day(81, 1), readings: shop() })).toEqual(['expiry_warning@30 repeat -> in']);
  });

  it('defers for one night at most if every scan falls into quiet hours', () => {
    const scenario = createQuietScenario(NIGHT);
    expect(scenario.scan({ now: day(80), readings: shop() })).toEqual([]);
    expect(scenario.scan({ now: day(81), readings: shop() })).toEqual(['expiry_warning@30 first -> in']);
    expect(scenario.scan({ now: day(82), readings: shop(renewed) })).toEqual([]);
    expect(scenario.scan({ now: day(83), readings: shop(renewed) })).toEqual(['renewed first -> in']);
  });

  it('defers an alert anew if it fires again after it was over', () => {
    const scenario = createQuietScenario(NIGHT);
    const [up, down] = [shop(renewed), [endpoint('shop', 'shop:443', REFUSED)]];
    scenario.scan({ now: day(0, 3), readings: down });
    expect(listSuppressed(scenario.preview({ now: day(1), readings: down }))).toEqual(['unreachable quiet_hours']);
    scenario.scan({ now: day(1), readings: down });
    scenario.scan({ now: day(1, 3), readings: up });
    expect(scenario.log.events[0]?.deliveries.all?.['webhook:in']?.error).toBe('quiet-hours-over');
    scenario.scan({ now: day(9, 3), readings: down });
    expect(scenario.scan({ now: day(10), readings: down })).toEqual([]);
    expect(scenario.scan({ now: day(10, 3), readings: down })).toEqual(['unreachable first -> in']);
  });

  it('leaves a resolution that it deferred out of the plan after the retry days, if its rule is gone by then', () => {
    const scenario = createQuietScenario(NIGHT);
    scenario.scan({ now: day(79, 12), readings: shop() });
    expect(listSuppressed(scenario.preview({ now: day(80), readings: shop(renewed) }))).toEqual([
      'renewed quiet_hours',
    ]);
    scenario.scan({ now: day(80), readings: shop(renewed) });
    scenario.rules = [];
    expect(listSuppressed(scenario.preview({ now: day(80, 2), readings: shop(renewed) }))).toEqual([
      'renewed unmatched',
    ]);
    scenario.scan({ now: day(80, 2), readings: shop(renewed) });
    const after = scenario.preview({ now: day(88), readings: shop(renewed) });
    expect(after.events).toEqual([]);
  });

  it('records once that a delivery is deferred', () => {
    const scenario = createQuietScenario(NIGHT);
    scenario.scan({ now: day(79, 18), readings: shop() });
    const before = scenario.log.events;
    scenario.scan({ now: day(80), readings: shop() });
    expect(scenario.log.events).toEqual(before);
    expect(before[0]?.deliveries).toMatchObject({
      all: { 'webhook:in': { attempts: 0, error: 'quiet-hours', sent_at: null } },
    });
  });
});
