import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { clearLog } from '../../src/events/state/clear.ts';
import type { EventLog, LoggedEvent } from '../../src/generated/event-log.ts';
import { formatIsoTime } from '../../src/lib/iso-time.ts';
import { listTimeline } from '../../src/report/log/timeline.ts';
import { renderTimeline } from '../report/render.ts';
import { certificate, createScenario, day, endpoint, entry, type Served, silence } from './scenario.ts';

const old = certificate('old', { to: day(100) });
const earlier = certificate('earlier', { to: day(300) });
const renewed = certificate('new', { to: day(465) });

const isAny = () => true;
const at = (number: number, hours = 0) => formatIsoTime(day(number, hours));
const shop = (served: Served = old) => [endpoint('shop', 'shop.example.com:443', served)];

/** Day 0: first seen. Days 80 to 82: a daily warning at 30 days. */
function createWarned() {
  const scenario = createScenario([entry('shop')]);
  for (const number of [0, 80, 81, 82]) scenario.scan({ now: day(number), readings: shop() });
  return scenario;
}

function find(log: EventLog, event: string): LoggedEvent | undefined {
  return log.events.find((one) => one.event === `certificate.${event}`);
}

const getDelivery = (record: LoggedEvent | undefined) => record?.deliveries.all?.['webhook:hook'];

describe('the record of an alert', () => {
  it('keeps when it first fired and was first delivered, and counts the repeats', () => {
    const record = find(createWarned().log, 'expiry_warning');
    expect(record).toMatchObject({ first_seen_at: at(0), first_fired_at: at(80), fired_at: at(82) });
    expect(getDelivery(record)).toMatchObject({ first_delivered_at: at(80), sent_at: at(82), repeats: 2 });
  });

  it('counts no failed delivery as first or as a repeat', () => {
    const scenario = createScenario([entry('shop')]);
    const outcomes = ['failed', 'sent', 'failed', 'sent'] as const;
    for (const [index, outcome] of outcomes.entries())
      scenario.scan({ now: day(80 + index), readings: shop(), receive: () => outcome });
    const record = find(scenario.log, 'expiry_warning');
    expect(record).toMatchObject({ first_fired_at: at(80) });
    expect(getDelivery(record)).toMatchObject({ first_delivered_at: at(81), repeats: 1 });
  });

  it('keeps its evidence after log clear, and if a clock goes back', () => {
    const scenario = createWarned();
    scenario.log = clearLog(scenario.log, { now: day(82, 1) }).log;
    scenario.scan({ now: day(82, 2), readings: shop() });
    scenario.scan({ now: day(81), readings: shop(), ignoreCooldown: true, receive: () => 'failed' });
    const record = find(scenario.log, 'expiry_warning');
    expect(record).toMatchObject({ first_fired_at: at(80), cleared_at: at(82, 1) });
    expect(getDelivery(record)).toMatchObject({ sent_at: null, first_delivered_at: at(80), repeats: 3 });
  });

  it('has the earlier time and the larger number after concurrent scans', () => {
    const scenario = createWarned();
    const early = scenario.start({ now: day(83), readings: shop() });
    const late = scenario.start({ now: day(83, 1), readings: shop() });
    late.save();
    early.save();
    expect(getDelivery(find(scenario.log, 'expiry_warning'))).toMatchObject({
      ...{ first_delivered_at: at(80), sent_at: at(83, 1), repeats: 3 },
    });
  });

  it('of an earlier version takes what it knows as the first', () => {
    const scenario = createWarned();
    const forget = ({ first_fired_at: _, first_seen_at: __, ...record }: LoggedEvent): LoggedEvent => {
      const { first_delivered_at: _first, repeats: _repeats, ...delivery } = getDelivery(record as LoggedEvent) ?? {};
      return { ...record, deliveries: { all: { 'webhook:hook': delivery as never } } };
    };
    scenario.log = { ...scenario.log, events: scenario.log.events.map(forget) };
    scenario.scan({ now: day(83), readings: shop() });
    const record = find(scenario.log, 'expiry_warning');
    expect(record?.first_fired_at).toBe(at(82));
    expect(getDelivery(record)).toMatchObject({ first_delivered_at: at(82), repeats: 1 });
  });

  it('is kept for retention_days after the certificate was renewed', () => {
    const scenario = createWarned();
    scenario.retention_days = 400;
    scenario.scan({ now: day(83), readings: shop(renewed) });
    scenario.scan({ now: day(482), readings: shop(renewed) });
    expect(getDelivery(find(scenario.log, 'expiry_warning'))).toMatchObject({ first_delivered_at: at(80) });
    // The successor has replaced the old certificate, which the location remembers as `previous`.
    scenario.scan({ now: day(484), readings: shop(certificate('third', { to: day(900) })) });
    scenario.scan({ now: day(485), readings: shop(certificate('third', { to: day(900) })) });
    expect(find(scenario.log, 'expiry_warning')).toBeUndefined();
  });
});

