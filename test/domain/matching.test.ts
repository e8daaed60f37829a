import { describe, expect, it } from 'vitest';
import { evaluateConditionSet, hasRegex } from '../../src/domain/conditions/evaluate.ts';
import { formatDestination, indexDestinations } from '../../src/domain/destinations.ts';
import type { ConditionSet, Status } from '../../src/domain/index.ts';
import { createEntryMatcher, createMatcher } from '../../src/domain/matcher.ts';
import { computePolicyScore } from '../../src/domain/policies.ts';
import { getLevel, listStatuses, rankStatus } from '../../src/domain/severity.ts';
import {
  computeCrossing,
  computeLeadTime,
  computeLeadTimeDays,
  computeValidityPeriod,
  countDaysSince,
  DAY,
  HOUR,
  parseThreshold,
  toThresholdKey,
} from '../../src/domain/thresholds.ts';

describe('a match', () => {
  it('applies to entries by name and labels', () => {
    const matches = createEntryMatcher({ names: ['shop-*', 'mail'], labels: { team: ['web', 'ops'], env: ['prod'] } });
    expect(matches('shop-1', { team: 'web', env: 'prod' })).toBe(true);
    expect(matches('mail', { team: 'ops', env: 'prod', more: 'x' })).toBe(true);
    expect(matches('shop-1', { team: 'web' })).toBe(false);
    expect(matches('shop-1', { team: 'web', env: 'test' })).toBe(false);
    expect(matches('shop-1', {})).toBe(false);
    expect(matches('shop-1', 'any')).toBe(true);
    expect(matches('other', 'any')).toBe(false);
    expect(createEntryMatcher({ names: [], labels: {} })('x', {})).toBe(true);
  });

  it('applies to events by status and threshold', () => {
    const event = (status: Status) => ({ certificate: 'a', labels: {}, status });
    const create = (status: Status[], ...thresholds: (number | string)[]) =>
      createMatcher({
        ...{ names: [], labels: {}, status },
        thresholds: thresholds.flatMap((raw) => parseThreshold(raw) ?? []),
      });
    expect(create([])(event('ok'), null)).toBe(true);
    expect(create(['critical'])(event('critical'), null)).toBe(true);
    expect(create(['critical'])(event('ok'), null)).toBe(false);
    const byThreshold = create([], '30d', '25%');
    expect([30, '25%', 14, '30d', null].map((key) => byThreshold(event('ok'), key))).toEqual([
      ...[true, true, false, false, false],
    ]);
    expect(create(['critical'], 30)(event('ok'), 30)).toBe(false);
  });
});

