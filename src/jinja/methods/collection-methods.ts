/** The methods of Python's dicts, lists and tuples. Methods that change a value change the rendering's own copy. */

import { type Budget, spendSteps } from '../budget.ts';
import { TemplateError } from '../errors.ts';
import { stringify } from '../python/stringify.ts';
import {
  assignMembers,
  compareOrder,
  contains,
  createDict,
  createTuple,
  type Dict,
  equals,
  getMember,
  isDict,
  isTrue,
  listKeys,
  listMembers,
  listPairs,
  type Value,
} from '../values.ts';
import { chargeList, requireFound, toInteger } from './arguments.ts';

type Method<Target> = (target: Target, args: Value[], budget: Budget, named: Dict) => Value;

const createEmptyError = (method: string) => new TemplateError('template-type-error', `${method}() finds nothing`);

/** Copies the members of a dict or of a list of pairs, and then named values. */
export function assignItems(target: Dict, other: Value, named: Dict, budget: Budget): Dict {
  if (isDict(other)) assignMembers(target, other, budget);
  else if ((other ?? null) !== null) {
    const pairs = Array.isArray(other) ? listMembers(other, budget) : [null];
    for (const pair of pairs) {
      if (!Array.isArray(pair) || pair.length !== 2)
        throw new TemplateError('template-type-error', 'a dict is made from a dict or a list of pairs');
      target[stringify(pair[0], budget)] = pair[1];
    }
  }
  return assignMembers(target, named, budget);
}

export const DICT_METHODS: Record<string, Method<Dict>> = {
  items: (dict, _, budget) => listPairs(dict, budget),
  keys: (dict, _, budget) => listKeys(dict, budget),
  values: (dict, _, budget) => listKeys(dict, budget).map((key) => dict[key]),
  get: (dict, [key, fallback = null], budget) => {
    const value = getMember(dict, key, budget);
    return value === undefined ? fallback : value;
  },
  copy: (dict, _, budget) => assignMembers(createDict(), dict, budget),
  update: (dict, [other], budget, named) => {
    assignItems(dict, other, named, budget);
    return null;
  },
  setdefault: (dict, [key, fallback = null], budget) => {
    const name = stringify(key, budget);
    if (!Object.hasOwn(dict, name)) dict[name] = fallback;
    return dict[name];
  },
  pop: (dict, [key, fallback], budget) => {
    const name = stringify(key, budget);
    const hasKey = Object.hasOwn(dict, name);
    if (!hasKey && fallback === undefined) throw createEmptyError('pop');
    const value = hasKey ? dict[name] : fallback;
    delete dict[name];
    return value;
  },
  popitem: (dict, _, budget) => {
    const last = listKeys(dict, budget).at(-1);
    if (last === undefined) throw createEmptyError('popitem');
    const value = dict[last];
    delete dict[last];
    return createTuple([last, value]);
  },
  clear: (dict, _, budget) => {
    for (const key of listKeys(dict, budget)) delete dict[key];
    return null;
  },
};

/** Searches between two indexes, which can be negative. */
function findIndex(list: Value[], item: Value, [start, end]: Value[], budget: Budget): number {
  const resolve = (bound: Value, fallback: number) => {
    const index = toInteger(bound, fallback);
    return Math.max(0, index < 0 ? index + list.length : index);
  };
  const [from, to] = [resolve(start, 0), resolve(end, list.length)];
  const index = list.findIndex((member, position) => position >= from && position < to && equals(member, item, budget));
  return Number(requireFound(index));
}

export const TUPLE_METHODS: Record<string, Method<Value[]>> = {
  index: (list, [item, ...bounds], budget) => findIndex(list, item, bounds, budget),
  count: (list, [item], budget) => list.filter((member) => equals(member, item, budget)).length,
  includes: (list, [item], budget) => contains(list, item, budget),
};

export const LIST_METHODS: Record<string, Method<Value[]>> = {
  ...TUPLE_METHODS,
  copy: (list, _, budget) => [...chargeList(list, budget)],
  append: (list, [item], budget) => {
    spendSteps(budget, 1);
    list.push(item);
    return null;
  },
  extend: (list, [items], budget) => {
    for (const item of [...listMembers(items, budget)]) list.push(item);
    return null;
  },
  insert: (list, [index, item], budget) => {
    chargeList(list, budget).splice(toInteger(index, 0), 0, item);
    return null;
  },
  pop: (list, [index], budget) => {
    const position = toInteger(index, -1);
    const isInside = position < list.length && position >= -list.length;
    chargeList(list, budget);
    if (!isInside) throw createEmptyError('pop');
    return list.splice(position, 1)[0];
  },
  remove: (list, [item], budget) => {
    list.splice(findIndex(list, item, [], budget), 1);
    return null;
  },
  reverse: (list, _, budget) => {
    chargeList(list, budget).reverse();
    return null;
  },
  sort: (list, [reverse], budget) => {
    const direction = isTrue(reverse, budget) ? -1 : 1;
    list.sort((a, b) => direction * (compareOrder(a, b, budget) ?? 0));
    return null;
  },
  clear: (list, _, budget) => {
    chargeList(list, budget).length = 0;
    return null;
  },
};
