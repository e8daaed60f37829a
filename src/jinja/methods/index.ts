/** The methods of Python's strings, dicts and lists that templates may call. */

import { type Budget, spendCharacters } from '../budget.ts';
import { stringify } from '../python/stringify.ts';
import { bindArguments, parseSignature, type Signature } from '../signature.ts';
import { Callable, type Dict, isDict, isString, Tuple, type Value } from '../values.ts';
import { DICT_METHODS, LIST_METHODS, TUPLE_METHODS } from './collection-methods.ts';
import { TEXT_METHODS } from './text-methods.ts';

const METHODS_BY_KIND: Record<string, object> = { text: TEXT_METHODS, list: LIST_METHODS, dict: DICT_METHODS };
export const METHOD_KINDS: readonly string[] = Object.keys(METHODS_BY_KIND);

/** Lists the names of the methods of a kind of value. */
export function listMethodNames(kind: string): string[] {
  return Object.hasOwn(METHODS_BY_KIND, kind) ? Object.keys(METHODS_BY_KIND[kind] ?? {}) : [];
}

/**
 * The signatures of the methods with this name, by the kinds of values that have one; null for a method that takes any arguments.
 */
export const listSignatures = (name: string): (Signature | null)[] =>
  [TEXT_SIGNATURES, LIST_SIGNATURES, DICT_SIGNATURES]
    .filter((signatures) => Object.hasOwn(signatures, name))
    .map((signatures) => signatures[name] ?? null);

/** A method bound to its value; undefined if the value has no such method. */
export function getMethod(value: Value, name: string, budget: Budget): Callable | undefined {
  if (isString(value)) {
    const text = stringify(value, budget);
    return bind(TEXT_METHODS, TEXT_SIGNATURES, name, (method, args, named) => {
      spendCharacters(budget, text.length);
      return method(text, args, budget, named);
    });
  }
  if (Array.isArray(value)) {
    const methods = value instanceof Tuple ? TUPLE_METHODS : LIST_METHODS;
    return bind(methods, LIST_SIGNATURES, name, (method, args, named) => method(value, args, budget, named));
  }
  if (!isDict(value)) return undefined;
  return bind(DICT_METHODS, DICT_SIGNATURES, name, (method, args, named) => method(value, args, budget, named));
}

function bind<Method>(
  methods: Record<string, Method>,
  signatures: Signatures,
  name: string,
  call: (method: Method, args: Value[], named: Dict) => Value,
): Callable | undefined {
  const method = find(methods, name);
  if (method === undefined) return undefined;
  const signature = signatures[name] ?? null;
  return new Callable((positional, named) =>
    call(method, signature === null ? positional : bindArguments(`${name}()`, signature, { positional, named }), named),
  );
}

const find = <Member>(members: Readonly<Record<string, Member>>, name: string): Member | undefined =>
  Object.hasOwn(members, name) ? members[name] : undefined;

/** `null` stands for a method that takes any arguments. */
type Signatures = Readonly<Record<string, Signature | null>>;

function createSignatures(bySignature: Record<string, string>): Signatures {
  return Object.fromEntries(
    Object.entries(bySignature).flatMap(([text, names]) =>
      names.split(' ').map((name) => [name, text === '*' ? null : parseSignature(text)] as const),
    ),
  );
}

const NONE =
  'upper lower casefold title capitalize swapcase trim isdigit isdecimal isnumeric isalpha isalnum isascii isspace ' +
  'isidentifier isprintable islower isupper istitle';

const TEXT_SIGNATURES = createSignatures({
  '': NONE,
  '*': 'format',
  'chars?': 'strip lstrip rstrip',
  'width, fill?': 'center ljust rjust',
  width: 'zfill',
  'sep=, maxsplit=': 'split rsplit',
  sep: 'partition rpartition',
  'keepends=': 'splitlines',
  'tabsize=': 'expandtabs',
  items: 'join',
  'old, new, count=': 'replace',
  affix: 'removeprefix removesuffix',
  'part, start?, end?': 'startswith endswith find rfind index rindex count',
});

const LIST_SIGNATURES = createSignatures({
  '': 'copy reverse clear',
  item: 'append remove count includes',
  'item, start?, end?': 'index',
  items: 'extend',
  'index, item': 'insert',
  'index?': 'pop',
  'reverse=': 'sort',
});

const DICT_SIGNATURES = createSignatures({
  '': 'items keys values copy popitem clear',
  'key, default?': 'get setdefault pop',
  '*': 'update',
});
