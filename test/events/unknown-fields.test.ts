import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseLogFiles, serializeLogFiles } from '../../src/events/log/log-files.ts';
import { mergeLogs } from '../../src/events/log/merge.ts';
import { parseLog } from '../../src/events/log/parse.ts';
import { createEmptyLog, serializeLog } from '../../src/events/log/serialize.ts';
import { clearLog } from '../../src/events/state/clear.ts';
import { pruneLog } from '../../src/events/state/prune.ts';
import type { EventLog } from '../../src/generated/event-log.ts';
import { compareVersions, VERSION } from '../../src/lib/version.ts';
import { createDice, type Dice } from '../helpers/dice.ts';
import { arbitraryLogs, arbitraryRelatedLogs } from './arbitrary-logs.ts';
import { certificate, createScenario, day, endpoint, entry, REFUSED } from './scenario.ts';

// A later version adds fields and sections. This one keeps them, as if it knew them.

const LOG = 'event-log.json';

type Objects = Record<string, object>;

/** Lists the records of a log: what a later version may add a field to. */
function listRecords({ scans, locations, certificates, events, ...log }: EventLog): object[] {
  const { renewals = {}, keys = {}, transparency = {}, issuances = {}, history = {} } = log;
  const nested: Objects[] = [...Object.values(locations), ...Object.values(transparency), ...Object.values(issuances)];
  const flat: Objects[] = [certificates, renewals, keys, history];
  const deliveries = events.flatMap((event) => Object.values(event.deliveries).flatMap((to) => Object.values(to)));
  return [scans, ...events, ...deliveries, ...[...nested, ...flat].flatMap((records) => Object.values(records))];
}

const VALUES = [1, 'text', null, [1, 2], { since: '2027-01-02T06:00:00Z' }, { a: { b: true } }];
const SECTIONS = [
  3,
  { shop: { 'a.pem': { count: 1, since: '2027-01-02T06:00:00Z' } } },
  { shop: { 'a.pem': { count: 2, since: '2027-01-03T06:00:00Z' } }, mail: { 'b.pem': { count: 1 } } },
  { shop: { 'a.pem': { count: 3, seen_at: '2027-01-03T06:00:00Z' }, 'b.pem': { count: 1 } } },
];

/** Adds fields to some records, and a section to some logs. */
function addUnknown(log: EventLog, dice: Dice): EventLog {
  const copy = structuredClone(log);
  for (const record of listRecords(copy)) {
    if (dice.chance(0.5)) Object.assign(record, { later: dice.pick(VALUES) });
    if (dice.chance(0.2)) Object.assign(record, { __other: dice.pick(VALUES) });
  }
  return dice.chance(0.5) ? { ...copy, ...({ sections: dice.pick(SECTIONS) } as object) } : copy;
}

const seeds = fc.integer();
const decorate = (logs: readonly EventLog[], seed: number) => {
  const dice = createDice(seed);
  return logs.map((log) => addUnknown(log, dice));
};
const laterLogs = fc.tuple(arbitraryLogs, seeds).map(([log, seed]) => decorate([log], seed)[0] as EventLog);
const relatedLogs = fc.tuple(arbitraryRelatedLogs(3), seeds).map(([logs, seed]) => decorate(logs, seed));

describe('a log with fields of a later version', () => {
  it('keeps them when it is read and written', () => {
    fc.assert(
      fc.property(laterLogs, (log) => {
        const text = serializeLog(log);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(log)));
        expect(serializeLog(parseLog(text, LOG))).toBe(text);
      }),
    );
  });

  it('keeps them when it is divided into partitions, and joined again', () => {
    fc.assert(
      fc.property(laterLogs, fc.constantFrom(2, 5), (log, count) => {
        const divided = parseLogFiles(serializeLogFiles(log, null, count), LOG);
        if (divided === null) throw new Error('there is no log');
        expect(serializeLog({ ...divided.log, scans: log.scans })).toBe(serializeLog(log));
      }),
    );
  });

  it('is merged by the same laws', () => {
    fc.assert(
      fc.property(relatedLogs, ([a, b, c]) => {
        if (a === undefined || b === undefined || c === undefined) throw new Error('there are three');
        expect(mergeLogs(a, b)).toEqual(mergeLogs(b, a));
        expect(mergeLogs(mergeLogs(a, b), c)).toEqual(mergeLogs(a, mergeLogs(b, c)));
        expect(mergeLogs(a, structuredClone(a))).toEqual(a);
        expect(mergeLogs(a, createEmptyLog())).toEqual(a);
      }),
      { numRuns: 300 },
    );
  });

  it('keeps them when notifications are cleared', () => {
    fc.assert(
      fc.property(laterLogs, (log) => {
        const { log: cleared } = clearLog(log, { now: day(9) });
        expect(listUnknown(cleared)).toEqual(listUnknown(log));
      }),
    );
  });
});

function listUnknown(log: EventLog): unknown[] {
  return listRecords(log).flatMap((record) => ('later' in record ? [record.later] : []));
}

/** Adds a different field to each record. */
function mark(log: EventLog): EventLog {
  const copy = structuredClone(log);
  for (const [index, record] of listRecords(copy).entries()) Object.assign(record, { later: `record ${index}` });
  return copy;
}

