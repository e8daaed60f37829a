import { describe, expect, it } from 'vitest';
import { detectDane } from '../../src/assess/findings/dane.ts';
import type { DaneMatch } from '../../src/domain/dns.ts';
import type { LiveLocation } from '../../src/domain/index.ts';
import { mergeLogs } from '../../src/events/log/merge.ts';
import { createEmptyLog } from '../../src/events/log/serialize.ts';
import { compareWithLog } from '../../src/events/state/compare-with-log.ts';
import type { EventLog } from '../../src/generated/event-log.ts';
import { certificate, day, endpoint, entry } from './scenario.ts';

// Which keys a server has, and which TLSA records are published, from one scan to the next.

const LOCATION = 'mx.example.com:25';

/** A scan shortly before a renewal: the keys that the server presents, and the published ones. `null`: the lookup fails. */
interface Step {
  serves: string | string[];
  /** `B`: `3 1 1` of the key B; `3 0 1 b`: of the certificate b. A certificate `a` has the key `A`, and `a2` the same. */
  publishes: string[] | null;
}

const getKey = (name: string) => name.charAt(0).toUpperCase();

function matchRecords(publishes: string[], served: string): DaneMatch[] {
  return publishes.map((text) => {
    const [usage, selector, matching_type, of = ''] = text.length === 1 ? ['3', '1', '1', text] : text.split(' ');
    const kind = { usage: Number(usage), selector: Number(selector), matching_type: Number(matching_type) };
    const isMatch = selector === '0' ? of === served : of === getKey(served);
    return { ...kind, data: of, result: isMatch ? 'match' : 'differs', reason: isMatch ? null : 'it does not match' };
  });
}

/** Scans once; returns the log, the location in it, and the code and detail of the finding about the first certificate. */
function scan(before: EventLog, number: number, { serves, publishes }: Step, keeps_key = false) {
  const presented = [serves].flat();
  const failure = { code: 'dns-server-failure', detail: 'SERVFAIL.', cause: 'name' as const };
  const readings = presented.flatMap((one) => {
    const state = publishes === null ? { failure } : { name: 'x', secure: true, records: matchRecords(publishes, one) };
    const evidence = { dane: { expected: 'check' as const, keeps_key, state } };
    const observed = presented.length > 1 ? { handshakes: { served: 1, total: presented.length } } : {};
    const { locations } = endpoint('mx', LOCATION, certificate(one, { to: day(400) }), evidence);
    return locations.map((location) => ({ ...location, observed }));
  });
  const reading = { entry: 'mx', source: LOCATION, failure: null, locations: readings };
  const { log, locations } = compareWithLog({
    ...{ log: before, readings: [reading], entries: [entry('mx')], covers: () => true, now: day(number) },
  });
  const input = { locations, date_status: 'warning', renewal: null, now: day(number) };
  const { findings } = detectDane(
    { facts: { lifetime_days: 90 } } as Parameters<typeof detectDane>[0],
    input as unknown as Parameters<typeof detectDane>[1],
  );
  return { log, logged: log.locations.mx?.[LOCATION], location: locations[0] as LiveLocation, finding: findings[0] };
}

/** Tells a story; returns the code of each scan. */
function tell(steps: readonly Step[], start = createEmptyLog()) {
  let log = start;
  const codes = steps.map((step, number) => {
    const scanned = scan(log, number, step);
    log = scanned.log;
    return scanned.finding?.code ?? null;
  });
  return { log, codes };
}

const NONE = 'dane-no-rollover';
const BREAKS = 'dane-breaks-at-renewal';

