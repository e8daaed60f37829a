/** Creates the variable `loop` of a `for`. */

import type { Budget } from './budget.ts';
import { TemplateError } from './errors.ts';
import { Callable, createDict, equals, type Value } from './values.ts';

export interface LoopState {
  items: Value[];
  /** The nesting of a recursive loop, from 1. */
  depth: number;
  /** The last arguments of `loop.changed`; null before its first call. */
  lastChanged: Value[] | null;
  /** The effect of `loop(items)`; null if the loop is not recursive. */
  recurse: ((items: Value) => Value) | null;
}

/** `loop` in one iteration: it has members, and in a recursive loop it can be called. */
export function createLoopVariable(state: LoopState, index: number, budget: Budget): Callable {
  const { items, depth, recurse } = state;
  const members = Object.assign(createDict(), {
    index: index + 1,
    index0: index,
    revindex: items.length - index,
    revindex0: items.length - index - 1,
    first: index === 0,
    last: index === items.length - 1,
    length: items.length,
    depth,
    depth0: depth - 1,
    previtem: items[index - 1],
    nextitem: items[index + 1],
    cycle: new Callable((choices) => {
      if (choices.length === 0) throw new TemplateError('template-type-error', 'loop.cycle() needs at least one value');
      return choices[index % choices.length];
    }),
    changed: new Callable((now) => {
      const isSame = state.lastChanged !== null && equals(state.lastChanged, now, budget);
      state.lastChanged = now;
      return !isSame;
    }),
  });
  return new Callable(([inner]) => {
    if (recurse !== null) return recurse(inner);
    throw new TemplateError('template-type-error', 'loop() needs {% for ... recursive %}');
  }, members);
}
