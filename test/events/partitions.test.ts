import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EMPTY_FACTS } from '../../src/domain/event-data.ts';
import type { EventName } from '../../src/domain/index.ts';
import { computeRecordId } from '../../src/events/log/history.ts';
import { checkOwnership, type LoadedLog, parseLogFiles, serializeLogFiles } from '../../src/events/log/log-files.ts';
import { mergeLogs } from '../../src/events/log/merge.ts';
import { parseLog } from '../../src/events/log/parse.ts';
import { computePartition, joinLog } from '../../src/events/log/partitions.ts';
import { createEmptyLog, serializeLog } from '../../src/events/log/serialize.ts';
import type { EventLog, LoggedEvent, LoggedLocation } from '../../src/generated/event-log.ts';
import {
  type CompleteFileSet,
  type FileSet,
  listFileChanges,
  listPartNames,
  listPartsIn,
} from '../../src/lib/files/file-set.ts';
import { arbitraryLogs, arbitraryRelatedLogs } from './arbitrary-logs.ts';

const LOG = 'event-log.json';

const counts = fc.constantFrom(1, 2, 3, 16);

const LOCATION: LoggedLocation = {
  source: 'endpoint',
  fingerprint: null,
  previous: null,
  since: null,
  failures: 0,
  failures_at: null,
  removed: false,
};

const nameOwners = (...names: string[]) => ({ names, format: (name: string) => name });

const NO_FILES: FileSet = { main: null, parts: new Map() };

/** Writes the files in the order of a store: partitions first. `limit`: the process ends after so many. Others stay as they are. */
function write(before: FileSet, next: CompleteFileSet, limit = Number.POSITIVE_INFINITY): FileSet {
  const written = new Map<string | null, string | null>([[null, before.main], ...before.parts]);
  for (const { part, text } of listFileChanges(before, next).slice(0, limit)) written.set(part, text);
  const main = written.get(null) ?? null;
  const names = main === null ? [...written.keys()] : listPartsIn(main);
  return { main, parts: new Map([...written].filter((one): one is [string, string] => names.includes(one[0]))) };
}

function save(log: EventLog, original: LoadedLog | null, count: number): LoadedLog {
  return load(write(original?.files ?? NO_FILES, serializeLogFiles(log, original, count)));
}

function load(files: FileSet): LoadedLog {
  const loaded = parseLogFiles(files, LOG);
  if (loaded === null) throw new Error('there is no log');
  return loaded;
}

/** Without certificates and renewal information, which move to other partitions with the entries that have them. */
function selectRecords({ locations, events }: EventLog): EventLog {
  return { ...createEmptyLog(), locations, events };
}

/** The fingerprints that locations and events refer to. */
function listReferences({ locations, events }: EventLog): string[] {
  const byLocation = Object.values(locations).flatMap((entry) => Object.values(entry));
  const all = [
    ...byLocation.flatMap((one) => [one.fingerprint, one.previous]),
    ...events.map((one) => one.fingerprint),
  ];
  return all.filter((one) => one !== null);
}

