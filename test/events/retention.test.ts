import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeLogs } from '../../src/events/log/merge.ts';
import { clearLog } from '../../src/events/state/clear.ts';
import { pruneLog } from '../../src/events/state/prune.ts';
import { arbitraryLogs } from './arbitrary-logs.ts';
import { certificate, createScenario, day, endpoint, entry, listSuppressed, REFUSED, settings } from './scenario.ts';

const LOCATION = 'shop.example.com:443';
const old = certificate('old', { to: day(100) });
const later = certificate('later', { to: day(400) });
const readings = [endpoint('shop', LOCATION, old)];

describe('log clear', () => {
  function createNotifiedScenario(now = day(80)) {
    const scenario = createScenario([entry('shop', { settings: settings({ repeat: false }) })]);
    scenario.scan({ now, readings });
    return scenario;
  }

  it('lets the next scan send active alerts again, once', () => {
    const scenario = createNotifiedScenario();
    const { log, cleared } = clearLog(scenario.log, { now: day(80, 1) });
    scenario.log = log;
    expect(cleared).toBe(1);
    expect(scenario.scan({ now: day(80, 2), readings })).toEqual(['expiry_warning@30 first -> hook']);
    expect(scenario.scan({ now: day(80, 3), readings })).toEqual([]);
  });

  it.each([
    ['the same time', day(80, 1)],
    ['an earlier time', day(79)],
  ])('sends them again even if the next scan runs at %s', (_, now) => {
    const scenario = createNotifiedScenario();
    scenario.log = clearLog(scenario.log, { now: day(80, 1) }).log;
    expect(scenario.scan({ now, readings })).toEqual(['expiry_warning@30 first -> hook']);
    expect(listSuppressed(scenario.preview({ now, readings }))).toEqual(['expiry_warning@30 once']);
    scenario.log = clearLog(scenario.log, { now: day(80, 1) }).log;
    expect(scenario.scan({ now, readings })).toEqual(['expiry_warning@30 first -> hook']);
    expect(scenario.scan({ now, readings })).toEqual([]);
  });

  it('sends them again even if the log is ahead of the clock', () => {
    const scenario = createNotifiedScenario(day(90));
    scenario.log = clearLog(scenario.log, { now: day(80) }).log;
    expect(scenario.scan({ now: day(90), readings })).toEqual(['expiry_warning@14 first -> hook']);
    expect(scenario.scan({ now: day(90), readings })).toEqual([]);
  });

  it('is not undone by a scan that started before it', () => {
    const scenario = createScenario([entry('shop')]);
    scenario.scan({ now: day(79), readings });
    const started = scenario.start({ now: day(80), readings });
    scenario.log = clearLog(scenario.log, { now: day(80, 0.1) }).log;
    started.save();
    expect(scenario.scan({ now: day(80, 0.2), readings })).toEqual(['expiry_warning@30 first -> hook']);
  });

  it('applies to the given certificates and events', () => {
    const scenario = createScenario([entry('shop'), entry('mail')]);
    scenario.scan({ now: day(80), readings: [...readings, endpoint('mail', 'mail:25', old)] });
    expect(clearLog(scenario.log, { now: day(81), certificate: 'ma*' }).cleared).toBe(1);
    expect(clearLog(scenario.log, { now: day(81), event: 'certificate.expired' }).cleared).toBe(0);
    expect(clearLog(scenario.log, { now: day(81), event: 'certificate.expiry_*' }).cleared).toBe(2);
    expect(clearLog(scenario.log, { now: day(81), event: 'certificate.*', certificate: 'none' }).cleared).toBe(0);
  });

  it('neither suppresses nor repeats a resolution', () => {
    const scenario = createNotifiedScenario();
    scenario.log = clearLog(scenario.log, { now: day(80, 1) }).log;
    const renewed = [endpoint('shop', LOCATION, later)];
    expect(scenario.scan({ now: day(81), readings: renewed })).toEqual(['renewed first -> hook']);
    scenario.log = clearLog(scenario.log, { now: day(81, 1) }).log;
    expect(scenario.scan({ now: day(82), readings: renewed })).toEqual([]);
  });
});

