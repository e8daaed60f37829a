/** What a template finds beside its context: Python's words for the constants, and Jinja's functions. */

import { type Budget, spendSteps } from './budget.ts';
import { Callable, constant, type Dict, emptyDict, isDict, type Value } from './values.ts';

/** Dicts made by `namespace()`: the only things whose attributes a template may set. */
const namespaces = new WeakSet<Dict>();

const GLOBALS: Record<string, (budget: Budget) => Value> = {
  True: () => true,
  False: () => false,
  None: () => null,
  range: (budget) => new Callable((bounds) => range(bounds, budget)),
  dict: () => new Callable((_, named) => named),
  namespace: () => new Callable((_, named) => namespace(named)),
  cycler: () => new Callable((choices) => cycler(choices)),
  joiner: () => new Callable(([separator]) => joiner(separator)),
};

export const globals = {
  lookup(name: string, budget: Budget): Value {
    return Object.hasOwn(GLOBALS, name) ? GLOBALS[name]?.(budget) : undefined;
  },
  isNamespace(value: Value): value is Dict {
    return isDict(value) && namespaces.has(value);
  },
};

function range(bounds: Value[], budget: Budget): Value[] {
  const [first, second, third] = bounds.map((bound) => (typeof bound === 'number' ? Math.trunc(bound) : undefined));
  const [start, stop] = second === undefined ? [0, first ?? 0] : [first ?? 0, second];
  const step = third || 1;
  const length = Math.max(0, Math.ceil((stop - start) / step)) || 0;
  spendSteps(budget, length);
  return Array.from({ length }, (_, index) => start + index * step);
}

function namespace(named: Dict): Dict {
  const made = Object.assign(emptyDict(), named);
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
