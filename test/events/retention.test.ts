import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeLogs } from '../../src/events/log/merge.ts';
import { clearLog } from '../../src/events/state/clear.ts';
import { pruneLog } from '../../src/events/state/prune.ts';
import { arbitraryLogs } from './arbitrary-logs.ts';
import { certificate, createScenario, day, endpoint, entry, listSuppressed, REFUSED, settings } from './scenario.ts';

const PLACE = 'shop.example.com:443';
const old = certificate('old', { to: day(100) });
const later = certificate('later', { to: day(400) });
const readings = [endpoint('shop', PLACE, old)];

describe('log clear', () => {
  function told(now = day(80)) {
    const world = createScenario([entry('shop', { settings: settings({ repeat: false }) })]);
    world.scan({ now, readings });
    return world;
  }

  it('lets the next scan tell again, once', () => {
    const world = told();
    const { log, cleared } = clearLog(world.log, { now: day(80, 1) });
    world.log = log;
    expect(cleared).toBe(1);
    expect(world.scan({ now: day(80, 2), readings })).toEqual(['expiry_warning@30 first -> hook']);
    expect(world.scan({ now: day(80, 3), readings })).toEqual([]);
  });

  it.each([
    ['the same time', day(80, 1)],
    ['an earlier time', day(79)],
  ])('also where the next scan goes by %s', (_, now) => {
    const world = told();
    world.log = clearLog(world.log, { now: day(80, 1) }).log;
    expect(world.scan({ now, readings })).toEqual(['expiry_warning@30 first -> hook']);
    expect(listSuppressed(world.preview({ now, readings }))).toEqual(['expiry_warning@30 once']);
    world.log = clearLog(world.log, { now: day(80, 1) }).log;
    expect(world.scan({ now, readings })).toEqual(['expiry_warning@30 first -> hook']);
    expect(world.scan({ now, readings })).toEqual([]);
  });

  it('counts also where the log is ahead of the clock', () => {
    const world = told(day(90));
    world.log = clearLog(world.log, { now: day(80) }).log;
    expect(world.scan({ now: day(90), readings })).toEqual(['expiry_warning@14 first -> hook']);
    expect(world.scan({ now: day(90), readings })).toEqual([]);
  });

  it('is not undone by a scan that began before it', () => {
    const world = createScenario([entry('shop')]);
    world.scan({ now: day(79), readings });
    const begun = world.begin({ now: day(80), readings });
    world.log = clearLog(world.log, { now: day(80, 0.1) }).log;
    begun.save();
    expect(world.scan({ now: day(80, 0.2), readings })).toEqual(['expiry_warning@30 first -> hook']);
  });

  it('is for the certificates and events that are named', () => {
    const world = createScenario([entry('shop'), entry('mail')]);
    world.scan({ now: day(80), readings: [...readings, endpoint('mail', 'mail:25', old)] });
    expect(clearLog(world.log, { now: day(81), certificate: 'ma*' }).cleared).toBe(1);
    expect(clearLog(world.log, { now: day(81), event: 'certificate.expired' }).cleared).toBe(0);
    expect(clearLog(world.log, { now: day(81), event: 'certificate.*', certificate: 'none' }).cleared).toBe(0);
  });

  it('takes nobody an ending that is due, and tells none again', () => {
    const world = told();
    world.log = clearLog(world.log, { now: day(80, 1) }).log;
    const renewed = [endpoint('shop', PLACE, later)];
    expect(world.scan({ now: day(81), readings: renewed })).toEqual(['renewed first -> hook']);
    world.log = clearLog(world.log, { now: day(81, 1) }).log;
    expect(world.scan({ now: day(82), readings: renewed })).toEqual([]);
  });
});

describe('pruning', () => {
  it('drops what has ended, and its certificate, once it is older than the days kept', () => {
    const world = createScenario([entry('shop')]);
    world.scan({ now: day(80), readings });
    const renewed = [endpoint('shop', PLACE, later)];
    world.scan({ now: day(81), readings: renewed });
    world.scan({ now: day(171), readings: renewed });
    expect(world.log.events).toHaveLength(2);
    world.scan({ now: day(171, 1), readings: renewed });
    expect(world.log.events).toEqual([]);
    // What is there now was preceded by it, and that is how a change is seen.
    expect(Object.keys(world.log.certificates).sort()).toEqual([later.fingerprint, old.fingerprint].sort());
  });

  it('keeps what is in use, however old', () => {
    const world = createScenario([entry('shop', { settings: settings({ repeat: false }) })]);
    world.scan({ now: day(101), readings });
    expect(world.scan({ now: day(1000), readings })).toEqual([]);
    expect(world.log.events).toHaveLength(1);
  });

  it('keeps a place that cannot be read, and what was last seen there, without end', () => {
    const world = createScenario([entry('shop')]);
    world.scan({ now: day(0), readings });
    world.scan({ now: day(500), readings: [endpoint('shop', PLACE, REFUSED)] });
    expect(world.log.places.shop?.[PLACE]?.fingerprint).toBe(old.fingerprint);
    expect(Object.keys(world.log.certificates)).toEqual([old.fingerprint]);
  });

  it('drops a place that is gone, and an entry without places', () => {
    const world = createScenario([entry('shop')]);
    world.scan({ now: day(0), readings });
    world.entries = [];
    world.scan({ now: day(1), readings: [] });
    expect(world.log.places.shop?.[PLACE]?.gone).toBe(true);
    world.scan({ now: day(92), readings: [] });
    expect({ ...world.log, scans: {} }).toEqual({ version: 1, scans: {}, places: {}, certificates: {}, events: [] });
  });

  it('keeps what was told and has not ended', () => {
    const world = createScenario([entry('shop')]);
    world.scan({ now: day(80), readings });
    const gone = { ...world.log, places: {} };
    expect(pruneLog(gone, { now: day(1000), retention_days: 90 }).events).toHaveLength(1);
  });

  it('twice is as once, and never adds', () => {
    fc.assert(
      fc.property(arbitraryLogs, fc.integer({ min: 0, max: 10 }), (log, number) => {
        const options = { now: day(number), retention_days: 2 };
        const once = pruneLog(log, options);
        expect(pruneLog(once, options)).toEqual(once);
        expect(mergeLogs(log, once)).toEqual(log);
      }),
    );
  });
});
