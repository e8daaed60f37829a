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

/** Sends an alert on day 80; returns the notifications of the renewal on day 81. */
function scanRenewal(scenario: Scenario, between: () => void = () => undefined): string[] {
  scenario.scan({ now: day(80), readings: [endpoint('shop', 'shop:443', old)] });
  between();
  return scenario.scan({ now: day(81), readings: [endpoint('shop', 'shop:443', renewed)] });
}

const WARNINGS = { events: ['certificate.expiry_warning'] };

describe('the resolution of an alert goes', () => {
  it.each<[string, Action, PresetName | null, string[]]>([
    ['to an action with send_resolved', hook('in', true), null, ['renewed first -> in']],
    ['to no action without send_resolved', hook('in'), null, []],
    ['to no action with send_resolved: false', hook('in', false), 'slack', []],
    ['to PagerDuty by default', hook('in'), 'pagerduty', ['renewed first -> in']],
    ['to Alertmanager despite send_resolved: false', hook('in', false), 'alertmanager', ['renewed first -> in']],
  ])('%s, if the rule lists only warnings', (_, action, preset, notifications) => {
    const scenario = createScenario([entry('shop')], [rule('all', { ...WARNINGS, actions: [action] })]);
    scenario.webhooks = [webhook('in', preset)];
    expect(scanRenewal(scenario)).toEqual(notifications);
  });

  it('to no destination that did not get the alert, even if its rule matches every event', () => {
    const rules = [rule('all'), rule('late', { actions: [hook('resolved', true), hook('plain')] })];
    const scenario = createScenario([entry('shop')], [rule('all')]);
    const notifications = scanRenewal(scenario, () => {
      scenario.rules = rules;
    });
    expect(notifications).toEqual(['renewed first -> hook', 'renewed first -> plain']);
  });

  it.each<[string, (rules: Scenario['rules']) => Scenario['rules']]>([
    [
      'matches something else',
      ([one]) => [{ ...rule('all', { match: { names: ['other'] } }), actions: getActions(one) }],
    ],
    ['is disabled', ([one]) => [{ ...rule('all', WARNINGS), enabled: false, actions: getActions(one) }]],
    ['was renamed', ([one]) => [{ ...rule('renamed', WARNINGS), actions: getActions(one) }]],
  ])('also if its rule %s by then', (_, change) => {
    const scenario = createScenario([entry('shop')], [rule('all', { ...WARNINGS, actions: [hook('in', true)] })]);
    const notifications = scanRenewal(scenario, () => {
      scenario.rules = change(scenario.rules);
    });
    expect(notifications).toEqual(['renewed first -> in']);
  });

  it('once, if a renamed rule sent the alert again', () => {
    const scenario = createScenario([entry('shop')], [rule('all', { ...WARNINGS, actions: [hook('in', true)] })]);
    const notifications = scanRenewal(scenario, () => {
      scenario.rules = [rule('renamed', { ...WARNINGS, actions: [hook('in', true)] })];
      scenario.scan({ now: day(80, 6), readings: [endpoint('shop', 'shop:443', old)] });
    });
    expect(notifications).toEqual(['renewed first -> in']);
  });

  it('to PagerDuty even if the rule was removed, but then not to an ordinary webhook', () => {
    const scenario = createScenario(
      [entry('shop')],
      [rule('all', { ...WARNINGS, actions: [hook('pager'), hook('chat', true)] })],
    );
    scenario.webhooks = [webhook('pager', 'pagerduty'), webhook('chat', null)];
    const notifications = scanRenewal(scenario, () => {
      scenario.rules = [];
    });
    expect(notifications).toEqual(['renewed first -> pager']);
  });

  it('if the response to the alert was lost, but not if it was never sent', () => {
    const lost = (outcome: 'failed' | 'unsent') => {
      const scenario = createScenario(
        [entry('shop')],
        [rule('all', { ...WARNINGS, actions: [hook('in', true), hook('other')] })],
      );
      const readings = [endpoint('shop', 'shop:443', old)];
      scenario.scan({ now: day(80), readings, receive: (to) => (to === 'webhook:in' ? outcome : 'sent') });
      return scenario.scan({ now: day(81), readings: [endpoint('shop', 'shop:443', renewed)] });
    };
    expect(lost('failed')).toEqual(['renewed first -> in']);
    expect(lost('unsent')).toEqual([]);
  });

  it('once for all statuses that were sent', () => {
    const match = { status: ['critical', 'warning'] as const };
    const scenario = createScenario(
      [entry('shop')],
      [rule('all', { match: { status: [...match.status] }, actions: [hook('in', true)] })],
    );
    const seen = [
      ...scenario.scan({ now: day(80), readings: [endpoint('shop', 'shop:443', old)] }),
      ...scenario.scan({ now: day(90), readings: [endpoint('shop', 'shop:443', old)] }),
      ...scenario.scan({ now: day(91), readings: [endpoint('shop', 'shop:443', renewed)] }),
      ...scenario.scan({ now: day(92), readings: [endpoint('shop', 'shop:443', renewed)] }),
    ];
    expect(seen).toEqual(['expiry_warning@30 first -> in', 'expiry_warning@14 escalated -> in', 'renewed first -> in']);
  });
});

