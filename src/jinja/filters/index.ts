/** The filters of Jinja2, with its parameters, `dump` and `nl2br` of nunjucks, and `env` and `header_safe` of NetBox. */

import { spendCharacters, spendSteps } from '../budget.ts';
import { TemplateError } from '../errors.ts';
import { getMethod } from '../methods/index.ts';
import { countCharacters } from '../python/strings.ts';
import { bindArguments, type CallArguments, findCallProblem, type Signature } from '../signature.ts';
import type { Value } from '../values.ts';
import * as values from '../values.ts';
import { createFilter, type Filter, type FilterRun } from './filter.ts';
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

const attr = createFilter(
  ['name'],
  (input, [name], { budget }) => getMethod(input, stringifyOr(name, '', budget), budget),
  1,
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
  const signature = getSignature(name);
  const args = signature === null ? [] : bindArguments(`the filter ${name}`, signature, call);
  const result = filter.apply(input, args, { ...run, applyFilter, call });
  if (Array.isArray(result)) spendSteps(run.budget, result.length);
  else if (values.isString(result)) spendCharacters(run.budget, values.toPlainString(result).length);
  return result;
}

function getSignature(name: string): Signature | null {
  const { parameters = null, required = 0 } = FILTERS[name] ?? {};
  return parameters === null ? null : { parameters, required, named: parameters };
}

/** Returns the reason why Jinja2 refuses a call with this number of arguments and these names; null if it is accepted. */
export function findArgumentProblem(filter: string, count: number, names: readonly string[]): string | null {
  const signature = getSignature(filter);
  return signature === null ? null : findCallProblem(`the filter ${filter}`, signature, count, names);
}
