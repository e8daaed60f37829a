import { describe, expect, it } from 'vitest';
import { type Action, createComparison, type LiveLocation, WEEKDAYS } from '../../src/domain/index.ts';
import { createEmptyLog } from '../../src/events/log/serialize.ts';
import { describeRemoved } from '../../src/events/plan/describe.ts';
import type { PlanContext } from '../../src/events/plan/plan-context.ts';
import { hasPauseBetween, isQuiet } from '../../src/events/plan/quiet-hours.ts';
import {
  collectMissingProbes,
  findProbeResolution,
  formatProbeTitle,
  isProbeRecord,
} from '../../src/events/plan/scan-events.ts';
import { createWebhook } from '../notify/context.ts';
import { certificate, createScenario, day, endpoint, entry, rule, settings, trust } from './scenario.ts';

const LOCATION = 'shop:443';
const old = certificate('old', { to: day(100) });
const renewed = certificate('new', { to: day(465) });
const pager: Action = { kind: 'webhook', name: 'pager' };

function createPaged(...names: string[]) {
  const scenario = createScenario([entry('shop')], listRules(...names));
  scenario.webhooks = [createWebhook({ name: 'pager', preset: 'pagerduty' })];
  return scenario;
}

const listRules = (...names: string[]) =>
  names.map((name) => rule(name, { events: ['certificate.expiry_warning'], actions: [pager] }));

describe('a stateful destination of several rules', () => {
  const alert = [endpoint('shop', LOCATION, old)];
  const renewal = [endpoint('shop', LOCATION, renewed)];
  const listRuleNames = (scenario: ReturnType<typeof createPaged>) =>
    scenario.preview({ now: day(82), readings: renewal }).deliveries.map(({ rule: name }) => name);

  it('gets the resolution from each rule that alerted it and is still there', () => {
    const scenario = createPaged('a');
    scenario.scan({ now: day(80), readings: alert });
    scenario.rules = listRules('a', 'b');
    scenario.scan({ now: day(81), readings: alert });
    expect(listRuleNames(scenario).sort()).toEqual(['a', 'b']);
  });

  it('gets it from the rule that alerted it last, if none is left', () => {
    const scenario = createPaged('b');
    scenario.scan({ now: day(80), readings: alert });
    scenario.rules = listRules('a');
    scenario.scan({ now: day(81), readings: alert });
    scenario.rules = [];
    expect(listRuleNames(scenario)).toEqual(['a']);
  });

  it('gets one if both alerted it at the same time, and none is left', () => {
    for (const names of [
      ['a', 'b'],
      ['b', 'a'],
    ]) {
      const scenario = createPaged(...names);
      scenario.scan({ now: day(80), readings: alert });
      scenario.rules = [];
      expect(listRuleNames(scenario)).toEqual(['b']);
    }
  });
});

it('each stateful destination gets the resolution, although another was alerted later, and no rule is left', () => {
  const scenario = createPaged('b');
  scenario.webhooks.push(createWebhook({ name: 'other', preset: 'pagerduty' }));
  scenario.scan({ now: day(80), readings: [endpoint('shop', LOCATION, old)] });
  scenario.rules = [rule('a', { actions: [{ kind: 'webhook', name: 'other' }] })];
  scenario.scan({ now: day(81), readings: [endpoint('shop', LOCATION, old)] });
  scenario.rules = [];
  const { deliveries } = scenario.preview({ now: day(82), readings: [endpoint('shop', LOCATION, renewed)] });
  expect(deliveries.map((one) => `${one.rule} ${one.destination}`).sort()).toEqual([
    'a webhook:other',
    'b webhook:pager',
  ]);
});

it('an event has the reason of its first delivery that is due', () => {
  const scenario = createScenario([entry('shop')]);
  scenario.scan({ now: day(80), readings: [endpoint('shop', LOCATION, old)] });
  scenario.rules = [rule('all'), rule('late', { actions: [pager] })];
  const planned = scenario.preview({ now: day(80, 6), readings: [endpoint('shop', LOCATION, old)] });
  expect(planned.deliveries.map(({ reason }) => reason)).toEqual(['cooldown', 'first']);
  expect(planned.events).toMatchObject([{ suppressed: false, reason: 'first' }]);
});

describe('a certificate at two locations', () => {
  const locations = (one: typeof old, other: typeof old) => [
    endpoint('shop', LOCATION, one),
    endpoint('shop', 'shop:8443', other),
  ];
  const latest = certificate('latest', { to: day(800) });
  const sooner = certificate('sooner', { to: day(99) });

  it.each<[string, typeof old, typeof old, string, typeof old]>([
    ['is renewed by the one that expires first', renewed, latest, 'certificate.renewed', renewed],
    ['is renewed by the one that expires first, in any order', latest, renewed, 'certificate.renewed', renewed],
    ['is removed if one of the others expires sooner', renewed, sooner, 'certificate.removed', old],
    ['is removed if one of the others expires sooner, in any order', sooner, renewed, 'certificate.removed', old],
  ])('%s', (_, one, other, event, shown) => {
    const scenario = createScenario([entry('shop')]);
    scenario.scan({ now: day(80), readings: locations(old, old) });
    const { events } = scenario.preview({ now: day(81), readings: locations(one, other) });
    const resolution = events.find(({ record }) => record.fingerprint === old.fingerprint);
    expect(resolution).toMatchObject({ event, context: { data: { fingerprint_sha256: shown.fingerprint } } });
  });
});

