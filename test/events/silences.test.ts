import { describe, expect, it } from 'vitest';
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

/** Due for a warning at 30 days, in the status `warning`, on day 80. */
function shopWith(...silences: ReturnType<typeof silence>[]) {
  const world = createScenario([entry('shop', { labels: { env: 'prod' } })], [rule('all', { events: ['*'] })]);
  world.silences = silences;
  return world;
}

describe('a silence', () => {
  it.each<[string, Parameters<typeof silence>[1], boolean]>([
    ['holds back every alert, where nothing is said', {}, true],
    ['of its names', { match: { names: ['sh*'] } }, true],
    ['of no other name', { match: { names: ['mail'] } }, false],
    ['of its labels', { match: { labels: { env: ['test', 'prod'] } } }, true],
    ['of no other label', { match: { labels: { env: ['test'] } } }, false],
    ['of its statuses', { match: { status: ['warning'] } }, true],
    ['of no other status', { match: { status: ['critical'] } }, false],
    ['of its thresholds', { match: { thresholds: [limit('30d')] } }, true],
    ['of no other threshold', { match: { thresholds: [limit(14)] } }, false],
    ['of its events', { events: ['certificate.expir*'] }, true],
    ['of no other event', { events: ['certificate.expired'] }, false],
  ])('%s', (_, over, silenced) => {
    const planned = shopWith(silence(day(90), over)).preview({ now: day(80), readings: shop });
    expect(listSuppressed(planned)).toEqual(silenced ? ['expiry_warning@30 silenced'] : []);
  });

  it('says until when and why, of several what the last to end says', () => {
    const world = shopWith(
      silence(day(90), { reason: 'short' }),
      silence(day(95), { reason: 'long' }),
      silence(day(70), { reason: 'over' }),
    );
    const planned = world.preview({ now: day(80), readings: shop });
    expect(planned.events[0]?.silence).toEqual({ until: '2027-04-06T06:00:00Z', reason: 'long' });
    expect(planned.deliveries).toMatchObject([{ due: false, reason: 'silenced' }]);
  });

  it('leaves the other reasons for which it would not be told', () => {
    const world = shopWith();
    world.scan({ now: day(80), readings: shop });
    world.silences = [silence(day(90))];
    expect(listSuppressed(world.preview({ now: day(80, 6), readings: shop }))).toEqual(['expiry_warning@30 cooldown']);
    world.rules = [];
    expect(listSuppressed(world.preview({ now: day(82), readings: shop }))).toEqual(['expiry_warning@30 unmatched']);
  });

  it('is no cooldown: --ignore-cooldown does not lift it', () => {
    const world = shopWith(silence(day(90)));
    expect(world.preview({ now: day(80), readings: shop, ignoreCooldown: true }).deliveries).toMatchObject([
      { reason: 'silenced' },
    ]);
  });

  it('leaves no record, and when it ends, what still holds is told', () => {
    const world = shopWith(silence(day(82)));
    expect(world.scan({ now: day(80), readings: shop })).toEqual([]);
    expect(world.scan({ now: day(81), readings: shop })).toEqual([]);
    expect(world.log.events).toEqual([]);
    expect(world.scan({ now: day(82), readings: shop })).toEqual(['expiry_warning@30 first -> hook']);
  });

  it('of what is over when it ends, nothing is told: neither the alert nor its end', () => {
    const world = shopWith(silence(day(82)));
    world.scan({ now: day(80), readings: shop });
    expect(world.scan({ now: day(81), readings: [endpoint('shop', 'shop:443', renewed)] })).toEqual([]);
    expect(world.scan({ now: day(83), readings: [endpoint('shop', 'shop:443', renewed)] })).toEqual([]);
  });

  it('lets the end go of what was told before it', () => {
    const world = shopWith();
    world.scan({ now: day(80), readings: shop });
    world.silences = [silence(day(200))];
    expect(world.scan({ now: day(81), readings: [endpoint('shop', 'shop:443', renewed)] })).toEqual([
      'renewed first -> hook',
    ]);
  });

  it('is left by a certificate that it no longer matches', () => {
    const world = shopWith(silence(day(150), { match: { status: ['warning'] } }));
    expect(world.scan({ now: day(80), readings: shop })).toEqual([]);
    expect(world.scan({ now: day(90), readings: shop })).toEqual(['expiry_warning@14 first -> hook']);
    expect(world.scan({ now: day(101), readings: shop })).toEqual(['expired escalated -> hook']);
  });

  it('holds a replacement that ends no later for as long as it lasts', () => {
    const world = shopWith(silence(day(30)));
    world.scan({ now: day(0), readings: [endpoint('shop', 'shop:443', renewed)] });
    expect(
      world.scan({ now: day(1), readings: [endpoint('shop', 'shop:443', certificate('b', { to: day(300) }))] }),
    ).toEqual([]);
    expect(
      world.scan({ now: day(31), readings: [endpoint('shop', 'shop:443', certificate('b', { to: day(300) }))] }),
    ).toEqual(['changed first -> hook']);
  });

  it('holds what cannot be read, and it is told if it still cannot', () => {
    const world = shopWith(silence(day(5), { events: ['certificate.unreachable'] }));
    const down = [endpoint('shop', 'shop:443', REFUSED)];
    expect([0, 1, 2, 3].flatMap((number) => world.scan({ now: day(number), readings: down }))).toEqual([]);
    expect(world.scan({ now: day(5), readings: down })).toEqual(['unreachable first -> hook']);
  });

  it('of scans that did not run is one only where it names them, and then nothing is left to tell', () => {
    const gap = (...silences: ReturnType<typeof silence>[]) => {
      const world = shopWith(...silences);
      world.stale_after_hours = 36;
      const readings = [endpoint('shop', 'shop:443', renewed)];
      world.scan({ now: day(0), readings });
      return [...world.scan({ now: day(5), readings }), ...world.scan({ now: day(20), readings })];
    };
    expect(gap(silence(day(6)))).toHaveLength(2);
    expect(gap(silence(day(6), { events: ['scan.*'] }))).toHaveLength(1);
  });
});
