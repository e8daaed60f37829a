import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { carryOverHistories, groupHistories } from '../../src/events/log/history.ts';
import type { LoggedEvent } from '../../src/generated/event-log.ts';
import { arbitraryLogs } from './arbitrary-logs.ts';

/** By its key, the records of each history, whatever their order. */
function grouped(events: readonly LoggedEvent[]) {
  const sorted = [...groupHistories({ ...EMPTY, events: events as LoggedEvent[] })].map(([key, { records }]) => {
    return [key, records.map((record) => JSON.stringify(record)).sort()] as const;
  });
  return Object.fromEntries(sorted);
}

const EMPTY = { version: 1 as const, scans: {}, places: {}, certificates: {} };

describe('the histories of a log', () => {
  it('are the same, whether they followed what was changed and added or were made anew', () => {
    fc.assert(
      fc.property(arbitraryLogs, arbitraryLogs, fc.array(fc.boolean(), { minLength: 1 }), (log, other, picks) => {
        const before = log.events;
        groupHistories(log);
        const picked = before.filter((_, index) => picks[index % picks.length]);
        const changed = new Map(picked.map((event) => [event, { ...event, scan_id: 'later' }]));
        const after = [...before.map((event) => changed.get(event) ?? event), ...other.events];
        carryOverHistories(before, after, changed, other.events);
        expect(grouped(after)).toEqual(grouped([...after]));
      }),
    );
  });
});
