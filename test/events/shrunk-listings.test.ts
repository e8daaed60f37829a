import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Certificate, Failure, LocationReading, SourceReading } from '../../src/domain/index.ts';
import { compareWithLog } from '../../src/events/state/compare-with-log.ts';
import { certificate, createScenario, day, entry, rule } from './scenario.ts';

const rules = [rule('all', { events: ['*'] })];
const FORBIDDEN: Failure = { code: 'inventory-forbidden', detail: 'The inventory denies access.' };

const create = (id: string, days = 300): Certificate =>
  certificate(id, { to: day(days), names: [`${id.replace(/-new$/, '')}.example.com`] });

const item = (id: string, own = create(id), at = 'rest'): LocationReading => ({
  location: `${at}:${id}`,
  observed: {},
  certificate: own,
  failure: null,
});

const listing = (locations: LocationReading[], more: Partial<SourceReading> = {}): SourceReading => ({
  entry: 'inventory',
  source: 'rest',
  failure: null,
  locations,
  inventory: 'remote',
  ...more,
});

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => `i${from + at}`);
const list = (from: number, to: number, more?: Partial<SourceReading>) =>
  listing(
    range(from, to).map((id) => item(id)),
    more,
  );

/** An inventory, and what is monitored in it after each scan. */
function createInventory(settings: object = {}) {
  const scenario = createScenario([{ ...entry('inventory'), ...settings }], rules);
  const listPresent = () =>
    Object.entries(scenario.log.locations.inventory ?? {})
      .filter(([location, { removed }]) => !removed && location.includes(':'))
      .map(([location]) => location);
  return {
    scenario,
    /** Returns the number of monitored items, and the code with which the listing failed. */
    scan: (now: number, ...readings: SourceReading[]) => {
      scenario.scan({ now, readings });
      const { shrunk } = scenario.log.locations.inventory?.rest ?? {};
      return [listPresent().length, shrunk?.first_at ? 'shrunk' : 'believed'];
    },
  };
}

