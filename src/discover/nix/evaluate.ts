/** Evaluates texts of Nix as far as a file gives them: names of `let`, attributes of sets, and options that the file assigns. */

import { getOrCreate } from '../../lib/collections.ts';
import { type Binding, type Expression, type Key, parseNix, type Term } from './parse.ts';

/** The names that an expression can use. */
interface Scope {
  /** The bindings by their first name; null for a parameter, whose value is not known. */
  names: ReadonlyMap<string, readonly Bound[] | null>;
  outer: Scope | null;
}

/** An expression, and the names that it can use. */
export interface Located {
  value: Expression;
  scope: Scope | null;
}

/** A value whose path of attributes begins with a name that is already selected. */
interface Bound extends Located {
  keys: readonly Key[];
}

/** A key, and the names that its inserted parts can use. */
export interface LocatedKey {
  key: Key;
  scope: Scope | null;
}

/** An assigned attribute, with its full path. */
export interface Setting extends Located {
  path: readonly LocatedKey[];
}

export interface NixFile {
  settings: readonly Setting[];
  /** The assigned values by their path, without the `config` that modules can begin with. */
  assigned: ReadonlyMap<string, Located[]>;
  /** Evaluated texts. An expression has one scope, so it has one text. */
  texts: Map<Expression | Key, string | null>;
  indexes: Map<readonly Binding[], ReadonlyMap<string, readonly Bound[]>>;
  depth: number;
  /** The number of bindings that may still be looked at. */
  steps: number;
}

const MAX_DEPTH = 60;
const MAX_KEYS = 30;
/** The maximum of bindings that evaluation looks at in one file, because sets can be selected from many times. */
const MAX_STEPS = 1_000_000;
/** Longer texts are not names, and texts that contain each other could grow without end. */
const MAX_TEXT = 1_000;

export function readNixFile(text: string): NixFile {
  const settings = [...listSettings({ value: parseNix(text), scope: null }, [], 0)];
  const assigned = new Map<string, Located[]>();
  for (const { path, value, scope } of settings) {
    const names = path.map(({ key }) => readLiteral(key));
    if (names.includes(null)) continue;
    const plain = names[0] === 'config' ? names.slice(1) : names;
    getOrCreate(assigned, joinPath(plain), () => []).push({ value, scope });
  }
  return { settings, assigned, texts: new Map(), indexes: new Map(), depth: 0, steps: MAX_STEPS };
}

const joinPath = (names: readonly (string | null)[]): string => names.join('\n');

/** Lists the attributes that sets in an expression assign. Functions and conditions around a set are ignored. */
export function* listSettings(
  { value, scope }: Located,
  path: readonly LocatedKey[],
  depth: number,
): Generator<Setting> {
  if (depth > MAX_DEPTH || path.length > MAX_KEYS) return;
  let inner = scope;
  for (const [at, term] of value.entries()) {
    const parameters = listParameters(value, at);
    if (parameters !== null) inner = { names: new Map(parameters.map((name) => [name, null])), outer: inner };
    else if (term.kind === 'list' || term.kind === 'group')
      yield* listSettings({ value: term.items, scope: inner }, path, depth + 1);
    else if (term.kind === 'let' || term.kind === 'set') {
      const isRecursive = term.kind === 'let' || isName(value[at - 1], 'rec');
      const own = isRecursive ? createScope(term.bindings, inner) : inner;
      for (const binding of term.bindings) {
        const located = { value: binding.value, scope: binding.isInherited ? inner : own };
        const full = [...path, ...binding.keys.map((key) => ({ key, scope: own }))];
        yield { path: full, ...located };
        yield* listSettings(located, full, depth + 1);
      }
      if (term.kind === 'let') inner = own;
    }
  }
}

/** Lists the names of the parameters if the term is the argument of a function: `name:`, `name@{ … }:` or `{ a, b ? 1 }:`. */
function listParameters(terms: Expression, at: number): string[] | null {
  const term = terms[at];
  const next = terms[at + 1];
  if (next?.kind !== 'symbol' || !/^[:@]$/.test(next.text)) return null;
  if (term?.kind === 'name') return [term.text];
  if (term?.kind !== 'set') return null;
  return term.rest.flatMap((one, index) =>
    one.kind === 'name' && (index === 0 || isSymbol(term.rest[index - 1], ',')) ? [one.text] : [],
  );
}

export const isName = (term: Term | null | undefined, text: string): boolean =>
  term?.kind === 'name' && term.text === text;
const isSymbol = (term: Term | undefined, text: string): boolean => term?.kind === 'symbol' && term.text === text;

