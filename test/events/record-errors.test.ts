import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Entry, Failure } from '../../src/domain/index.ts';
import { mergeLogs } from '../../src/events/log/merge.ts';
import { parseLog } from '../../src/events/log/parse.ts';
import { createEmptyLog, serializeLog } from '../../src/events/log/serialize.ts';
import { recordErrors } from '../../src/events/state/record-errors.ts';
import type { EventLog } from '../../src/generated/event-log.ts';

const fail = (entry: string, code: string | null) => ({
  entry,
  failure: code === null ? null : ({ code, detail: '' } as unknown as Failure),
});
const ENTRIES = new Map(['shop', 'mail', '__proto__'].map((name) => [name, {} as Entry]));
const record = (log: EventLog, locations: ReturnType<typeof fail>[], only?: string) =>
  recordErrors(log, { entries: ENTRIES, locations, covers: (name) => only === undefined || name === only });

describe('failed readings', () => {
  it('are counted by entry and code, and never reset', () => {
    const first = record(createEmptyLog(), [fail('shop', 'endpoint-timeout'), fail('shop', 'endpoint-timeout')]);
    const second = record(first, [fail('shop', 'endpoint-refused'), fail('mail', 'endpoint-timeout')]);
    const third = record(second, [fail('shop', null), fail('mail', null)]);
    expect(third).toBe(second);
    // The order matters for the text of the log.
    expect(JSON.stringify(third.scans.errors)).toBe(
      JSON.stringify({ mail: { 'endpoint-timeout': 1 }, shop: { 'endpoint-refused': 1, 'endpoint-timeout': 2 } }),
    );
  });

  it('of an entry that the manifest no longer has are dropped by a scan that covers it', () => {
    const log: EventLog = { ...createEmptyLog(), scans: { errors: { old: { 'endpoint-timeout': 3 } } } };
    expect(record(log, [], 'shop')).toBe(log);
    expect(record(log, []).scans.errors).toEqual({});
    const both = { ...log, scans: { errors: { ...log.scans.errors, shop: { 'endpoint-timeout': 1 } } } };
    expect(record(both, []).scans.errors).toEqual({ shop: { 'endpoint-timeout': 1 } });
  });

  it('are in the text of the log, whatever the name of the entry is', () => {
    const log = record(createEmptyLog(), [fail('__proto__', 'endpoint-timeout')]);
    const read = parseLog(serializeLog(log), 'log.json');
    expect(Object.entries(read.scans.errors ?? {})).toEqual([['__proto__', { 'endpoint-timeout': 1 }]]);
  });

  it('of concurrent scans count once, in either order', () => {
    const counts = fc.dictionary(fc.constantFrom('a', 'b'), fc.integer({ min: 1, max: 9 }), { noNullPrototype: true });
    const logs = fc
      .dictionary(fc.constantFrom('shop', 'mail'), counts, { noNullPrototype: true })
      .map((errors): EventLog => ({ ...createEmptyLog(), scans: { errors } }));
    fc.assert(
      fc.property(logs, logs, logs, (a, b, c) => {
        const merged = mergeLogs(a, b).scans.errors;
        expect(mergeLogs(b, a).scans.errors).toEqual(merged);
        expect(mergeLogs(mergeLogs(a, b), c).scans.errors).toEqual(mergeLogs(a, mergeLogs(b, c)).scans.errors);
        for (const { scans } of [a, b])
          for (const [entry, own] of Object.entries(scans.errors ?? {}))
            for (const [code, count] of Object.entries(own))
              expect(merged?.[entry]?.[code]).toBeGreaterThanOrEqual(count);
      }),
    );
  });
});
