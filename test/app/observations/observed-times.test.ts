import { describe, expect, it } from 'vitest';
import { createLastObserved, recordObserved } from '../../../src/app/observations/observed-times.ts';
import { computeShardIndex } from '../../../src/app/observations/shard-index.ts';
import { createEmptyLog } from '../../../src/events/log/serialize.ts';
import type { EventLog, LoggedLocation } from '../../../src/generated/event-log.ts';
import type { ObservationHeader } from '../../../src/generated/observations.ts';

const LAST_SCAN = '2027-03-01T05:00:00Z';
const LOCATION = 'shop.example.com:443';
const READ: LoggedLocation = {
  ...{
    source: LOCATION,
    fingerprint: null,
    previous: null,
    since: null,
    failures: 1,
    failures_at: LAST_SCAN,
    removed: false,
  },
};
const NEVER = Number.NEGATIVE_INFINITY;

function findHour(
  observed: Record<string, number>,
  header: Partial<ObservationHeader>,
  { last, unobserved }: { last?: string; unobserved?: LoggedLocation['unobserved'] } = {},
): number {
  const location = { ...READ, ...(unobserved && { unobserved }) };
  const format = (hour: number) => `2027-03-01T0${hour}:00:00Z`;
  const times = Object.entries(observed).map(([part, hour]): [string, string] => [part, format(hour)]);
  const scans: EventLog['scans'] = { observed: Object.fromEntries(times) };
  if (last !== undefined) scans.last = { id: 'one', scanned_at: last };
  const time = createLastObserved({ scans, locations: { shop: { [LOCATION]: location } } })('shop', {
    probe: null,
    shard: null,
    ...header,
  } as ObservationHeader);
  return Number.isFinite(time) ? new Date(time).getUTCHours() : time;
}

const own = `${computeShardIndex('shop', 4)}/4`;
const other = `${(computeShardIndex('shop', 4) % 4) + 1}/4`;

describe('the last observation of an entry', () => {
  it.each<[string, Record<string, number>, Partial<ObservationHeader>, number]>([
    ['is that of its probe', { office: 3, none: 4, lab: 4 }, { probe: 'office' }, 3],
    ['is that of its shard', { [`office ${own}`]: 3, [`office ${other}`]: 4 }, { probe: 'office', shard: own }, 3],
    ['is in another number of shards', { [`none ${own}`]: 3 }, {}, 3],
    ['is the later one of two numbers of shards', { [`none ${own}`]: 3, none: 4 }, { shard: own }, 4],
    ['is the last scan if it is not recorded', {}, {}, 5],
    ['is unknown if only a probe can have read it', { lab: 4 }, { probe: 'office' }, NEVER],
    ['is the last scan for a file of some entries', { none: 3 }, { partial: true }, 5],
  ])('%s', (_, observed, header, hour) => {
    expect(findHour(observed, header, { last: LAST_SCAN })).toBe(hour);
  });

  it('is unknown if the last scan did not observe it', () => {
    expect(findHour({}, {}, { last: LAST_SCAN, unobserved: { scans: 1, since: LAST_SCAN } })).toBe(NEVER);
  });

  it('is unknown in the first scan', () => {
    expect(findHour({}, {})).toBe(NEVER);
  });
});

describe('the record of observations', () => {
  it('keeps the later time of each part, and drops those of rejected files', () => {
    const first = recordObserved(
      createEmptyLog(),
      new Map([
        ['none', 1000],
        ['office 1/2', 5000],
      ]),
      0,
    );
    expect(first.scans.observed).toEqual({ none: '1970-01-01T00:00:01Z', 'office 1/2': '1970-01-01T00:00:05Z' });
    const second = recordObserved(
      first,
      new Map([
        ['none', 6000],
        ['office 1/2', 4000],
      ]),
      5000,
    );
    expect(second.scans.observed).toEqual({ none: '1970-01-01T00:00:06Z', 'office 1/2': '1970-01-01T00:00:05Z' });
    expect(recordObserved(second, new Map(), 6000).scans.observed).toEqual({ none: '1970-01-01T00:00:06Z' });
  });

  it('is not in the log of a scan without files', () => {
    const log = createEmptyLog();
    expect(recordObserved(log, new Map(), 0)).toBe(log);
  });
});
