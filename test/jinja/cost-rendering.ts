/** Renders the templates of the table of costs over large values, and counts what they pay. */

import type { Budget } from '../../src/jinja/budget.ts';
import { parseTemplate, TemplateError } from '../../src/jinja/index.ts';
import { createModeBudget, renderWith } from '../../src/jinja/render.ts';
import { createDict, createTuple, Fragment, type Piece, type Value } from '../../src/jinja/values.ts';
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
export const SIZE = 200_000;
export const KEYS = 20_000;
export const PIECES = 20_000;

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

/** Renders over these values. */
export function renderCosts(template: string, budget: Budget = createModeBudget('text')): Spent {
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
export const toTemplate = (text: string): string => (/^(?:\{%|\{\{|a{99})/.test(text) ? text : `{% set y = ${text} %}`);

export const COSTS: Record<string, Cost> = Object.fromEntries(
  Object.entries({
    filter: FILTER_COSTS,
    test: TEST_COSTS,
    function: GLOBAL_COSTS,
    operator: OPERATOR_COSTS,
    syntax: SYNTAX_COSTS,
    ...METHOD_COSTS,
  }).flatMap(([kind, costs]) => Object.entries(costs).map(([name, cost]) => [`${kind} ${name}`, cost])),
);

/** The name of a built-in, and a template with it. */
type Row = [string, string];

export function listRows(kind: keyof Cost): Row[] {
  return Object.entries(COSTS).flatMap(([name, cost]) => (cost[kind] ?? []).map((text): Row => [name, text]));
}