describe('pruning', () => {
  it('drops resolved alerts and their certificates after retention_days', () => {
    const scenario = createScenario([entry('shop')]);
    scenario.scan({ now: day(80), readings });
    const renewed = [endpoint('shop', LOCATION, later)];
    scenario.scan({ now: day(81), readings: renewed });
    scenario.scan({ now: day(171), readings: renewed });
    expect(scenario.log.events).toHaveLength(2);
    scenario.scan({ now: day(171, 1), readings: renewed });
    expect(scenario.log.events).toEqual([]);
    // The certificate before the current one stays, so that a change can be detected.
    expect(Object.keys(scenario.log.certificates).sort()).toEqual([later.fingerprint, old.fingerprint].sort());
  });

  it('keeps everything that is in use, however old', () => {
    const scenario = createScenario([entry('shop', { settings: settings({ repeat: false }) })]);
    scenario.scan({ now: day(101), readings });
    expect(scenario.scan({ now: day(1000), readings })).toEqual([]);
    expect(scenario.log.events).toHaveLength(1);
  });

  it('keeps resolved alerts of a location that is in use, and drops them once it is gone', () => {
    const scenario = createScenario([entry('shop')]);
    const scan = (number: number, seen: typeof old | typeof REFUSED) =>
      scenario.scan({ now: day(number), readings: [endpoint('shop', LOCATION, seen)] });
    for (const [number, seen] of [old, REFUSED, REFUSED, REFUSED, old].entries()) scan(number, seen);
    const events = scenario.log.events.map(({ event }) => event).sort();
    expect(events).toEqual(['certificate.recovered', 'certificate.unreachable']);
    const prune = (log: typeof scenario.log) => pruneLog(log, { now: day(1000), retention_days: 90 }).events;
    expect(prune(scenario.log)).toHaveLength(2);
    expect(prune({ ...scenario.log, locations: {} })).toEqual([]);
  });

  it('keeps resolved alerts that were cleared lately', () => {
    const scenario = createScenario([entry('shop')]);
    scenario.scan({ now: day(80), readings });
    scenario.scan({ now: day(81), readings: [endpoint('shop', LOCATION, later)] });
    const prune = (log: typeof scenario.log) =>
      pruneLog({ ...log, locations: {} }, { now: day(200), retention_days: 90 }).events;
    expect(prune(scenario.log)).toEqual([]);
    expect(prune(clearLog(scenario.log, { now: day(160) }).log)).toHaveLength(2);
  });

  it('keeps an unreadable location and its certificate without limit', () => {
    const scenario = createScenario([entry('shop')]);
    scenario.scan({ now: day(0), readings });
    scenario.scan({ now: day(500), readings: [endpoint('shop', LOCATION, REFUSED)] });
    expect(scenario.log.locations.shop?.[LOCATION]?.fingerprint).toBe(old.fingerprint);
    expect(Object.keys(scenario.log.certificates)).toEqual([old.fingerprint]);
  });

  it('drops removed locations, and entries without locations', () => {
    const scenario = createScenario([entry('shop')]);
    scenario.scan({ now: day(0), readings });
    scenario.entries = [];
    scenario.scan({ now: day(1), readings: [] });
    expect(scenario.log.locations.shop?.[LOCATION]?.removed).toBe(true);
    scenario.scan({ now: day(92), readings: [] });
    expect({ ...scenario.log, scans: {} }).toEqual({
      version: 1,
      scans: {},
      locations: {},
      certificates: {},
      events: [],
    });
  });

  it('keeps alerts without a resolution', () => {
    const scenario = createScenario([entry('shop')]);
    scenario.scan({ now: day(80), readings });
    const withoutLocations = { ...scenario.log, locations: {} };
    expect(pruneLog(withoutLocations, { now: day(1000), retention_days: 90 }).events).toHaveLength(1);
  });

  it('is idempotent, and never adds anything', () => {
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
