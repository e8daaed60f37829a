import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { carryOverHistories, groupHistories, type HistoryCache } from '../../src/events/log/history.ts';
import type { LoggedEvent } from '../../src/generated/event-log.ts';
import { arbitraryLogs } from './arbitrary-logs.ts';

/** The records of each history by key, in any order. */
function groupSorted(events: readonly LoggedEvent[], cache?: HistoryCache) {
  const sorted = [...groupHistories({ ...EMPTY, events: events as LoggedEvent[] }, cache)].map(([key, { records }]) => {
    return [key, records.map((record) => JSON.stringify(record)).sort()] as const;
  });
  return Object.fromEntries(sorted);
}

const EMPTY = { version: 1 as const, scans: {}, places: {}, certificates: {} };

describe('grouping the histories of a log', () => {
  it('gives the same result carried over from a changed log as from scratch', () => {
    fc.assert(
      fc.property(arbitraryLogs, arbitraryLogs, fc.array(fc.boolean(), { minLength: 1 }), (log, other, picks) => {
        const before = log.events;
        const cache: HistoryCache = new WeakMap();
        groupHistories(log, cache);
        const picked = before.filter((_, index) => picks[index % picks.length]);
        const changed = new Map(picked.map((event) => [event, { ...event, scan_id: 'later' }]));
        const after = [...before.map((event) => changed.get(event) ?? event), ...other.events];
        carryOverHistories(cache, before, after, changed, other.events);
        expect(cache.has(after)).toBe(true);
        expect(groupSorted(after, cache)).toEqual(groupSorted(after));
      }),
    );
  });
});
