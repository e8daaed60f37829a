import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Condition, ConditionSet, EventData } from '../../src/domain/index.ts';
import { evaluateConditions, selectEntryConditions } from '../../src/events/plan/conditions.ts';
import { loadRegexCompiler } from '../../src/lib/python-regex.ts';

const data = {
  certificate: 'shop',
  common_name: 'shop.example.com',
  days_remaining: 13,
  status: 'critical',
  sans: ['shop.example.com', 'www.shop.example.com'],
  labels: { env: 'prod', team: 'payments' },
  assigned_objects: [
    { type: 'endpoint', name: 'shop.example.com:443' },
    { type: 'assignment', name: 'lb-1' },
  ],
  threshold: null,
  previous: null,
  test: false,
} as unknown as EventData;

const condition = (attr: string, op: Condition['op'], value: unknown, negate = false): Condition => ({
  attr,
  op,
  value,
  negate,
});
const compileRegex = await loadRegexCompiler();
const matches = (set: ConditionSet) => evaluateConditions(set, data, compileRegex).matches;

describe('one condition', () => {
  it.each<[string, Condition['op'], unknown, boolean]>([
    ['status', 'eq', 'critical', true],
    ['status', 'eq', 'ok', false],
    ['test', 'eq', false, true],
    ['threshold', 'eq', null, true],
    ['days_remaining', 'eq', 13, true],
    ['days_remaining', 'eq', '13', false],
    ['sans', 'eq', ['shop.example.com', 'www.shop.example.com'], true],
    ['sans', 'eq', ['www.shop.example.com', 'shop.example.com'], false],
    ['sans', 'eq', ['shop.example.com'], false],
    ['sans', 'eq', ['shop.example.com', 'www.shop.example.com', 'x'], false],
    ['sans', 'eq', { 0: 'shop.example.com', 1: 'www.shop.example.com' }, false],
    ['labels', 'eq', { team: 'payments', env: 'prod' }, true],
    ['labels', 'eq', { team: 'payments', env: 'test' }, false],
    ['labels', 'eq', { team: 'payments' }, false],
    ['labels', 'eq', { team: 'payments', other: 'prod' }, false],
    ['labels', 'eq', null, false],
    ['assigned_objects', 'contains', { type: 'assignment', name: 'lb-1' }, true],
    ['assigned_objects', 'contains', { type: 'assignment', name: 'lb-2' }, false],
    ['days_remaining', 'gt', 13, false],
    ['days_remaining', 'gt', 12.5, true],
    ['days_remaining', 'gte', 13, true],
    ['days_remaining', 'lt', 14, true],
    ['days_remaining', 'lte', 12, false],
    ['status', 'in', ['critical', 'expired'], true],
    ['status', 'in', ['ok'], false],
    ['threshold', 'in', [14, null], true],
    ['sans', 'contains', 'www.shop.example.com', true],
    ['sans', 'contains', 'shop', false],
    ['common_name', 'contains', 'shop', true],
    ['labels', 'contains', 'env', true],
    ['labels', 'contains', 'prod', false],
    ['labels.env', 'eq', 'prod', true],
    ['common_name', 'regex', 'shop', true],
    ['common_name', 'regex', 'example', false],
    ['common_name', 'regex', '.*\\.com$', true],
  ])('%s %s %j: %s', (attr, op, value, expected) => {
    expect(evaluateConditions(condition(attr, op, value), data, compileRegex)).toEqual({
      matches: expected,
      notes: [],
    });
    expect(matches(condition(attr, op, value, true)), 'negated').toBe(!expected);
  });

  it('maps a dotted attribute through a list', () => {
    expect(matches(condition('assigned_objects.name', 'contains', 'lb-1'))).toBe(true);
    expect(matches(condition('assigned_objects.type', 'eq', ['endpoint', 'assignment']))).toBe(true);
  });
});

