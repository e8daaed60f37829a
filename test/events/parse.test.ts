import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeDuplicates, mergeLogs } from '../../src/events/log/merge.ts';
import { parseLog } from '../../src/events/log/parse.ts';
import { createEmptyLog, serializeLog } from '../../src/events/log/serialize.ts';
import type { EventLog, LoggedEvent } from '../../src/generated/event-log.ts';
import { findDuplicateKey } from '../../src/lib/json/duplicate-keys.ts';
import { arbitraryLogs } from './arbitrary-logs.ts';

const LOG = 'log.json';

/** The text between its first and its last line, as a manual merge may insert it. */
function inner(text: string): string {
  return text.slice('{\n'.length, text.lastIndexOf('\n}'));
}

function withDoubles(log: EventLog, other: EventLog): string {
  const events = [...log.events, ...other.events].map((event) => `    ${JSON.stringify(event)}`);
  const text = serializeLog({ ...log, events: [] });
  return events.length === 0 ? text : text.replace('"events": []', `"events": [\n${events.join(',\n')}\n  ]`);
}

function byId({ events }: EventLog): Map<string, unknown> {
  return new Map(events.map((event) => [event.id, event]));
}

describe('a log after a manual merge', () => {
  it('is rejected if all sections occur twice, because one of them would be lost', () => {
    fc.assert(
      fc.property(arbitraryLogs, arbitraryLogs, (log, other) => {
        const text = `{\n${inner(serializeLog(log))},\n${inner(serializeLog(other))}\n}\n`;
        expect(() => parseLog(text, LOG)).toThrow(
          expect.objectContaining({ code: 'event-log-duplicate-key', message: expect.stringContaining('/version') }),
        );
      }),
    );
  });

  it.each(['locations', 'certificates', 'events'])(
    'is rejected if %s occurs twice, in any order and format',
    (name) => {
      fc.assert(
        fc.property(
          arbitraryLogs,
          arbitraryLogs,
          fc.boolean(),
          fc.constantFrom(0, 2),
          (log, other, isFirst, indent) => {
            const twin = `"${name}": ${JSON.stringify((other as unknown as Record<string, unknown>)[name], null, indent)}`;
            const text = serializeLog(log);
            const doubled = isFirst ? text.replace('{\n', `{\n${twin},\n`) : text.replace(/\n\}\n$/, `,\n${twin}\n}\n`);
            expect(() => parseLog(doubled, LOG)).toThrow(
              expect.objectContaining({
                code: 'event-log-duplicate-key',
                exitCode: 3,
                message: expect.stringContaining(`/${name}`),
              }),
            );
          },
        ),
      );
    },
  );

  it('is rejected if a location or certificate occurs twice', () => {
    fc.assert(
      fc.property(arbitraryLogs, fc.nat(), (log, nth) => {
        const lines = serializeLog(log).split('\n');
        const keyed = lines.flatMap((line, at) =>
          /^ {4,6}"[^"]+": \{.*\},?$/.test(line) && !/^ {4}"(last|digest)"/.test(line) ? [at] : [],
        );
        fc.pre(keyed.length > 0);
        const at = keyed[nth % keyed.length] as number;
        const doubled = lines.toSpliced(at, 0, `${lines[at]?.replace(/,$/, '')},`).join('\n');
        expect(() => parseLog(doubled, LOG)).toThrow(expect.objectContaining({ code: 'event-log-duplicate-key' }));
      }),
    );
  });

  it('keeps its records as they are, in their order, if none occurs twice', () => {
    const time = '2031-03-10T12:00:00Z';
    const events = ['web', 'mail', 'shop'].map(
      (certificate): LoggedEvent => ({
        ...{
          id: Buffer.from(certificate).toString('hex').padEnd(16, '0'),
          certificate,
          event: 'certificate.expired',
          threshold: null,
          fingerprint: 'aa',
          location: null,
        },
        ...{ locations: [], fired_at: time, scan_id: 'x', cleared_at: null, deliveries: {} },
      }),
    );
    const log = { ...createEmptyLog(), events };
    expect(mergeDuplicates(log)).toBe(log);
    const text = withDoubles(createEmptyLog(), log);
    expect(parseLog(text, LOG).events.map(({ certificate }) => certificate)).toEqual(['web', 'mail', 'shop']);
    const doubled = withDoubles(log, { ...log, events: events.slice(1, 2) });
    expect(parseLog(doubled, LOG).events.map(({ certificate }) => certificate)).toEqual(['mail', 'shop', 'web']);
  });

  it('merges duplicate records', () => {
    fc.assert(
      fc.property(arbitraryLogs, arbitraryLogs, (log, other) => {
        const read = parseLog(withDoubles(log, other), LOG);
        const { events } = mergeLogs(log, { ...log, events: other.events });
        expect(byId(read)).toEqual(byId({ ...log, events }));
        expect(byId(parseLog(serializeLog(read), LOG))).toEqual(byId({ ...log, events }));
      }),
    );
  });
});

