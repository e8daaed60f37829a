import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EMPTY_FACTS } from '../../src/domain/event-data.ts';
import type { EventName } from '../../src/domain/index.ts';
import { computeRecordId } from '../../src/events/log/history.ts';
import { type LogToSerialize, toKeyedRecord } from '../../src/events/log/incremental-lines.ts';
import {
  checkFileOwnership,
  joinLogFiles,
  LOG_FORMAT,
  type LoadedFiles,
  listPartsIn,
  serializeLogFiles,
} from '../../src/events/log/log-files.ts';
import { mergeLogs } from '../../src/events/log/merge.ts';
import { computePartition, joinLog, listPartitionNames } from '../../src/events/log/partitions.ts';
import { createEmptyLog, serializeLog } from '../../src/events/log/serialize.ts';
import type { EventLog, LoggedEvent, LoggedPlace } from '../../src/generated/event-log.ts';
import { joinChunks } from '../../src/lib/files/chunked-text.ts';
import type { FileSetUpdate } from '../../src/lib/files/file-set.ts';
import { arbitraryLogs, arbitraryRelatedLogs } from './arbitrary-logs.ts';

const LOG = 'event-log.json';

const counts = fc.constantFrom(1, 2, 3, 16);

const PLACE: LoggedPlace = {
  source: 'endpoint',
  fingerprint: null,
  previous: null,
  since: null,
  failures: 0,
  failures_at: null,
  gone: false,
};

/** The texts of the files. */
interface Texts {
  text: string;
  parts: ReadonlyMap<string, string>;
}

/** The files in the order of a store: partitions first. `limit`: the process ends after so many. Others stay as they are. */
function write(before: Texts | null, { changes }: FileSetUpdate, limit = Number.POSITIVE_INFINITY): Texts | null {
  const written = new Map<string | null, string>(before === null ? [] : [[null, before.text], ...before.parts]);
  for (const { part, text } of [...changes].slice(0, limit)) written.set(part, joinChunks(text));
  const main = written.get(null);
  if (main === undefined) return null;
  const kept = new Map([...written].filter((one): one is [string, string] => listPartsIn(main).includes(one[0] ?? '')));
  return { text: main, parts: kept };
}

function save(log: EventLog, original: Saved | null, count: number) {
  return load(write(original?.files ?? null, serializeLogFiles(log, original, count)) as Texts);
}

type Saved = LoadedFiles & { files: Texts };

/** As a store reads and parses them. */
function load(files: Texts): Saved {
  const parse = (text: string, part: string | null) => {
    return { content: LOG_FORMAT.parse(text, part, LOG), length: text.length, readText: () => text };
  };
  const parts = Array.from(files.parts, ([name, text]) => [name, parse(text, name)] as const);
  return { files, ...joinLogFiles({ main: parse(files.text, null), parts: new Map(parts) }, LOG) };
}

/** Without certificates and renewal information, which move to other partitions with the entries that have them. */
function selectRecords({ places, events }: EventLog): EventLog {
  return { ...createEmptyLog(), places, events };
}

/** The fingerprints that places and events refer to. */
function listReferences({ places, events }: Pick<LogToSerialize, 'places' | 'events'>): string[] {
  const byPlace = Object.values(toKeyedRecord(places)).flatMap((entry) => Object.values(entry));
  const all = [...byPlace.flatMap((one) => [one.fingerprint, one.previous]), ...events.map((one) => one.fingerprint)];
  return all.filter((one) => one !== null);
}