describe('a partitioned log', () => {
  it('has the same records as a single file', () => {
    fc.assert(
      fc.property(arbitraryLogs, counts, (log, count) => {
        const { files, log: read } = save(log, null, count);
        expect(serializeLog(read)).toBe(serializeLog(log));
        expect(read.renewals !== undefined).toBe(Object.keys(log.renewals ?? {}).length > 0);
        expect(listPartsIn(files.main ?? '')).toEqual(listPartNames(count));
        expect([...files.parts.keys()]).toEqual(listPartNames(count));
      }),
    );
  });

  it('has each entry in one partition, with its certificates', () => {
    fc.assert(
      fc.property(arbitraryLogs, fc.constantFrom(2, 3, 16), (log, count) => {
        for (const [index, text] of [...save(log, null, count).files.parts.values()].entries()) {
          const part = parseLog(text, LOG);
          const names = [...Object.keys(part.locations), ...part.events.map(({ certificate }) => certificate)];
          expect(names.map((name) => computePartition(name, count)).filter((one) => one !== index)).toEqual([]);
          const recorded = listReferences(part).filter((one) => Object.hasOwn(log.certificates, one));
          expect(Object.keys(part.certificates)).toEqual(expect.arrayContaining(recorded));
        }
      }),
    );
  });

  it('has the same files, however often the number of partitions has changed', () => {
    fc.assert(
      fc.property(arbitraryLogs, fc.array(counts, { minLength: 1, maxLength: 4 }), counts, (log, path, last) => {
        const [first = 1, ...others] = path;
        let saved = save(log, null, first);
        for (const count of [...others, last]) saved = save(saved.log, saved, count);
        expect(serializeLog(saved.log)).toBe(serializeLog(log));
        expect(saved.partitions).toHaveLength(last < 2 ? 0 : last);
        if (last === 1) expect(saved.files.main).toBe(serializeLog(log));
      }),
    );
  });

  it.each(['locations', 'certificates', 'renewals', 'keys', 'events'] as const)(
    'is saved if only its %s have changed',
    (section) => {
      fc.assert(
        fc.property(arbitraryRelatedLogs(2), fc.constantFrom(2, 3), ([base, other], count) => {
          const saved = save(base as EventLog, null, count);
          const next = { ...saved.log, [section]: (other as EventLog)[section] };
          expect(serializeLog(save(next, saved, count).log)).toBe(serializeLog(next));
        }),
      );
    },
  );

  it('is the same, whichever of two scans saves first', () => {
    fc.assert(
      fc.property(arbitraryRelatedLogs(3), counts, counts, (logs, before, after) => {
        const [base, one, other] = logs as [EventLog, EventLog, EventLog];
        const saved = save(base, null, before);
        const inOrder = ([first, second]: [EventLog, EventLog]) => {
          const next = save(mergeLogs(saved.log, first), saved, after);
          return serializeLog(save(mergeLogs(next.log, second), next, after).log);
        };
        expect(inOrder([one, other])).toBe(inOrder([other, one]));
      }),
    );
  });

  it('loses nothing if a save is interrupted after any file, and the next save completes it', () => {
    fc.assert(
      fc.property(arbitraryRelatedLogs(2), counts, counts, fc.nat(20), ([base, scan], before, after, limit) => {
        const saved = save(base as EventLog, null, before);
        const next = mergeLogs(saved.log, scan as EventLog);
        const interrupted = load(write(saved.files, serializeLogFiles(next, saved, after), limit));
        // What was saved before is there, and so is whatever was written.
        expect(serializeLog(mergeLogs(interrupted.log, next))).toBe(serializeLog(next));
        expect(serializeLog(selectRecords(mergeLogs(saved.log, interrupted.log)))).toBe(
          serializeLog(selectRecords(interrupted.log)),
        );
        const isRecorded = (one: string) =>
          [saved, { log: next }].every(({ log }) => Object.hasOwn(log.certificates, one));
        expect(Object.keys(interrupted.log.certificates)).toEqual(
          expect.arrayContaining(listReferences(interrupted.log).filter(isRecorded)),
        );
        const repaired = save(mergeLogs(interrupted.log, next), interrupted, after);
        expect(serializeLog(repaired.log)).toBe(serializeLog(next));
        const generations = repaired.partitions.map(({ partition }) => partition?.generation);
        expect(JSON.parse(repaired.files.main ?? '').partitions).toEqual(after < 2 ? undefined : generations);
      }),
    );
  });

  it('has all locations of an entry that is in several files after a manual change', () => {
    const at = (...locations: string[]): EventLog => ({
      ...createEmptyLog(),
      locations: {
        shop: Object.fromEntries(locations.map((location) => [location, LOCATION])),
        [locations.join()]: { other: LOCATION },
      },
    });
    const both = { 'shop:1': LOCATION, 'shop:2': LOCATION };
    for (const [main, ...parts] of [
      [createEmptyLog(), at('shop:1'), at('shop:2')],
      [at('shop:1'), at('shop:2'), createEmptyLog()],
    ] as [EventLog, ...EventLog[]][]) {
      const joined = joinLog({ ...main, scans: { manifest: 'a.yaml' } }, parts);
      expect(joined).toMatchObject({ scans: { manifest: 'a.yaml' }, locations: { shop: both } });
      expect(Object.keys(joined.locations).sort()).toEqual(['shop', 'shop:1', 'shop:2']);
    }
  });

  it('has the renewal information of files that have the same entry after a manual change', () => {
    const time = '2031-03-10T12:00:00Z';
    const renewal = { window: null, shift: null, asked_at: time, next_check: time, error: 'acme-window-unreadable' };
    const create = (...fingerprints: string[]) => ({
      ...createEmptyLog(),
      locations: { shop: { 'shop:1': LOCATION } },
      renewals: Object.fromEntries(fingerprints.map((fingerprint) => [fingerprint, renewal])),
    });
    const joined = joinLog(createEmptyLog(), [create('aa'), create('bb')]);
    expect(joined.renewals).toEqual({ aa: renewal, bb: renewal });
  });

  it('has as many partitions as its main file says, however often they were written', () => {
    const head = `{\n  "version": 1,\n  "partitions": ${JSON.stringify(new Array(256).fill(10_000_000))},\n`;
    expect(listPartsIn(head)).toEqual(listPartNames(256));
    expect(listPartsIn('{"version":1,"partitions":[1,1]}')).toEqual(['0-of-2', '1-of-2']);
    expect(listPartsIn('{"version": 1, "scans": {"partitions": [1, 1]}}')).toEqual([]);
    expect(listPartsIn('{"version": 10, "partitions": [1, 1]}')).toEqual(['0-of-2', '1-of-2']);
  });

  it('has partitions whose names sort by number', () => {
    expect([0, 1].map(listPartNames)).toEqual([[], []]);
    expect([2, 10, 11, 100, 101].map((count) => listPartNames(count)[1])).toEqual([
      ...['1-of-2', '1-of-10', '01-of-11', '01-of-100', '001-of-101'],
    ]);
  });

  it('is written only where it has changed', () => {
    const names = Array.from({ length: 100 }, (_, index) => `host-${index}`);
    const locations = Object.fromEntries(names.map((name) => [name, { [`${name}:443`]: LOCATION }]));
    const saved = save({ ...createEmptyLog(), locations } as EventLog, null, 16);
    const listChanged = (log: EventLog) =>
      listFileChanges(saved.files, serializeLogFiles(log, saved, 16)).flatMap(({ part }) => part ?? []);
    expect(listChanged(saved.log)).toEqual([]);
    const last = { id: 'x', scanned_at: '2031-03-10T12:00:00Z' };
    expect(listChanged({ ...saved.log, scans: { ...saved.log.scans, last } })).toEqual([]);
    const { 'host-7': changed, ...others } = saved.log.locations;
    const moved = { 'host-7:443': { ...changed?.['host-7:443'], removed: true } };
    const index = computePartition('host-7', 16);
    expect(listChanged({ ...saved.log, locations: { ...others, 'host-7': moved } } as EventLog)).toEqual([
      listPartNames(16)[index],
    ]);
    // Equal records are not a change, even if they are other objects.
    expect(listChanged(structuredClone(saved.log))).toEqual([]);
    expect(listChanged({ ...saved.log, scans: { manifest: 'renamed.yaml' } })).toHaveLength(16);
  });

  it('is written where records were only dropped, added or replaced', () => {
    const time = '2031-03-10T12:00:00Z';
    const KEY = { certificate: 'shop', threshold: null, fingerprint: 'aa', location: null };
    const logged = (event: EventName): LoggedEvent => ({
      ...{
        id: computeRecordId({ ...KEY, event }),
        certificate: 'shop',
        event,
        threshold: null,
        fingerprint: 'aa',
        location: null,
        locations: [],
      },
      ...{ fired_at: time, scan_id: 'x', cleared_at: null, deliveries: {} },
    });
    const renewal = { window: null, shift: null, asked_at: time, next_check: time, error: 'acme-window-unreadable' };
    const locations = { shop: { 'a:443': { ...LOCATION, fingerprint: 'aa', previous: 'bb' }, 'b:443': LOCATION } };
    const events = [logged('certificate.expired'), logged('certificate.untrusted')];
    const facts = { ...EMPTY_FACTS, sans: [], valid_to: time };
    const log: EventLog = {
      ...{ ...createEmptyLog(), locations, events, certificates: { aa: facts, bb: facts } },
      renewals: { aa: renewal, bb: renewal },
    };
    const saved = save(log, null, 2);
    const { certificates, renewals = {} } = saved.log;
    const changes: Partial<EventLog>[] = [
      { events: saved.log.events.slice(0, 1) },
      { events: saved.log.events.slice(1) },
      { events: [...saved.log.events, logged('certificate.revoked')] },
      { events: saved.log.events.with(0, { ...logged('certificate.expired'), scan_id: 'y' }) },
      { locations: { ...saved.log.locations, mail: { 'c:25': LOCATION } } },
      { locations: { shop: { 'a:443': saved.log.locations.shop?.['a:443'] as LoggedLocation } } },
      { locations: {} },
      { certificates: Object.fromEntries(Object.entries(certificates).slice(0, 1)) },
      { certificates: { ...certificates, bb: { ...facts, issuer: 'CN=Example CA' } } },
      { renewals: Object.fromEntries(Object.entries(renewals).slice(0, 1)) },
      { renewals: { ...renewals, bb: { ...renewal, asked_at: '2031-03-11T12:00:00Z' } } },
      { renewals: undefined },
    ];
    for (const change of changes) {
      const after = { ...saved.log, ...change };
      expect(serializeLog(save(after, saved, 2).log)).toBe(serializeLog(after));
    }
  });

  it('belongs to any manifest before it has the name of one', () => {
    const nameless = save(createEmptyLog(), null, 2);
    expect(() => checkOwnership(nameless, nameOwners('a.yaml'), LOG)).not.toThrow();
    const shared = save({ ...createEmptyLog(), scans: { manifest: 'a.yaml' } }, null, 2);
    expect(() => checkOwnership(shared, nameOwners('b.yaml', 'a.yaml'), LOG)).not.toThrow();
    expect(() => checkOwnership(shared, nameOwners(), LOG)).toThrow(
      expect.objectContaining({ code: 'event-log-manifest-mismatch' }),
    );
  });

  it('keeps an entry in its partition', () => {
    expect(
      ['shop', 'mail', '__proto__', 'host-1', 'host-2'].map((name) => computePartition(name, 16)),
    ).toMatchInlineSnapshot(`
      [
        9,
        14,
        13,
        5,
        12,
      ]
    `);
    const spread = Array.from({ length: 1600 }, (_, index) => computePartition(`host-${index}`, 16));
    for (let index = 0; index < 16; index += 1) {
      expect(spread.filter((one) => one === index).length).toBeGreaterThan(50);
    }
  });
});