describe('a listing that lacks more than half of the known items', () => {
  it('keeps them for 20 hours, and then removes them', () => {
    const { scan } = createInventory();
    expect(scan(day(0), list(0, 12))).toEqual([12, 'believed']);
    expect(scan(day(1), list(0, 4))).toEqual([12, 'shrunk']);
    expect(scan(day(1, 19.9), list(0, 4))).toEqual([12, 'shrunk']);
    expect(scan(day(1, 20), list(0, 4))).toEqual([4, 'believed']);
    expect(scan(day(3), list(0, 4))).toEqual([4, 'believed']);
  });

  it('starts the 20 hours again after a complete listing, but not after one that failed', () => {
    const { scan } = createInventory();
    scan(day(0), list(0, 12));
    expect(scan(day(1), list(0, 4))).toEqual([12, 'shrunk']);
    expect(scan(day(1, 12), list(0, 12))).toEqual([12, 'believed']);
    expect(scan(day(2), list(0, 4))).toEqual([12, 'shrunk']);
    expect(scan(day(2, 12), listing([], { failure: FORBIDDEN }))).toEqual([12, 'shrunk']);
    expect(scan(day(2, 18), listing([], { blind: true }))).toEqual([12, 'shrunk']);
    expect(scan(day(3), list(0, 4))).toEqual([4, 'believed']);
  });

  it('is not made up for by the items of another account, until they are believed', () => {
    const { scan } = createInventory();
    scan(day(0), list(0, 12));
    expect(scan(day(1), list(20, 32))).toEqual([24, 'shrunk']);
    expect(scan(day(1, 2), list(20, 32))).toEqual([24, 'shrunk']);
    expect(scan(day(1, 3), list(0, 12))).toEqual([12, 'believed']);
    expect(scan(day(2), list(20, 32))).toEqual([24, 'shrunk']);
    expect(scan(day(3), list(20, 32))).toEqual([12, 'believed']);
  });

  it('counts an item that was renewed since the loss', () => {
    const { scan } = createInventory();
    const renewed = item('i0', create('i0-new', 600));
    scan(day(0), list(0, 12));
    expect(scan(day(1), listing([renewed, item('i1'), item('i2')]))).toEqual([12, 'shrunk']);
    const half = ['i1', 'i2', 'i3', 'i4', 'i5'].map((id) => item(id));
    expect(scan(day(1, 2), listing(half))).toEqual([12, 'shrunk']);
    expect(scan(day(1, 4), listing([renewed, ...half]))).toEqual([6, 'believed']);
  });

  it('does not count items that could not be read when they were new', () => {
    const { scan } = createInventory();
    const unread = (id: string): LocationReading => ({ ...item(id), certificate: null, failure: FORBIDDEN });
    scan(day(0), list(0, 12));
    expect(scan(day(1), listing(range(20, 32).map(unread)))).toEqual([24, 'shrunk']);
    expect(scan(day(1, 2), listing(range(20, 32).map(unread)))).toEqual([24, 'shrunk']);
  });

  it('is believed at once with allow_shrink', () => {
    const { scan } = createInventory({ allow_shrink: true });
    scan(day(0), list(0, 12));
    expect(scan(day(1), list(0, 1))).toEqual([1, 'believed']);
  });

  it.each([
    { title: 'half of the items', known: 12, left: 6, present: 6 },
    { title: 'one more than half', known: 12, left: 5, present: 12 },
    { title: 'most of nine items', known: 9, left: 1, present: 1 },
    { title: 'most of ten items', known: 10, left: 4, present: 10 },
  ])('decides about the loss of $title', ({ known, left, present }) => {
    const { scan } = createInventory();
    scan(day(0), list(0, known));
    expect(scan(day(1), list(0, left))[0]).toBe(present);
  });

  it('reads the items that it still has, and new ones, as usual', () => {
    const { scan, scenario } = createInventory();
    scan(day(0), list(0, 12));
    const read = [item('i0', create('i0-new', 600)), item('i1'), item('new')];
    expect(scan(day(1), listing(read))).toEqual([13, 'shrunk']);
    const { inventory = {} } = scenario.log.locations;
    expect(inventory['rest:i0']?.fingerprint).toBe(create('i0-new').fingerprint);
    expect(inventory['rest:i5']).toMatchObject({ fingerprint: create('i5').fingerprint, failures: 0 });
  });

  it('does not resolve the alerts of missing items until it is believed', () => {
    const scenario = createScenario([entry('inventory')], rules);
    const scan = (now: number, reading: SourceReading) => scenario.scan({ now, readings: [reading] });
    const all = [...range(0, 11).map((id) => item(id)), item('ends', create('ends', 10))];
    expect(scan(day(0), listing(all))).toEqual(['expiry_warning@14 first -> hook']);
    expect(scan(day(1), list(0, 3))).toEqual(['expiry_warning@14 repeat -> hook']);
    expect(scan(day(1, 6), list(0, 3))).toEqual(['unreachable first -> hook']);
    expect(scan(day(2), list(0, 3)).sort()).toEqual(['recovered first -> hook', 'removed first -> hook']);
  });

  it('does not count items that are listed, but not monitored any more', () => {
    const { scan } = createInventory();
    scan(day(0), list(0, 12));
    const unmonitored = range(4, 12).map((id) => `rest:${id}`);
    expect(scan(day(1), list(0, 4, { unmonitored }))).toEqual([4, 'believed']);
  });

  it.each([
    { what: 'whose certificate has another ID', create: (id: string) => create(id) },
    { what: 'with a new successor', create: (id: string) => create(`${id}-new`, 600) },
  ])('does not count items $what', ({ create: createNew }) => {
    const { scan } = createInventory();
    scan(day(0), list(0, 12));
    const read = range(0, 12).map((id) => item(`${id}-new`, createNew(id)));
    expect(scan(day(1), listing(read))).toEqual([12, 'believed']);
  });

  it.each([
    { what: 'expires no later', create: (id: string) => create(`${id}-new`, 300) },
    { what: 'lacks a name', create: (id: string) => certificate(`${id}-new`, { to: day(600), names: [] }) },
  ])('counts items with a new item that $what', ({ create: createNew }) => {
    const { scan } = createInventory();
    scan(day(0), list(0, 12));
    const read = range(0, 12).map((id) => item(`${id}-new`, createNew(id)));
    expect(scan(day(1), listing(read))).toEqual([24, 'shrunk']);
  });

  it('counts items whose successor was there before', () => {
    const { scan } = createInventory();
    const successors = range(0, 12).map((id) => item(`${id}-new`, create(`${id}-new`, 600)));
    scan(day(0), listing([...range(0, 12).map((id) => item(id)), ...successors]));
    expect(scan(day(1), listing(successors.slice(1)))).toEqual([24, 'shrunk']);
  });

  it('counts only those without another ID if some have one', () => {
    const { scan } = createInventory();
    scan(day(0), list(0, 12));
    const moved = item('moved', create('i11'));
    expect(scan(day(1), listing([...range(0, 5).map((id) => item(id)), moved]))).toEqual([6, 'believed']);
  });

  it('says until when the missing items are kept', () => {
    const scenario = createScenario([entry('inventory')], rules);
    const fail = (hours: number) => {
      const { log, entries } = scenario;
      const input = { log, entries, readings: [list(0, 4)], covers: () => true, now: day(1, hours) };
      return compareWithLog(input).findLocation('inventory', 'rest')?.failure;
    };
    scenario.scan({ now: day(0), readings: [list(0, 12)] });
    const failure = {
      code: 'inventory-shrunk',
      detail: expect.stringContaining('A scan from 2027-01-03 02:00 UTC on'),
    };
    expect(fail(0)).toEqual(failure);
    expect(fail(0)?.detail).toContain('The listing rest has 4 of 12 known items.');
    scenario.scan({ now: day(1), readings: [list(0, 4)] });
    expect(fail(5)).toEqual(failure);
  });

  it('is kept if it is empty, and its entry does not have allow_empty', () => {
    const { scan } = createInventory();
    scan(day(0), list(0, 12));
    expect(scan(day(1), listing([]))).toEqual([12, 'shrunk']);
  });

  it('counts items that were never read', () => {
    const { scan } = createInventory();
    const unread = range(0, 12).map((id): LocationReading => ({ ...item(id), certificate: null, failure: FORBIDDEN }));
    expect(scan(day(0), listing(unread))).toEqual([12, 'believed']);
    expect(scan(day(1), listing(unread.slice(0, 4)))).toEqual([12, 'shrunk']);
  });

  it('names what is missing, whether it is accepted or not', () => {
    const { scan, scenario } = createInventory();
    const source = listing(range(0, 12).map((id) => item(id)));
    scan(day(0), source);
    const compare = (now: number, read = list(0, 4)) => {
      const { log, entries } = scenario;
      return compareWithLog({ log, entries, readings: [read], covers: () => true, now }).shrunk;
    };
    const missing = range(4, 12)
      .map((id) => `rest:${id}`)
      .sort();
    const found = { entry: 'inventory', source: 'rest', known: 12, missing };
    expect(compare(day(1))).toEqual([{ ...found, isAccepted: false }]);
    scan(day(1), list(0, 4));
    expect(compare(day(2))).toEqual([{ ...found, isAccepted: true }]);
    expect(compare(day(2), source)).toBeUndefined();
  });

  it('is only decided about inventories', () => {
    const { scan } = createInventory();
    const files = (count: number): SourceReading => {
      const { inventory: _, ...file } = list(0, count);
      return file;
    };
    scan(day(0), files(12));
    expect(scan(day(1), files(4))).toEqual([4, 'believed']);
  });

  it('counts the items of listings that it does not find any more', () => {
    const { scan, scenario } = createInventory();
    const vault = (name: string) => {
      const items = range(0, 8).map((id) => item(`${name}-${id}`, create(`${name}${id}`)));
      return listing(items, { source: `rest/${name}` });
    };
    const self = listing([]);
    expect(scan(day(0), self, vault('a'), vault('b'), vault('c'))).toEqual([24, 'believed']);
    expect(scan(day(1), self, vault('a'))).toEqual([24, 'shrunk']);
    expect(Object.values(scenario.log.locations.inventory ?? {}).filter(({ removed }) => removed)).toEqual([]);
    expect(scan(day(2), self, vault('a'))).toEqual([8, 'believed']);
    const { source, ...rest } = entry('inventory');
    const allowing = createInventory({ ...rest, source: { ...source, allow_empty: true } });
    allowing.scan(day(0), self, vault('a'), vault('b'), vault('c'));
    expect(allowing.scan(day(1), self, vault('a'))).toEqual([24, 'shrunk']);
  });

  it('is not decided about an empty listing with allow_empty', () => {
    const { source, ...rest } = entry('inventory');
    const { scan } = createInventory({ ...rest, source: { ...source, allow_empty: true } });
    scan(day(0), list(0, 12));
    expect(scan(day(1), listing([]))).toEqual([0, 'believed']);
    scan(day(2), list(0, 12));
    expect(scan(day(3), list(0, 1))).toEqual([12, 'shrunk']);
    expect(scan(day(3, 1), list(20, 21))).toEqual([13, 'shrunk']);
  });
});