describe('near the renewal', () => {
  it.each<[string, [serves: Step['serves'], publishes: string[] | null, code: string | null][]]>([
    [
      'a rollover with two records has a notice only while there is no next one',
      [
        ['a', ['A'], NONE],
        ['a', ['A', 'B'], null],
        ['a', ['A', 'B'], null],
        ['b', ['A', 'B'], NONE],
        ['b', ['B'], NONE],
        ['b', ['B', 'C'], null],
        ['c', ['B', 'C', 'D'], null],
      ],
    ],
    [
      'the record of the previous key, which was never removed, is not that of the next one',
      [
        ['a', ['A', 'B'], null],
        ['b', ['A', 'B'], NONE],
        ['b', ['A', 'B'], NONE],
        ['b2', ['A', 'B'], NONE],
        ['c', ['A', 'B', 'C'], NONE],
        ['c', ['A', 'B', 'C', 'D'], null],
      ],
    ],
    [
      'a renewal with the same key changes nothing',
      [
        ['a', ['A'], NONE],
        ['a2', ['A'], NONE],
        ['a3', ['A', 'B'], null],
        ['a4', ['B', 'A'], null],
        ['b', ['A', 'B'], NONE],
      ],
    ],
    [
      'a record that was removed and is published again is for the next key',
      [
        ['a', ['A', 'B'], null],
        ['b', ['B'], NONE],
        ['b', ['A', 'B'], null],
        ['a', ['A', 'B'], NONE],
      ],
    ],
    [
      'failed lookups and a zone without records are no removal',
      [
        ['a', ['A', 'B'], null],
        ['b', null, null],
        ['b', [], null],
        ['b', ['A', 'B'], NONE],
      ],
    ],
    [
      'the record of the previous certificate is not that of the next one',
      [
        ['a', ['3 0 1 a'], BREAKS],
        ['a', ['3 0 1 a', '3 0 1 b'], null],
        ['b', ['3 0 1 a', '3 0 1 b'], BREAKS],
        ['b', ['3 0 1 a', '3 0 1 b', '3 0 1 c'], null],
      ],
    ],
    [
      'a change of the usage does not make it that of the next one',
      [
        ['a', ['1 1 1 A', '1 1 1 B'], null],
        ['b', ['3 1 1 A', '3 1 1 B'], NONE],
      ],
    ],
    [
      'the record of a CA that issued before may match again',
      [
        ['a', ['2 1 1 A', '3 1 1 A'], null],
        ['b', ['2 1 1 A', '3 1 1 B'], null],
      ],
    ],
    [
      'a server that presents two keys has no next one among them',
      [
        [['a', 'b'], ['A', 'B'], NONE],
        [['b', 'a'], ['A', 'B'], NONE],
        [['a', 'b'], ['A', 'B', 'C'], null],
      ],
    ],
  ])('%s', (_, steps) => {
    const { codes } = tell(steps.map(([serves, publishes]) => ({ serves, publishes })));
    expect(codes).toEqual(steps.map(([, , code]) => code));
  });

  it('without the log, a record that does not match is for the next key', () => {
    expect(tell([{ serves: 'b', publishes: ['A', 'B'] }]).codes).toEqual([null]);
  });

  it('the notice names the record to remove', () => {
    const { log } = tell([{ serves: 'a', publishes: ['A', 'B'] }]);
    const { finding } = scan(log, 1, { serves: 'b', publishes: ['A', 'B'] });
    expect(finding?.detail).toMatch(
      /\(3 1 1\) have only the current key.*earlier certificate or key are still published: remove `3 1 1 A…`\.$/,
    );
    expect(scan(log, 1, { serves: 'a', publishes: ['A'] }).finding?.detail).not.toContain('remove');
  });

  it('a pinned key has no notice, whatever is published', () => {
    const { log } = tell([{ serves: 'a', publishes: ['A', 'B'] }]);
    expect(scan(log, 1, { serves: 'b', publishes: ['A', 'B'] }, true).finding).toBeUndefined();
  });
});

describe('the register of served keys', () => {
  it('does not exist before a record matches, and changes only with the records', () => {
    const first = scan(createEmptyLog(), 0, { serves: 'a', publishes: ['B'] });
    expect(first.logged).not.toHaveProperty('tlsa');
    const second = scan(first.log, 1, { serves: 'a', publishes: ['A', 'B'] });
    expect(second.logged?.tlsa).toEqual({
      served: [expect.stringMatching(/^[0-9a-f]{64}$/)],
      since: new Date(day(1)).toISOString().replace('.000', ''),
    });
    expect(scan(second.log, 2, { serves: 'a', publishes: ['B', 'A'] }).logged).toBe(second.logged);
    const third = scan(second.log, 3, { serves: 'b', publishes: ['A', 'B'] });
    expect(third.logged?.tlsa?.served).toHaveLength(2);
    expect(scan(third.log, 4, { serves: 'b', publishes: ['B'] }).logged?.tlsa?.served).toHaveLength(1);
  });

  it('has at most 100 records', () => {
    const serves = ['a', 'b', 'c'];
    const publishes = serves.flatMap((name) => Array.from({ length: 50 }, (_, type) => `3 1 ${type} ${getKey(name)}`));
    expect(scan(createEmptyLog(), 0, { serves, publishes }).logged?.tlsa?.served).toHaveLength(100);
  });

  it('is the later one of two logs, so that a scan in between forgets nothing', () => {
    const start = tell([{ serves: 'a', publishes: ['A', 'B'] }]).log;
    const changed = scan(start, 2, { serves: 'b', publishes: ['A', 'B'] }).log;
    const late = scan(start, 1, { serves: 'a', publishes: ['A', 'B'] }).log;
    for (const log of [mergeLogs(changed, late), mergeLogs(late, changed)])
      expect(scan(log, 3, { serves: 'b', publishes: ['A', 'B'] }).finding?.code).toBe(NONE);
  });
});
