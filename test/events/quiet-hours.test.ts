import { describe, expect, it } from 'vitest';
import { type Action, type QuietHours, WEEKDAYS } from '../../src/domain/index.ts';
import { hasPauseBetween, isQuiet } from '../../src/events/plan/quiet-hours.ts';
import { createWebhook } from '../notify/context.ts';
import { certificate, createScenario, day, endpoint, entry, listSuppressed, REFUSED, rule } from './scenario.ts';

function hours(from: number, to: number, over: Partial<QuietHours> = {}): QuietHours {
  return { from: from * 60, to: to * 60, time_zone: 'UTC', days: [...WEEKDAYS], except: [], ...over };
}

const at = (time: string) => Date.parse(time);

describe('quiet hours', () => {
  // 2027-01-01 is a Friday.
  it.each<[string, QuietHours, string, boolean]>([
    ['hold from their first minute', hours(9, 17), '2027-01-01T09:00:00Z', true],
    ['to the last before their end', hours(9, 17), '2027-01-01T16:59:59Z', true],
    ['and not at it', hours(9, 17), '2027-01-01T17:00:00Z', false],
    ['nor before', hours(9, 17), '2027-01-01T08:59:59Z', false],
    ['go over midnight, before', hours(22, 7), '2027-01-01T23:00:00Z', true],
    ['and after it', hours(22, 7), '2027-01-01T06:59:00Z', true],
    ['but not by day', hours(22, 7), '2027-01-01T12:00:00Z', false],
    ['go to the end of the day', hours(0, 24), '2027-01-01T23:59:00Z', true],
    ['begin on their days alone', hours(0, 24, { days: ['sat', 'sun'] }), '2027-01-01T23:59:00Z', false],
    ['on a Saturday', hours(0, 24, { days: ['sat', 'sun'] }), '2027-01-02T00:00:00Z', true],
    ['and not on a Monday', hours(0, 24, { days: ['sat', 'sun'] }), '2027-01-04T00:00:00Z', false],
    [
      'that begin on a Friday hold in the night after it',
      hours(22, 7, { days: ['fri'] }),
      '2027-01-02T03:00:00Z',
      true,
    ],
    ['and not in the night before', hours(22, 7, { days: ['fri'] }), '2027-01-01T03:00:00Z', false],
    ['go by the clock of their zone', hours(22, 7, { time_zone: 'Asia/Kolkata' }), '2027-01-01T16:30:00Z', true],
    ['and not by ours', hours(22, 7, { time_zone: 'Asia/Kolkata' }), '2027-01-01T22:30:00Z', true],
    [
      'on the days of their zone',
      hours(0, 24, { days: ['sat'], time_zone: 'Asia/Tokyo' }),
      '2027-01-01T15:00:00Z',
      true,
    ],
    // Berlin: 28 March 2027 from 02:00 to 03:00, 31 October 2027 from 03:00 back to 02:00.
    ['in winter', hours(22, 7, { time_zone: 'Europe/Berlin' }), '2027-01-01T05:59:00Z', true],
    ['end by the clock in summer', hours(22, 7, { time_zone: 'Europe/Berlin' }), '2027-07-01T05:00:00Z', false],
    ['and not before', hours(22, 7, { time_zone: 'Europe/Berlin' }), '2027-07-01T04:59:00Z', true],
    ['begin in the hour that is left out', hours(2, 4, { time_zone: 'Europe/Berlin' }), '2027-03-28T01:00:00Z', true],
    ['hold in the hour that comes', hours(2, 3, { time_zone: 'Europe/Berlin' }), '2027-10-31T00:30:00Z', true],
    ['and in the one that comes again', hours(2, 3, { time_zone: 'Europe/Berlin' }), '2027-10-31T01:30:00Z', true],
  ])('%s', (_, quiet, time, holds) => {
    expect(isQuiet(quiet, at(time))).toBe(holds);
  });

  it('of days that follow each other have no pause between them', () => {
    const weekend = hours(0, 24, { days: ['sat', 'sun'] });
    expect(hasPauseBetween(weekend, at('2027-01-02T06:00:00Z'), at('2027-01-03T20:00:00Z'))).toBe(false);
    expect(hasPauseBetween(weekend, at('2027-01-02T06:00:00Z'), at('2027-01-09T06:00:00Z'))).toBe(true);
  });
});

const old = certificate('old', { to: day(100) });
const renewed = certificate('new', { to: day(465) });
const shop = (showing = old) => [endpoint('shop', 'shop:443', showing)];
// Scans of a story are at 06:00Z, and with so many hours later.
const NIGHT = hours(22, 7);

function quietWorld(quiet_hours: QuietHours, over: Partial<Action> = {}, preset: 'pagerduty' | null = null) {
  const action = { kind: 'webhook', name: 'in', quiet_hours, ...over } as Action;
  const world = createScenario([entry('shop')], [rule('all', { events: ['*'], actions: [action] })]);
  world.webhooks = [createWebhook({ name: 'in', preset })];
  return world;
}

