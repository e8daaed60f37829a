import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseLog, readLog } from '../../src/events/log/parse.ts';
import { serializeLog } from '../../src/events/log/serialize.ts';
import type { EventLog } from '../../src/generated/event-log.ts';
import { arbitraryLogs } from './arbitrary-logs.ts';

const LOG = 'log.json';

/** A log after a scan: unchanged records are the same objects, some are removed, and some come from `other`. */
function applyScan(log: EventLog, other: EventLog, stays: boolean[]): EventLog {
  const staying = (index: number) => stays[index % stays.length];
  const some = <T>(before: Record<string, T>, after: Record<string, T>) => {
    const kept = Object.entries(before).filter((_, index) => staying(index));
    return Object.fromEntries([...Object.entries(after), ...kept]);
  };
  return {
    ...other,
    places: some(log.places, other.places),
    certificates: some(log.certificates, other.certificates),
    renewals: some(log.renewals ?? {}, other.renewals ?? {}),
    events: [...log.events.filter((_, index) => staying(index)), ...other.events],
  };
}

const changes = fc.tuple(arbitraryLogs, arbitraryLogs, fc.array(fc.boolean(), { minLength: 1, maxLength: 7 }));

describe('a log that is serialized incrementally', () => {
  it('equals a log that is serialized from scratch', () => {
    fc.assert(
      fc.property(changes, ([log, other, stays]) => {
        const original = readLog(serializeLog(log), LOG);
        const after = applyScan(original.log, other, stays);
        expect(serializeLog(after, original)).toBe(serializeLog(after));
      }),
    );
  });

  it.each<[string, (text: string) => string]>([
    ['indented by a tool', (text) => JSON.stringify(JSON.parse(text), null, 2)],
    ['put on one line', (text) => JSON.stringify(JSON.parse(text))],
    ['given Windows line ends', (text) => text.replaceAll('\n', '\r\n')],
    ['put in another order', (text) => serialize({ ...parse(text), events: parse(text).events.toReversed() })],
    ['spaced out', (text) => text.replaceAll('},\n', '} ,\n').replaceAll('{"id":', '{ "id": ')],
    ['filled with empty lines', (text) => text.replaceAll('\n', '\n\n')],
  ])('has the same content if its text was %s', (_, edit) => {
    fc.assert(
      fc.property(changes, ([log, other, stays]) => {
        const original = readLog(edit(serializeLog(log)), LOG);
        const after = applyScan(original.log, other, stays);
        expect(parse(serializeLog(after, original))).toEqual(parse(serializeLog(after)));
      }),
    );
  });

  it('keeps the text of unchanged records', () => {
    const [log] = fc.sample(
      arbitraryLogs.filter(({ events }) => events.length > 1),
      { numRuns: 1, seed: 1 },
    );
    const text = serializeLog(log as EventLog).replace('"attempts":', '"attempts": ');
    const original = readLog(text, LOG);
    expect(serializeLog(original.log, original)).toBe(text);
    expect(serializeLog({ ...original.log, events: [] }, original)).toContain('"events": []');
  });
});

function parse(text: string): EventLog {
  return parseLog(text, LOG);
}

/** Without putting its events in order. */
function serialize({ events, ...log }: EventLog): string {
  const empty = serializeLog({ ...log, events: [] });
  const lines = events.map((event) => `    ${JSON.stringify(event)}`).join(',\n');
  return events.length === 0 ? empty : empty.replace('"events": []', `"events": [\n${lines}\n  ]`);
}
