/** The names that every template has: the functions of Jinja2, and `null`, which is nunjucks's word for none. */

import { type Budget, spendSteps } from './budget.ts';
import { toNumber } from './python/numbers.ts';
import {
  assignMembers,
  Callable,
  createConstant,
  createDict,
  type Dict,
  isDict,
  isString,
  listMembers,
  toPlainString,
  type Value,
} from './values.ts';

/** Dicts created by `namespace()`: only their attributes can be set. */
const namespaces = new WeakSet<Dict>();

const GLOBALS: Record<string, (budget: Budget) => Value> = {
  null: () => null,
  range: (budget) => new Callable((bounds) => createRange(bounds, budget)),
  dict: (budget) => new Callable(([other], named) => createDictFromArguments(other, named, budget)),
  namespace: (budget) =>
    new Callable(([other], named) => createNamespace(createDictFromArguments(other, named, budget))),
  cycler: () => new Callable((choices) => createCycler(choices)),
  joiner: () => new Callable(([separator]) => createJoiner(separator)),
};

export const globals = {
  listNames: (): string[] => Object.keys(GLOBALS),
  has(name: string): boolean {
    return Object.hasOwn(GLOBALS, name);
  },
  lookup(name: string, budget: Budget): Value {
    return Object.hasOwn(GLOBALS, name) ? GLOBALS[name]?.(budget) : undefined;
  },
  isNamespace(value: Value): value is Dict {
    return isDict(value) && namespaces.has(value);
  },
};

/** A dict from a dict or pairs, and from named values. */
function createDictFromArguments(other: Value, named: Dict, budget: Budget): Dict {
  const made = createDict();
  if (isDict(other)) assignMembers(made, other, budget);
  for (const pair of Array.isArray(other) ? listMembers(other, budget) : []) {
    const [key, value] = Array.isArray(pair) ? pair : [];
    if (isString(key)) made[toPlainString(key)] = value;
  }
  return assignMembers(made, named, budget);
}

function createRange(bounds: Value[], budget: Budget): Value[] {
  const [first, second, third] = bounds.map((bound) => {
    const number = toNumber(bound);
    return number === null ? undefined : Math.trunc(number);
  });
  const [start, stop] = second === undefined ? [0, first ?? 0] : [first ?? 0, second];
  const step = third || 1;
  const length = Math.max(0, Math.ceil((stop - start) / step)) || 0;
  spendSteps(budget, length);
  return Array.from({ length }, (_, index) => start + index * step);
}

function createNamespace(made: Dict): Dict {
  namespaces.add(made);
  return made;
}

function createCycler(choices: Value[]): Dict {
  const made = createDict();
  let index = 0;
  made.current = choices[0];
  made.next = new Callable(() => {
    const choice = choices[index % choices.length];
    index += 1;
    made.current = choices[index % choices.length];
    return choice;
  });
  made.reset = new Callable(() => {
    index = 0;
    made.current = choices[0];
    return createConstant('');
  });
  return made;
}

function createJoiner(separator: Value): Callable {
  let isFirst = true;
  return new Callable(() => {
    if (!isFirst) return separator ?? createConstant(', ');
    isFirst = false;
    return createConstant('');
  });
}
