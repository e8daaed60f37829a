import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeLogs } from '../../src/events/log/merge.ts';
import { parseLog } from '../../src/events/log/parse.ts';
import { createEmptyLog, serializeLog } from '../../src/events/log/serialize.ts';
import type { EventLog } from '../../src/generated/event-log.ts';
import { AppError } from '../../src/lib/app-error.ts';
import { arbitraryLogs, arbitraryRelatedLogs } from './arbitrary-logs.ts';
import { certificate, createScenario, day, endpoint, entry, REFUSED } from './scenario.ts';

const GOLDEN = new URL('../golden/events/log.json', import.meta.url);

/** A log with every kind of record, after each of its scans. */
function listLogs() {
  const scenario = createScenario([entry('shop'), entry('mail')]);
  const shop = (id: string, to: number) => endpoint('shop', 'shop.example.com:443', certificate(id, { to: day(to) }));
  const mail = endpoint('mail', 'mail.example.com:25', REFUSED);
  const scans = [
    { now: day(80), readings: [shop('old', 100), mail] },
    { now: day(81), readings: [shop('old', 100), mail], receive: () => 'failed' as const },
    { now: day(82), readings: [shop('new', 400), mail] },
  ];
  return scans.map((scan) => {
    scenario.scan(scan);
    return scenario.log;
  });
}

function createLog() {
  return listLogs().at(-1) as EventLog;
}

/** The same value with the keys of every object the other way round. */
function reverseKeys(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, inner]) => [key, reverseKeys(inner)] as const)
      .reverse(),
  );
}

describe('the text of an event log', () => {
  it('has one record per line in a fixed order', () => {
    expect(serializeLog(createLog())).toBe(readFileSync(GOLDEN, 'utf8'));
  });

  it('can be parsed without loss', () => {
    fc.assert(
      fc.property(arbitraryLogs, (log) => {
        expect(parseLog(serializeLog(log), 'log.json')).toEqual(log);
      }),
    );
  });

  it('does not depend on the order of records', () => {
    fc.assert(
      fc.property(arbitraryLogs, (log) => {
        const reverse = <T>(records: Record<string, T>) => Object.fromEntries(Object.entries(records).reverse());
        const { locations, certificates, renewals = {}, history = {}, events } = log;
        const reversed = {
          ...log,
          locations: reverse(Object.fromEntries(Object.entries(locations).map(([name, all]) => [name, reverse(all)]))),
          certificates: reverse(certificates),
          renewals: reverse(renewals),
          history: reverse(history),
          events: events.toReversed(),
        };
        expect(serializeLog(reversed)).toBe(serializeLog(log));
      }),
    );
  });

  it('stays the same when it is read and saved again, or merged with itself, in any order of fields', () => {
    fc.assert(
      fc.property(arbitraryLogs, fc.boolean(), (log, isReversed) => {
        const text = serializeLog(isReversed ? (reverseKeys(log) as EventLog) : log);
        const read = () => parseLog(text, 'log.json');
        expect(serializeLog(read())).toBe(text);
        expect(serializeLog(mergeLogs(read(), read()))).toBe(text);
      }),
    );
  });

  it('of a merge does not depend on which log comes first, even if the order of fields differs', () => {
    fc.assert(
      fc.property(arbitraryRelatedLogs(2), (logs) => {
        const [one, other] = logs as [EventLog, EventLog];
        const reversed = reverseKeys(other) as EventLog;
        for (const second of [other, reversed])
          expect(serializeLog(mergeLogs(one, second))).toBe(serializeLog(mergeLogs(second, one)));
        expect(serializeLog(mergeLogs(one, reverseKeys(one) as EventLog))).toBe(
          serializeLog(mergeLogs(reverseKeys(one) as EventLog, one)),
        );
      }),
    );
  });

  it('of a scan stays the same when it is merged with an earlier one', () => {
    const logs = listLogs();
    const last = logs.at(-1) as EventLog;
    for (const earlier of logs) {
      expect(serializeLog(mergeLogs(earlier, last))).toBe(serializeLog(last));
      expect(serializeLog(mergeLogs(last, earlier))).toBe(serializeLog(last));
    }
  });

  it('is short for an empty log', () => {
    expect(serializeLog(createEmptyLog())).toBe(
      '{\n  "version": 1,\n  "scans": {},\n  "locations": {},\n  "certificates": {},\n  "events": []\n}\n',
    );
  });

  it('changes only in the lines of the scans if nothing else changed', () => {
    const scenario = createScenario([entry('shop')]);
    const readings = [endpoint('shop', 'shop.example.com:443', certificate('a', { to: day(300) }))];
    scenario.scan({ now: day(0), readings });
    const before = serializeLog(scenario.log).split('\n');
    scenario.scan({ now: day(1), readings });
    const changed = serializeLog(scenario.log)
      .split('\n')
      .filter((line) => !before.includes(line));
    expect(changed).toEqual([
      '    "last": {"id":"scan-2","scanned_at":"2027-01-02T06:00:00Z"},',
      '    "recent": ["2027-01-01T06:00:00Z","2027-01-02T06:00:00Z"]',
    ]);
  });
});

describe('an unusable log', () => {
  const whole = serializeLog(createLog());

  it.each([
    ['is cut short', whole.slice(0, -40), 'event-log-not-json'],
    ['is empty', '', 'event-log-not-json'],
    ['is of a newer version', whole.replace('"version": 1', '"version": 2'), 'event-log-newer-version'],
    ['is something else', '{"name": "x"}', 'event-log-invalid'],
    ['is a list', '[]', 'event-log-invalid'],
    [
      'has a time that no calendar has',
      whole.replace('"scanned_at":"2027-', '"scanned_at":"2027-13-99T25:61:61Z'),
      'event-log-invalid',
    ],
    ['has a record of another kind', whole.replace('"attempts":0', '"attempts":"none"'), 'event-log-invalid'],
  ])('that %s is an error that names the file', (_, text, code) => {
    const error = catchError(() => parseLog(text, '.certvigil/event-log.json'));
    expect(error).toMatchObject({ code, exitCode: 3 });
    expect(error.message).toMatch(/^\.certvigil\/event-log\.json: .*The file was not changed/);
    expect(error.hint).not.toBe('');
  });

  it('is reported with the position, but never with the value', () => {
    const secret = whole.replace('"attempts":0', '"attempts":"hunter2-hunter2"');
    const { message } = catchError(() => parseLog(secret, 'log.json'));
    expect(message).toContain('/events/');
    expect(message).not.toContain('hunter2');
  });

  it('always throws an AppError (property)', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(catchError(() => parseLog(text, 'log.json'))).toBeInstanceOf(AppError);
      }),
    );
  });
});

function catchError(act: () => unknown): AppError {
  try {
    act();
  } catch (error) {
    return error as AppError;
  }
  throw new Error('nothing was thrown');
}