describe('a threshold', () => {
  it.each<[raw: unknown, key: number | string | null]>([
    [10, 10],
    [0, 0],
    [-1, null],
    [1.5, null],
    [36_500, 36_500],
    [36_501, null],
    ['10d', 10],
    ['0d', 0],
    ['1.5d', null],
    ['10.0d', 10],
    ['36h', '36h'],
    ['1.125h', '1.125h'],
    ['1.1234h', null],
    ['0h', null],
    ['33%', '33%'],
    ['0%', null],
    ['99.999%', '99.999%'],
    ['100%', null],
    ['1234567d', null],
    ['10', null],
    [' 10d', null],
    ['10d ', null],
    ['-1d', null],
    [null, null],
    [true, null],
    [['10d'], null],
  ])('%j is %j', (raw, key) => {
    const spec = parseThreshold(raw);
    expect(spec && toThresholdKey(spec)).toBe(key);
    if (spec !== null) expect(spec.raw).toBe(raw);
  });

  const spec = (raw: number | string) => parseThreshold(raw) ?? { raw, unit: 'days' as const, value: Number.NaN };
  const period = { from: 0, to: 100 * DAY };

  it('is crossed some time before the expiry', () => {
    expect(computeLeadTime(spec(10), period)).toBe(11 * DAY - 1);
    expect(computeLeadTime(spec('36h'), period)).toBe(36 * HOUR);
    expect(computeLeadTime(spec('25%'), period)).toBe(25 * DAY);
    expect(computeLeadTime(spec('25%'), { from: 50 * DAY, to: 90 * DAY })).toBe(10 * DAY);
    expect(computeLeadTime(spec('25%'), { ...period, from: null })).toBeNull();
    expect(computeCrossing(spec(10), period)).toBe(89 * DAY + 1);
    expect(computeCrossing(spec('33.333%'), { from: 0, to: 10 })).toBe(7);
    expect(computeCrossing(spec('25%'), { ...period, from: null })).toBeNull();
    expect(computeLeadTimeDays(spec(10), period)).toBe(10);
    expect(computeLeadTimeDays(spec('36h'), period)).toBe(1.5);
    expect(computeLeadTimeDays(spec('1h'), period)).toBe(0.042);
    expect(computeLeadTimeDays(spec('25%'), { ...period, from: null })).toBeNull();
  });

  it('has a kind, a value and its own spelling', () => {
    expect(['7d', 7, '36h', '12.5%'].map(parseThreshold)).toEqual([
      { raw: '7d', unit: 'days', value: 7 },
      { raw: 7, unit: 'days', value: 7 },
      { raw: '36h', unit: 'hours', value: 36 },
      { raw: '12.5%', unit: 'percent', value: 12.5 },
    ]);
  });

  it('is computed on the period of the certificate, moved to an earlier end', () => {
    const facts = { valid_from: '2027-01-01T00:00:00Z', valid_to: '2027-01-11T00:00:00Z' };
    const at = (iso: string) => Date.parse(iso);
    expect(computeValidityPeriod(facts, facts.valid_to)).toEqual({
      from: at(facts.valid_from),
      to: at(facts.valid_to),
    });
    expect(computeValidityPeriod(facts, '2027-01-10T00:00:00Z')).toEqual({
      ...{ from: at('2026-12-31T00:00:00Z'), to: at('2027-01-10T00:00:00Z') },
    });
    expect(computeValidityPeriod({ ...facts, valid_from: null }, facts.valid_to)).toEqual({
      ...{ from: null, to: at(facts.valid_to) },
    });
  });

  it('has full days since the expiry', () => {
    const since = (expiry: number) =>
      [0, 1, DAY, DAY + 1, 2 * DAY].map((later) => countDaysSince(expiry, expiry + later));
    expect([since(0), since(10 * DAY)]).toEqual([
      [null, 0, 1, 1, 2],
      [null, 0, 1, 1, 2],
    ]);
  });
});