/** Creates the scope of `let` or `rec`, whose bindings can use each other. */
function createScope(bindings: readonly Binding[], outer: Scope | null): Scope {
  const names = new Map<string, Bound[]>();
  const scope: Scope = { names, outer };
  fillIndex(names, bindings, scope, outer);
  return scope;
}

function fillIndex(index: Map<string, Bound[]>, bindings: readonly Binding[], own: Scope | null, outer: Scope | null) {
  for (const { keys, value, isInherited } of bindings) {
    const [first, ...rest] = keys;
    const name = first === undefined ? null : readLiteral(first);
    if (name === null) continue;
    getOrCreate(index, name, () => []).push({ keys: rest, value, scope: isInherited ? outer : own });
  }
}

/** Returns the text of a key without inserted parts; null otherwise. */
export function readLiteral(key: Key): string | null {
  if (key.kind === 'name') return key.text;
  if (key.kind === 'inserted') return null;
  const texts = key.parts.map((part) => (part.kind === 'literal' ? part.text : null));
  return texts.includes(null) ? null : texts.join('');
}

/** Evaluates a key of a path; null if the file does not give its text. */
export function evaluateKey({ key, scope }: LocatedKey, file: NixFile): string | null {
  return readLiteral(key) ?? evaluateText({ value: getKeyValue(key), scope }, file);
}

const keyValues = new WeakMap<Key, Expression>();

/** The expression of a key: always the same object, by which its text is cached. */
function getKeyValue(key: Key): Expression {
  const known = keyValues.get(key) ?? (key.kind === 'inserted' ? key.items : [key]);
  keyValues.set(key, known);
  return known;
}

/** Evaluates a text; null if the file does not give it. */
export function evaluateText(located: Located, file: NixFile): string | null {
  const known = file.texts.get(located.value);
  if (known !== undefined) return known;
  if (file.depth > MAX_DEPTH) return null;
  // A value that refers to itself has no text.
  file.texts.set(located.value, null);
  file.depth += 1;
  const text = computeText(simplify(located), file);
  file.depth -= 1;
  const kept = text !== null && text.length > MAX_TEXT ? null : text;
  file.texts.set(located.value, kept);
  return kept;
}

function computeText({ value, scope }: Located, file: NixFile): string | null {
  const operands = splitAt(value, '+');
  if (operands.length > 1) return joinTexts(operands.map((one) => evaluateText({ value: one, scope }, file)));
  const [only] = value;
  if (value.length === 1 && only?.kind === 'text')
    return joinTexts(
      only.parts.map((part) =>
        part.kind === 'literal' ? part.text : evaluateText({ value: part.items, scope }, file),
      ),
    );
  if (value.length === 1 && only?.kind === 'symbol' && /^\d+$/.test(only.text)) return only.text;
  const found = follow({ value, scope }, [], file);
  return found === null ? null : evaluateText(found, file);
}

const joinTexts = (texts: readonly (string | null)[]): string | null => (texts.includes(null) ? null : texts.join(''));

function splitAt(terms: Expression, symbol: string): Expression[] {
  const parts: Term[][] = [[]];
  for (const term of terms)
    if (isSymbol(term, symbol)) parts.push([]);
    else parts.at(-1)?.push(term);
  return parts;
}

/** Splits a list, or the application of a function, into its items: `a.b` is one item. */
export function splitItems(terms: Expression): Expression[] {
  const items: Term[][] = [];
  for (const [at, term] of terms.entries())
    if (at > 0 && (isSymbol(term, '.') || isSymbol(terms[at - 1], '.'))) items.at(-1)?.push(term);
    else items.push([term]);
  return items;
}

/** Functions of the module system that return their last argument, with a priority, an order or a condition. */
const TRANSPARENT = /^(?:mk(?:Default|Force|OptionDefault|Override|Before|After|Order|VMOverride|If)|toString)$/;

/** Removes parentheses, `let … in` and functions that do not change the value. */
export function simplify(located: Located): Located {
  let { value, scope } = located;
  for (let depth = 0; depth < MAX_DEPTH; depth += 1) {
    const [first, ...rest] = value;
    if (first?.kind === 'group' && rest.length === 0) value = first.items;
    else if (first?.kind === 'let') [value, scope] = [rest, createScope(first.bindings, scope)];
    else {
      const name = value.slice(0, 4).findLast((_, at) => isCalled(value, at));
      if (name === undefined) break;
      const last = splitItems(value).at(-1);
      if (last === undefined) break;
      value = last;
    }
  }
  return { value, scope };
}

