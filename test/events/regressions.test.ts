import { describe, expect, it } from 'vitest';
import type { SourceReading } from '../../src/domain/index.ts';
import { mergeLogs } from '../../src/events/log/merge.ts';
import { createEmptyLog } from '../../src/events/log/serialize.ts';
import { compareWithLog } from '../../src/events/state/compare-with-log.ts';
import type { EventLog } from '../../src/generated/event-log.ts';
import { certificate, createScenario, day, endpoint, entry, files, REFUSED } from './scenario.ts';

/** Defects that the simulation found, each reduced to the shortest scenario that shows it. */

const LOCATION = 'shop.example.com:443';

function observeReadings(log: EventLog, number: number, readings: SourceReading[], enabled = true): EventLog {
  const entries = [{ ...entry('shop'), enabled }];
  return compareWithLog({ log, entries, readings, covers: () => true, now: day(number) }).log;
}

describe('a removed location that fails when it is back', () => {
  const a = certificate('a', { to: day(100) });
  const removed = observeReadings(observeReadings(createEmptyLog(), 0, [endpoint('shop', LOCATION, a)]), 1, [], false);
  const failed = observeReadings(removed, 3, [endpoint('shop', LOCATION, REFUSED)]);

  it('is in use again', () => {
    expect(mergeLogs(removed, failed).locations.shop?.[LOCATION]).toMatchObject({
      removed: false,
      fingerprint: null,
      failures: 1,
    });
  });

  it('keeps what a concurrent scan read there', () => {
    const read = observeReadings(removed, 2, [endpoint('shop', LOCATION, a)]);
    const both = { removed: false, fingerprint: a.fingerprint, failures: 1 };
    expect(mergeLogs(read, failed).locations.shop?.[LOCATION]).toMatchObject(both);
    expect(mergeLogs(failed, read).locations.shop?.[LOCATION]).toMatchObject(both);
  });
});

describe('a certificate that left a file whose content is unknown', () => {
  it('is renewed if the entry has a certificate that covers its names and expires later', () => {
    const old = certificate('old', { to: day(100) });
    const later = certificate('later', { to: day(400) });
    const scenario = createScenario([entry('shop')]);
    const scan = (found: Parameters<typeof files>[2]) => [files('shop', 'certs/*.pem', found)];
    scenario.scan({ now: day(0), readings: scan({ 'a.pem': later, 'd.pem': old }) });
    // A slow scan sends the alert, but saves only after another scan found that the file was removed.
    const slow = scenario.start({ now: day(80), readings: scan({ 'a.pem': later, 'd.pem': REFUSED }) });
    scenario.scan({ now: day(81), readings: scan({ 'a.pem': later }) });
    slow.save();
    expect(slow.notifications).toEqual(['expiry_warning@30 first -> hook']);
    expect(scenario.scan({ now: day(82), readings: scan({ 'a.pem': later, 'd.pem': REFUSED }) })).toContain(
      'renewed first -> hook',
    );
  });
});
