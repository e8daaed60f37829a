/** The methods of Python's strings, dicts and lists that templates may call. */

import { type Budget, spendCharacters } from '../budget.ts';
import { stringify } from '../python/stringify.ts';
import { Callable, isDict, isString, Tuple, type Value } from '../values.ts';
import { DICT_METHODS, LIST_METHODS, TUPLE_METHODS } from './collection-methods.ts';
import { TEXT_METHODS } from './text-methods.ts';

const METHODS_BY_KIND: Record<string, object> = { text: TEXT_METHODS, list: LIST_METHODS, dict: DICT_METHODS };
export const METHOD_KINDS: readonly string[] = Object.keys(METHODS_BY_KIND);

/** The names of the methods of a kind of value; none for kinds without methods. */
export function listMethodNames(kind: string): string[] {
  return Object.hasOwn(METHODS_BY_KIND, kind) ? Object.keys(METHODS_BY_KIND[kind] ?? {}) : [];
}

/** A method bound to its value; undefined if the value has no such method. */
export function getMethod(value: Value, name: string, budget: Budget): Callable | undefined {
  if (isString(value)) {
    const text = stringify(value, budget);
    const method = find(TEXT_METHODS, name);
    return (
      method &&
      new Callable((args, named) => {
        spendCharacters(budget, text.length);
        return method(text, args, budget, named);
      })
    );
  }
  if (Array.isArray(value)) {
    const method = find(value instanceof Tuple ? TUPLE_METHODS : LIST_METHODS, name);
    return method && new Callable((args, named) => method(value, args, budget, named));
  }
  const method = isDict(value) ? find(DICT_METHODS, name) : undefined;
  return method && isDict(value) ? new Callable((args, named) => method(value, args, budget, named)) : undefined;
}

const find = <Method>(methods: Record<string, Method>, name: string): Method | undefined =>
  Object.hasOwn(methods, name) ? methods[name] : undefined;