describe('a scan', () => {
  const old = certificate('old', { to: day(100) });
  const renewed = certificate('new', { to: day(400) });
  const at = (showing: Parameters<typeof endpoint>[2]) => [endpoint('shop', 'shop.example.com:443', showing)];

  /** A scan on day 75, which sends a warning, and others that read `showing`. Returns the log with marks, and after these scans. */
  function scanLater(showing: readonly Parameters<typeof endpoint>[2][]) {
    const scenario = createScenario([entry('shop')]);
    scenario.scan({ now: day(75), readings: at(old) });
    const marked = mark(scenario.log);
    scenario.log = marked;
    for (const [index, one] of showing.entries()) scenario.scan({ now: day(87 + index), readings: at(one) });
    return { marked, after: scenario.log, prune: (now: number) => pruneLog(scenario.log, { now, retention_days: 30 }) };
  }

  it.each([
    ['sends another notification', [old, old]],
    ['cannot read the location', [REFUSED, REFUSED]],
    ['finds the renewed certificate', [renewed]],
    ['finds the old certificate again', [renewed, old]],
  ])('that %s keeps the fields of a later version in their records', (_, showing) => {
    const { marked, after } = scanLater(showing);
    expect(listUnknown(marked).length).toBeGreaterThan(4);
    expect(listUnknown(after)).toEqual(expect.arrayContaining(listUnknown(marked)));
  });

  it('prunes them with their records', () => {
    const { marked, prune } = scanLater([renewed]);
    const isOfEvent = (one: object) => 'fired_at' in one || 'tried_at' in one;
    const ofEvents = listRecords(marked).filter(isOfEvent);
    expect(ofEvents.length).toBeGreaterThan(1);
    expect(listRecords(prune(day(300))).filter((one) => isOfEvent(one) && 'later' in one)).toEqual([]);
  });
});

describe('a merge', () => {
  const location = { source: 'a.pem', fingerprint: null, previous: null, failures: 0, removed: false };
  const withLocation = (since: string, more: object): EventLog => ({
    ...createEmptyLog(),
    locations: { shop: { 'a.pem': { ...location, since, failures_at: null, ...more } } },
  });

  it('takes the unknown fields of the newer record, and none of the older one', () => {
    const older = withLocation('2027-01-02T00:00:00Z', { later: 9 });
    const newer = withLocation('2027-01-03T00:00:00Z', { later: 1 });
    expect(mergeLogs(older, newer).locations).toEqual(newer.locations);
    const without = withLocation('2027-01-03T00:00:00Z', {});
    expect(mergeLogs(older, without).locations).toEqual(without.locations);
  });

  it('merges an unknown section by its records', () => {
    const [a, b] = [SECTIONS[1], SECTIONS[3]].map((sections) => ({ ...createEmptyLog(), ...{ sections } }));
    expect(mergeLogs(a as EventLog, b as EventLog)).toMatchObject({
      sections: { shop: { 'a.pem': { count: 3, seen_at: '2027-01-03T06:00:00Z' }, 'b.pem': { count: 1 } } },
    });
  });
});

describe('min_reader', () => {
  const build = (changes: object) => JSON.stringify({ ...createEmptyLog(), ...changes });
  const next = VERSION.replace(/^\d+/, (major) => String(Number(major) + 1));

  it.each([
    ['min_reader', { min_reader: next }, `Use certvigil ${next} or newer.`],
    [
      'a version and min_reader',
      { version: 2, min_reader: next, events: 'elsewhere' },
      `Use certvigil ${next} or newer.`,
    ],
    ['a version alone', { version: 2 }, 'Use a newer certvigil.'],
  ])('refuses a log of a later version by %s', (_, changes, hint) => {
    const message = expect.stringContaining(`certvigil ${VERSION} cannot use it`);
    const error = { code: 'event-log-newer-version', exitCode: 3, message, hint: expect.stringContaining(hint) };
    expect(() => parseLog(build(changes), LOG)).toThrow(expect.objectContaining(error));
  });

  it('is kept if this version is new enough, and a merge keeps the later one', () => {
    const log = parseLog(build({ min_reader: VERSION }), LOG);
    expect(serializeLog(log)).toContain(`"min_reader": "${VERSION}"`);
    expect(mergeLogs(log, createEmptyLog()).min_reader).toBe(VERSION);
    expect(mergeLogs(parseLog(build({ min_reader: '0.0.1' }), LOG), log).min_reader).toBe(VERSION);
    expect(parseLogFiles(serializeLogFiles(log, null, 3), LOG)?.log.min_reader).toBe(VERSION);
  });

  it.each(['banana', 1, '1'])('must be a version: %j', (min_reader) => {
    const error = { code: 'event-log-invalid', message: expect.stringContaining('/min_reader') };
    expect(() => parseLog(build({ min_reader }), LOG)).toThrow(expect.objectContaining(error));
  });

  it('compares versions by their numbers', () => {
    const sorted = ['0.1.0', '0.2.0', '0.10.0', '1.0.0-rc.1', '1.0.1', '10.0.0'];
    expect([...sorted].reverse().sort(compareVersions)).toEqual(sorted);
    expect(compareVersions('1.2.3', '1.2.3')).toBe(0);
  });
});
