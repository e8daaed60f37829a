/** The filters for lists and dicts. */

import { type Budget, spendCharacters, spendSteps } from '../budget.ts';
import { TemplateError } from '../errors.ts';
import { applyTest } from '../is-tests.ts';
import { toInteger } from '../methods/arguments.ts';
import { joinTexts } from '../methods/text-methods.ts';
import { calculate } from '../python/arithmetic.ts';
import { formatPaidNumber, toExactNumber, toNumber } from '../python/numbers.ts';
import { stringify, stringifyJson } from '../python/stringify.ts';
import * as values from '../values.ts';
import { equals, isString, isTrue, listMembers, type Value } from '../values.ts';
import type { Filter, FilterContext } from './filter.ts';

type ListFilter = (members: Value[], args: Value[], budget: Budget) => Value;

function createListFilter(parameters: string[], apply: ListFilter, required = 0): Filter {
  return { parameters, required, apply: (input, args, { budget }) => apply(listMembers(input, budget), args, budget) };
}

/** `select("test", ...)`, and for an attribute `selectattr("name", "test", ...)`: the members that pass, or fail. */
function createSelectFilter(hasAttribute: boolean, isKept: boolean): Filter {
  return {
    parameters: null,
    apply: (input, _, { call, budget }) => {
      const [attribute, test, ...rest] = hasAttribute ? call.positional : [null, ...call.positional];
      const name = test === undefined ? 'truthy' : stringify(test, budget);
      const getAttribute = createAttributeGetter(attribute, budget);
      return listMembers(toListInput(input), budget).filter((member) => {
        return applyTest(name, getAttribute(member), { positional: rest, named: call.named }, budget) === isKept;
      });
    },
  };
}

/** As in Jinja, these filters accept 0 and false as empty lists. */
const toListInput = (input: Value): Value => (toNumber(input) === 0 ? null : input);

export const LIST_FILTERS: Record<string, Filter> = {
  batch: createListFilter(['linecount', 'fill_with'], batch, 1),
  dictsort: createPairFilter(['case_sensitive', 'by', 'reverse'], (pairs, [caseSensitive, by, reverse], budget) => {
    const index = isString(by) && stringify(by, budget) === 'value' ? 1 : 0;
    const getKey = (pair: Value) => values.getMember(pair, index, budget);
    return sortMembers(pairs, getKey, { caseSensitive, reverse }, budget);
  }),
  first: createListFilter([], (members) => members[0]),
  groupby: createListFilter(['attribute', 'default', 'case_sensitive'], groupby, 1),
  items: createPairFilter([], (pairs) => pairs),
  join: createListFilter(['d', 'attribute'], join),
  last: createListFilter([], (members) => members.at(-1)),
  list: createListFilter([], (members) => [...members]),
  map: { parameters: null, apply: map },
  max: createListFilter(['case_sensitive', 'attribute'], (members, args, budget) =>
    findExtreme(members, args, -1, budget),
  ),
  min: createListFilter(['case_sensitive', 'attribute'], (members, args, budget) =>
    findExtreme(members, args, 1, budget),
  ),
  reject: createSelectFilter(false, false),
  rejectattr: createSelectFilter(true, false),
  reverse: {
    parameters: [],
    apply: (input, _, { budget }) => {
      const reversed = [...listMembers(input, budget)].reverse();
      return isString(input) ? reversed.join('') : reversed;
    },
  },
  select: createSelectFilter(false, true),
  selectattr: createSelectFilter(true, true),
  slice: createListFilter(['slices', 'fill_with'], slice, 1),
  sort: createListFilter(
    ['reverse', 'case_sensitive', 'attribute'],
    (members, [reverse, caseSensitive, attribute], budget) => {
      const getKey = createSortKeyGetter(attribute, createCaseFold(caseSensitive, budget), budget);
      return sortMembers(members, getKey, { caseSensitive, reverse }, budget);
    },
  ),
  sum: createListFilter(['attribute', 'start'], (members, [attribute, start], budget) => {
    const numbers = members.map(createAttributeGetter(attribute, budget));
    // Values that are not numbers, such as null, count as 0.
    const toSummand = (value: Value) => (toNumber(value) === null ? 0 : value);
    return numbers.reduce(
      (total, value) => calculate('+', total, toSummand(value), budget),
      start === undefined ? 0 : toSummand(start),
    );
  }),
  unique: createListFilter(['case_sensitive', 'attribute'], unique),
};

/** A filter for the pairs of a dict, or for a list of pairs. */
function createPairFilter(parameters: string[], apply: ListFilter): Filter {
  return {
    parameters,
    apply: (input, args, { budget }) => {
      const pairs = values.isDict(input) ? values.listPairs(input, budget) : listMembers(input, budget);
      return apply(pairs, args, budget);
    },
  };
}

/** Follows a dotted attribute, as in `map(attribute="a.b")`. */
function getAttributePath(value: Value, path: string, budget: Budget): Value {
  spendCharacters(budget, path.length);
  return path
    .split('.')
    .reduce<Value>((found, key) => values.getMember(found, /^\d+$/.test(key) ? Number(key) : key, budget), value);
}

function createAttributeGetter(attribute: Value, budget: Budget): (value: Value) => Value {
  if (attribute === undefined || attribute === null) return (value) => value;
  const path = stringify(attribute, budget);
  return (value) => {
    spendSteps(budget, 1);
    return getAttributePath(value, path, budget);
  };
}

/** `sort(attribute="a,b")` sorts by a, and then by b. */
function createSortKeyGetter(attribute: Value, fold: (value: Value) => Value, budget: Budget): (value: Value) => Value {
  const names = isString(attribute) ? stringify(attribute, budget).split(',') : [];
  if (names.length < 2) return createAttributeGetter(attribute, budget);
  const getters = names.map((name) => createAttributeGetter(name, budget));
  return (value) => getters.map((get) => fold(get(value)));
}