/** What should be monitored: the rule in a few lines. */
function createModel() {
  let old = new Set<string>();
  let added = new Set<string>();
  let first: number | null = null;
  return (now: number, ids: ReadonlySet<string>) => {
    const missing = [...old].filter((id) => !ids.has(id)).length;
    const isLost = old.size >= 10 && missing * 2 > old.size;
    const isKept = isLost && (first === null || now - first < 20);
    first = isKept ? (first ?? now) : null;
    if (!isKept) [old, added] = [new Set(ids), new Set()];
    else added = new Set([...added, ...ids].filter((id) => !old.has(id)));
    return [old.size + added.size, isKept ? 'shrunk' : 'believed'];
  };
}

it('monitors what the rule says, whatever listings follow each other', () => {
  const step = fc.record({ hours: fc.integer({ min: 1, max: 30 }), ids: fc.uniqueArray(fc.nat(16), { minLength: 1 }) });
  const sized = fc.record({
    hours: fc.constantFrom(1, 10, 20, 24),
    ids: fc.nat(16).map((size) => Array.from({ length: size + 1 }, (_, at) => at)),
  });
  fc.assert(
    fc.property(fc.array(fc.oneof(step, sized), { maxLength: 12 }), (steps) => {
      const model = createModel();
      const { scan } = createInventory();
      let now = 0;
      for (const { hours, ids } of steps) {
        now += hours;
        const names = ids.map((id) => `i${id}`);
        expect(scan(day(0, now), listing(names.map((id) => item(id))))).toEqual(model(now, new Set(names)));
      }
    }),
  );
});