describe('a condition', () => {
  const data: Record<string, unknown> = {
    ...{
      text: 'abc',
      number: 5,
      list: ['a', 1, { k: [1] }],
      object: { k: 1 },
      empty: [],
      blank: {},
      nothing: null,
      yes: true,
    },
  };
  const evaluate = (attr: string, op: string, value: unknown, negate = false) => {
    try {
      const set = { attr, op, value, negate } as ConditionSet;
      return evaluateConditionSet(
        set,
        (name) => data[name],
        (pattern) => {
          if (pattern === '(') return { ok: false, problem: 'a problem' };
          return { ok: true, matchesStart: (text) => new RegExp(`^(?:${pattern})`).test(text) };
        },
      );
    } catch (error) {
      return (error as Error).message;
    }
  };
  const isFalse = (attr: string, reason: string) => `The condition on "${attr}" is false: ${reason}.`;

  it.each<[attr: string, op: string, value: unknown, result: boolean | string]>([
    ['text', 'eq', 'abc', true],
    ['empty', 'eq', '', false],
    ['blank', 'eq', 0, false],
    ['empty', 'eq', [], true],
    ['text', 'eq', 'ab', false],
    ['number', 'eq', '5', false],
    ['nothing', 'eq', null, true],
    ['list', 'eq', ['a', 1, { k: [1] }], true],
    ['list', 'eq', ['a', 1, { k: [2] }], false],
    ['list', 'eq', ['a', 1], false],
    ['list', 'eq', { 0: 'a', 1: 1, 2: { k: [1] } }, false],
    ['object', 'eq', { k: 1 }, true],
    ['object', 'eq', { l: 1 }, false],
    ['object', 'eq', { k: 1, l: 1 }, false],
    ['object', 'eq', null, false],
    ['object', 'eq', 1, false],
    ['text', 'eq', { k: 1 }, false],
    ['nothing', 'eq', {}, false],
    ['number', 'gt', 4, true],
    ['number', 'gt', 5, false],
    ['number', 'gte', 5, true],
    ['number', 'gte', 6, false],
    ['number', 'lt', 6, true],
    ['number', 'lt', 5, false],
    ['number', 'lte', 5, true],
    ['number', 'lte', 4, false],
    ['number', 'gt', '4', isFalse('number', 'gt requires a number as its value')],
    ['text', 'gt', 4, isFalse('text', 'gt requires a number, but the value is a string')],
    ['nothing', 'lte', 4, isFalse('nothing', 'lte requires a number, but the value is null')],
    ['list', 'lt', 4, isFalse('list', 'lt requires a number, but the value is a list')],
    ['object', 'lt', 4, isFalse('object', 'lt requires a number, but the value is an object')],
    ['number', 'in', [4, 5], true],
    ['number', 'in', [4], false],
    ['number', 'in', 5, isFalse('number', 'in requires a list as its value')],
    ['list', 'contains', 1, true],
    ['list', 'contains', { k: [1] }, true],
    ['list', 'contains', 'b', false],
    ['text', 'contains', 'bc', true],
    ['text', 'contains', 'd', false],
    ['object', 'contains', 'k', true],
    ['object', 'contains', 'constructor', false],
    [
      'text',
      'contains',
      null,
      isFalse('text', 'contains requires a string, a number, a boolean or a list as its value'),
    ],
    [
      'text',
      'contains',
      1,
      isFalse('text', 'contains requires a list, or a string if the value is a string, but the value is a string'),
    ],
    [
      'object',
      'contains',
      1,
      isFalse('object', 'contains requires a list, or a string if the value is a string, but the value is an object'),
    ],
    [
      'nothing',
      'contains',
      'a',
      isFalse('nothing', 'contains requires a list, or a string if the value is a string, but the value is null'),
    ],
    [
      'yes',
      'contains',
      'a',
      isFalse('yes', 'contains requires a list, or a string if the value is a string, but the value is a boolean'),
    ],
    ['text', 'regex', 'a.c', true],
    ['text', 'regex', 'b', false],
    ['text', 'regex', 1, isFalse('text', 'regex requires a string as its value')],
    ['number', 'regex', 'a', isFalse('number', 'regex requires a string, but the value is a number')],
    ['text', 'regex', '(', 'The condition on "text" has an invalid regular expression: a problem.'],
  ])('%s %s %j is %j', (attr, op, value, result) => {
    expect(evaluate(attr, op, value)).toBe(result);
    expect(evaluate(attr, op, value, true)).toBe(typeof result === 'boolean' ? !result : result);
  });

  it('is evaluated in order, and only as far as needed', () => {
    const read: string[] = [];
    const run = (set: ConditionSet) => {
      read.length = 0;
      const result = evaluateConditionSet(set, (attr) => read.push(attr) > 0 && attr === 'yes', null);
      return [result, ...read];
    };
    const is = (attr: string): ConditionSet => ({ attr, op: 'eq', value: true, negate: false });
    expect(run({ and: [is('yes'), is('no'), is('never')] })).toEqual([false, 'yes', 'no']);
    expect(run({ or: [is('no'), is('yes'), is('never')] })).toEqual([true, 'no', 'yes']);
    expect([run({ and: [] }), run({ or: [] })]).toEqual([[true], [false]]);
    const regex: ConditionSet = { attr: 'a', op: 'regex', value: 'x', negate: false };
    expect(
      [is('a'), regex, { and: [is('a'), regex] }, { or: [{ and: [regex] }, is('a')] }, { and: [is('a')] }].map(
        hasRegex,
      ),
    ).toEqual([false, true, true, true, false]);
    expect(() => run(regex)).toThrow('the regular expression engine was not loaded');
  });

  it('matches a regular expression against 10,000 characters', () => {
    const run = (length: number) =>
      evaluateConditionSet(
        { attr: 'a', op: 'regex', value: '', negate: false },
        () => 'x'.repeat(length),
        () => ({ ok: true, matchesStart: (text) => text.length === length }),
      );
    expect([run(10_000), run(10_001)]).toEqual([true, false]);
  });
});

