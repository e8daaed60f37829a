import { expect, it } from 'vitest';
import { tracePlan } from '../../src/app/trace-plan.ts';
import { certificate, createScenario, day, endpoint, entry, rule, silence } from '../events/scenario.ts';
import { collectTrace } from '../helpers/trace.ts';

const shop = [endpoint('shop', 'shop:443', certificate('old', { to: day(100) }))];
const [at, later] = [
  { now: day(80), readings: shop },
  { now: day(80, 1), readings: shop },
];

function createShop(...rules: ReturnType<typeof rule>[]) {
  return createScenario([entry('shop')], rules);
}

it('a plan is traced with the reason of each decision', async () => {
  const scenario = createShop(rule('all', { events: ['*'] }));
  const event = 'decision certificate.expiry_warning of shop, threshold 30 by rule "all" to webhook:hook';
  expect(await collectTrace(() => tracePlan(scenario.preview(at)))).toEqual([`${event}: due, first`]);
  scenario.scan(at);
  expect(await collectTrace(() => tracePlan(scenario.preview(later)))).toEqual([
    expect.stringMatching(/^decision .*: suppressed, within cooldown until \d{4}-\d\d-\d\dT\d\d:00:00Z$/),
  ]);
});

it('a silence is traced with its end and reason', async () => {
  const scenario = createShop(rule('all', { events: ['*'] }));
  scenario.silences = [silence(day(90), { reason: 'will be replaced' })];
  expect(await collectTrace(() => tracePlan(scenario.preview(at)))).toEqual([
    expect.stringMatching(/: suppressed, silenced until \S+ \(will be replaced\)$/),
  ]);
});

it('an event without a matching rule is traced', async () => {
  expect(await collectTrace(() => tracePlan(createShop().preview(at)))).toEqual([
    'decision certificate.expiry_warning of shop, threshold 30: suppressed, no matching rule',
  ]);
});
