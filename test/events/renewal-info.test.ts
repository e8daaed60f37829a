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

/** A response with a window that starts `start` days from now and lasts two days. */
function createResponse(start: number, retry_after: number | null = 6 * HOUR): RenewalResponse {
  const window = {
    start: formatIsoTime(NOW + start * DAY),
    end: formatIsoTime(NOW + (start + 2) * DAY),
    explanation_url: null,
  };
  return { window, retry_after };
}

const FAILED: RenewalResponse = { code: 'acme-window-unreadable', detail: '' };

/** The record after these responses, one day apart. */
function recordResponses(...all: RenewalResponse[]): LoggedRenewal {
  const log = all.reduce<EventLog>(
    (log, one, index) => recordRenewals(log, new Map([['a', one]]), NOW + index * DAY),
    createEmptyLog(),
  );
  const renewal = log.renewals?.a;
  if (renewal === undefined) throw new Error('no renewal was recorded');
  return renewal;
}

it('small steps of a window add up, also if a request failed in between', () => {
  const [first, second, third] = [createResponse(60), createResponse(60 - 0.7 / 24), createResponse(60 - 1.4 / 24)];
  const shift = { from: formatIsoTime(NOW + 60 * DAY), to: formatIsoTime(NOW + 60 * DAY - 1.4 * HOUR) };
  expect(recordResponses(first, second).shift).toBeNull();
  expect(recordResponses(first, second, third).shift).toEqual(shift);
  expect(recordResponses(first, second, FAILED, third).shift).toEqual(shift);
});

describe('the next request for a window', () => {
  it.each([
    ['is due after the Retry-After of the server', createResponse(60, 6 * HOUR), 6 * HOUR],
    ['is not due within a minute', createResponse(60, 0), 60_000],
    ['is not due within a minute despite a shorter Retry-After', createResponse(60, 1), 60_000],
    ['is due within a day', createResponse(60, 365 * DAY), DAY],
    ['is due after six hours without Retry-After', createResponse(60, null), 6 * HOUR],
    ['is due after six hours after a failure', FAILED, 6 * HOUR],
    ['is due after the Retry-After of a failure', { ...FAILED, retry_after: 2 * HOUR }, 2 * HOUR],
    ['is due within a day after a failure', { ...FAILED, retry_after: 365 * DAY }, DAY],
    ['is not due within a minute after a failure', { ...FAILED, retry_after: 0 }, 60_000],
  ])('%s', (_, one, wait) => {
    const renewal = recordResponses(one);
    expect(Date.parse(renewal.next_check) - NOW).toBe(wait);
    expect(isRenewalCheckDue(renewal, NOW + wait - 1)).toBe(false);
    expect(isRenewalCheckDue(renewal, NOW + wait)).toBe(true);
  });

  it('is due at once if there was none, or if it is in the future', () => {
    expect(isRenewalCheckDue(undefined, NOW)).toBe(true);
    expect(isRenewalCheckDue(recordResponses(createResponse(60)), NOW - 1)).toBe(true);
    expect(isRenewalCheckDue(recordResponses(createResponse(60)), NOW)).toBe(false);
  });
});

describe('the recorded window', () => {
  it('is the last valid one, whatever failed afterwards', () => {
    expect(recordResponses(createResponse(60), FAILED)).toMatchObject({
      window: { start: '2027-03-02T00:00:00Z' },
      error: FAILED.code,
    });
    expect(recordResponses(FAILED)).toMatchObject({ window: null, error: FAILED.code });
    expect(recordResponses(FAILED, createResponse(60))).toMatchObject({
      window: { start: '2027-03-02T00:00:00Z' },
      error: null,
    });
  });

  const [soon, later, usual] = [2, 30, 60].map((day) => formatIsoTime(NOW + day * DAY));
  it.each([
    ['none if it stays', [createResponse(60), createResponse(60)], null],
    ['none if it moves to a later time', [createResponse(30), createResponse(60)], null],
    ['none if it moves by less than an hour', [createResponse(60), createResponse(60 - 0.04)], null],
    ['one if it moves to an earlier time', [createResponse(60), createResponse(30)], { from: usual, to: later }],
    [
      'the same after errors and further scans',
      [createResponse(60), FAILED, createResponse(30), FAILED, createResponse(30)],
      { from: usual, to: later },
    ],
    [
      'one for two consecutive moves',
      [createResponse(60), createResponse(30), createResponse(2)],
      { from: usual, to: soon },
    ],
    [
      'one for a window that always starts at the time of the request',
      [createResponse(60), createResponse(2), createResponse(3), createResponse(4)],
      { from: usual, to: soon },
    ],
    ['none once it has moved back', [createResponse(60), createResponse(2), createResponse(60)], null],
    [
      'one for many small steps, of which none counts by itself',
      Array.from({ length: 30 }, (_, step) => createResponse(60 - step * 0.03)),
      { from: usual, to: formatIsoTime(NOW + (60 - 2 * 0.03) * DAY) },
    ],
    [
      'one from the latest start so far',
      [createResponse(30), createResponse(60), createResponse(30)],
      { from: usual, to: later },
    ],
    [
      'the same while it moves by less than a day, and while it moves to a later time',
      [createResponse(60), createResponse(30), createResponse(30 - 0.9), createResponse(40)],
      { from: usual, to: later },
    ],
  ])('has a shift: %s', (_, all, shift) => {
    expect(recordResponses(...all).shift).toEqual(shift);
  });

  it('has a shift from the last window of a log without a baseline', () => {
    const window = { start: usual as string, end: formatIsoTime(NOW + 62 * DAY), explanation_url: null };
    const times = { asked_at: formatIsoTime(NOW - DAY), next_check: formatIsoTime(NOW - HOUR) };
    const log = { ...createEmptyLog(), renewals: { a: { window, shift: null, ...times, error: null } } };
    const after = recordRenewals(log, new Map([['a', createResponse(30)]]), NOW).renewals?.a;
    expect(after).toMatchObject({ shift: { from: usual, to: later }, baseline: usual });
  });

  it('stays the same without responses', () => {
    const log = createEmptyLog();
    expect(recordRenewals(log, new Map(), NOW)).toBe(log);
  });

  it('is on one line, and is dropped with its certificate', () => {
    const log = recordRenewals(createEmptyLog(), new Map([['a', createResponse(60)]]), NOW);
    const text = serializeLog(log);
    expect(text).toContain(
      '    "a": {"window":{"start":"2027-03-02T00:00:00Z","end":"2027-03-04T00:00:00Z","explanation_url":null},"shift":null,' +
        '"baseline":"2027-03-02T00:00:00Z","asked_at":"2027-01-01T00:00:00Z","next_check":"2027-01-01T06:00:00Z","error":null}\n',
    );
    expect(parseLog(text, 'log')).toEqual(log);
    expect(pruneLog(log, { now: NOW, retention_days: 90 }).renewals).toBeUndefined();
  });

  it('gets increasing times, whatever the clock says', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 5 })), (days) => {
        let log = createEmptyLog();
        let last = 0;
        for (const day of days) {
          log = recordRenewals(log, new Map([['a', createResponse(60)]]), NOW + day * DAY);
          const asked = Date.parse(log.renewals?.a?.asked_at ?? '');
          expect(asked).toBeGreaterThan(last);
          last = asked;
        }
      }),
    );
  });
});
