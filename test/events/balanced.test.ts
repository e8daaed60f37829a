import { describe, expect, it } from 'vitest';
import type { Certificate, SourceReading } from '../../src/domain/index.ts';
import { createDice } from '../helpers/dice.ts';
import { certificate, createScenario, day, endpoint, entry, rule, type Scenario, settings } from './scenario.ts';

const LOCATION = 'shop.example.com:443';
const OLD = certificate('old', { to: day(20) });
const NEW = certificate('new', { to: day(90) });
const SHOP = entry('shop', { settings: settings({ thresholds: [14, 30], critical: 7, repeat: false }) });

/** A reading of one address: each certificate with the number of handshakes that presented it. */
function balanced(...presented: [Certificate, number][]): SourceReading {
  const total = presented.reduce((sum, [, served]) => sum + served, 0);
  const locations = presented.map(([certificate, served]) => {
    return { location: LOCATION, observed: { handshakes: { served, total } }, certificate, failure: null };
  });
  return { entry: 'shop', source: LOCATION, failure: null, locations };
}

function createShop(): Scenario {
  return createScenario([SHOP], [rule('all')]);
}

/** One scan a day from day 0; what each sent. */
function scanDaily(shop: Scenario, readings: readonly SourceReading[], from = 0): string[][] {
  return readings.map((reading, at) => shop.scan({ now: day(from + at), readings: [reading] }));
}

describe('a location that presents several certificates', () => {
  it('keeps the alert of a stale server open until it expires, and resolves it once after it is fixed', () => {
    const shop = createShop();
    const mixed = balanced([NEW, 8], [OLD, 3]);
    expect(scanDaily(shop, [endpoint('shop', LOCATION, OLD), ...Array(21).fill(mixed)]).flat()).toEqual([
      'expiry_warning@30 first -> hook',
      'expiry_warning@14 escalated -> hook',
      'expiry_warning@14 escalated -> hook',
      'expired escalated -> hook',
    ]);
    const fixed = scanDaily(shop, Array(5).fill(balanced([NEW, 11])), 22);
    expect(fixed).toEqual([[], ['renewed first -> hook'], [], [], []]);
  });

  it('resolves an alert at once if every handshake presents the new certificate', () => {
    const shop = createShop();
    const sent = scanDaily(shop, [
      endpoint('shop', LOCATION, OLD),
      balanced([NEW, 11]),
      endpoint('shop', LOCATION, NEW),
    ]);
    expect(sent).toEqual([['expiry_warning@30 first -> hook'], ['renewed first -> hook'], []]);
    expect(shop.log.locations.shop?.[LOCATION]?.sightings).toBeUndefined();
  });

  it('does not change its certificate while another server responds first', () => {
    const shop = createShop();
    const days = [
      endpoint('shop', LOCATION, NEW),
      balanced([OLD, 3], [NEW, 8]),
      balanced([OLD, 11]),
      balanced([NEW, 11]),
    ];
    expect(scanDaily(shop, days)).toEqual([[], ['expiry_warning@30 first -> hook'], [], []]);
    expect(shop.log.locations.shop?.[LOCATION]).toMatchObject({ fingerprint: NEW.fingerprint, previous: null });
  });

  it('reports a rollback once the later certificate is gone', () => {
    const shop = createShop();
    scanDaily(shop, [endpoint('shop', LOCATION, NEW), balanced([NEW, 3], [OLD, 8])]);
    expect(scanDaily(shop, Array(3).fill(balanced([OLD, 11])), 2).flat()).toEqual(['changed first -> hook']);
  });

  it('keeps the certificate of one of four servers that the scans of each day reach in turn', () => {
    const shop = createShop();
    const days = Array.from({ length: 16 }, (_, at) => balanced([at % 4 === 1 ? OLD : NEW, 11]));
    const sent = scanDaily(shop, [endpoint('shop', LOCATION, OLD), ...days]).flat();
    // Only the first scan that saw another certificate could not know that the old one would come back.
    expect(sent.filter((one) => one.startsWith('renewed'))).toHaveLength(1);
    expect(scanDaily(shop, Array(7).fill(balanced([NEW, 11])), 17).flat()).toEqual(['renewed first -> hook']);
  });

  it('drops no certificate that random servers still present', () => {
    const stale = certificate('stale', { to: day(395) });
    const dice = createDice(7);
    const shop = createShop();
    const scans = Array.from({ length: 300 }, () => {
      const seen = Array.from({ length: 11 }, () => dice.chance(0.25)).filter(Boolean).length;
      const latest: [Certificate, number] = [certificate('latest', { to: day(398) }), 11 - seen];
      return seen === 0 ? balanced(latest) : balanced([stale, seen], latest);
    });
    const counts = scans.map((reading, at) => {
      shop.scan({ now: day(at), readings: [reading] });
      return Object.keys(shop.log.locations.shop?.[LOCATION]?.sightings?.certificates ?? {}).length;
    });
    expect(counts.slice(counts.indexOf(2))).toEqual(counts.slice(counts.indexOf(2)).fill(2));
  });

  it('needs settle_hours besides two scans', () => {
    const shop = createShop();
    scanDaily(shop, [endpoint('shop', LOCATION, OLD), balanced([NEW, 8], [OLD, 3])]);
    const scan = (hours: number) => shop.scan({ now: day(1, hours), readings: [balanced([NEW, 11])] });
    expect([scan(1), scan(2), scan(5), scan(6)]).toEqual([[], [], [], ['renewed first -> hook']]);
  });

  it('forgets what it presented when it is removed', () => {
    const shop = createShop();
    scanDaily(shop, [endpoint('shop', LOCATION, OLD), balanced([NEW, 8], [OLD, 3])]);
    shop.entries = [];
    expect(shop.scan({ now: day(2), readings: [] })).toEqual(['removed first -> hook']);
    expect(shop.log.locations.shop?.[LOCATION]?.sightings?.certificates).toEqual({});
  });
});
