/** The names that every template has: the functions of Jinja2, and `null`, which is nunjucks's word for none. */

import { type Budget, spendSteps } from './budget.ts';
import { TemplateError } from './errors.ts';
import { assignItems } from './methods/collection-methods.ts';
import { getAbsolute, toExactNumber, toInt, truncate } from './python/numbers.ts';
import { bindArguments, parseSignature, type Signature } from './signature.ts';
import { Callable, createConstant, createDict, type Dict, isDict, type Value } from './values.ts';

/** Dicts created by `namespace()`: only their attributes can be set. */
const namespaces = new WeakSet<Dict>();

const SIGNATURES: Record<string, Signature> = {
  range: parseSignature('start, stop?, step?'),
  joiner: parseSignature('sep='),
};
const NO_ARGUMENTS = parseSignature('');

/** A function that takes the arguments of a signature, or any. */
function createFunction(name: string, apply: (args: Value[]) => Value, signature = NO_ARGUMENTS): Callable {
  return new Callable((positional, named) => apply(bindArguments(`${name}()`, signature, { positional, named })));
}

const GLOBALS: Record<string, (budget: Budget) => Value> = {
  null: () => null,
  range: (budget) => createFunction('range', (bounds) => createRange(bounds, budget), SIGNATURES.range),
  dict: (budget) => new Callable(([other], named) => assignItems(createDict(), other, named, budget)),
  namespace: (budget) =>
    new Callable(([other], named) => createNamespace(assignItems(createDict(), other, named, budget))),
  cycler: () => new Callable(createCycler),
  joiner: () => createFunction('joiner', ([separator]) => createJoiner(separator), SIGNATURES.joiner),
};

export const globals = {
  listNames: (): string[] => Object.keys(GLOBALS),
  getSignature: (name: string): Signature | undefined =>
    Object.hasOwn(SIGNATURES, name) ? SIGNATURES[name] : undefined,
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

function createRange(bounds: Value[], budget: Budget): Value[] {
  const [first, second, third] = bounds.map((bound) => truncate(toExactNumber(bound) ?? Number.NaN) ?? undefined);
  const [start, stop] = second === undefined ? [0, first ?? 0] : [first ?? 0, second];
  const step = third ?? 1;
  if (Number(step) === 0) throw new TemplateError('template-type-error', 'the step of range() is 0');
  const distance = (BigInt(stop) - BigInt(start)) * (step < 0 ? -1n : 1n);
  const size = BigInt(getAbsolute(step));
  const length = distance <= 0n ? 0 : Number((distance + size - 1n) / size);
  spendSteps(budget, length);
  if ([start, stop, step].every(Number.isSafeInteger)) {
    return Array.from({ length }, (_, index) => Number(start) + index * Number(step));
  }
  return Array.from({ length }, (_, index) => toInt(BigInt(start) + BigInt(index) * BigInt(step)));
}

function createNamespace(made: Dict): Dict {
  namespaces.add(made);
  return made;
}

function createCycler(choices: Value[]): Dict {
  if (choices.length === 0) throw new TemplateError('template-type-error', 'cycler() needs at least one value');
  const made = createDict();
  let index = 0;
  made.current = choices[0];
  made.next = createFunction('next', () => {
    const choice = choices[index % choices.length];
    index += 1;
    made.current = choices[index % choices.length];
    return choice;
  });
  made.reset = createFunction('reset', () => {
    index = 0;
    made.current = choices[0];
    return null;
  });
  return made;
}

function createJoiner(separator: Value): Callable {
  let isFirst = true;
  return createFunction('joiner', () => {
    if (!isFirst) return separator ?? createConstant(', ');
    isFirst = false;
    return createConstant('');
  });
}
