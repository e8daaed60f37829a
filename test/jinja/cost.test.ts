/**
 * Every built-in of the templates pays for its time and memory. A built-in that `costs.ts` does not list fails here. The row `templates` of
 * the benchmark measures the time.
 */

import { describe, expect, it } from 'vitest';
import { listFilterNames } from '../../src/jinja/filters/index.ts';
import { globals } from '../../src/jinja/globals.ts';
import { listTestNames } from '../../src/jinja/is-tests.ts';
import { listMethodNames, METHOD_KINDS } from '../../src/jinja/methods/index.ts';
import { createModeBudget } from '../../src/jinja/render.ts';
import { COSTS, KEYS, listRows, PIECES, renderCosts, SIZE, toTemplate } from './cost-rendering.ts';
import { FILTER_COSTS, GLOBAL_COSTS, METHOD_COSTS, TEST_COSTS } from './costs.ts';

/** A call that pays less than this in steps and characters is considered constant. */
const MAX_CONSTANT = 200;

describe('the table of costs lists', () => {
  it('every filter', () => expect(Object.keys(FILTER_COSTS).sort()).toEqual(listFilterNames().sort()));
  it('every test', () => expect(Object.keys(TEST_COSTS).sort()).toEqual(listTestNames().sort()));
  it('every function', () => expect(Object.keys(GLOBAL_COSTS).sort()).toEqual(globals.listNames().sort()));
  it.each(METHOD_KINDS)('every method of a %s', (kind) =>
    expect(Object.keys(METHOD_COSTS[kind] ?? {}).sort()).toEqual(listMethodNames(kind).sort()),
  );
  it('at least one template for each', () => {
    expect(Object.entries(COSTS).filter(([, cost]) => Object.values(cost).flat().length === 0)).toEqual([]);
  });
});

describe('pays for the size of its values:', () => {
  it.each(listRows('linear'))('%s in %s', (_, text) => {
    const { code, cost } = renderCosts(toTemplate(text));
    // A value of at least this size is read or created.
    const size = Math.min(
      text.length > 10_000 ? text.length : SIZE,
      /\b[dn]\b/.test(text) ? KEYS : SIZE,
      /\b[pq]\b/.test(text) ? PIECES : SIZE,
    );
    expect(code).toMatch(/^(?:ok|template-limit)$/);
    if (code === 'ok') expect(cost).toBeGreaterThanOrEqual(size);
  });
});

describe('takes constant time:', () => {
  it.each(listRows('constant'))('%s in %s', (_, text) => {
    const { code, cost } = renderCosts(toTemplate(text));
    expect(code).toMatch(/^(?:ok|template-(?:type-error|refused))$/);
    expect(cost).toBeLessThan(MAX_CONSTANT);
  });
});

describe('is stopped by the limits:', () => {
  it.each(listRows('stopped'))('%s in %s', (_, text) => {
    expect(renderCosts(toTemplate(text)).code).toBe('template-limit');
  });
});

describe('a loop over it is stopped by the limits:', () => {
  // Once it is cleared, it is small.
  const once = ['d.clear()'];

  it.each(listRows('linear').filter(([, text]) => !once.includes(text)))('%s in %s', (_, text) => {
    // Most of the budget is spent already.
    const budget = { ...createModeBudget('text'), steps: 400_000, characters: 4_000_000 };
    const template = `{% for i in range(1000) %}${toTemplate(text)}{% endfor %}`;
    expect(renderCosts(template, budget).code).toBe('template-limit');
  });
});
