import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Action, Webhook } from '../../src/domain/index.ts';
import type { PresetName } from '../../src/presets/index.ts';
import { createWebhook } from '../notify/context.ts';
import { certificate, createScenario, day, endpoint, entry, limit, rule, type Scenario } from './scenario.ts';

const old = certificate('old', { to: day(100) });
const renewed = certificate('new', { to: day(465) });

function hook(name: string, send_resolved?: boolean): Action {
  return { kind: 'webhook', name, ...(send_resolved !== undefined && { send_resolved }) };
}

function webhook(name: string, preset: PresetName | null): Webhook {
  return createWebhook({ name, preset });
}

/** Warned of on day 80, renewed on day 81: what is told then. */
function toldOfTheEnd(world: Scenario, between: () => void = () => undefined): string[] {
  world.scan({ now: day(80), readings: [endpoint('shop', 'shop:443', old)] });
  between();
  return world.scan({ now: day(81), readings: [endpoint('shop', 'shop:443', renewed)] });
}

const WARNINGS = { events: ['certificate.expiry_warning'] };

describe('the end of what was told goes', () => {
  it.each<[string, Action, PresetName | null, string[]]>([
    ['to an action with send_resolved', hook('in', true), null, ['renewed first -> in']],
    ['to no action without it', hook('in'), null, []],
    ['to none that refuses it', hook('in', false), 'slack', []],
    ['to PagerDuty, without being asked', hook('in'), 'pagerduty', ['renewed first -> in']],
    ['to Alertmanager, whatever is said', hook('in', false), 'alertmanager', ['renewed first -> in']],
  ])('%s, where the rule hears of warnings alone', (_, action, preset, told) => {
    const world = createScenario([entry('shop')], [rule('all', { ...WARNINGS, actions: [action] })]);
    world.webhooks = [webhook('in', preset)];
    expect(toldOfTheEnd(world)).toEqual(told);
  });

  it('to nobody who was not told, though his rule wants every event', () => {
    const rules = [rule('all'), rule('late', { actions: [hook('resolved', true), hook('plain')] })];
    const world = createScenario([entry('shop')], [rule('all')]);
    const told = toldOfTheEnd(world, () => {
      world.rules = rules;
    });
    expect(told).toEqual(['renewed first -> hook', 'renewed first -> plain']);
  });

  it.each<[string, (rules: Scenario['rules']) => Scenario['rules']]>([
    [
      'matches something else',
      ([one]) => [{ ...rule('all', { match: { names: ['other'] } }), actions: actionsOf(one) }],
    ],
    ['is disabled', ([one]) => [{ ...rule('all', WARNINGS), enabled: false, actions: actionsOf(one) }]],
    ['has another name', ([one]) => [{ ...rule('renamed', WARNINGS), actions: actionsOf(one) }]],
  ])('also where its rule by then %s', (_, change) => {
    const world = createScenario([entry('shop')], [rule('all', { ...WARNINGS, actions: [hook('in', true)] })]);
    const told = toldOfTheEnd(world, () => {
      world.rules = change(world.rules);
    });
    expect(told).toEqual(['renewed first -> in']);
  });

  it('once, where a rule that was renamed has told it again', () => {
    const world = createScenario([entry('shop')], [rule('all', { ...WARNINGS, actions: [hook('in', true)] })]);
    const told = toldOfTheEnd(world, () => {
      world.rules = [rule('renamed', { ...WARNINGS, actions: [hook('in', true)] })];
      world.scan({ now: day(80, 6), readings: [endpoint('shop', 'shop:443', old)] });
    });
    expect(told).toEqual(['renewed first -> in']);
  });

  it('to PagerDuty also where the rule is gone, and to an ordinary webhook then no more', () => {
    const world = createScenario(
      [entry('shop')],
      [rule('all', { ...WARNINGS, actions: [hook('pager'), hook('chat', true)] })],
    );
    world.webhooks = [webhook('pager', 'pagerduty'), webhook('chat', null)];
    const told = toldOfTheEnd(world, () => {
      world.rules = [];
    });
    expect(told).toEqual(['renewed first -> pager']);
  });

  it('where the answer to the alert was lost, and not where nothing was ever sent', () => {
    const lost = (outcome: 'failed' | 'unsent') => {
      const world = createScenario(
        [entry('shop')],
        [rule('all', { ...WARNINGS, actions: [hook('in', true), hook('other')] })],
      );
      const readings = [endpoint('shop', 'shop:443', old)];
      world.scan({ now: day(80), readings, receive: (to) => (to === 'webhook:in' ? outcome : 'sent') });
      return world.scan({ now: day(81), readings: [endpoint('shop', 'shop:443', renewed)] });
    };
    expect(lost('failed')).toEqual(['renewed first -> in']);
    expect(lost('unsent')).toEqual([]);
  });

  it('for each status that was told, once', () => {
    const match = { status: ['critical', 'warning'] as const };
    const world = createScenario(
      [entry('shop')],
      [rule('all', { match: { status: [...match.status] }, actions: [hook('in', true)] })],
    );
    const seen = [
      ...world.scan({ now: day(80), readings: [endpoint('shop', 'shop:443', old)] }),
      ...world.scan({ now: day(90), readings: [endpoint('shop', 'shop:443', old)] }),
      ...world.scan({ now: day(91), readings: [endpoint('shop', 'shop:443', renewed)] }),
      ...world.scan({ now: day(92), readings: [endpoint('shop', 'shop:443', renewed)] }),
    ];
    expect(seen).toEqual(['expiry_warning@30 first -> in', 'expiry_warning@14 escalated -> in', 'renewed first -> in']);
  });
});