function batch(members: Value[], [size, fill]: Value[], budget: Budget): Value {
  const length = Math.max(1, toInteger(size, 1));
  const rows: Value[][] = [];
  for (let start = 0; start < members.length; start += length) rows.push(members.slice(start, start + length));
  const last = rows.at(-1);
  if (last === undefined || (fill ?? null) === null) return rows;
  spendSteps(budget, length - last.length);
  while (last.length < length) last.push(fill);
  return rows;
}

function slice(members: Value[], [count, fill]: Value[], budget: Budget): Value {
  const slices = Math.max(1, toInteger(count, 1));
  spendSteps(budget, slices);
  const [size, extra] = [Math.floor(members.length / slices), members.length % slices];
  return Array.from({ length: slices }, (_, index) => {
    const start = index * size + Math.min(index, extra);
    const part = members.slice(start, start + size + (index < extra ? 1 : 0));
    return (fill ?? null) !== null && index >= extra ? [...part, fill] : part;
  });
}

/** The result is text of the template if all parts are; otherwise it is data. */
function join(members: Value[], [separator, attribute]: Value[], budget: Budget): Value {
  const parts = members.map(createAttributeGetter(attribute, budget));
  const between = separator ?? values.createConstant('');
  if (between instanceof values.Fragment && parts.every((part) => part instanceof values.Fragment)) {
    for (const { pieces, text } of parts) {
      spendSteps(budget, pieces.length + between.pieces.length);
      spendCharacters(budget, text.length + between.text.length);
    }
    return new values.Fragment(
      parts.flatMap(({ pieces }, index) => (index === 0 ? pieces : [...between.pieces, ...pieces])),
    );
  }
  return joinTexts(stringify(between, budget), parts, budget);
}

/** `map("upper")`, `map("replace", "a", "b")`, `map(attribute="name", default="-")`. */
function map(input: Value, _: Value[], context: FilterContext): Value {
  const members = listMembers(toListInput(input), context.budget);
  const [filter, ...positional] = context.call.positional;
  const { attribute, default: fallback, ...named } = context.call.named;
  if (filter === undefined) {
    if (attribute === undefined)
      throw new TemplateError('template-syntax', 'the filter map needs the name of a filter, or an attribute');
    return members
      .map(createAttributeGetter(attribute, context.budget))
      .map((value) => (value === undefined ? fallback : value));
  }
  const name = stringify(filter, context.budget);
  return members.map((member) => {
    spendSteps(context.budget, 1);
    return context.applyFilter(name, member, { positional, named }, context);
  });
}

function sortMembers(
  members: Value[],
  getKey: (value: Value) => Value,
  { caseSensitive, reverse }: { caseSensitive: Value; reverse: Value },
  budget: Budget,
): Value[] {
  const fold = createCaseFold(caseSensitive, budget);
  const keyed = members.map((member) => ({ member, key: fold(getKey(member)) }));
  const direction = isTrue(reverse, budget) ? -1 : 1;
  return keyed.sort((a, b) => direction * (values.compareOrder(a.key, b.key, budget) ?? 0)).map(({ member }) => member);
}

/** Makes comparisons of texts ignore case, unless `caseSensitive` is true. */
function createCaseFold(caseSensitive: Value, budget: Budget): (value: Value) => Value {
  if (isTrue(caseSensitive, budget)) return (value) => value;
  return (value) => {
    if (!isString(value)) return value;
    const text = stringify(value, budget);
    spendCharacters(budget, text.length);
    return text.toLowerCase();
  };
}

function findExtreme(members: Value[], [caseSensitive, attribute]: Value[], sign: 1 | -1, budget: Budget): Value {
  const [fold, getAttribute] = [createCaseFold(caseSensitive, budget), createAttributeGetter(attribute, budget)];
  return members.reduce((best, member) => {
    const difference = values.compareOrder(fold(getAttribute(member)), fold(getAttribute(best)), budget) ?? 0;
    return difference * sign < 0 ? member : best;
  }, members[0]);
}

/** Equal values have equal keys: true and 1 have the same key, a missing value and null do not. */
function toUniqueKey(value: Value, budget: Budget): string {
  const number = toExactNumber(value);
  if (number !== null) return typeof number === 'bigint' ? formatPaidNumber(number, budget) : String(number);
  return value === undefined ? '' : stringifyJson(value, budget);
}

function unique(members: Value[], [caseSensitive, attribute]: Value[], budget: Budget): Value {
  const [fold, getAttribute] = [createCaseFold(caseSensitive, budget), createAttributeGetter(attribute, budget)];
  const seen = new Set<string>();
  return members.filter((member) => {
    const key = toUniqueKey(fold(getAttribute(member)), budget);
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}

/** Each group is a pair of the shared value and its members, `grouper` and `list`. */
function groupby(members: Value[], [attribute, fallback, caseSensitive]: Value[], budget: Budget): Value {
  const getAttribute = createAttributeGetter(attribute, budget);
  const getKey = (member: Value) => getAttribute(member) ?? fallback;
  const fold = createCaseFold(caseSensitive, budget);
  const groups: { grouper: Value; list: Value[] }[] = [];
  for (const member of sortMembers(members, getKey, { caseSensitive, reverse: false }, budget)) {
    const grouper = getKey(member);
    const last = groups.at(-1);
    if (last !== undefined && equals(fold(last.grouper), fold(grouper), budget)) last.list.push(member);
    else groups.push({ grouper, list: [member] });
  }
  return groups.map(({ grouper, list }) => new values.Group(grouper, list));
}
