import { describe, expect, it } from 'vitest';
import type { Action } from '../../src/domain/index.ts';
import {
  certificate,
  createScenario,
  day,
  endpoint,
  entry,
  REFUSED,
  rule,
  type Scenario,
  settings,
  trust,
} from './scenario.ts';

const LOCATION = 'shop:443';
const old = certificate('old', { to: day(100) });
const renewed = certificate('new', { to: day(465) });
const sooner = certificate('sooner', { to: day(99) });
const untrusted = trust({ trusted: false, reason: 'unknown-issuer' });

const alert = [endpoint('shop', LOCATION, old, untrusted)];
const renewal = [endpoint('shop', LOCATION, renewed, trust())];
const hook = (name: string): Action => ({ kind: 'webhook', name });
/** Matches nothing while the alert is sent to others. */
const nothing = rule('all', { match: { names: ['other'] } });

/** A certificate with two alerts, which are sent on day 80. */
function createAlerted(...rules: Scenario['rules']): Scenario {
  const scenario = createScenario([entry('shop')], rules);
  scenario.scan({ now: day(80), readings: alert });
  return scenario;
}

describe('the resolutions of a certificate with several alerts', () => {
  it('are one message, and none in later scans', () => {
    const scenario = createAlerted(rule('all'));
    expect(scenario.scan({ now: day(81), readings: renewal })).toEqual(['renewed first -> hook']);
    expect(scenario.scan({ now: day(81, 1), readings: renewal })).toEqual([]);
  });

  it('are one message for a destination that got no alert, and none in later scans', () => {
    const ends = rule('ends', { events: ['certificate.renewed'], actions: [hook('log')] });
    const scenario = createAlerted(rule('all'), ends);
    expect(scenario.scan({ now: day(81), readings: renewal }).sort()).toEqual([
      'renewed first -> hook',
      'renewed first -> log',
    ]);
    expect(scenario.scan({ now: day(81, 1), readings: renewal })).toEqual([]);
  });

  it('are another message once the certificate was back, and the destination was alerted again', () => {
    const scenario = createAlerted(rule('all', { events: ['certificate.untrusted', 'certificate.renewed'] }));
    scenario.scan({ now: day(81), readings: renewal });
    expect(scenario.scan({ now: day(82), readings: alert })).toEqual(['untrusted first -> hook']);
    expect(scenario.scan({ now: day(83), readings: renewal })).toEqual(['renewed first -> hook']);
  });

  it('are not sent to a destination that was not alerted again, although another one was', () => {
    const scenario = createAlerted(rule('all'));
    expect(scenario.scan({ now: day(81), readings: renewal })).toEqual(['renewed first -> hook']);
    scenario.rules = [nothing, rule('other', { actions: [hook('chat')] })];
    expect(scenario.scan({ now: day(82), readings: alert })).toContain('untrusted first -> chat');
    expect(scenario.scan({ now: day(83), readings: renewal })).toEqual(['renewed first -> chat']);
  });

  it('are another message for a destination that got no alert, once another one was alerted again', () => {
    const ends = rule('ends', { events: ['certificate.renewed'], actions: [hook('log')] });
    const scenario = createAlerted(rule('all'), ends);
    scenario.scan({ now: day(81), readings: renewal });
    scenario.scan({ now: day(82), readings: alert });
    expect(scenario.scan({ now: day(83), readings: renewal }).sort()).toEqual([
      'renewed first -> hook',
      'renewed first -> log',
    ]);
  });

  it('are one message if the first could not be sent', () => {
    const scenario = createAlerted(rule('all'));
    const receive = () => 'failed' as const;
    expect(scenario.scan({ now: day(81), readings: renewal, receive })).toEqual(['renewed first -> hook']);
    expect(scenario.scan({ now: day(81, 1), readings: renewal })).toEqual(['renewed retry -> hook']);
    expect(scenario.scan({ now: day(81, 2), readings: renewal })).toEqual([]);
  });

  it('are one for each alert if one recovers and the other is removed', () => {
    const scenario = createAlerted(rule('all'));
    scenario.entries = [entry('shop', { settings: settings({ thresholds: [14] }) })];
    expect(scenario.scan({ now: day(80, 1), readings: alert })).toEqual(['recovered first -> hook']);
    scenario.entries = [];
    expect(scenario.scan({ now: day(80, 2), readings: [] })).toEqual(['removed first -> hook']);
  });

  it('are one message if it is removed, and none in later scans', () => {
    const ends = rule('ends', { events: ['certificate.removed'], actions: [hook('log')] });
    const scenario = createAlerted(rule('all'), ends);
    scenario.entries = [];
    expect(scenario.scan({ now: day(81), readings: [] }).sort()).toEqual([
      'removed first -> hook',
      'removed first -> log',
    ]);
    expect(scenario.scan({ now: day(81, 1), readings: [] })).toEqual([]);
  });

  it('are one for each outage of its locations', () => {
    const scenario = createScenario([entry('shop')]);
    const down = ['shop:443', 'shop:8443'].map((location) => endpoint('shop', location, REFUSED));
    for (const number of [0, 1]) scenario.scan({ now: day(number), readings: down });
    scenario.entries = [];
    expect(scenario.scan({ now: day(2), readings: [] })).toEqual(['removed first -> hook', 'removed first -> hook']);
  });

  it('are those of each entry, and of each certificate', () => {
    const scenario = createScenario([entry('shop'), entry('mail')]);
    const other = certificate('other', { to: day(101) });
    const at = (name: string, location: string, one: typeof old) => endpoint(name, location, one);
    scenario.scan({
      now: day(80),
      readings: [at('shop', LOCATION, old), at('shop', 'shop:8443', other), at('mail', 'mail:25', old)],
    });
    const after = [at('shop', LOCATION, renewed), at('shop', 'shop:8443', renewed), at('mail', 'mail:25', renewed)];
    expect(scenario.scan({ now: day(81), readings: after })).toHaveLength(3);
  });
});

describe('a certificate that is removed after a change', () => {
  /** The alert and another scan's resolution are of the same time; then the certificate comes back. */
  it('does not recover if only the change was sent since its resolution, even one at the time of the alert', () => {
    const scenario = createScenario([entry('shop')]);
    scenario.scan({ now: day(80), readings: [endpoint('shop', LOCATION, old)] });
    const repeats = scenario.start({ now: day(81), readings: [endpoint('shop', LOCATION, old)] });
    const resolves = scenario.start({ now: day(81), readings: [endpoint('shop', LOCATION, renewed)] });
    expect([repeats.notifications, resolves.notifications]).toEqual([
      ['expiry_warning@30 repeat -> hook'],
      ['renewed first -> hook'],
    ]);
    repeats.save();
    resolves.save();
    scenario.entries = [entry('shop', { settings: settings({ thresholds: [14] }) })];
    expect(scenario.scan({ now: day(81, 1), readings: [endpoint('shop', LOCATION, old)] })).toEqual([
      'changed first -> hook',
    ]);
    expect(scenario.scan({ now: day(81, 2), readings: [endpoint('shop', LOCATION, old)] })).toEqual([]);
    expect(scenario.scan({ now: day(81, 3), readings: [endpoint('shop', LOCATION, sooner)] })).toContain(
      'removed first -> hook',
    );
  });
});
