import { describe, expect, it } from 'vitest';
import type { Certificate, Evidence, SourceReading } from '../../src/domain/index.ts';
import { createEmptyLog } from '../../src/events/log/serialize.ts';
import { compareWithLog } from '../../src/events/state/compare-with-log.ts';
import { getPathExpiry } from '../../src/events/state/location-registers.ts';
import { recordRenewals } from '../../src/events/state/renewal-info.ts';
import type { EventLog } from '../../src/generated/event-log.ts';
import { formatIsoTime } from '../../src/lib/iso-time.ts';
import { createWebhook } from '../notify/context.ts';
import {
  certificate,
  createScenario,
  day,
  declared,
  endpoint,
  entry,
  files,
  type REFUSED,
  revocation,
  rule,
  trust,
} from './scenario.ts';

const LOCATION = 'shop.example.com:443';
const a = certificate('a', { to: day(100) });
const b = certificate('b', { to: day(200) });

function see(log: EventLog, number: number, readings: SourceReading[]) {
  return compareWithLog({ log, readings, entries: [entry('shop')], covers: () => true, now: day(number) });
}

/** The location after one reading on each day. */
function read(...days: [Certificate | typeof REFUSED, Evidence][]) {
  let log = createEmptyLog();
  return days.map(([showing, evidence], number) => {
    log = see(log, number, [endpoint('shop', LOCATION, showing, evidence)]).log;
    return log.locations.shop?.[LOCATION];
  });
}

describe('the path of a certificate', () => {
  const ends = (number: number, fingerprint_sha256 = 'ca', subject = 'CN=CA') =>
    trust({ effective_valid_to: formatIsoTime(day(number)), limited_by: { subject, fingerprint_sha256 } });

  it('is recorded if it expires first, and again only if it changes', () => {
    const [one, same, renamed, later, other, renewed] = read(
      [a, ends(50)],
      [a, ends(50)],
      [a, ends(50, 'ca', 'CN=Other')],
      [a, ends(60)],
      [a, ends(60, 'other')],
      [b, ends(60, 'other')],
    );
    const limited_by = { subject: 'CN=CA', fingerprint_sha256: 'ca' };
    const path_end = {
      fingerprint: a.fingerprint,
      valid_to: formatIsoTime(day(50)),
      limited_by,
      since: formatIsoTime(day(0)),
    };
    expect(one?.path_end).toEqual(path_end);
    expect(same).toBe(one);
    expect(renamed).toBe(one);
    expect(later?.path_end).toEqual({ ...path_end, valid_to: formatIsoTime(day(60)), since: formatIsoTime(day(3)) });
    expect(other?.path_end).toMatchObject({
      limited_by: { fingerprint_sha256: 'other' },
      since: formatIsoTime(day(4)),
    });
    expect(renewed?.path_end).toMatchObject({ fingerprint: b.fingerprint, since: formatIsoTime(day(5)) });
  });

  it('is over once it no longer expires first, and unknown for another certificate', () => {
    const [, over, again] = read([a, ends(50)], [a, ends(100)], [a, trust({})]);
    expect(over?.path_end).toEqual({
      fingerprint: a.fingerprint,
      valid_to: null,
      limited_by: null,
      since: formatIsoTime(day(1)),
    });
    expect(again).toBe(over);
    const [first, unverified] = read([a, ends(50)], [b, trust({ reason: 'ca-file-unusable' })]);
    expect(first && getPathExpiry(first)?.valid_to).toBe(formatIsoTime(day(50)));
    expect([over && getPathExpiry(over), unverified && getPathExpiry(unverified)]).toEqual([null, null]);
    expect(unverified?.path_end).toEqual(first?.path_end);
    const [never, without] = read([a, ends(100)], [a, trust({ effective_valid_to: formatIsoTime(day(50)) })]);
    expect([never?.path_end, without]).toEqual([undefined, never]);
  });
});

describe('the revocation of a certificate', () => {
  it('is recorded again if anything about it changes', () => {
    const revoked = (fingerprint: string, reason: string | null, at?: string): Evidence => {
      const { revocation: one } = revocation({ revoked: fingerprint, reason });
      return { revocation: { ...one, revoked: one.revoked && { ...one.revoked, ...(at && { revoked_at: at }) } } };
    };
    const [one, same, reason, issuer, time, kept] = read(
      [a, revoked('a', null)],
      [a, revoked('a', null)],
      [a, revoked('a', 'keyCompromise')],
      [a, revoked('ca', 'keyCompromise')],
      [a, revoked('ca', 'keyCompromise', '2026-01-01T00:00:00Z')],
      [a, revocation({})],
    );
    expect(same).toBe(one);
    const since = [one, reason, issuer, time].map((location) => location?.revocation?.since);
    expect(since).toEqual([0, 2, 3, 4].map((number) => formatIsoTime(day(number))));
    expect(kept?.revocation).toBe(time?.revocation);
    expect(kept?.lookups).toEqual({ caa: 0, dane: 0, revocation: 1, since: formatIsoTime(day(5)) });
  });

  it('counts the scans in a row in which it is unknown, up to three', () => {
    const good: Evidence = { revocation: { ...revocation({}).revocation, status: 'good' } as never };
    const unknown: [typeof a, Evidence] = [a, revocation({})];
    const counted = read(unknown, unknown, unknown, unknown, [a, good], unknown, [a, {}]);
    expect(counted.map((location) => location?.lookups?.revocation ?? 0)).toEqual([1, 2, 3, 3, 0, 1, 0]);
    expect(counted[3], 'a long outage changes the log no more').toBe(counted[2]);
  });
});

