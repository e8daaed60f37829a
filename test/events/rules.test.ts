import { describe, expect, it } from 'vitest';
import type { EventName } from '../../src/domain/index.ts';
import { compileRules } from '../../src/events/plan/rules.ts';
import { certificate, createScenario, day, endpoint, entry, limit, rule } from './scenario.ts';

const readings = [endpoint('shop', 'shop:443', certificate('a', { to: day(100) }))];

/** Whether a rule with this match matches an expiry warning at 30 days, with the status `warning`. */
function matchesWarning(over: Parameters<typeof rule>[1]): boolean {
  const scenario = createScenario([entry('shop', { labels: { env: 'prod', team: 'payments' } })], [rule('one', over)]);
  return scenario.preview({ now: day(80), readings }).deliveries.length > 0;
}

describe('a rule matches an event', () => {
  it.each<[string, Parameters<typeof rule>[1], boolean]>([
    ['with its name', { events: ['certificate.expiry_warning'] }, true],
    ['by a glob', { events: ['certificate.*'] }, true],
    ['by one of several names', { events: ['certificate.expired', 'certificate.expiry_*'] }, true],
    ['does not suppress another name', { events: ['certificate.expired'] }, false],
    ['but not while it is disabled', { enabled: false }, false],
    ['by a label of the entry', { match: { labels: { env: ['prod'] } } }, true],
    ['by one of several label values', { match: { labels: { env: ['test', 'prod'] } } }, true],
    ['only if every label matches', { match: { labels: { env: ['prod'], team: ['web'] } } }, false],
    ['but none of an entry without the label', { match: { labels: { tier: ['one'] } } }, false],
    ['but none by a name that every object has', { match: { labels: { constructor: ['x'] } } }, false],
    ['by the name of the entry', { match: { names: ['sh*', 'mail'] } }, true],
    ['but none of another entry', { match: { names: ['mail-*'] } }, false],
    ['by one of several statuses', { match: { status: ['critical', 'warning'] } }, true],
    ['but none with another status', { match: { status: ['critical'] } }, false],
    ['by one of several thresholds in any spelling', { match: { thresholds: [limit('30d')] } }, true],
    ['but none with another threshold', { match: { thresholds: [limit(14), limit('30%')] } }, false],
    ['by its conditions', { conditions: { attr: 'days_remaining', op: 'lte', value: 20, negate: false } }, true],
    [
      'but none that does not satisfy its conditions',
      { conditions: { attr: 'days_remaining', op: 'lt', value: 20, negate: false } },
      false,
    ],
  ])('%s', (_, over, wanted) => {
    expect(matchesWarning(over)).toBe(wanted);
  });

  it('and reports conditions that cannot be evaluated', () => {
    const conditions = { attr: 'labels.missing', op: 'eq', value: 'x', negate: true } as const;
    const scenario = createScenario([entry('shop')], [rule('one', { conditions })]);
    const [event] = scenario.preview({ now: day(80), readings }).events;
    expect(event).toMatchObject({ reason: 'unmatched', suppressed: true });
    expect(event?.notes).toHaveLength(1);
  });

  it('and reports nothing if it has no conditions, or does not match anyway', () => {
    const conditions = { attr: 'labels.missing', op: 'eq', value: 'x', negate: true } as const;
    for (const over of [{}, { conditions, match: { names: ['mail'] } }]) {
      const scenario = createScenario([entry('shop')], [rule('one', over)]);
      expect(scenario.preview({ now: day(80), readings }).events.map(({ notes }) => notes)).toEqual([[]]);
    }
  });

  it('and notifies a destination once, however often it is listed', () => {
    const actions = [{ kind: 'webhook', name: 'hook' } as const, { kind: 'webhook', name: 'hook' } as const];
    expect(compileRules([rule('one', { actions })], null)[0]?.destinations).toEqual(['webhook:hook']);
  });

  it('and every matching rule fires', () => {
    const scenario = createScenario([entry('shop')], [rule('one'), rule('two')]);
    const fired = scenario.preview({ now: day(80), readings }).deliveries.map(({ rule, due }) => [rule, due]);
    expect(fired).toEqual([
      ['one', true],
      ['two', true],
    ]);
  });

  it('by thresholds only for expiry warnings', () => {
    const matchRule = compileRules([rule('one', { match: { thresholds: [limit(30)] } })], null)[0]?.matches;
    const events: EventName[] = ['certificate.expiry_warning', 'certificate.expired'];
    const [event] = createScenario([entry('shop')]).preview({ now: day(80), readings }).events;
    const matches = events.map(
      (name) => event && matchRule?.(event.context.data, name === events[0] ? 30 : null).matches,
    );
    expect(matches).toEqual([true, false]);
  });
});