describe('a log that another program has formatted', () => {
  it.each<[string, (text: string) => string]>([
    ['indented', (text) => JSON.stringify(JSON.parse(text), null, 2)],
    ['on one line', (text) => JSON.stringify(JSON.parse(text))],
    ['with Windows line ends', (text) => text.replaceAll('\n', '\r\n')],
    ['with empty lines', (text) => text.replaceAll('\n', '\n\n')],
  ])('is saved in the format of this one: %s', (_, edit) => {
    fc.assert(
      fc.property(arbitraryLogs, (log) => {
        const text = serializeLog(log);
        expect(serializeLog(parseLog(edit(text), LOG))).toBe(text);
      }),
    );
  });
});

describe('a duplicate key', () => {
  it('is not found in generated JSON', () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom(0, 2), (text, indent) => {
        expect(findDuplicateKey(JSON.stringify(JSON.parse(text), null, indent))).toBeNull();
      }),
    );
  });

  it.each([
    ['{"a": 1, "a" : 2}', '/a'],
    ['{"a": {"b": [{"c": 1}, {"c": 1, "d": 2, "c": 3}]}}', '/a/b/1/c'],
    ['[{"a": 1}, {"a": 1}]', null],
    ['{"a": "a", "b": ["a", "a", "b"]}', null],
    ['{"a\\\\": 1, "a\\\\": 2}', '/a\\'],
    ['{"a\\"}{": 1, "\\u0061\\"}{": 2}', '/a"}{'],
    ['{"a": {"b": 1}, "b": {"a": 1}}', null],
    ['"a"', null],
  ])('in %s is %s', (text, path) => {
    expect(findDuplicateKey(text)).toBe(path);
  });
});

describe('a file that is not an event log', () => {
  const EMPTY = '{"version":1,"scans":{},"locations":{},"certificates":{},"events":[]';
  it.each([
    ['', 'event-log-not-json', 'not valid JSON'],
    ['{', 'event-log-not-json', 'not valid JSON'],
    ['[]', 'event-log-invalid', 'it is not a JSON object'],
    ['null', 'event-log-invalid', 'it is not a JSON object'],
    ['"text"', 'event-log-invalid', 'it is not a JSON object'],
    ['{}', 'event-log-invalid', 'wrong or missing top-level keys'],
    ['{"version":"2"}', 'event-log-invalid', 'wrong or missing top-level keys'],
    [`${EMPTY.replace('[]', '[{}]')}}`, 'event-log-invalid', 'unexpected value at /events/0'],
    ['{"version":2}', 'event-log-newer-version', 'a newer certvigil'],
  ])('is rejected: %s', (text, code, words) => {
    const error = { code, message: expect.stringContaining(words) };
    expect(() => parseLog(text, LOG)).toThrow(expect.objectContaining(error));
  });

  it('is an empty log, also with a byte order mark', () => {
    expect(parseLog(`\uFEFF${EMPTY}}`, LOG)).toEqual(createEmptyLog());
  });

  it('is rejected if a byte order mark is not at the start', () => {
    const error = expect.objectContaining({ code: 'event-log-not-json' });
    expect(() => parseLog(`{\uFEFF${EMPTY.slice(1)}}`, LOG)).toThrow(error);
  });
});
