import { describe, expect, it } from 'vitest';
import { rebaseLog } from '../../src/events/state/rebase.ts';
import { certificate, createScenario, day, endpoint, entry, REFUSED, rule, type Scenario } from './scenario.ts';

const LOCATION = 'shop.example.com:443';
const OLD = certificate('old', { to: day(20) });

/** Two scans that began with the same log: the first one has saved, and the second one decides on both logs. */
function scanAtOnce(shop: Scenario, readings: Parameters<typeof endpoint>[2]): string[] {
  const own = shop.log;
  shop.scan({ now: day(1), readings: [endpoint('shop', LOCATION, readings)] });
  shop.log = rebaseLog(own, shop.log, () => true);
  return shop.scan({ now: day(1) + 500, readings: [endpoint('shop', LOCATION, readings)] });
}

describe('a scan that decides again after another one', () => {
  it('does not send what the other one has sent', () => {
    const shop = createScenario([entry('shop')], [rule('all')]);
    shop.scan({ now: day(0), readings: [endpoint('shop', LOCATION, certificate('other', { to: day(300) }))] });
    expect(scanAtOnce(shop, OLD)).toEqual([]);
  });

  it('does not take the failures of both for two in a row', () => {
    const shop = createScenario([entry('shop')], [rule('all')]);
    shop.scan({ now: day(0), readings: [endpoint('shop', LOCATION, certificate('other', { to: day(300) }))] });
    expect(scanAtOnce(shop, REFUSED)).toEqual([]);
    expect(shop.log.locations.shop?.[LOCATION]?.failures).toBe(1);
    expect(shop.scan({ now: day(2), readings: [endpoint('shop', LOCATION, REFUSED)] })).toEqual([
      'unreachable first -> hook',
    ]);
  });

  it('keeps what the other one has read of entries that this one does not cover', () => {
    const shop = createScenario([entry('shop')], [rule('all')]);
    const own = shop.log;
    shop.scan({ now: day(0), readings: [endpoint('shop', LOCATION, REFUSED)] });
    expect(rebaseLog(own, shop.log, () => false).locations).toEqual(shop.log.locations);
  });
});