/** Whether the term is the name of a transparent function at the beginning of a call, as in `lib.mkDefault "a"`. */
function isCalled(terms: Expression, at: number): boolean {
  const term = terms[at];
  return (
    term?.kind === 'name' &&
    TRANSPARENT.test(term.text) &&
    at < terms.length - 1 &&
    terms.slice(0, at).every((one, index) => (index % 2 === 0 ? one.kind === 'name' : isSymbol(one, '.')))
  );
}

/** Finds the value of `a.b.c`, and of the attributes `path` in it; null if the file does not give it. */
export function follow({ value, scope }: Located, path: readonly string[], file: NixFile): Located | null {
  const [head, ...rest] = value;
  const names: string[] = [];
  for (const [at, term] of rest.entries()) {
    if (at % 2 === 0 ? !isSymbol(term, '.') : term.kind !== 'name' && term.kind !== 'text' && term.kind !== 'inserted')
      return null;
    const name = at % 2 === 0 ? '' : evaluateKey({ key: term as Key, scope }, file);
    if (name === null) return null;
    if (at % 2 === 1) names.push(name);
  }
  const full = [...names, ...path];
  if (full.length > MAX_KEYS) return null;
  if (head?.kind === 'group') return select({ value: head.items, scope }, full, file);
  return head?.kind === 'name' ? findNamed(head.text, full, scope, file) : null;
}

/** Finds an attribute of a name: of `let`, `rec` or, for `config`, of the options that the file assigns. */
function findNamed(name: string, path: readonly string[], scope: Scope | null, file: NixFile): Located | null {
  for (let at = scope; at !== null; at = at.outer) {
    file.steps -= 1;
    const bound = at.names.get(name);
    if (bound === null) break;
    if (bound !== undefined) return selectBound(bound, path, file);
  }
  return name === 'config' ? findOption(path, file) : null;
}

/** Finds the value of an option; null if the file assigns different ones. */
function findOption(path: readonly string[], file: NixFile): Located | null {
  const [first, ...others] =
    file.assigned.get(joinPath(path)) ?? file.assigned.get(joinPath(['options', ...path, 'default'])) ?? [];
  if (first === undefined || others.length === 0) return first ?? null;
  file.steps -= others.length;
  if (file.steps < 0) return null;
  const text = evaluateText(first, file);
  return text !== null && others.every((one) => evaluateText(one, file) === text) ? first : null;
}

/** Selects attributes in a set, in the sets of `a // b`, or in the value of a name. */
function select(located: Located, path: readonly string[], file: NixFile): Located | null {
  file.steps -= located.value.length;
  if (file.steps < 0) return null;
  const simple = simplify(located);
  const [name, ...rest] = path;
  if (name === undefined) return simple;
  if (file.depth > MAX_DEPTH) return null;
  file.depth += 1;
  const found = selectIn(simple, name, rest, file);
  file.depth -= 1;
  return found;
}

function selectIn({ value, scope }: Located, name: string, rest: readonly string[], file: NixFile): Located | null {
  for (const part of splitAt(value, '//').reverse()) {
    const plain = isName(part[0], 'rec') ? part.slice(1) : part;
    const [set] = plain;
    if (plain.length !== 1 || set?.kind !== 'set') {
      const found = follow({ value: plain, scope }, [name, ...rest], file);
      if (found !== null) return found;
      continue;
    }
    const index = getOrCreate(file.indexes, set.bindings, () => {
      const names = new Map<string, Bound[]>();
      const own = plain === part ? scope : createScope(set.bindings, scope);
      fillIndex(names, set.bindings, own, scope);
      return names;
    });
    const found = selectBound(index.get(name) ?? [], rest, file);
    if (found !== null) return found;
  }
  return null;
}

/** Selects in the values whose remaining path begins the searched one. */
function selectBound(bound: readonly Bound[], path: readonly string[], file: NixFile): Located | null {
  const inner: Bound[] = [];
  for (const { keys, value, scope } of bound) {
    file.steps -= 1;
    if (file.steps < 0) return null;
    if (keys.slice(0, path.length).some((key, at) => readLiteral(key) !== path[at])) continue;
    if (keys.length > path.length) inner.push({ keys: keys.slice(path.length), value, scope });
    else {
      const found = select({ value, scope }, path.slice(keys.length), file);
      if (found !== null) return found;
    }
  }
  const [first] = inner;
  return first === undefined ? null : { value: [createSet(inner)], scope: first.scope };
}

/** Creates the set that `a.b = 1; a.c = 2;` assign to `a`. */
const createSet = (bound: readonly Bound[]): Term => ({
  kind: 'set',
  bindings: bound.map(({ keys, value }) => ({ keys, value, isInherited: false })),
  rest: [],
  line: bound[0]?.keys[0]?.line ?? 1,
});