describe('an action with quiet hours', () => {
  it('holds an alert back, and the first scan after them sends it', () => {
    const world = quietWorld(NIGHT);
    const planned = world.preview({ now: day(80), readings: shop() });
    expect(listSuppressed(planned)).toEqual(['expiry_warning@30 quiet_hours']);
    expect(world.scan({ now: day(80), readings: shop() })).toEqual([]);
    expect(world.scan({ now: day(80, 1), readings: shop() })).toEqual(['expiry_warning@30 first -> in']);
    expect(world.scan({ now: day(80, 2), readings: shop() })).toEqual([]);
  });

  it('holds nothing back for others', () => {
    const world = quietWorld(NIGHT);
    world.rules = [...world.rules, rule('other')];
    expect(world.scan({ now: day(80), readings: shop() })).toEqual(['expiry_warning@30 first -> hook']);
    expect(world.scan({ now: day(80, 1), readings: shop() })).toEqual(['expiry_warning@30 first -> in']);
  });

  it('sends what stands under except', () => {
    const world = quietWorld({ ...NIGHT, except: ['critical', 'expired'] });
    expect(world.scan({ now: day(80), readings: shop() })).toEqual([]);
    expect(world.scan({ now: day(90), readings: shop() })).toEqual(['expiry_warning@14 first -> in']);
  });

  it('does not tell in the morning what is over, nor that it is', () => {
    const world = quietWorld(NIGHT, { send_resolved: true });
    world.scan({ now: day(80), readings: shop() });
    expect(world.scan({ now: day(80, 1), readings: shop(renewed) })).toEqual([]);
  });

  it('holds an end back too, however few days it is tried for', () => {
    const world = quietWorld(NIGHT);
    world.retry_days = 0;
    world.scan({ now: day(79, 12), readings: shop() });
    expect(world.scan({ now: day(80), readings: shop(renewed) })).toEqual([]);
    expect(world.scan({ now: day(80, 2), readings: shop(renewed) })).toEqual(['renewed first -> in']);
    expect(world.scan({ now: day(81, 2), readings: shop(renewed) })).toEqual([]);
  });

  it('but not from what holds an alert open: to close it wakes nobody', () => {
    const world = quietWorld(NIGHT, {}, 'pagerduty');
    world.scan({ now: day(79, 12), readings: shop() });
    expect(world.scan({ now: day(80), readings: shop(renewed) })).toEqual(['renewed first -> in']);
  });

  it('tells of a gap between scans in the morning', () => {
    const world = quietWorld(NIGHT);
    [world.stale_after_hours, world.retry_days] = [36, 0];
    world.scan({ now: day(0, 3), readings: shop(renewed) });
    expect(world.scan({ now: day(5), readings: shop(renewed) })).toEqual([]);
    expect(world.scan({ now: day(5, 3), readings: shop(renewed) })).toEqual([
      expect.stringMatching(/^scan.stale first/),
    ]);
    expect(world.scan({ now: day(6, 3), readings: shop(renewed) })).toEqual([]);
  });

  it('repeats in the morning what it was told the day before, and says so', () => {
    const world = quietWorld(NIGHT);
    world.scan({ now: day(79), readings: shop() });
    world.scan({ now: day(79, 1), readings: shop() });
    expect(listSuppressed(world.preview({ now: day(81), readings: shop() }))).toEqual([
      'expiry_warning@30 quiet_hours',
    ]);
    world.scan({ now: day(81), readings: shop() });
    expect(world.scan({ now: day(81, 1), readings: shop() })).toEqual(['expiry_warning@30 repeat -> in']);
  });

  it('holds nothing over more than one night, where every scan falls into its hours', () => {
    const world = quietWorld(NIGHT);
    expect(world.scan({ now: day(80), readings: shop() })).toEqual([]);
    expect(world.scan({ now: day(81), readings: shop() })).toEqual(['expiry_warning@30 first -> in']);
    expect(world.scan({ now: day(82), readings: shop(renewed) })).toEqual([]);
    expect(world.scan({ now: day(83), readings: shop(renewed) })).toEqual(['renewed first -> in']);
  });

  it('lets what holds again after it was over wait anew', () => {
    const world = quietWorld(NIGHT);
    const [up, down] = [shop(renewed), [endpoint('shop', 'shop:443', REFUSED)]];
    world.scan({ now: day(0, 3), readings: down });
    expect(listSuppressed(world.preview({ now: day(1), readings: down }))).toEqual(['unreachable quiet_hours']);
    world.scan({ now: day(1), readings: down });
    world.scan({ now: day(1, 3), readings: up });
    expect(world.log.events[0]?.deliveries.all?.['webhook:in']?.error).toBe('quiet-hours-over');
    world.scan({ now: day(9, 3), readings: down });
    expect(world.scan({ now: day(10), readings: down })).toEqual([]);
    expect(world.scan({ now: day(10, 3), readings: down })).toEqual(['unreachable first -> in']);
  });

  it('writes once into the log that something waits', () => {
    const world = quietWorld(NIGHT);
    world.scan({ now: day(79, 18), readings: shop() });
    const before = world.log.events;
    world.scan({ now: day(80), readings: shop() });
    expect(world.log.events).toEqual(before);
    expect(before[0]?.deliveries).toMatchObject({
      all: { 'webhook:in': { attempts: 0, error: 'quiet-hours', sent_at: null } },
    });
  });
});
