/** The filters of Jinja2, with its parameters, `dump` and `nl2br` of nunjucks, and `env` and `header_safe` of NetBox. */

import { spendCharacters, spendSteps } from '../budget.ts';
import { TemplateError } from '../errors.ts';
import { getMethod } from '../methods/index.ts';
import { countCharacters } from '../python/strings.ts';
import type { Value } from '../values.ts';
import * as values from '../values.ts';
import { type CallArguments, createFilter, type Filter, type FilterRun } from './filter.ts';
import { LIST_FILTERS } from './list.ts';
import { NUMBER_FILTERS } from './number.ts';
import { OUTPUT_FILTERS } from './output.ts';
import { stringifyOr, TEXT_FILTERS } from './text.ts';

const withDefault = createFilter(
  ['default_value', 'boolean'],
  (input, [fallback = values.createConstant(''), boolean], { budget }) => {
    const isMissing = values.isTrue(boolean, budget) ? !values.isTrue(input, budget) : values.isUndefined(input);
    return isMissing ? fallback : input;
  },
);

const length = createFilter([], (input, _, { budget }) => {
  if (!values.isString(input)) return values.listMembers(input, budget).length;
  const text = values.toPlainString(input);
  spendCharacters(budget, text.length);
  return countCharacters(text);
});

const attr = createFilter(['name'], (input, [name], { budget }) =>
  getMethod(input, stringifyOr(name, '', budget), budget),
);

const FILTERS: Record<string, Filter> = {
  ...TEXT_FILTERS,
  ...NUMBER_FILTERS,
  ...LIST_FILTERS,
  ...OUTPUT_FILTERS,
  ...{ default: withDefault, d: withDefault, length, count: length, attr },
};

export const isFilterName = (name: string): boolean => Object.hasOwn(FILTERS, name);
export const listFilterNames = (): string[] => Object.keys(FILTERS);

/** @throws TemplateError if the filter does not exist, has no such argument, or cannot handle its input. */
export function applyFilter(name: string, input: Value, call: CallArguments, run: FilterRun): Value {
  const filter = isFilterName(name) ? FILTERS[name] : undefined;
  if (filter === undefined) throw new TemplateError('template-syntax', 'no filter has this name');
  const args = filter.parameters === null ? [] : bindArguments(name, filter.parameters, call);
  const result = filter.apply(input, args, { ...run, applyFilter, call });
  if (Array.isArray(result)) spendSteps(run.budget, result.length);
  else if (values.isString(result)) spendCharacters(run.budget, values.toPlainString(result).length);
  return result;
}

/** One value for each parameter. */
function bindArguments(filter: string, parameters: readonly string[], { positional, named }: CallArguments): Value[] {
  const problem = findArgumentProblem(filter, positional.length, Object.keys(named));
  if (problem !== null) throw new TemplateError('template-syntax', problem);
  return parameters.map((name, index) => (index < positional.length ? positional[index] : named[name]));
}

/** Why Jinja2 refuses a call of a filter with this number of arguments and these names; null if it does not. */
export function findArgumentProblem(filter: string, count: number, names: readonly string[]): string | null {
  const parameters = FILTERS[filter]?.parameters ?? null;
  if (parameters === null) return null;
  const max = parameters.length;
  if (count > max) {
    const most = max === 0 ? 'no arguments' : `at most ${max} argument${max === 1 ? '' : 's'}`;
    return `the filter ${filter} takes ${most}`;
  }
  const unknown = names.find((name) => !parameters.includes(name));
  if (unknown !== undefined) return `the filter ${filter} has no argument ${unknown}`;
  const repeated = names.find((name) => parameters.indexOf(name) < count);
  return repeated === undefined ? null : `the filter ${filter} gets its argument ${repeated} twice`;
}