describe('an acknowledgement', () => {
  it('is a silence that suppressed a notification, with who wrote it, and is kept after it ends', () => {
    const scenario = createWarned();
    scenario.silences = [silence(day(85), { created_by: 'ada', reason: 'change 123' })];
    scenario.scan({ now: day(83), readings: shop() });
    scenario.scan({ now: day(84), readings: shop() });
    scenario.scan({ now: day(85), readings: shop() });
    expect(find(scenario.log, 'expiry_warning')).toMatchObject({
      fired_at: at(85),
      acknowledged: { acknowledged_by: 'ada', reason: `silenced until ${at(85)}: change 123`, acknowledged_at: at(83) },
    });
  });

  it('does not make a silenced one-shot event count as sent', () => {
    const scenario = createScenario([entry('shop')]);
    scenario.scan({ now: day(0), readings: shop(renewed) });
    scenario.silences = [silence(day(20), { events: ['certificate.changed'] })];
    scenario.scan({ now: day(1), readings: shop(earlier) });
    expect(find(scenario.log, 'changed')).toMatchObject({ fired_at: null, acknowledged: { acknowledged_at: at(1) } });
    scenario.scan({ now: day(19), readings: shop(earlier) });
    expect(scenario.scan({ now: day(20), readings: shop(earlier) })).toEqual(['changed first -> hook']);
  });
});

describe('the timeline of an entry', () => {
  it('lists what was seen, sent, acknowledged and resolved, oldest first', () => {
    const scenario = createWarned();
    scenario.retention_days = 400;
    scenario.silences = [silence(day(84), { created_by: 'ada', reason: 'change 123' })];
    scenario.scan({ now: day(83), readings: shop() });
    scenario.scan({ now: day(84), readings: shop(renewed) });
    const timeline = renderTimeline(listTimeline(scenario.log, isAny), { color: false, columns: 120 });
    const documented = readFileSync(new URL('../../docs/reference/cli.md', import.meta.url), 'utf8');
    expect(documented).toContain(`$ certvigil log list --certificate shop\n${timeline}\`\`\``);
  });

  it('says what failed, and that nothing was sent', () => {
    const scenario = createScenario([entry('shop')]);
    scenario.scan({ now: day(80), readings: shop(), receive: () => 'failed' });
    const text = renderTimeline(listTimeline(scenario.log, isAny), { color: false, columns: 200 });
    expect(text).toContain('2027-03-22 06:00  fired         expiry_warning 30 days: no notification sent\n');
    expect(text).toContain('2027-03-22 06:00  failed        expiry_warning 30 days: webhook:hook http-server-error\n');
  });

  it('has the same steps as data', () => {
    const steps = listTimeline(createWarned().log, (name) => name === 'shop');
    expect(steps).toMatchObject([
      { kind: 'seen', at: at(0), locations: ['shop.example.com:443'], issuer: 'CN=Example CA' },
      {
        ...{ kind: 'fired', at: at(80), event: 'certificate.expiry_warning', threshold: 30 },
        deliveries: [{ rule: 'all', destination: 'webhook:hook', at: at(80) }],
      },
      { kind: 'repeated', at: at(82), deliveries: [{ destination: 'webhook:hook', at: at(82), repeats: 2 }] },
    ]);
    expect(listTimeline(createWarned().log, (name) => name === 'other')).toEqual([]);
  });

  it('has each certificate of a location that presents several', () => {
    const scenario = createScenario([entry('shop')]);
    const [one] = shop(renewed);
    const [other] = shop(old);
    if (one === undefined || other === undefined) throw new Error('no readings');
    const locations = [...one.locations, ...other.locations].map((location) => ({
      ...location,
      observed: { handshakes: { served: 1, total: 2 } },
    }));
    scenario.scan({ now: day(80), readings: [{ ...one, locations }] });
    const steps = listTimeline(scenario.log, isAny);
    expect(steps.map(({ kind, valid_to }) => [kind, valid_to])).toEqual([
      ['seen', at(465)],
      ['seen', at(100)],
      ['fired', undefined],
    ]);
  });

  it('says where and since when a replaced certificate was seen, and when a location disappeared', () => {
    const scenario = createWarned();
    scenario.scan({ now: day(83), readings: shop(renewed) });
    scenario.scan({ now: day(84), readings: shop(certificate('third', { to: day(900) })) });
    scenario.entries = [];
    scenario.scan({ now: day(85), readings: [] });
    const seen = listTimeline(scenario.log, isAny).filter(({ kind }) => kind === 'seen' || kind === 'removed');
    expect(seen).toMatchObject([
      { kind: 'seen', at: at(0), valid_to: at(100) },
      { kind: 'removed', at: at(85), valid_to: at(900), locations: ['shop.example.com:443'] },
    ]);
  });
});
