import { describe, expect, it } from 'vitest';
import type { EventName } from '../../src/domain/index.ts';
import { compileRules } from '../../src/events/plan/rules.ts';
import { certificate, createScenario, day, endpoint, entry, limit, rule } from './scenario.ts';

const readings = [endpoint('shop', 'shop:443', certificate('a', { to: day(100) }))];

/** Whether a rule with this match hears of a warning at 30 days, with the status `warning`. */
function hears(over: Parameters<typeof rule>[1]): boolean {
  const world = createScenario([entry('shop', { labels: { env: 'prod', team: 'payments' } })], [rule('one', over)]);
  return world.preview({ now: day(80), readings }).deliveries.length > 0;
}

describe('a rule wants an event', () => {
  it.each<[string, Parameters<typeof rule>[1], boolean]>([
    ['of its name', { events: ['certificate.expiry_warning'] }, true],
    ['of a glob', { events: ['certificate.*'] }, true],
    ['of one of several', { events: ['certificate.expired', 'certificate.expiry_*'] }, true],
    ['of no other name', { events: ['certificate.expired'] }, false],
    ['while it is enabled', { enabled: false }, false],
    ['of an entry with the label', { match: { labels: { env: ['prod'] } } }, true],
    ['of an entry with one of the values', { match: { labels: { env: ['test', 'prod'] } } }, true],
    ['of an entry with every label', { match: { labels: { env: ['prod'], team: ['web'] } } }, false],
    ['of no entry without the label', { match: { labels: { tier: ['one'] } } }, false],
    ['of no entry by a name of every object', { match: { labels: { constructor: ['x'] } } }, false],
    ['of an entry of the name', { match: { names: ['sh*', 'mail'] } }, true],
    ['of no entry of another name', { match: { names: ['mail-*'] } }, false],
    ['in one of the statuses', { match: { status: ['critical', 'warning'] } }, true],
    ['in no other status', { match: { status: ['critical'] } }, false],
    ['at one of the thresholds, however written', { match: { thresholds: [limit('30d')] } }, true],
    ['at no other threshold', { match: { thresholds: [limit(14), limit('30%')] } }, false],
    [
      'that meets its conditions',
      { conditions: { attr: 'days_remaining', op: 'lte', value: 20, negate: false } },
      true,
    ],
    ['that meets no other', { conditions: { attr: 'days_remaining', op: 'lt', value: 20, negate: false } }, false],
  ])('%s', (_, over, wanted) => {
    expect(hears(over)).toBe(wanted);
  });

  it('and says what its conditions could not be asked', () => {
    const conditions = { attr: 'labels.missing', op: 'eq', value: 'x', negate: true } as const;
    const world = createScenario([entry('shop')], [rule('one', { conditions })]);
    const [event] = world.preview({ now: day(80), readings }).events;
    expect(event).toMatchObject({ reason: 'unmatched', suppressed: true });
    expect(event?.notes).toHaveLength(1);
  });

  it('and tells a destination once, however often it is named', () => {
    const actions = [{ kind: 'webhook', name: 'hook' } as const, { kind: 'webhook', name: 'hook' } as const];
    expect(compileRules([rule('one', { actions })], null)[0]?.destinations).toEqual(['webhook:hook']);
  });

  it('and every rule that matches fires', () => {
    const world = createScenario([entry('shop')], [rule('one'), rule('two')]);
    const fired = world.preview({ now: day(80), readings }).deliveries.map(({ rule, due }) => [rule, due]);
    expect(fired).toEqual([
      ['one', true],
      ['two', true],
    ]);
  });

  it('of expiry alone by thresholds: other events have none', () => {
    const wants = compileRules([rule('one', { match: { thresholds: [limit(30)] } })], null)[0]?.matches;
    const events: EventName[] = ['certificate.expiry_warning', 'certificate.expired'];
    const [event] = createScenario([entry('shop')]).preview({ now: day(80), readings }).events;
    const matches = events.map((name) => event && wants?.(event.context.data, name === events[0] ? 30 : null).matches);
    expect(matches).toEqual([true, false]);
  });
});