describe('an entry that was not read', () => {
  it('keeps its locations while it is in the manifest', () => {
    const { log } = see(createEmptyLog(), 0, [endpoint('shop', LOCATION, a)]);
    const after = see(log, 1, []);
    expect(after.log.locations).toBe(log.locations);
    expect(after.locations).toMatchObject([{ location: LOCATION, fingerprint: a.fingerprint }]);
    const removed = compareWithLog({ log, readings: [], entries: [], covers: () => true, now: day(1) });
    expect(removed.log.locations.shop?.[LOCATION]).toMatchObject({ removed: true, previous: a.fingerprint });
    expect(removed.locations).toEqual([]);
    expect(compareWithLog({ log, readings: [], entries: [], covers: () => false, now: day(1) }).log.locations).toBe(
      log.locations,
    );
  });
});

describe('a renewal window', () => {
  const HOUR = 3_600_000;
  const window = (start: number) => ({
    window: { start: formatIsoTime(start), end: formatIsoTime(start + 48 * HOUR), explanation_url: null },
    retry_after: null,
  });
  const shifts = (...starts: number[]) => {
    let log = createEmptyLog();
    for (const [index, start] of starts.entries())
      log = recordRenewals(log, new Map([['aa', window(start)]]), day(index));
    return log.renewals?.aa?.shift ?? null;
  };
  const base = day(60);
  const shift = (from: number, to: number) => ({ from: formatIsoTime(from), to: formatIsoTime(to) });

  it('is shifted if it starts more than an hour earlier than the latest one', () => {
    expect(shifts(base, base - HOUR)).toBeNull();
    expect(shifts(base, base - HOUR - 1000)).toEqual(shift(base, base - HOUR - 1000));
    expect(shifts(base, base + HOUR, base - 1000)).toEqual(shift(base + HOUR, base - 1000));
    expect(shifts(base, base + HOUR, base)).toBeNull();
  });

  it('is shifted again if it moves more than a day further', () => {
    const first = base - 2 * HOUR;
    expect(shifts(base, first, first - 24 * HOUR)).toEqual(shift(base, first));
    expect(shifts(base, first, first - 24 * HOUR - 1000)).toEqual(shift(base, first - 24 * HOUR - 1000));
    expect(shifts(base, first, base)).toBeNull();
  });
});

