import { describe, expect, it } from 'vitest';
import { emptyLog } from '../../src/events/log.ts';
import { mergeLogs } from '../../src/events/merge.ts';
import { observe } from '../../src/events/observe.ts';
import type { EventLog } from '../../src/generated/event-log.ts';
import type { SourceReading } from '../../src/types.ts';
import { certificate, day, endpoint, entry, REFUSED } from './scenario.ts';

/** What the model of a world has found: each is the shortest story that shows it. */

const PLACE = 'shop.example.com:443';

function seen(log: EventLog, number: number, readings: SourceReading[], enabled = true): EventLog {
  const entries = [{ ...entry('shop'), enabled }];
  return observe({ log, entries, readings, covers: () => true, now: day(number) }).log;
}

describe('a place that was gone and fails when it is back', () => {
  const a = certificate('a', { to: day(100) });
  const gone = seen(seen(emptyLog(), 0, [endpoint('shop', PLACE, a)]), 1, [], false);
  const failed = seen(gone, 3, [endpoint('shop', PLACE, REFUSED)]);

  it('is there again', () => {
    expect(mergeLogs(gone, failed).places.shop?.[PLACE]).toMatchObject({ gone: false, fingerprint: null, failures: 1 });
  });

  it('keeps what a scan that ran beside has read there', () => {
    const read = seen(gone, 2, [endpoint('shop', PLACE, a)]);
    const both = { gone: false, fingerprint: a.fingerprint, failures: 1 };
    expect(mergeLogs(read, failed).places.shop?.[PLACE]).toMatchObject(both);
    expect(mergeLogs(failed, read).places.shop?.[PLACE]).toMatchObject(both);
  });
});