it.each([
  ['a', 'b'],
  ['b', 'a'],
])('a removed certificate has the status that was sent last: rule %s, then rule %s', (first, last) => {
  const scenario = createScenario([entry('shop', { settings: settings({ critical: 25 }) })], [rule(first)]);
  scenario.scan({ now: day(80), readings: [endpoint('shop', LOCATION, old)] });
  scenario.rules = [rule(first), rule(last, { actions: [pager] })];
  scenario.entries = [entry('shop')];
  expect(scenario.scan({ now: day(80, 6), readings: [endpoint('shop', LOCATION, old)] })).toEqual([
    'expiry_warning@30 first -> pager',
  ]);
  scenario.entries = [];
  const [removed] = scenario.preview({ now: day(81), readings: [] }).events;
  expect(removed?.context.data).toMatchObject({ event_type: 'certificate.removed', status: 'warning' });
});

it('a renewal that is sent again once the new certificate is gone too has the status of the alert', () => {
  const scenario = createScenario([entry('shop')], [rule('all'), rule('other', { actions: [pager] })]);
  scenario.scan({ now: day(80), readings: [endpoint('shop', LOCATION, old)] });
  const receive = (to: string) => (to === 'webhook:hook' ? 'failed' : 'sent');
  scenario.scan({ now: day(81), readings: [endpoint('shop', LOCATION, renewed)], receive });
  scenario.entries = [];
  const planned = scenario.preview({ now: day(82), readings: [] });
  expect(planned.deliveries.map(({ reason }) => reason)).toEqual(['retry', 'once']);
  expect(planned.events[0]?.context.data).toMatchObject({
    ...{ event_type: 'certificate.renewed', fingerprint_sha256: old.fingerprint, status: 'warning', previous: null },
  });
});

describe('a certificate that is renewed while it has several alerts', () => {
  const untrusted = trust({ trusted: false, reason: 'unknown-issuer' });

  it('is announced although the recovery of one of them is sent again by the same scan', () => {
    const scenario = createScenario([entry('shop')]);
    const alert = [endpoint('shop', LOCATION, old, untrusted)];
    scenario.scan({ now: day(80), readings: alert });
    scenario.entries = [entry('shop', { settings: settings({ thresholds: [14] }) })];
    expect(scenario.scan({ now: day(80, 6), readings: alert, receive: () => 'failed' })).toEqual([
      'recovered first -> hook',
    ]);
    expect(scenario.scan({ now: day(81), readings: [endpoint('shop', LOCATION, renewed)] })).toEqual([
      'recovered retry -> hook',
      'renewed first -> hook',
    ]);
  });

  it('has one resolution for a destination that is not stateful, and shows that for the others', () => {
    const scenario = createScenario([entry('shop')]);
    scenario.scan({ now: day(80), readings: [endpoint('shop', LOCATION, old, untrusted)] });
    const planned = scenario.preview({ now: day(81), readings: [endpoint('shop', LOCATION, renewed)] });
    expect(planned.deliveries).toHaveLength(1);
    expect(planned.events.map(({ event, suppressed, reason }) => [event, suppressed, reason])).toEqual([
      ['certificate.renewed', false, 'first'],
      ['certificate.renewed', true, 'once'],
    ]);
  });

  it('names the topic of each in its resolution', () => {
    const scenario = createScenario([entry('shop')]);
    scenario.scan({ now: day(80), readings: [endpoint('shop', LOCATION, old, untrusted)] });
    const { events } = scenario.preview({ now: day(81), readings: [endpoint('shop', LOCATION, renewed)] });
    expect(events.map(({ context }) => context.data.alert_key).sort()).toEqual([
      `certvigil/shop/${old.fingerprint}`,
      `certvigil/shop/${old.fingerprint}/untrusted`,
    ]);
    expect(events.map(({ context }) => context.data.finding?.event ?? null).sort()).toEqual([
      'certificate.untrusted',
      null,
    ]);
    expect(events.map(({ context }) => context.data.previous?.fingerprint_sha256)).toEqual([
      old.fingerprint,
      old.fingerprint,
    ]);
  });
});