describe('a destination', () => {
  const webhook = (name: string, send_resolved?: boolean) => ({
    kind: 'webhook' as const,
    name,
    ...(send_resolved !== undefined && { send_resolved }),
  });
  const issue = { kind: 'issue' as const, options: { labels: [], assignees: [], milestone: null } };
  const index = indexDestinations({
    webhooks: [
      { name: 'pager', stateful: true },
      { name: 'chat', stateful: false },
      { name: 'log', stateful: false },
    ] as never,
    rules: [
      { name: 'a', actions: [webhook('pager'), webhook('chat', true), webhook('log')] },
      { name: 'b', actions: [webhook('chat', false), issue, webhook('log')] },
    ] as never,
  });

  it('has the first action of a rule to it', () => {
    const [first, second] = [webhook('chat', true), webhook('chat', false)];
    const { findAction } = indexDestinations({
      webhooks: [],
      rules: [{ name: 'a', actions: [first, second] }] as never,
    });
    expect(findAction('a', 'webhook:chat')).toBe(first);
    expect(findAction('b', 'webhook:chat')).toBeUndefined();
  });

  it('has a name by its kind', () => {
    expect([webhook('chat'), issue, { kind: 'email' as const, name: 'ops' }].map(formatDestination)).toEqual([
      ...['webhook:chat', 'issue', 'email:ops'],
    ]);
  });

  it('requires a resolution if it is an issue or a stateful webhook', () => {
    expect(
      ['issue', 'webhook:pager', 'webhook:chat', 'email:pager', 'webhook:gone'].map(index.requiresResolve),
    ).toEqual([...[true, true, false, false, false]]);
  });

  it('is stateful by the action of the rule, and by those of others if the rule has none', () => {
    const stateful = (rule: string, ...to: string[]) => to.map((one) => index.isStateful(rule, one));
    expect(stateful('a', 'webhook:pager', 'webhook:chat', 'webhook:log', 'issue')).toEqual([true, true, false, true]);
    expect(stateful('b', 'webhook:pager', 'webhook:chat', 'webhook:log', 'issue')).toEqual([true, false, false, true]);
    expect(stateful('removed', 'webhook:pager', 'webhook:chat', 'webhook:log', 'webhook:x')).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});

describe('a severity', () => {
  it('ranks each status, and has its level', () => {
    const statuses: Status[] = ['ok', 'not_yet_valid', 'unknown', 'warning', 'critical', 'expired'];
    expect(statuses.map(rankStatus)).toEqual([0, 1, 1, 2, 3, 4]);
    expect(rankStatus('new' as Status)).toBe(0);
    expect(statuses.map(getLevel)).toEqual(['info', 'warning', 'warning', 'info', 'warning', 'error']);
    expect(listStatuses('expired', [{ severity: 'critical' }, { severity: 'warning' }, { severity: 'info' }])).toEqual([
      ...['expired', 'critical', 'warning', 'ok'],
    ]);
  });

  it('weighs the policy score, which is 100 only if all pass', () => {
    const result = (result: 'pass' | 'fail' | 'skipped' | 'error', severity: 'critical' | 'warning' | 'info') => ({
      ...{ result, severity },
    });
    expect(computePolicyScore([])).toBeNull();
    expect(computePolicyScore([result('skipped', 'critical'), result('error', 'info')])).toBeNull();
    expect(computePolicyScore([result('pass', 'info'), result('skipped', 'critical')])).toBe(100);
    expect(computePolicyScore([result('pass', 'critical'), result('fail', 'warning')])).toBe(66);
    expect(computePolicyScore([result('pass', 'warning'), result('fail', 'info')])).toBe(83);
    expect(computePolicyScore([result('fail', 'info')])).toBe(0);
  });
});