describe('a condition that cannot be evaluated', () => {
  it.each<[string, Condition['op'], unknown, string]>([
    ['days_left', 'eq', 1, 'has no such attribute'],
    ['labels.region', 'eq', 'eu', 'has no such attribute'],
    ['assigned_objects.port', 'contains', 443, 'has no such attribute'],
    ['status.name', 'eq', 'critical', 'has no such attribute'],
    ['constructor', 'eq', 1, 'has no such attribute'],
    ['previous.valid_to', 'eq', null, 'has no such attribute'],
    ['threshold', 'lte', 30, 'lte requires a number, but the value is null'],
    ['status', 'gt', 1, 'gt requires a number, but the value is a string'],
    ['days_remaining', 'gt', '1', 'gt requires a number as its value'],
    ['status', 'in', 'critical', 'in requires a list as its value'],
    ['days_remaining', 'contains', 1, 'contains requires a list'],
    ['threshold', 'contains', 'x', 'the value is null'],
    ['days_remaining', 'regex', '1', 'regex requires a string, but the value is a number'],
    ['status', 'regex', '(', 'a ( is not closed'],
  ])('%s %s %j makes the rule false and says why', (attr, op, value, reason) => {
    for (const negate of [false, true]) {
      const result = evaluateConditions(condition(attr, op, value, negate), data, compileRegex);
      expect(result.matches).toBe(false);
      expect(result.notes).toEqual([expect.stringContaining(reason)]);
      expect(result.notes[0]).toContain(`"${attr}"`);
    }
  });

  it('makes the whole set false', () => {
    const missing = condition('nothing', 'eq', 1);
    const yes = condition('status', 'eq', 'critical');
    expect(matches({ or: [missing, yes] })).toBe(false);
    expect(matches({ or: [{ and: [yes, missing] }, yes] })).toBe(false);
  });

  it('is not evaluated once the result is known, as in NetBox', () => {
    const missing = condition('nothing', 'eq', 1);
    expect(evaluateConditions({ or: [condition('status', 'eq', 'critical'), missing] }, data, compileRegex)).toEqual({
      matches: true,
      notes: [],
    });
    expect(evaluateConditions({ and: [condition('status', 'eq', 'ok'), missing] }, data, compileRegex).notes).toEqual(
      [],
    );
  });
});

describe('condition sets', () => {
  const yes = condition('status', 'eq', 'critical');
  const no = condition('status', 'eq', 'ok');

  it('nest', () => {
    expect(matches({ and: [yes, { or: [no, yes] }] })).toBe(true);
    expect(matches({ and: [yes, { or: [no, no] }] })).toBe(false);
    expect(matches({ or: [no, { and: [yes, no] }] })).toBe(false);
  });

  it('evaluate like boolean logic (property)', () => {
    const sets = fc.letrec<{ set: ConditionSet }>((tie) => ({
      set: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom(yes, no),
        fc.array(tie('set'), { minLength: 1, maxLength: 3 }).map((and) => ({ and })),
        fc.array(tie('set'), { minLength: 1, maxLength: 3 }).map((or) => ({ or })),
      ),
    })).set;
    const logic = (set: ConditionSet): boolean =>
      'and' in set ? set.and.every(logic) : 'or' in set ? set.or.some(logic) : set === yes;
    fc.assert(fc.property(sets, (set) => void expect(matches(set)).toBe(logic(set))));
  });
});

describe('the conditions of a rule that decide whether it is about an entry', () => {
  const select = (set: ConditionSet) => selectEntryConditions(set, data);
  const TEAM = condition('labels.team', 'eq', 'payments');
  const NAME = condition('common_name', 'eq', 'other');
  const STATE = condition('status', 'eq', 'ok');

  it.each([
    ...['event_type', 'status', 'level', 'threshold', 'threshold_days', 'effective_valid_to', 'valid_to'],
    ...['days_remaining', 'days_since_expiry', 'finding.code', 'error.code', 'last_seen', 'unreachable.days'],
    ...['previous.issuer', 'renewal.source', 'limited_by.subject'],
  ])('are not about %s, which may differ in another event', (attr) => {
    const root = attr.split('.')[0] as string;
    const known = { ...data, [root]: 'known' } as unknown as EventData;
    expect(selectEntryConditions(condition(attr, 'eq', 'x'), known)).toBeNull();
  });

  it('are not about attributes that are null, such as those of a certificate that was never read', () => {
    const unread = { ...data, common_name: null };
    expect([select(NAME), selectEntryConditions(NAME, unread)]).toEqual([NAME, null]);
  });

  it('are all that are combined with "and"', () => {
    expect(select({ and: [STATE, TEAM, { and: [STATE] }, NAME] })).toEqual({ and: [TEAM, NAME] });
    expect(select({ and: [STATE, STATE] })).toBeNull();
  });

  it('are those combined with "or" if none of them is about the event', () => {
    expect(select({ or: [TEAM, NAME] })).toEqual({ or: [TEAM, NAME] });
    expect(select({ or: [TEAM, { and: [STATE, NAME] }] })).toEqual({ or: [TEAM, { and: [NAME] }] });
    expect(select({ or: [TEAM, STATE] })).toBeNull();
  });
});
