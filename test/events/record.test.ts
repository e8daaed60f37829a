import { describe, expect, it } from 'vitest';
import { DEFERRED, DEFERRED_EXPIRED, type Plan, type Receipt } from '../../src/domain/index.ts';
import { record } from '../../src/events/state/record.ts';
import type { EventLog, LoggedDelivery } from '../../src/generated/event-log.ts';
import { formatIsoTime } from '../../src/lib/iso-time.ts';
import { certificate, createScenario, day, endpoint, entry } from './scenario.ts';

const old = certificate('old', { to: day(100) });
const renewed = certificate('new', { to: day(465) });
const HOOK = 'webhook:hook';

/** The log and plan of a scan that alerts on day 80. `record` of another time follows. */
function createPlanned() {
  const scenario = createScenario([entry('shop')]);
  const readings = [endpoint('shop', 'shop:443', old)];
  scenario.scan({ now: day(80), readings });
  const planned = scenario.preview({ now: day(81), readings });
  return { log: scenario.log, planned };
}

const context = (number: number) => ({
  ...{ scan_id: 'later', now: day(number), username: null, repository: null, run_url: null },
});

function recordReceipt(log: EventLog, planned: Plan, number: number, receipt: Partial<Receipt>): LoggedDelivery {
  const [event] = planned.events;
  const id = event?.id ?? '';
  const error = { code: 'http-server-error', detail: '' };
  const receipts: Receipt[] = [
    { event_id: id, rule: 'all', destination: HOOK, status: 'failed', attempts: 1, error, ...receipt },
  ];
  const after = record({ log, plan: planned, receipts, scan: context(number) });
  return after.events[0]?.deliveries.all?.[HOOK] as LoggedDelivery;
}

describe('a failed delivery', () => {
  const { log, planned } = createPlanned();
  const sent = formatIsoTime(day(80));

  it('keeps when it was last accepted, and counts its attempts', () => {
    const one = recordReceipt(log, planned, 81, {});
    expect(one).toEqual({
      ...{ tried_at: formatIsoTime(day(81)), sent_at: sent, first_delivered_at: sent, status: 'warning', attempts: 1 },
      error: 'http-server-error',
    });
    expect(recordReceipt(log, planned, 81, { attempts: 3, error: null })).toMatchObject({
      attempts: 3,
      error: 'failed',
    });
  });

  it('keeps no earlier time if it follows something later than the clock', () => {
    const one = recordReceipt(log, planned, 79, {});
    expect(one).toMatchObject({ tried_at: formatIsoTime(day(79)), sent_at: null, status: null });
    expect(Date.parse(one.sequenced_at ?? '')).toBeGreaterThan(day(80));
  });
});

it.each([
  ['before', -1, 1],
  ['at the time of', 0, 1],
  ['after', 1, null],
])('a failed delivery %s what it follows is later than that', (_, difference, expected) => {
  const { log, planned } = createPlanned();
  const one = recordReceipt(log, planned, 80 + difference / 86_400_000, {});
  expect(one.sequenced_at === undefined ? null : Date.parse(one.sequenced_at) - day(80)).toBe(expected);
  expect(one.sent_at).toBe(expected === null ? formatIsoTime(day(80)) : null);
});

describe('an event that fires', () => {
  it('follows what was sent before, even if the clock is earlier', () => {
    const { log, planned } = createPlanned();
    const receipts = planned.deliveries.map(
      ({ event_id, rule, destination }): Receipt => ({
        ...{ event_id, rule, destination, status: 'sent', attempts: 1, error: null },
      }),
    );
    const [earlier] = record({ log, plan: planned, receipts, scan: context(79) }).events;
    expect(earlier?.fired_at).toBe(formatIsoTime(day(79)));
    expect(Date.parse(earlier?.sequenced_at ?? '')).toBeGreaterThan(day(80));
    const before = { ...log, events: log.events.map((one) => ({ ...one, sequenced_at: formatIsoTime(day(80.5)) })) };
    const [later] = record({ log: before, plan: planned, receipts, scan: context(81) }).events;
    expect(later).toMatchObject({ fired_at: formatIsoTime(day(81)), sequenced_at: formatIsoTime(day(80.5)) });
  });

  it('has its own time in the scan that first sees a certificate, and fires again when it comes back', () => {
    const scenario = createScenario([entry('shop')]);
    const scan = (number: number, seen: typeof old) =>
      scenario.scan({ now: day(number), readings: [endpoint('shop', 'shop:443', seen)] });
    const findChanged = () => scenario.log.events.find(({ event }) => event === 'certificate.changed');
    scan(0, renewed);
    expect(scan(1, old)).toEqual(['changed first -> hook']);
    expect(findChanged()).toMatchObject({ fired_at: formatIsoTime(day(1)), sequenced_at: undefined });
    scan(2, renewed);
    expect(scan(5, old)).toEqual(['changed first -> hook']);
    expect(findChanged()?.fired_at).toBe(formatIsoTime(day(5)));
    expect(scan(6, old)).toEqual([]);
    expect(findChanged()?.fired_at).toBe(formatIsoTime(day(5)));
  });
});

describe('a deferred delivery', () => {
  it.each([
    ['quiet_hours', DEFERRED],
    ['silenced', DEFERRED],
    ['cooldown', DEFERRED_EXPIRED],
    ['once', DEFERRED_EXPIRED],
  ] as const)('that is not due because of %s is %s', (reason, expected) => {
    const { log, planned } = createPlanned();
    const events = log.events.map((one) => {
      const delivery = { ...(one.deliveries.all?.[HOOK] as LoggedDelivery), error: DEFERRED };
      return { ...one, deliveries: { all: { [HOOK]: delivery } } };
    });
    const deliveries = planned.deliveries.map((one) => ({ ...one, due: false as const, reason }));
    const plan: Plan = { ...planned, deliveries };
    const after = record({ log: { ...log, events }, plan, receipts: [], scan: context(81) });
    expect(after.events[0]?.deliveries.all?.[HOOK]?.error).toBe(expected);
  });
});

it('records stay the same objects if nothing is sent', () => {
  const { log } = createPlanned();
  const after = record({ log, plan: { events: [], deliveries: [] }, receipts: [], scan: context(81) });
  expect(after.events).toBe(log.events);
  expect(after.scans.last).toEqual({ id: 'later', scanned_at: formatIsoTime(day(81)) });
});
