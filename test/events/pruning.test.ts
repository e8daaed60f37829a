import { describe, expect, it } from 'vitest';
import { createEmptyLog } from '../../src/events/log/serialize.ts';
import { pruneLog } from '../../src/events/state/prune.ts';
import type { EventLog, LoggedEvent, LoggedLocation } from '../../src/generated/event-log.ts';
import { formatIsoTime } from '../../src/lib/iso-time.ts';
import { certificate, day } from './scenario.ts';

const RETENTION = 90;
const NOW = 200;
const { facts } = certificate('a', { to: day(100) });

function location(over: Partial<LoggedLocation> = {}): LoggedLocation {
  return {
    ...{ source: 'h:443', fingerprint: 'a', previous: null, since: formatIsoTime(day(0)), failures: 0 },
    ...{ failures_at: null, removed: false, ...over },
  };
}

const removed = (number: number) => location({ removed: true, fingerprint: null, since: formatIsoTime(day(number)) });

/** An alert that was sent on a day, and the resolution of the day after. */
function resolved(number: number, topic: Partial<LoggedEvent>, resolution: LoggedEvent['event']): LoggedEvent[] {
  const one = (event: LoggedEvent['event'], at: number): LoggedEvent => {
    const time = formatIsoTime(day(at));
    const sent = { tried_at: time, sent_at: time, status: 'warning' as const, attempts: 0, error: null };
    return {
      ...{ id: `${event}-${number}`, certificate: 'shop', event, threshold: null, fingerprint: 'a', location: null },
      ...{ locations: [], fired_at: time, scan_id: 's', cleared_at: null, deliveries: { all: { 'webhook:in': sent } } },
      ...topic,
    };
  };
  return [
    { ...one('certificate.expired', number), ...topic },
    { ...one(resolution, number + 1), ...topic },
  ];
}

function prune(log: Partial<EventLog>, now = day(NOW)): EventLog {
  return pruneLog({ ...createEmptyLog(), ...log }, { now, retention_days: RETENTION });
}

describe('a removed location', () => {
  const at = NOW - RETENTION;

  it('is dropped after retention_days, and others stay', () => {
    const locations = {
      shop: { 'h:1': removed(at - 1), 'h:2': removed(at + 1), 'h:3': location() },
      mail: { 'h:4': location() },
    };
    expect(prune({ locations }).locations).toEqual({
      shop: { 'h:2': removed(at + 1), 'h:3': location() },
      mail: { 'h:4': location() },
    });
    expect(prune({ locations: { shop: { 'h:1': removed(at - 1) }, mail: { 'h:4': location() } } }).locations).toEqual({
      mail: { 'h:4': location() },
    });
  });

  it('is dropped when they are over, to the second', () => {
    const locations = { shop: { 'h:1': removed(at) } };
    expect(prune({ locations }).locations).toEqual(locations);
    expect(prune({ locations }, day(NOW) + 1000).locations).toEqual({});
  });

  it('does not keep its resolved alerts, while a location that is in use does', () => {
    const outage = { fingerprint: null, location: 'h:1' };
    const events = resolved(0, outage, 'certificate.recovered');
    expect(prune({ locations: { shop: { 'h:1': removed(150) } }, events }).events).toEqual([]);
    expect(prune({ locations: { shop: { 'h:1': location() } }, events }).events).toEqual(events);
  });
});

describe('a certificate', () => {
  const events = resolved(0, { fingerprint: 'a' }, 'certificate.recovered');
  const certificates = { a: facts, b: facts, c: facts, d: facts };

  it('keeps its resolved alerts while it is at a location of the entry', () => {
    expect(prune({ locations: { shop: { 'h:1': location() } }, events }).events).toEqual(events);
    expect(prune({ locations: { shop: { 'h:1': location({ fingerprint: 'b' }) } }, events }).events).toEqual([]);
    expect(prune({ locations: { mail: { 'h:1': location() } }, events }).events).toEqual([]);
  });

  it('has its alerts dropped alone: those of others stay, in their order', () => {
    const others = ['mail', 'web'].map((certificate) =>
      resolved(150, { certificate, fingerprint: 'b' }, 'certificate.recovered'),
    ) as [LoggedEvent[], LoggedEvent[]];
    const log = { events: [...others[0], ...events, ...others[1]] };
    expect(prune(log).events).toEqual(others.flat());
  });

  it('is kept while a location or an alert refers to it', () => {
    const locations = { shop: { 'h:1': location({ fingerprint: 'b', previous: 'c' }) } };
    const open = resolved(0, { fingerprint: 'a' }, 'certificate.recovered').slice(0, 1);
    expect(Object.keys(prune({ locations, certificates, events: open }).certificates)).toEqual(['a', 'b', 'c']);
    expect(Object.keys(prune({ locations, certificates }).certificates)).toEqual(['b', 'c']);
  });
});