describe('a stateful destination', () => {
  const down = (to: string) => (to === 'webhook:in' ? 'failed' : 'sent');

  it('gets a resolution however long it fails, while others are given up', () => {
    const actions = [hook('in', true), hook('other')];
    const scenario = createScenario([entry('shop')], [rule('all', { actions })]);
    scenario.scan({ now: day(80), readings: [endpoint('shop', 'shop:443', old)] });
    const readings = [endpoint('shop', 'shop:443', renewed)];
    scenario.scan({ now: day(81), readings, receive: () => 'failed' });
    expect(scenario.scan({ now: day(100), readings, receive: down })).toEqual(['renewed retry -> in']);
    expect(scenario.scan({ now: day(120), readings })).toEqual(['renewed retry -> in']);
  });

  it('leaves the plan once it got the resolution and the retry days are over', () => {
    const scenario = createScenario([entry('shop')], [rule('all', { ...WARNINGS, actions: [hook('in', true)] })]);
    scanRenewal(scenario);
    const readings = [endpoint('shop', 'shop:443', renewed)];
    expect(scenario.preview({ now: day(85), readings }).events.map(({ reason }) => reason)).toEqual(['once']);
    expect(scenario.preview({ now: day(95), readings }).events).toEqual([]);
  });

  it('gets a resolution after the retry days if it was not stateful when others got it', () => {
    const actions = [hook('pager'), hook('chat', true)];
    const scenario = createScenario([entry('shop')], [rule('all', { ...WARNINGS, actions })]);
    const usePreset = (preset: PresetName | null) => {
      scenario.webhooks = [webhook('pager', preset), webhook('chat', null)];
    };
    usePreset('pagerduty');
    expect(scanRenewal(scenario, () => usePreset(null))).toEqual(['renewed first -> chat']);
    usePreset('pagerduty');
    const readings = [endpoint('shop', 'shop:443', renewed)];
    expect(scenario.scan({ now: day(95), readings })).toEqual(['renewed first -> pager']);
  });

  it('gets a one-shot alert however long it fails', () => {
    const scenario = createScenario([entry('shop', { settings: { ...entry('x').settings, thresholds: [limit(1)] } })]);
    scenario.rules = [rule('all', { actions: [hook('in', true)] })];
    scenario.scan({ now: day(0), readings: [endpoint('shop', 'shop:443', renewed)] });
    const readings = [endpoint('shop', 'shop:443', old)];
    scenario.scan({ now: day(1), readings, receive: down });
    expect(scenario.scan({ now: day(30), readings })).toEqual(['changed retry -> in']);
  });
});

describe('a destination that keeps alerts open', () => {
  it.each(['webhook:pager', 'issue'] as const)('is notified at once if the alert fires again: %s', (to) => {
    const open: Action = { kind: 'issue', options: { labels: [], assignees: [], milestone: null } };
    const action: Action = to === 'issue' ? open : { kind: 'webhook', name: 'pager' };
    const scenario = createScenario([entry('shop')], [rule('warn', { ...WARNINGS, actions: [action] })]);
    scenario.webhooks = [webhook('pager', 'pagerduty')];
    const notifications = [old, renewed, old, old, renewed].map((showing, hour) =>
      scenario.scan({ now: day(80, hour), readings: [endpoint('shop', 'shop:443', showing)] }),
    );
    const by = ` first -> ${to.replace('webhook:', '')}`;
    expect(notifications).toEqual([
      [`expiry_warning@30${by}`],
      [`renewed${by}`],
      [`expiry_warning@30${by}`],
      [],
      [`renewed${by}`],
    ]);
  });

  // Responses are lost, receivers fail, and scans run at any hour.
  it('shows the current state whenever it accepts everything, however often that changes', () => {
    const outcome = fc.constantFrom('accepted', 'accepted', 'lost', 'refused', 'unsent');
    const steps = fc.array(fc.record({ isOld: fc.boolean(), hours: fc.constantFrom(1, 5, 20, 24, 30), outcome }), {
      minLength: 1,
      maxLength: 30,
    });
    fc.assert(
      fc.property(steps, (scenario) => {
        const self = createScenario([entry('shop')], [rule('warn', { ...WARNINGS, actions: [hook('pager')] })]);
        self.webhooks = [webhook('pager', 'pagerduty')];
        let now = day(86);
        let isOpen = false;
        for (const { isOld, hours, outcome } of scenario) {
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
      { numRuns: 100 },
    );
  });
});

/** Has always crossed its last threshold. */
const stays = certificate('stays', { to: day(130) });

function getActions(one: Scenario['rules'][number] | undefined): Action[] {
  return one?.actions ?? [];
}