describe('what resolves an alert', () => {
  const rules = [rule('all', { events: ['*'] })];

  it('is the successor at its location, whatever its names are', () => {
    const scenario = createScenario([entry('shop')], rules);
    scenario.scan({ now: day(80), readings: [endpoint('shop', LOCATION, a)] });
    const other = certificate('new', { to: day(465), names: ['other.example'] });
    expect(scenario.scan({ now: day(81), readings: [endpoint('shop', LOCATION, other)] })).toEqual([
      'renewed first -> hook',
    ]);
  });

  it('is its removal unless every certificate with its names expires later', () => {
    const scan = (...left: Certificate[]) => {
      const scenario = createScenario([entry('shop')], rules);
      const others = Object.fromEntries(left.map((one, index) => [`${index}.pem`, one]));
      scenario.scan({ now: day(80), readings: [files('shop', '*.pem', { ...others, 'old.pem': a })] });
      return scenario.scan({ now: day(81), readings: [files('shop', '*.pem', others)] });
    };
    expect(scan(b)).toEqual(['renewed first -> hook']);
    expect(scan(b, certificate('c', { to: day(99) }))).toContain('removed first -> hook');
    expect(scan(b, certificate('c', { to: day(100) }))).toContain('removed first -> hook');
    expect(scan(certificate('c', { to: day(300), names: ['other.example'] }))).toEqual(['removed first -> hook']);
  });

  it('describes a removed certificate by what was sent last', () => {
    const describeRemoved = (number: number, sent: number) => {
      const scenario = createScenario([entry('shop')], rules);
      scenario.scan({ now: day(sent), readings: [files('shop', '*.pem', { 'a.pem': a })] });
      const { events } = scenario.preview({ now: day(number), readings: [files('shop', '*.pem', {})] });
      const data = events.find(({ event }) => event === 'certificate.removed')?.context.data;
      return [data?.status, data?.level, data?.days_remaining, data?.days_since_expiry];
    };
    expect(describeRemoved(81, 80)).toEqual(['warning', 'info', 19, null]);
    expect(describeRemoved(91, 90)).toEqual(['critical', 'info', 9, null]);
    expect(describeRemoved(103, 90)).toEqual(['expired', 'info', -3, 3]);
  });

  it('describes a removed certificate by the last of several statuses', () => {
    const scenario = createScenario([entry('shop')], rules);
    for (const number of [80, 90])
      scenario.scan({ now: day(number), readings: [files('shop', '*.pem', { 'a.pem': a })] });
    const { events } = scenario.preview({ now: day(91), readings: [files('shop', '*.pem', {})] });
    expect(events.map(({ context }) => context.data.status)).toEqual(['critical']);
  });

  it('is about the certificate and not about the location where it appeared', () => {
    const scenario = createScenario([entry('shop')], rules);
    const scan = (number: number, one: Certificate) => ({
      now: day(number),
      readings: [endpoint('shop', LOCATION, one)],
    });
    scenario.scan(scan(0, b));
    expect(scenario.scan(scan(1, a))).toEqual(['changed first -> hook']);
    const resolved = scenario.preview(scan(2, certificate('c', { to: day(400) }))).events;
    const renewed = resolved.filter(({ event }) => event === 'certificate.renewed');
    expect(renewed.map(({ record, context }) => [record.fingerprint, record.location, context.data.location])).toEqual([
      [a.fingerprint, null, null],
    ]);
  });

  it('is retried for a stateful receiver for as long as it fails, and for others for some days', () => {
    const run = (preset: 'pagerduty' | null) => {
      const actions = [{ kind: 'webhook' as const, name: 'in' }];
      const scenario = createScenario([entry('shop')], [rule('all', { events: ['*'], actions })]);
      scenario.webhooks = [createWebhook({ name: 'in', preset })];
      scenario.scan({ now: day(80), readings: [endpoint('shop', LOCATION, a)] });
      const scan = (number: number) =>
        scenario.scan({ now: day(number), readings: [endpoint('shop', LOCATION, b)], receive: () => 'failed' });
      return [81, 88, 88.1, 100].map((number) => scan(number).join());
    };
    expect(run('pagerduty')).toEqual(['renewed first -> in', ...Array(3).fill('renewed retry -> in')]);
    expect(run(null)).toEqual(['renewed first -> in', 'renewed retry -> in', '', '']);
  });

  it('is also retried in a scan that did not observe its entry', () => {
    const scenario = createScenario([entry('shop')], rules);
    scenario.scan({ now: day(80), readings: [endpoint('shop', LOCATION, a)] });
    scenario.scan({ now: day(81), readings: [endpoint('shop', LOCATION, b)], receive: () => 'failed' });
    const unobserved = new Map([['shop', { code: 'not-observed', detail: 'Nothing came.' }]]);
    expect(scenario.scan({ now: day(82), readings: [], unobserved })).toEqual(['renewed retry -> hook']);
  });

  it('is that no entry of a probe is missing', () => {
    const scenario = createScenario(
      ['mail', 'shop'].map((name) => entry(name, { probe: 'office' })),
      rules,
    );
    const scan = (number: number, ...missing: string[]) =>
      scenario.scan({
        now: day(number),
        readings: ['mail', 'shop']
          .filter((name) => !missing.includes(name))
          .map((name) => endpoint(name, `${name}:1`, b)),
        unobserved: new Map(missing.map((name) => [name, { code: 'not-observed', detail: 'Nothing came.' }])),
      });
    scan(0);
    expect(scan(1, 'shop')).toEqual([]);
    expect(scan(2, 'shop')).toEqual(['unreachable first -> hook']);
    expect(scan(3, 'mail')).toEqual([]);
    expect(scan(4)).toEqual(['recovered first -> hook']);
  });
});

describe('the record of a delivery', () => {
  it('keeps when it was sent if a later one fails', () => {
    const scenario = createScenario([entry('shop')]);
    const scan = (number: number, outcome: 'sent' | 'failed') =>
      scenario.scan({ now: day(number), readings: [endpoint('shop', LOCATION, a)], receive: () => outcome });
    scan(80, 'sent');
    scan(82, 'failed');
    expect(scenario.log.events[0]?.deliveries.all?.['webhook:hook']).toMatchObject({
      ...{ sent_at: formatIsoTime(day(80)), tried_at: formatIsoTime(day(82)), status: 'warning' },
    });
  });

  it('of a hard-coded date that changes is one of another certificate', () => {
    const scenario = createScenario([entry('shop')]);
    const scan = (number: number, date: string) =>
      scenario.scan({ now: day(number), readings: [endpoint('shop', 'declared', declared(date))] });
    expect(scan(0, '2027-01-10')).toEqual(['expiry_warning@14 first -> hook']);
    expect(scan(1, '2027-01-12')).toContain('expiry_warning@14 first -> hook');
  });
});