describe('what keeps state', () => {
  const down = (to: string) => (to === 'webhook:in' ? 'failed' : 'sent');

  it('is told of an end however long it fails, and others are given up', () => {
    const actions = [hook('in', true), hook('other')];
    const world = createScenario([entry('shop')], [rule('all', { actions })]);
    world.scan({ now: day(80), readings: [endpoint('shop', 'shop:443', old)] });
    const readings = [endpoint('shop', 'shop:443', renewed)];
    world.scan({ now: day(81), readings, receive: () => 'failed' });
    expect(world.scan({ now: day(100), readings, receive: down })).toEqual(['renewed retry -> in']);
    expect(world.scan({ now: day(120), readings })).toEqual(['renewed retry -> in']);
  });

  it('leaves the plan once it has heard and the days for trying are over', () => {
    const world = createScenario([entry('shop')], [rule('all', { ...WARNINGS, actions: [hook('in', true)] })]);
    toldOfTheEnd(world);
    const readings = [endpoint('shop', 'shop:443', renewed)];
    expect(world.preview({ now: day(85), readings }).events.map(({ reason }) => reason)).toEqual(['once']);
    expect(world.preview({ now: day(95), readings }).events).toEqual([]);
  });

  it('is told of a certificate that was replaced by one that ends no later, however long it fails', () => {
    const world = createScenario([entry('shop', { settings: { ...entry('x').settings, thresholds: [limit(1)] } })]);
    world.rules = [rule('all', { actions: [hook('in', true)] })];
    world.scan({ now: day(0), readings: [endpoint('shop', 'shop:443', renewed)] });
    const readings = [endpoint('shop', 'shop:443', old)];
    world.scan({ now: day(1), readings, receive: down });
    expect(world.scan({ now: day(30), readings })).toEqual(['changed retry -> in']);
  });
});

describe('what keeps an alert open', () => {
  it.each(['webhook:pager', 'issue'] as const)('is told again at once of what came back: %s', (to) => {
    const open: Action = { kind: 'issue', options: { labels: [], assignees: [], milestone: null } };
    const action: Action = to === 'issue' ? open : { kind: 'webhook', name: 'pager' };
    const world = createScenario([entry('shop')], [rule('warn', { ...WARNINGS, actions: [action] })]);
    world.webhooks = [webhook('pager', 'pagerduty')];
    const told = [old, renewed, old, old, renewed].map((showing, hour) =>
      world.scan({ now: day(80, hour), readings: [endpoint('shop', 'shop:443', showing)] }),
    );
    const by = ` first -> ${to.replace('webhook:', '')}`;
    expect(told).toEqual([
      [`expiry_warning@30${by}`],
      [`renewed${by}`],
      [`expiry_warning@30${by}`],
      [],
      [`renewed${by}`],
    ]);
  });

  // Answers get lost, receivers fail, scans come at any hour: whoever takes all of a scan shows what is.
  it('shows what holds whenever it takes all that it gets, however often that changes', () => {
    const outcome = fc.constantFrom('accepted', 'accepted', 'lost', 'refused', 'unsent');
    const steps = fc.array(fc.record({ isOld: fc.boolean(), hours: fc.constantFrom(1, 5, 20, 24, 30), outcome }), {
      minLength: 1,
      maxLength: 30,
    });
    fc.assert(
      fc.property(steps, (world) => {
        const self = createScenario([entry('shop')], [rule('warn', { ...WARNINGS, actions: [hook('pager')] })]);
        self.webhooks = [webhook('pager', 'pagerduty')];
        let now = day(86);
        let isOpen = false;
        for (const { isOld, hours, outcome } of world) {
          now += hours * 3_600_000;
          const readings = [endpoint('shop', 'shop:443', isOld ? stays : renewed)];
          const receive = (_: string, event: string) => {
            if (outcome === 'accepted' || outcome === 'lost') isOpen = event === 'expiry_warning';
            return outcome === 'accepted' ? 'sent' : outcome === 'unsent' ? 'unsent' : 'failed';
          };
          self.scan({ now, readings, receive });
          if (outcome === 'accepted') expect(isOpen).toBe(isOld);
        }
      }),
      { numRuns: 500 },
    );
  });
});

/** Under its last threshold all the while. */
const stays = certificate('stays', { to: day(130) });

function actionsOf(one: Scenario['rules'][number] | undefined): Action[] {
  return one?.actions ?? [];
}
