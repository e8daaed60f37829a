import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseLog } from '../../src/events/log/parse.ts';
import { createEmptyLog, serializeLog } from '../../src/events/log/serialize.ts';
import { pruneLog } from '../../src/events/state/prune.ts';
import { isRenewalCheckDue, type RenewalResponse, recordRenewals } from '../../src/events/state/renewal-info.ts';
import type { EventLog, LoggedRenewal } from '../../src/generated/event-log.ts';
import { formatIsoTime } from '../../src/lib/iso-time.ts';

const NOW = Date.UTC(2027, 0, 1);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** A window that begins so many days from now, and lasts two. */
function heard(start: number, retry_after: number | null = 6 * HOUR): RenewalResponse {
  const window = {
    start: formatIsoTime(NOW + start * DAY),
    end: formatIsoTime(NOW + (start + 2) * DAY),
    explanation_url: null,
  };
  return { window, retry_after };
}

const FAILED: RenewalResponse = { code: 'acme-window-unreadable', detail: '' };

/** What is kept after all of this was heard, a day apart. */
function kept(...all: RenewalResponse[]): LoggedRenewal {
  const log = all.reduce<EventLog>(
    (log, one, index) => recordRenewals(log, new Map([['a', one]]), NOW + index * DAY),
    createEmptyLog(),
  );
  const renewal = log.renewals?.a;
  if (renewal === undefined) throw new Error('nothing is kept');
  return renewal;
}

describe('when a window is asked for again', () => {
  it.each([
    ['after the time that the server names', heard(60, 6 * HOUR), 6 * HOUR],
    ['not within a minute', heard(60, 0), 60_000],
    ['not within a minute, though the server names a time that has passed', heard(60, 1), 60_000],
    ['within a day', heard(60, 365 * DAY), DAY],
    ['after six hours where the server names no time', heard(60, null), 6 * HOUR],
    ['after six hours where there was no answer', FAILED, 6 * HOUR],
  ])('%s', (_, one, wait) => {
    const renewal = kept(one);
    expect(Date.parse(renewal.next_check) - NOW).toBe(wait);
    expect(isRenewalCheckDue(renewal, NOW + wait - 1)).toBe(false);
    expect(isRenewalCheckDue(renewal, NOW + wait)).toBe(true);
  });

  it('is at once where it never was, and where a clock was ahead', () => {
    expect(isRenewalCheckDue(undefined, NOW)).toBe(true);
    expect(isRenewalCheckDue(kept(heard(60)), NOW - 1)).toBe(true);
  });
});

describe('what is kept of a window', () => {
  it('is the last one that was believed, whatever came after', () => {
    expect(kept(heard(60), FAILED)).toMatchObject({ window: { start: '2027-03-02T00:00:00Z' }, error: FAILED.code });
    expect(kept(FAILED)).toMatchObject({ window: null, error: FAILED.code });
    expect(kept(FAILED, heard(60))).toMatchObject({ window: { start: '2027-03-02T00:00:00Z' }, error: null });
  });

  const [soon, later, usual] = [2, 30, 60].map((day) => formatIsoTime(NOW + day * DAY));
  it.each([
    ['nothing', [heard(60), heard(60)], null],
    ['nothing where it moves to a later time', [heard(30), heard(60)], null],
    ['nothing where it moves by less than an hour', [heard(60), heard(60 - 0.04)], null],
    ['that it moved to an earlier time', [heard(60), heard(30)], { from: usual, to: later }],
    [
      'that, also after errors and further scans',
      [heard(60), FAILED, heard(30), FAILED, heard(30)],
      { from: usual, to: later },
    ],
    ['both moves as one', [heard(60), heard(30), heard(2)], { from: usual, to: soon }],
    [
      'one move of a window that begins whenever it is asked for',
      [heard(60), heard(2), heard(3), heard(4)],
      { from: usual, to: soon },
    ],
    ['nothing once it has moved back', [heard(60), heard(2), heard(60)], null],
  ])('%s is kept of its moves', (_, all, shift) => {
    expect(kept(...all).shift).toEqual(shift);
  });

  it('is as it was where nothing is heard', () => {
    const log = createEmptyLog();
    expect(recordRenewals(log, new Map(), NOW)).toBe(log);
  });

  it('stands on one line, and is dropped with its certificate', () => {
    const log = recordRenewals(createEmptyLog(), new Map([['a', heard(60)]]), NOW);
    const text = serializeLog(log);
    expect(text).toContain(
      '    "a": {"window":{"start":"2027-03-02T00:00:00Z","end":"2027-03-04T00:00:00Z","explanation_url":null},"shift":null,' +
        '"asked_at":"2027-01-01T00:00:00Z","next_check":"2027-01-01T06:00:00Z","error":null}\n',
    );
    expect(parseLog(text, 'log')).toEqual(log);
    expect(pruneLog(log, { now: NOW, retention_days: 90 }).renewals).toBeUndefined();
  });

  it('is ordered by when it was heard, whatever the clock says', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 5 })), (days) => {
        let log = createEmptyLog();
        let last = 0;
        for (const day of days) {
          log = recordRenewals(log, new Map([['a', heard(60)]]), NOW + day * DAY);
          const asked = Date.parse(log.renewals?.a?.asked_at ?? '');
          expect(asked).toBeGreaterThan(last);
          last = asked;
        }
      }),
    );
  });
});
