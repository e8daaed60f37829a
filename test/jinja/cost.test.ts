/** Every built-in of the templates pays for its time and memory. A built-in that `costs.ts` does not list fails here. */

import { beforeAll, describe, expect, it } from 'vitest';
import type { Budget } from '../../src/jinja/budget.ts';
import { listFilterNames } from '../../src/jinja/filters/index.ts';
import { globals } from '../../src/jinja/globals.ts';
import { parseTemplate, TemplateError } from '../../src/jinja/index.ts';
import { listMethodNames, METHOD_KINDS } from '../../src/jinja/methods/index.ts';
import { createModeBudget, renderWith } from '../../src/jinja/render.ts';
import { listTestNames } from '../../src/jinja/tests.ts';
import { createDict, createTuple, Fragment, type Piece, type Value } from '../../src/jinja/values.ts';
import { measureProcessorTime } from '../helpers/processor-time.ts';
import {
  type Cost,
  FILTER_COSTS,
  GLOBAL_COSTS,
  METHOD_COSTS,
  OPERATOR_COSTS,
  SYNTAX_COSTS,
  TEST_COSTS,
} from './costs.ts';

/** The size of the values: characters, pieces, members or keys. */
const SIZE = 200_000;
const KEYS = 20_000;
const PIECES = 20_000;
/** A call that pays less than this in steps and characters is considered constant. */
const MAX_CONSTANT = 200;

const VALUES: Record<string, () => Value> = {
  x: () => 'a'.repeat(SIZE),
  w: () => 'ab c'.repeat(SIZE / 4),
  h: () => '<a&'.repeat(SIZE / 2),
  b: () => 'ab-'.repeat(SIZE / 2),
  s: () => ' '.repeat(SIZE),
  p: () => new Fragment(Array.from({ length: PIECES }, (): Piece => ({ from: 'html', text: 'a' }))),
  l: () => Array.from({ length: SIZE }, (_, index) => index),
  k: () => createTuple(Array.from({ length: SIZE }, (_, index) => index)),
  q: () => Array.from({ length: PIECES }, (_, index) => [`key ${index}`, index]),
  d: () => createLargeDict('key '),
  n: () => createLargeDict('key_'),
  g: createExponentialList,
};

function createLargeDict(prefix: string): Value {
  const dict = createDict();
  for (let index = 0; index < KEYS; index++) dict[`${prefix}${index}`] = index;
  return dict;
}

/** Takes 2^23 visits to read. */
function createExponentialList(): Value {
  let list: Value[] = [1];
  for (let depth = 0; depth < 22; depth++) list = [list, list];
  return list;
}

interface Spent {
  code: string;
  /** Steps and characters. */
  cost: number;
}

function render(template: string, budget: Budget = createModeBudget('text')): Spent {
  const created = new Map<string, Value>();
  const readContext = (name: string): Value => {
    if (!created.has(name)) created.set(name, VALUES[name]?.());
    return created.get(name);
  };
  try {
    renderWith(parseTemplate(template), readContext, 'text', { budget });
    return { code: 'ok', cost: budget.steps + budget.characters };
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    return { code: error.code, cost: budget.steps + budget.characters };
  }
}

/** An expression is stored, not printed, because output pays too. */
const toTemplate = (text: string): string => (/^(?:\{%|\{\{|a{99})/.test(text) ? text : `{% set y = ${text} %}`);

type Row = [string, string];

function listRows(costs: Record<string, Cost>, kind: keyof Cost): Row[] {
  return Object.entries(costs).flatMap(([name, cost]) => (cost[kind] ?? []).map((text): Row => [name, text]));
}

const ALL: Record<string, Cost> = Object.fromEntries(
  Object.entries({
    filter: FILTER_COSTS,
    test: TEST_COSTS,
    function: GLOBAL_COSTS,
    operator: OPERATOR_COSTS,
    syntax: SYNTAX_COSTS,
    ...METHOD_COSTS,
  }).flatMap(([kind, costs]) => Object.entries(costs).map(([name, cost]) => [`${kind} ${name}`, cost])),
);

/** The cost of a rendering that spends nearly all steps on cheap operations. */
let baseline: number;
beforeAll(async () => {
  const run = () => render('{% for i in range(90000) %}{% set y = i %}{% endfor %}');
  run();
  baseline = await measureProcessorTime(run);
});
const MAX_FACTOR = 15;

describe('the table of costs lists', () => {
  it('every filter', () => expect(Object.keys(FILTER_COSTS).sort()).toEqual(listFilterNames().sort()));
  it('every test', () => expect(Object.keys(TEST_COSTS).sort()).toEqual(listTestNames().sort()));
  it('every function', () => expect(Object.keys(GLOBAL_COSTS).sort()).toEqual(globals.listNames().sort()));
  it.each(METHOD_KINDS)('every method of a %s', (kind) =>
    expect(Object.keys(METHOD_COSTS[kind] ?? {}).sort()).toEqual(listMethodNames(kind).sort()),
  );
  it('at least one template for each', () => {
    expect(Object.entries(ALL).filter(([, cost]) => Object.values(cost).flat().length === 0)).toEqual([]);
  });
});

describe('pays for the size of its values:', () => {
  it.each(listRows(ALL, 'linear'))('%s in %s', (_, text) => {
    const { code, cost } = render(toTemplate(text));
    // A value of at least this size is read or created.
    const size = Math.min(
      text.length > 10_000 ? text.length : SIZE,
      /\b[dn]\b/.test(text) ? KEYS : SIZE,
      /\b[pq]\b/.test(text) ? PIECES : SIZE,
    );
    if (code !== 'template-limit') expect([code, cost >= size]).toEqual(['ok', true]);
  });
});

describe('takes constant time:', () => {
  it.each(listRows(ALL, 'constant'))('%s in %s', async (_, text) => {
    const template = toTemplate(text);
    const { code, cost } = render(template);
    expect(code).toMatch(/^(?:ok|template-(?:type-error|refused))$/);
    expect(cost).toBeLessThan(MAX_CONSTANT);
    if (code !== 'ok' || template.includes('macro') || template.includes('block')) return;
    const repeat = () => render(`{% for i in range(2000) %}${template}{% endfor %}`);
    expect(await measureProcessorTime(repeat)).toBeLessThan(MAX_FACTOR * baseline);
  });
});

describe('is stopped by the limits, before it takes the time or memory:', () => {
  it.each(listRows(ALL, 'stopped'))('%s in %s', async (_, text) => {
    const codes: string[] = [];
    const time = await measureProcessorTime(() => codes.push(render(toTemplate(text)).code));
    expect(time).toBeLessThan(MAX_FACTOR * baseline);
    expect(codes).toEqual(['template-limit']);
  });
});

describe('a loop over it is stopped in time:', () => {
  it.each(listRows(ALL, 'linear'))('%s in %s', async (_, text) => {
    // Most of the budget is spent already: the rest takes a fraction of the time.
    const budget = { ...createModeBudget('text'), steps: 400_000, characters: 4_000_000 };
    const run = () => render(`{% for i in range(1000) %}${toTemplate(text)}{% endfor %}`, budget);
    expect(await measureProcessorTime(run)).toBeLessThan(MAX_FACTOR * baseline);
  });
});
