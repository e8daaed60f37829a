import { describe, expect, it } from 'vitest';
import type { Failure, SourceReading } from '../../src/domain/index.ts';
import { createReadingOrder } from '../../src/events/state/reading-order.ts';
import type { EventLog } from '../../src/generated/event-log.ts';
import { certificate, createScenario, day, endpoint, entry, REFUSED } from './scenario.ts';

const LATE: Failure = { code: 'not-read-in-time', detail: 'There was no time.' };
const good = certificate('good', { to: day(400) });

const getLate = ({ locations }: EventLog, name: string, location: string) => locations[name]?.[location]?.late?.scans;

describe('servers', () => {
  const scenario = createScenario(['shop', 'mail', 'vpn'].map((name) => entry(name)));
  const scan = (at: number, shown: Record<string, typeof good | Failure>) =>
    scenario.scan({
      now: day(at),
      readings: Object.entries(shown).map(([name, served]) => endpoint(name, `${name}:443`, served)),
    });

  it('have no order as long as there is time for all', () => {
    scan(0, { shop: good, mail: REFUSED });
    expect(createReadingOrder(scenario.log)).toBeNull();
  });

  it('come first if they have waited longest, or were never listed', () => {
    scan(1, { shop: LATE, mail: good });
    scan(2, { shop: LATE, mail: LATE });
    const order = createReadingOrder(scenario.log);
    expect(['shop', 'mail', 'vpn'].map((name) => order?.rankEntry(name))).toEqual([2, 1, Number.POSITIVE_INFINITY]);
    expect(order?.rankSources('shop', ['other:443', 'shop:443'])).toBe(2);
    expect(order?.rankSources('vpn', ['vpn:443'])).toBe(0);
    expect([order?.hasLate('shop', 'shop:443'), order?.hasLate('shop', 'mail:443')]).toEqual([true, false]);
  });

  it('have waited no longer once a scan tried to read them, also in vain', () => {
    scan(3, { shop: REFUSED, mail: good });
    expect([getLate(scenario.log, 'shop', 'shop:443'), getLate(scenario.log, 'mail', 'mail:443')]).toEqual([0, 0]);
    expect(createReadingOrder(scenario.log)).toBeNull();
  });
});

describe('what has not waited', () => {
  const location = (source: string, more: object) => ({
    source,
    removed: false,
    fingerprint: null,
    since: null,
    ...more,
  });
  const locations = {
    shop: { 'shop:443': location('shop:443', { late: { scans: 2 } }) },
    mail: { 'mail:443': location('mail:443', {}) },
    list: {
      rest: location('rest', { failures: 3 }),
      'rest:a': location('rest', { late: { scans: 0 } }),
      'rest:b': location('gone', { late: { scans: 1 } }),
    },
  };
  const order = () => createReadingOrder({ locations } as unknown as EventLog);

  it('comes after what has', () => {
    expect(['shop', 'mail'].map((name) => order()?.rankEntry(name))).toEqual([2, 0]);
    expect(order()?.hasLate('mail', 'mail:443')).toBe(false);
  });

  it('is an item that no scan was late for, although its inventory failed', () => {
    expect(order()?.rankLocation('list', 'rest:a')).toBe(0);
    expect(order()?.rankLocation('list', 'rest:b')).toBe(1);
  });
});

describe('the items of an inventory', { shuffle: false }, () => {
  const scenario = createScenario([entry('list')]);
  const scan = (at: number, failure: Failure | null, shown: Record<string, typeof good | Failure>) => {
    const locations = Object.entries(shown).flatMap(([id, served]) => endpoint('list', `rest:${id}`, served).locations);
    const reading: SourceReading = { entry: 'list', source: 'rest', failure, locations, inventory: 'remote' };
    scenario.scan({ now: day(at), readings: [reading] });
  };
  const listRanks = (...ids: string[]) => {
    const order = createReadingOrder(scenario.log);
    return ids.map((id) => order?.rankLocation('list', `rest:${id}`));
  };

  it('wait if there is no time for them, and their inventory has the failure', () => {
    scan(0, LATE, { a: good, b: LATE });
    scan(1, LATE, { c: good });
    expect(scenario.log.locations.list?.['rest:a']).toMatchObject({ failures: 0, fingerprint: good.fingerprint });
    expect(listRanks('a', 'b', 'c', 'new')).toEqual([1, 2, 0, Number.POSITIVE_INFINITY]);
  });

  it('have waited as long as their inventory was late if they were listed since and never read', () => {
    scan(2, LATE, { a: good, d: LATE });
    expect(listRanks('a', 'b', 'c', 'd')).toEqual([0, 3, 1, 3]);
  });

  it('keep their turn if the inventory cannot be read for another reason', () => {
    scan(3, { code: 'inventory-forbidden', detail: 'The inventory denies access.' }, {});
    expect(['a', 'b', 'c'].map((id) => getLate(scenario.log, 'list', `rest:${id}`) ?? 0)).toEqual([0, 3, 1]);
  });

  it('have waited no longer once all are read', () => {
    scan(4, null, { a: good, b: good, c: good, d: good });
    expect(createReadingOrder(scenario.log)).toBeNull();
  });
});