describe('a certificate that is not in use any more', () => {
  const context = (now: number, several: boolean): PlanContext =>
    ({
      comparison: {
        findFacts: (fingerprint: string | null) => (fingerprint === null ? null : old.facts),
        countCertificates: () => (several ? 1 : 0),
      },
      ...{ scan: { now }, entries: new Map(), log: { locations: {} } },
    }) as unknown as PlanContext;
  const describeAt = (now: number, status: 'critical' | null = null) =>
    describeRemoved(
      { entry: 'shop', fingerprint: old.fingerprint, locations: [LOCATION] },
      status,
      context(now, false),
    );

  it('has the last status that was sent, until it expires', () => {
    const end = day(100);
    expect(describeAt(end - 1, 'critical').verdict).toMatchObject({ status: 'critical', days_remaining: 0 });
    expect(describeAt(end, 'critical').verdict).toMatchObject({ status: 'critical', days_remaining: 0 });
    expect(describeAt(end + 1, 'critical').verdict).toMatchObject({ status: 'expired', level: 'info' });
    expect(describeAt(day(80)).verdict).toMatchObject({ status: 'ok', days_remaining: 20, days_since_expiry: null });
    expect(describeAt(day(103.5)).verdict).toMatchObject({ status: 'expired', days_since_expiry: 3 });
  });

  it('has the status unknown without facts, and its locations if the entry has others', () => {
    const subject = { entry: 'shop', fingerprint: null, locations: [LOCATION] };
    expect(describeRemoved(subject, 'critical', context(day(80), false)).verdict.status).toBe('unknown');
    expect(describeRemoved(subject, null, context(day(80), true)).distinguishing_locations).toEqual([LOCATION]);
    expect(describeRemoved(subject, null, context(day(80), false)).distinguishing_locations).toBeNull();
  });
});

describe('the alert of a probe', () => {
  const live = (name: string, unobserved: number | undefined) =>
    ({ entry: name, location: name, unobserved }) as LiveLocation;
  const entries = [
    entry('a', { probe: 'office' }),
    entry('b', { probe: 'office' }),
    entry('off', { probe: 'office', enabled: false }),
    entry('c'),
  ];
  const context = (locations: LiveLocation[], covers = true): PlanContext =>
    ({
      ...{
        comparison: createComparison({ log: createEmptyLog(), entries: new Map(), locations, subjects: [] }),
        entries: new Map(entries.map((one) => [one.name, one])),
        histories: new Map(),
      },
      covers: () => covers,
      scan: { now: day(0), scan_id: 'x', username: null, repository: null, run_url: null },
    }) as unknown as PlanContext;
  const collect = (locations: LiveLocation[], covers?: boolean) =>
    collectMissingProbes(context(locations, covers)).map(({ key, context: { data } }) => [
      key.location,
      data.display_name,
    ]);

  it('is one for each probe, and one for the entries without', () => {
    expect(collect([live('a', 2), live('b', 2), live('c', 2)])).toEqual([
      ['probe:office', '2 entries of probe office'],
      ['observations', '1 entry'],
    ]);
    expect(collect([live('a', 2), live('a', 3), live('b', 1), live('c', undefined)])).toEqual([
      ['probe:office', '1 entry of probe office'],
    ]);
    expect(collect([live('a', 2)], false)).toEqual([]);
  });

  it.each<[string, LiveLocation[], string | null]>([
    ['probe:office', [live('a', 0), live('b', undefined)], 'certificate.recovered'],
    ['probe:office', [live('a', 0), live('b', 1)], null],
    ['probe:office', [live('a', 0), live('c', 2), live('off', 2)], 'certificate.recovered'],
    ['probe:other', [live('a', 2)], 'certificate.removed'],
    ['observations', [live('a', 2), live('c', 0)], 'certificate.recovered'],
    ['observations', [live('a', 0), live('c', 1)], null],
  ])('%s with %j resolves as %s', (record, locations, expected) => {
    expect(findProbeResolution(record, context(locations))).toBe(expected);
  });

  it('has a record of its own', () => {
    expect(['probe:office', 'observations', 'endpoints', 'a probe:x', null].map(isProbeRecord)).toEqual([
      ...[true, true, false, false, false],
    ]);
    expect(['probe:office', 'observations'].map(formatProbeTitle)).toEqual(['Probe office', 'Every entry']);
  });
});

describe('a pause between quiet hours', () => {
  const night = { from: 22 * 60, to: 7 * 60, time_zone: 'UTC', days: [...WEEKDAYS], except: [] };
  const at = (time: string) => Date.parse(`2027-01-0${time}:00Z`);

  it.each<[string, string, boolean]>([
    ['2T06:30', '2T07:00', false],
    ['2T06:30', '2T07:01', true],
    ['2T06:46', '2T07:01', false],
    ['2T06:46', '2T07:02', true],
    ['2T22:00', '3T06:00', false],
    ['2T06:00', '3T06:00', true],
  ])('from %s to %s: %s', (since, now, expected) => {
    expect(hasPauseBetween(night, at(since), at(now))).toBe(expected);
  });

  it('is the same with clocks that were used for another time zone', () => {
    const clocks = new Map<string, Intl.DateTimeFormat>();
    const tokyo = { ...night, time_zone: 'Asia/Tokyo' };
    const quiet = [night, tokyo, night, tokyo].map((hours) => isQuiet(hours, at('2T21:59'), clocks));
    expect(quiet).toEqual([false, true, false, true]);
    expect([...clocks.keys()]).toEqual(['UTC', 'Asia/Tokyo']);
  });
});
