/** What a template finds beside its context: Jinja's functions, and `null`, which is nunjucks's word for none. */

import { type Budget, spendSteps } from './budget.ts';
import { numberOf } from './python/numbers.ts';
import { Callable, constant, type Dict, emptyDict, isDict, isText, plain, type Value } from './values.ts';

/** Dicts made by `namespace()`: the only things whose attributes a template may set. */
const namespaces = new WeakSet<Dict>();

const GLOBALS: Record<string, (budget: Budget) => Value> = {
  null: () => null,
  range: (budget) => new Callable((bounds) => range(bounds, budget)),
  dict: () => new Callable(([other], named) => dict(other, named)),
  namespace: () => new Callable(([other], named) => namespace(dict(other, named))),
  cycler: () => new Callable((choices) => cycler(choices)),
  joiner: () => new Callable(([separator]) => joiner(separator)),
};

export const globals = {
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

/** A dict of a dict, or of pairs, and of named values. */
function dict(other: Value, named: Dict): Dict {
  const pairs = Array.isArray(other) ? other.filter((pair) => Array.isArray(pair)) : [];
  const made = emptyDict();
  for (const [key, value] of pairs) if (isText(key)) made[plain(key)] = value;
  return Object.assign(made, isDict(other) ? other : {}, named);
}

function range(bounds: Value[], budget: Budget): Value[] {
  const [first, second, third] = bounds.map((bound) => {
    const number = numberOf(bound);
    return number === null ? undefined : Math.trunc(number);
  });
  const [start, stop] = second === undefined ? [0, first ?? 0] : [first ?? 0, second];
  const step = third || 1;
  const length = Math.max(0, Math.ceil((stop - start) / step)) || 0;
  spendSteps(budget, length);
  return Array.from({ length }, (_, index) => start + index * step);
}

function namespace(made: Dict): Dict {
  namespaces.add(made);
  return made;
}

function cycler(choices: Value[]): Dict {
  const made = emptyDict();
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
    return constant('');
  });
  return made;
}

function joiner(separator: Value): Callable {
  let isFirst = true;
  return new Callable(() => {
    if (!isFirst) return separator ?? constant(', ');
    isFirst = false;
    return constant('');
  });
}