describe('a partitioned log is rejected', () => {
  const log = { ...createEmptyLog(), scans: { manifest: 'a.yaml' } };
  const { files, partitions } = save(log, null, 3);
  const replace = (name: string, text: string | undefined): FileSet => {
    const all = [...files.parts].filter(([one]) => one !== name);
    return { main: files.main, parts: new Map(text === undefined ? all : [...all, [name, text]]) };
  };
  const [name = ''] = listPartNames(3);
  const text = files.parts.get(name) ?? '';

  it.each<[string, string | undefined, string]>([
    ['if a partition is missing', undefined, 'event-log-partition-missing'],
    ['if a partition is truncated', text.slice(0, -10), 'event-log-not-json'],
    ['if a partition is of a newer version', text.replace('"version": 1', '"version": 2'), 'event-log-newer-version'],
    ['if a partition is a whole log', serializeLog(log), 'event-log-partition-mismatch'],
    ['if a partition is another one', files.parts.get('1-of-3'), 'event-log-partition-mismatch'],
    ['if a partition is of another number', text.replace('"count":3', '"count":4'), 'event-log-partition-mismatch'],
    ['if a partition is older', text.replace('"generation":1', '"generation":0'), 'event-log-partition-outdated'],
    ['if a partition is invalid', text.replace('"locations": {}', '"locations": []'), 'event-log-invalid'],
  ])('%s', (_, changed, code) => {
    expect(() => load(replace(name, changed))).toThrow(expect.objectContaining({ code, exitCode: 3 }));
  });

  it.each<[string, string | undefined, string | null]>([
    ['that was written twice', text.replace('"generation":1', '"generation":2'), 'event-log-main-missing'],
    ['that is truncated', text.slice(0, 100), 'event-log-not-json'],
    ['of a first save', text, null],
  ])('if it is a partition %s without a main file', (_, partition = '', code) => {
    const check = () => parseLogFiles({ main: null, parts: new Map([[name, partition]]) }, LOG);
    if (code === null) expect(check()).toBeNull();
    else expect(check).toThrow(expect.objectContaining({ code, exitCode: 3 }));
  });

  it('if a partition with events has no main file', () => {
    fc.assert(
      fc.property(arbitraryLogs, fc.constantFrom(2, 3), (random, count) => {
        for (const [part, written] of save(random, null, count).files.parts) {
          const check = () => parseLogFiles({ main: null, parts: new Map([[part, written]]) }, LOG);
          if (JSON.parse(written).events.length === 0) expect(check()).toBeNull();
          else expect(check).toThrow(expect.objectContaining({ code: 'event-log-main-missing' }));
        }
      }),
    );
  });

  it('if the main file is a partition', () => {
    expect(() => load({ main: text, parts: new Map() })).toThrow(/it is a partition, so name the main file/);
  });

  it('if it, or a partition, belongs to another manifest, which the message names', () => {
    const check = (files: LoadedLog, owner: string) => () => checkOwnership(files, nameOwners(owner), LOG);
    const loaded = save(log, null, 3);
    expect(check(loaded, 'a.yaml')).not.toThrow();
    expect(check(loaded, 'b.yaml')).toThrow(/^event-log\.json: the event log belongs/);
    const foreign = replace('1-of-3', files.parts.get('1-of-3')?.replace('a.yaml', 'b.yaml'));
    expect(check(load(foreign), 'a.yaml')).toThrow(/^event-log\.json \(partition 1-of-3\): .* manifest .*b\.yaml/);
  });

  it('names the file in the message', () => {
    expect(() => load(replace(name, undefined))).toThrow(/^event-log\.json: the partition 0-of-3 of the/);
    expect(partitions).toHaveLength(3);
  });
});
