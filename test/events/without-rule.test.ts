import { describe, expect, it } from 'vitest';
import type { Condition, EventName, Evidence, PlannedEvent, Rule, Status } from '../../src/domain/index.ts';
import { createRandom, type Random } from './model/random.ts';
import {
  certificate,
  createScenario,
  day,
  endpoint,
  entry,
  limit,
  REFUSED,
  revocation,
  rule,
  settings,
  silence,
  trust,
} from './scenario.ts';

const EXPIRY = 100;
const LABELS = { team: 'payments', env: 'prod' };
const CRITICAL = 14;

/** Plans the alerts of one certificate on a day of its last ones. */
function planAlerts(rules: Rule[], daysLeft: number, evidence: Evidence = {}): PlannedEvent[] {
  const scenario = createScenario(
    [entry('shop', { labels: LABELS, settings: settings({ critical: CRITICAL }) })],
    rules,
  );
  const now = day(EXPIRY - daysLeft, -1);
  const readings = [endpoint('shop', 'shop:443', certificate('a', { to: day(EXPIRY) }), evidence)];
  return scenario.preview({ now, readings }).events.filter(({ event }) => event !== 'certificate.changed');
}

const untaken = (rules: Rule[], daysLeft: number, evidence?: Evidence) =>
  planAlerts(rules, daysLeft, evidence)
    .filter(({ without_rule }) => without_rule)
    .map(({ event }) => event.replace('certificate.', ''));

const REVOKED = revocation({ revoked: certificate('a', { to: day(EXPIRY) }).fingerprint });

describe('the explanation of an alert that no rule takes', () => {
  const condition = (attr: string, op: Condition['op'], value: unknown, negate = false) =>
    rule('one', { conditions: { attr, op, value, negate } });
  it.each<[situation: string, rule: Rule, note: string]>([
    ['disabled', rule('one', { enabled: false }), 'enabled is false'],
    ['event', rule('one', { events: ['scan.*'] }), 'events does not contain certificate.expired'],
    ['name', rule('one', { match: { names: ['mail', 'wiki-*'] } }), 'the name is shop, not mail or wiki-*'],
    [
      'label',
      rule('one', { match: { labels: { team: ['a', 'b', 'c', 'd', 'e'] } } }),
      'labels.team is payments, not a, b, c or 2 more',
    ],
    ['missing label', rule('one', { match: { labels: { tier: ['one'] } } }), 'labels.tier is not set, but must be one'],
    ['status', rule('one', { match: { status: ['ok'] } }), 'status is expired, not ok'],
    ['threshold', rule('one', { match: { thresholds: [limit(14)] } }), 'the alert has no threshold, but must have 14'],
    ['eq', condition('labels.team', 'eq', 'web'), 'labels.team is payments, not web'],
    ['in', condition('labels.team', 'in', ['web', 'it']), 'labels.team is payments, not web or it'],
    ['gte', condition('days_remaining', 'gte', 3), 'days_remaining is -1, not at least 3'],
    ['contains', condition('sans', 'contains', 'x'), 'sans is ["shop.example.com"], which does not contain x'],
    ['negate', condition('labels.team', 'eq', 'payments', true), 'labels.team is payments, which "negate" excludes'],
    [
      'missing attribute',
      condition('labels.tier', 'eq', 'x'),
      'The condition on "labels.tier" is false: this event has no such attribute',
    ],
    [
      'alternatives',
      rule('one', { conditions: { or: [{ attr: 'status', op: 'eq', value: 'ok', negate: false }] } }),
      'none of the conditions in "or" is true',
    ],
  ])('has the criterion: %s', (_, only, note) => {
    expect(planAlerts([only], -1)[0]?.notes).toEqual([`Rule one: ${note}.`]);
  });

  it('names the second of two conditions if only that is false', () => {
    const conditions = {
      and: [condition('status', 'eq', 'expired').conditions, condition('status', 'eq', 'ok').conditions],
    };
    expect(planAlerts([rule('one', { conditions } as Partial<Rule>)], -1)[0]?.notes).toEqual([
      'Rule one: status is expired, not ok.',
    ]);
  });

  it('is absent if more than one criterion differs', () => {
    const match = { names: ['mail'], status: ['ok' as const] };
    expect(planAlerts([rule('one', { match })], -1)[0]?.notes).toEqual([]);
  });

  it('has at most two rules, misspellings first', () => {
    const rules = [
      rule('off', { enabled: false }),
      rule('late', { match: { status: ['ok'] } }),
      rule('typo', { match: { labels: { team: ['paymnets'] } } }),
    ];
    expect(planAlerts(rules, -1)[0]?.notes).toEqual([
      'Rule typo: labels.team is payments, not paymnets.',
      'Rule off: enabled is false.',
    ]);
  });

  it('has rules for other certificates only if there are no better ones', () => {
    const other = rule('other', { match: { labels: { team: ['web'] } } });
    expect(planAlerts([other], -1)[0]?.notes).toEqual(['Rule other: labels.team is payments, not web.']);
    expect(planAlerts([other, rule('off', { enabled: false })], -1)[0]?.notes).toEqual(['Rule off: enabled is false.']);
  });
});