describe('a partitioned log', () => {
  it('has the same records as a single file', () => {
    fc.assert(
      fc.property(arbitraryLogs, counts, (log, count) => {
        const { files, log: read } = save(log, null, count);
        expect(serializeLog(read)).toBe(serializeLog(log));
        expect(Object.hasOwn(read, 'renewals')).toBe(Object.keys(log.renewals ?? {}).length > 0);
        expect(listPartsIn(files.text)).toEqual(listPartitionNames(count));
        expect([...files.parts.keys()]).toEqual(listPartitionNames(count));
      }),
    );
  });

  it('has each entry in one partition, with its certificates', () => {
    fc.assert(
      fc.property(arbitraryLogs, fc.constantFrom(2, 3, 16), (log, count) => {
        for (const [index, { content }] of save(log, null, count).parts.entries()) {
          const { log: part } = content;
          const names = [
            ...Object.keys(toKeyedRecord(part.places)),
            ...part.events.map(({ certificate }) => certificate),
          ];
          expect(names.map((name) => computePartition(name, count)).filter((one) => one !== index)).toEqual([]);
          const recorded = listReferences(part).filter((one) => Object.hasOwn(log.certificates, one));
          expect(Object.keys(toKeyedRecord(part.certificates))).toEqual(expect.arrayContaining(recorded));
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
        expect(saved.parts).toHaveLength(last < 2 ? 0 : last);
        if (last === 1) expect(saved.files.text).toBe(serializeLog(log));
      }),
    );
  });

  it.each(['places', 'certificates', 'renewals', 'events'] as const)(
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
        const interrupted = load(write(saved.files, serializeLogFiles(next, saved, after), limit) as Texts);
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
        for (const { content } of repaired.parts) {
          const { log } = content;
          expect(log.partition?.generation).toBe(repaired.main.content.log.partitions?.[log.partition?.index ?? -1]);
        }
      }),
    );
  });

  it('has the records of its files, which keep their identity', () => {
    fc.assert(
      fc.property(arbitraryLogs, fc.constantFrom(2, 3, 16), (log, count) => {
        const { log: read, parts } = save(log, null, count);
        for (const part of parts) {
          for (const [name, byPlace] of Object.entries(toKeyedRecord(part.content.log.places)))
            expect(read.places[name]).toBe(byPlace);
          for (const event of part.content.log.events) expect(read.events.includes(event)).toBe(true);
        }
      }),
    );
  });

  it('has all places of an entry that is in several files after a manual change', () => {
    const at = (...places: string[]): EventLog => ({
      ...createEmptyLog(),
      places: { shop: Object.fromEntries(places.map((place) => [place, PLACE])), [places.join()]: { other: PLACE } },
    });
    const both = { 'shop:1': PLACE, 'shop:2': PLACE };
    for (const [main, ...parts] of [
      [createEmptyLog(), at('shop:1'), at('shop:2')],
      [at('shop:1'), at('shop:2'), createEmptyLog()],
    ] as [EventLog, ...EventLog[]][]) {
      const joined = joinLog({ ...main, scans: { manifest: 'a.yaml' } }, parts);
      expect(joined).toMatchObject({ scans: { manifest: 'a.yaml' }, places: { shop: both } });
      expect(Object.keys(joined.places).sort()).toEqual(['shop', 'shop:1', 'shop:2']);
    }
  });

  it('has the renewal information of files that have the same entry after a manual change', () => {
    const time = '2031-03-10T12:00:00Z';
    const renewal = { window: null, shift: null, asked_at: time, next_check: time, error: 'acme-window-unreadable' };
    const create = (...fingerprints: string[]) => ({
      ...createEmptyLog(),
      places: { shop: { 'shop:1': PLACE } },
      renewals: Object.fromEntries(fingerprints.map((fingerprint) => [fingerprint, renewal])),
    });
    const joined = joinLog(createEmptyLog(), [create('aa'), create('bb')]);
    expect(joined.renewals).toEqual({ aa: renewal, bb: renewal });
  });

  it('has as many partitions as its main file says, however often they were written', () => {
    const head = `{\n  "version": 1,\n  "partitions": ${JSON.stringify(new Array(256).fill(10_000_000))},\n`;
    expect(listPartsIn(head)).toEqual(listPartitionNames(256));
    expect(listPartsIn('{"version":1,"partitions":[1,1]}')).toEqual(['0-of-2', '1-of-2']);
    expect(listPartsIn('{"version": 1, "scans": {"partitions": [1, 1]}}')).toEqual([]);
    expect(listPartsIn('{"version": 10, "partitions": [1, 1]}')).toEqual(['0-of-2', '1-of-2']);
  });

  it('has partitions whose names sort by number', () => {
    expect([0, 1].map(listPartitionNames)).toEqual([[], []]);
    expect([2, 10, 11, 100, 101].map((count) => listPartitionNames(count)[1])).toEqual([
      ...['1-of-2', '1-of-10', '01-of-11', '01-of-100', '001-of-101'],
    ]);
  });

  it('is written only where it has changed', () => {
    const names = Array.from({ length: 100 }, (_, index) => `host-${index}`);
    const places = Object.fromEntries(names.map((name) => [name, { [`${name}:443`]: PLACE }]));
    const saved = save({ ...createEmptyLog(), places } as EventLog, null, 16);
    const listChanged = (log: EventLog) =>
      Array.from(serializeLogFiles(log, saved, 16).changes, ({ part }) => part).filter((part) => part !== null);
    expect(listChanged(saved.log)).toEqual([]);
    const last = { id: 'x', scanned_at: '2031-03-10T12:00:00Z' };
    expect(listChanged({ ...saved.log, scans: { ...saved.log.scans, last } })).toEqual([]);
    const { 'host-7': changed, ...others } = saved.log.places;
    const moved = { 'host-7:443': { ...changed?.['host-7:443'], gone: true } };
    const index = computePartition('host-7', 16);
    expect(listChanged({ ...saved.log, places: { ...others, 'host-7': moved } } as EventLog)).toEqual([
      listPartitionNames(16)[index],
    ]);
    // Equal records are not a change, even if they are other objects.
    expect(listChanged(structuredClone(saved.log))).toEqual([]);
    expect(listChanged({ ...saved.log, scans: { manifest: 'renamed.yaml' } })).toHaveLength(16);
  });

  it('is read again only where it has changed', () => {
    const names = Array.from({ length: 100 }, (_, index) => `host-${index}`);
    const places = Object.fromEntries(names.map((name) => [name, { [`${name}:443`]: PLACE }]));
    const saved = save({ ...createEmptyLog(), places } as EventLog, null, 16);
    const read: string[] = [];
    const parts = saved.parts.map((part, index) => ({
      ...part,
      readText: () => {
        read.push(listPartitionNames(16)[index] ?? '');
        return part.readText();
      },
    }));
    const changed = { ...saved.log.places, 'host-7': { 'host-7:443': { ...PLACE, gone: true } } };
    const next = { ...saved.log, places: changed };
    const written = write(saved.files, serializeLogFiles(next, { ...saved, parts }, 16)) as Texts;
    expect(read).toEqual([listPartitionNames(16)[computePartition('host-7', 16)]]);
    expect(serializeLog(load(written).log)).toBe(serializeLog(next));
  });

  it('is written where records were only dropped, added or replaced', () => {
    const time = '2031-03-10T12:00:00Z';
    const KEY = { certificate: 'shop', threshold: null, fingerprint: 'aa', place: null };
    const logged = (event: EventName): LoggedEvent => ({
      ...{
        id: computeRecordId({ ...KEY, event }),
        certificate: 'shop',
        event,
        threshold: null,
        fingerprint: 'aa',
        place: null,
        places: [],
      },
      ...{ fired_at: time, scan_id: 'x', cleared_at: null, deliveries: {} },
    });
    const renewal = { window: null, shift: null, asked_at: time, next_check: time, error: 'acme-window-unreadable' };
    const places = { shop: { 'a:443': { ...PLACE, fingerprint: 'aa', previous: 'bb' }, 'b:443': PLACE } };
    const events = [logged('certificate.expired'), logged('certificate.untrusted')];
    const facts = { ...EMPTY_FACTS, sans: [], valid_to: time };
    const log: EventLog = {
      ...{ ...createEmptyLog(), places, events, certificates: { aa: facts, bb: facts } },
      renewals: { aa: renewal, bb: renewal },
    };
    const saved = save(log, null, 2);
    const { certificates, renewals = {} } = saved.log;
    const changes: Partial<EventLog>[] = [
      { events: saved.log.events.slice(0, 1) },
      { events: saved.log.events.slice(1) },
      { events: [...saved.log.events, logged('certificate.revoked')] },
      { events: saved.log.events.with(0, { ...logged('certificate.expired'), scan_id: 'y' }) },
      { places: { ...saved.log.places, mail: { 'c:25': PLACE } } },
      { places: { shop: { 'a:443': saved.log.places.shop?.['a:443'] as LoggedPlace } } },
      { places: {} },
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
    expect(() => checkFileOwnership(nameless, ['a.yaml'], LOG)).not.toThrow();
    const shared = save({ ...createEmptyLog(), scans: { manifest: 'a.yaml' } }, null, 2);
    expect(() => checkFileOwnership(shared, ['b.yaml', 'a.yaml'], LOG)).not.toThrow();
    expect(() => checkFileOwnership(shared, [], LOG)).toThrow(
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
  const { files, parts } = save(log, null, 3);
  const replace = (name: string, text: string | undefined): Texts => {
    const all = [...files.parts].filter(([one]) => one !== name);
    return { text: files.text, parts: new Map(text === undefined ? all : [...all, [name, text]]) };
  };
  const [name = ''] = listPartitionNames(3);
  const text = files.parts.get(name) ?? '';

  it.each<[string, string | undefined, string]>([
    ['if a partition is missing', undefined, 'event-log-partition-missing'],
    ['if a partition is truncated', text.slice(0, -10), 'event-log-not-json'],
    ['if a partition is of a newer version', text.replace('"version": 1', '"version": 2'), 'event-log-newer-version'],
    ['if a partition is a whole log', serializeLog(log), 'event-log-partition-mismatch'],
    ['if a partition is another one', files.parts.get('1-of-3'), 'event-log-partition-mismatch'],
    ['if a partition is of another number', text.replace('"count":3', '"count":4'), 'event-log-partition-mismatch'],
    ['if a partition is older', text.replace('"generation":1', '"generation":0'), 'event-log-partition-outdated'],
    ['if a partition is invalid', text.replace('"places": {}', '"places": []'), 'event-log-invalid'],
  ])('%s', (_, changed, code) => {
    expect(() => load(replace(name, changed))).toThrow(expect.objectContaining({ code, exitCode: 3 }));
  });

  it.each<[string, string | undefined, string | null]>([
    ['that was written twice', text.replace('"generation":1', '"generation":2'), 'event-log-main-missing'],
    ['that is truncated', text.slice(0, 100), 'event-log-not-json'],
    ['of a first save', text, null],
  ])('if it is a partition %s without a main file', (_, partition = '', code) => {
    const check = () => LOG_FORMAT.checkOrphan(partition, name, LOG);
    if (code === null) expect(check).not.toThrow();
    else expect(check).toThrow(expect.objectContaining({ code, exitCode: 3 }));
  });

  it('if a partition with events has no main file', () => {
    fc.assert(
      fc.property(arbitraryLogs, fc.constantFrom(2, 3), (random, count) => {
        for (const [part, written] of save(random, null, count).files.parts) {
          const check = () => LOG_FORMAT.checkOrphan(written, part, LOG);
          if (JSON.parse(written).events.length === 0) expect(check).not.toThrow();
          else expect(check).toThrow(expect.objectContaining({ code: 'event-log-main-missing' }));
        }
      }),
    );
  });

  it('if the main file is a partition', () => {
    expect(() => load({ text, parts: new Map() })).toThrow(/it is a partition, so name the main file/);
  });

  it('if it, or a partition, belongs to another manifest, which the message names', () => {
    const check = (files: LoadedFiles, owner: string) => () => checkFileOwnership(files, [owner], LOG);
    const loaded = save(log, null, 3);
    expect(check(loaded, 'a.yaml')).not.toThrow();
    expect(check(loaded, 'b.yaml')).toThrow(/^event-log\.json: the event log belongs/);
    const foreign = replace('1-of-3', files.parts.get('1-of-3')?.replace('a.yaml', 'b.yaml'));
    expect(check(load(foreign), 'a.yaml')).toThrow(/^event-log\.json \(partition 1-of-3\): .* manifest .*b\.yaml/);
  });

  it('names the file in the message', () => {
    expect(() => load(replace(name, undefined))).toThrow(/^event-log\.json: the partition 0-of-3 of the/);
    expect(parts).toHaveLength(3);
  });
});