describe('an alert that no rule takes', () => {
  const only = (...events: string[]) => [rule('one', { events })];
  it.each<[situation: string, rules: Rule[], daysLeft: number, evidence: Evidence, red: string[]]>([
    ['expired', only('certificate.renewed'), -1, {}, ['expired']],
    ['untrusted', only('certificate.expir*'), 60, trust({ reason: 'self-signed', trusted: false }), ['untrusted']],
    ['revoked', only('certificate.expir*'), 60, REVOKED, ['revoked']],
    ['critical, and its expiry either', only('certificate.revoked'), 5, {}, ['expiry_warning']],
    ['not critical yet', only('certificate.revoked'), 20, {}, []],
    ['critical, but its expiry is taken', only('certificate.expired'), 5, {}, []],
    ['critical, but a later threshold is', [rule('one', { match: { thresholds: [limit(14)] } })], 5, {}, []],
    [
      'critical, and a threshold that has passed',
      [rule('one', { match: { thresholds: [limit(30)] } })],
      5,
      {},
      ['expiry_warning'],
    ],
    ['taken by a rule without actions', [rule('one', { actions: [] })], -1, {}, []],
  ])('needs a person: %s', (_, rules, daysLeft, evidence, red) => {
    expect(untaken(rules, daysLeft, evidence)).toEqual(red);
  });

  it('says that a rule without actions took it', () => {
    expect(planAlerts([rule('one', { actions: [] })], -1)).toMatchObject([{ reason: 'no_action', notes: [] }]);
  });

  it('is intended without a rule and a receiver, but not if the only rule is disabled', () => {
    expect(untaken([], -1)).toEqual([]);
    expect(untaken([rule('one', { enabled: false })], -1)).toEqual(['expired']);
  });

  it('is excepted while a silence matches it, and after that not', () => {
    const scenario = createScenario([entry('shop')], [rule('one', { events: ['certificate.renewed'] })]);
    scenario.silences = [silence(day(110), { match: { names: ['shop'] } })];
    const readings = [endpoint('shop', 'shop:443', certificate('a', { to: day(EXPIRY) }))];
    const isRed = (now: number) => scenario.preview({ now, readings }).events.map(({ without_rule }) => without_rule);
    expect([isRed(day(105)), isRed(day(111))]).toEqual([[undefined], [true]]);
  });

  it('is not about a certificate that could not be read, and may have been replaced', () => {
    const scenario = createScenario([entry('shop')], [rule('one', { events: ['certificate.renewed'] })]);
    scenario.scan({ now: day(50), readings: [endpoint('shop', 'shop:443', certificate('a', { to: day(EXPIRY) }))] });
    const { events } = scenario.preview({ now: day(105), readings: [endpoint('shop', 'shop:443', REFUSED)] });
    expect(events.map(({ event, without_rule }) => [event, without_rule])).toEqual([
      ['certificate.expired', undefined],
    ]);
  });
});

// The oracle: a rule is a list of criteria, each of which knows whether it holds in a state.

interface State {
  event: EventName;
  status: Status;
  threshold: number | null;
  days: number;
}

interface Criterion {
  holds: (state: State) => boolean;
  /** Whether its value is a misspelling of the actual one. */
  isTypo: boolean;
  /** Whether it is about the certificate. */
  isOther?: true;
  apply: (rule: Rule) => Rule;
  /** Removes it from the rule. */
  undo: (rule: Rule) => Rule;
}

const THRESHOLDS = [14, 30, 60, 90];

/** The state of an expiry with so many full days left. */
function toState(days: number): State {
  if (days < 0) return { event: 'certificate.expired', status: 'expired', threshold: null, days };
  const threshold = THRESHOLDS.find((one) => days <= one) ?? null;
  const status = days <= CRITICAL ? 'critical' : days <= 30 ? 'warning' : 'ok';
  return { event: 'certificate.expiry_warning', status, threshold, days };
}

const withMatch = (match: Partial<Rule['match']>) => (one: Rule) => ({ ...one, match: { ...one.match, ...match } });

function createLabelCriterion(label: string, value: string, isTypo: boolean): Criterion {
  const set = (labels: Rule['match']['labels']) => (one: Rule) => withMatch({ labels })(one);
  return {
    holds: () => (LABELS as Record<string, string>)[label] === value,
    isTypo,
    ...(!isTypo && { isOther: true as const }),
    apply: (one) => set({ ...one.match.labels, [label]: [value] })(one),
    undo: (one) => set(Object.fromEntries(Object.entries(one.match.labels).filter(([name]) => name !== label)))(one),
  };
}

function drawCriterion(random: Random, kind: number): Criterion {
  const status = random.pick<Status[]>([['critical'], ['expired'], ['warning', 'ok'], ['critical', 'expired']]);
  const threshold = random.pick(THRESHOLDS);
  const limitDays = random.int(-2, 20);
  const events = random.pick<EventName[]>([
    ['certificate.expired'],
    ['certificate.expiry_warning'],
    ['certificate.revoked'],
  ]);
  const [label, value, isTypo] = random.pick<[string, string, boolean]>([
    ['team', 'payments', false],
    ['team', 'paymnets', true],
    ['team', 'search', false],
    ['env', 'prod', false],
    ['taem', 'payments', true],
    ['tier', 'one', false],
  ]);
  const kinds: Criterion[] = [
    createLabelCriterion(label, value, isTypo),
    {
      holds: (state) => status.includes(state.status),
      isTypo: false,
      apply: withMatch({ status }),
      undo: withMatch({ status: [] }),
    },
    {
      holds: (state) => state.threshold === threshold,
      isTypo: false,
      apply: withMatch({ thresholds: [limit(threshold)] }),
      undo: withMatch({ thresholds: [] }),
    },
    {
      holds: ({ days }) => days <= limitDays,
      isTypo: false,
      apply: (one) => ({ ...one, conditions: { attr: 'days_remaining', op: 'lte', value: limitDays, negate: false } }),
      undo: (one) => ({ ...one, conditions: null }),
    },
    {
      holds: ({ event }) => events.includes(event),
      isTypo: false,
      apply: (one) => ({ ...one, events }),
      undo: (one) => ({ ...one, events: ['certificate.*'] }),
    },
    {
      holds: () => false,
      isTypo: false,
      apply: (one) => ({ ...one, enabled: false }),
      undo: (one) => ({ ...one, enabled: true }),
    },
    {
      holds: () => false,
      isTypo: true,
      apply: withMatch({ names: ['shp'] }),
      undo: withMatch({ names: [] }),
    },
  ];
  return kinds[kind] as Criterion;
}

const KINDS = [0, 1, 2, 3, 4, 5, 6];

describe('the oracle', () => {
  it.each([1, 2, 3, 4])('agrees about 250 random manifests (seed %i)', (seed) => {
    const random = createRandom(seed);
    const counts = { red: 0, green: 0, explained: 0, typos: 0 };
    for (let round = 0; round < 250; round++) {
      const drawn = Array.from({ length: random.int(1, 4) }, (_, index) => {
        const kinds = random.some(KINDS, 0.25).slice(0, 3);
        const criteria = kinds.map((kind) => drawCriterion(random, kind));
        const made = criteria.reduce((one, { apply }) => apply(one), rule(`r${index}`));
        return { criteria, rule: made };
      });
      const days = random.int(-3, 25);
      const state = toState(days);
      const takes = (at: State) => drawn.some(({ criteria }) => criteria.every(({ holds }) => holds(at)));
      const isLater =
        days >= 0 && Array.from({ length: days + 1 }, (_, left) => left - 1).some((left) => takes(toState(left)));
      const isRed = (state.status === 'critical' || state.status === 'expired') && !takes(state) && !isLater;
      const rules = drawn.map((one) => one.rule);
      const [event] = planAlerts(rules, days);
      const what = JSON.stringify({ seed, round, days, rules });
      expect(event?.without_rule ?? false, what).toBe(isRed);
      expect(event?.reason === 'unmatched', what).toBe(!takes(state));
      counts[isRed ? 'red' : 'green'] += 1;
      if (!isRed) continue;

      const failing = drawn.map(({ criteria, ...one }) => ({
        ...one,
        failed: criteria.filter(({ holds }) => !holds(state)),
      }));
      const near = failing.filter(({ failed }) => failed.length === 1);
      const named = event?.notes.map((note) => /^Rule (r\d): \S/.exec(note)?.[1]) ?? [];
      const own = near.filter(({ failed }) => !failed[0]?.isOther);
      expect(named.length, what).toBe(Math.min(2, own.length || near.length));
      const found = named.map((name) => near.find((one) => one.rule.name === name));
      counts.explained += found.length;
      for (const one of found) {
        const fixed = rules.map((other) => (other === one?.rule ? (one.failed[0] as Criterion).undo(other) : other));
        expect(planAlerts(fixed, days)[0]?.reason, what).toBe('first');
      }
      const typos = near.filter(({ failed }) => failed[0]?.isTypo).length;
      expect(found.filter((one) => one?.failed[0]?.isTypo).length, what).toBe(Math.min(2, typos));
      counts.typos += typos;
    }
    for (const count of Object.values(counts)) expect(count).toBeGreaterThan(10);
  });
});
