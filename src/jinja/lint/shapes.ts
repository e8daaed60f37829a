/**
 * What can be known of a value before anything is rendered: its kind, and what is in it. Where several are possible it
 * is `anything`, of which nothing is said: a doubt is no warning.
 */

export type Kind = 'anything' | 'null' | 'undefined' | 'boolean' | 'number' | 'text' | 'list' | 'dict' | 'function';

export interface Shape {
  kind: Kind;
  /** The members of a list, or the values of a dict whose keys are not known. */
  of?: Shape;
  /** Of a dict, all its keys; of a function, what it shows beside being called. */
  fields?: Readonly<Record<string, Shape>>;
  /** Of members of a list that are known to be of several kinds. */
  isMixed?: boolean;
  /** Of a list: it has a member. */
  isNeverEmpty?: boolean;
  /** It is sometimes null, or not there; or `rarely` null, of which only that is told by which nothing would be sent. */
  mayBe?: 'null' | 'rarely' | 'missing';
}

const shape = (kind: Kind): Shape => ({ kind });

export const ANYTHING = shape('anything');
export const NULL = shape('null');
export const UNDEFINED = shape('undefined');
export const BOOLEAN = shape('boolean');
export const NUMBER = shape('number');
export const TEXT = shape('text');
export const FUNCTION = shape('function');

export const listOf = (of: Shape): Shape => ({ kind: 'list', of });
/** With keys that nobody knows, of which each may be missing. */
export const dictOf = (of: Shape): Shape => ({ kind: 'dict', of });
export const fieldsOf = (fields: Record<string, Shape>): Shape => ({ kind: 'dict', fields });
export const orNull = (one: Shape): Shape => ({ ...one, mayBe: 'null' });
export const rarelyNull = (one: Shape): Shape => ({ ...one, mayBe: 'rarely' });

/** What one of several is, as far as they agree. */
export function eitherOf(shapes: readonly Shape[]): Shape {
  const [first, ...others] = shapes;
  if (first === undefined) return ANYTHING;
  if (others.some(({ kind }) => kind !== first.kind)) {
    const isKnown = !shapes.some(({ kind }) => kind === 'anything');
    const isOfNumbers = shapes.every(({ kind }) => kind === 'number' || kind === 'boolean');
    return !isKnown || isOfNumbers ? ANYTHING : { ...ANYTHING, isMixed: true };
  }
  return others.every((other) => other === first) ? first : shape(first.kind);
}

/** A member by its key, where the shape tells; undefined where there is none of that name for sure. */
export function memberShape({ kind, fields, of, isNeverEmpty }: Shape, key: string | number): Shape | undefined {
  const isPlace = typeof key === 'number';
  if (fields !== undefined) return Object.hasOwn(fields, key) ? fields[key] : undefined;
  if (kind === 'dict') return of === undefined ? ANYTHING : { ...of, mayBe: 'missing' };
  if (kind === 'list' && isPlace) {
    const isThere = isNeverEmpty === true && (key === 0 || key === -1);
    return isThere ? (of ?? ANYTHING) : { ...(of ?? ANYTHING), mayBe: 'missing' };
  }
  if (kind === 'text' && isPlace) return { ...TEXT, mayBe: 'missing' };
  if ((kind === 'list' || kind === 'text') && key === 'length') return NUMBER;
  return kind === 'list' || kind === 'text' || kind === 'number' || kind === 'boolean' ? undefined : ANYTHING;
}

/** What a loop goes through. */
export function elementShape({ kind, of }: Shape): Shape {
  if (kind === 'list') return of ?? ANYTHING;
  return kind === 'text' || kind === 'dict' ? TEXT : ANYTHING;
}

// ------------------------------------------------------------------------------------- what methods and filters make

const LIST = shape('list');
const TEXTS = listOf(TEXT);

const TEXT_METHODS: Record<string, Shape> = {
  ...shapesOf(['split', 'rsplit', 'splitlines', 'partition', 'rpartition'], TEXTS),
  ...shapesOf(['find', 'rfind', 'index', 'count'], NUMBER),
  ...shapesOf(['startswith', 'endswith', 'islower', 'isupper', 'isdigit', 'isdecimal', 'isnumeric'], BOOLEAN),
  ...shapesOf(['isalpha', 'isalnum', 'isspace', 'includes'], BOOLEAN),
};

/** What the method of a value of this shape makes; the methods that are not listed make a text of a text. */
export function methodResult(target: Shape, name: string): Shape {
  if (target.kind === 'text') return Object.hasOwn(TEXT_METHODS, name) ? (TEXT_METHODS[name] ?? TEXT) : TEXT;
  if (target.kind === 'dict') {
    if (name === 'keys') return TEXTS;
    return name === 'items' || name === 'values' ? LIST : ANYTHING;
  }
  return name === 'index' || name === 'count' ? NUMBER : ANYTHING;
}

const FILTERS: Record<string, (input: Shape) => Shape> = {
  ...always(NUMBER, ['abs', 'length', 'count', 'int', 'round', 'float', 'wordcount', 'sum']),
  ...always(TEXT, [
    'capitalize',
    'center',
    'indent',
    'lower',
    'nl2br',
    'replace',
    'striptags',
    'title',
    'trim',
    'upper',
  ]),
  ...always(TEXT, [
    'wordwrap',
    'tojson',
    'dump',
    'pprint',
    'escape',
    'e',
    'forceescape',
    'safe',
    'xmlattr',
    'urlencode',
  ]),
  ...always(TEXT, ['format', 'string', 'filesizeformat', 'join']),
  ...always(LIST, ['batch', 'slice', 'groupby', 'map', 'items', 'dictsort']),
  ...like(['sort', 'unique', 'reject', 'rejectattr', 'select', 'selectattr', 'list'], (input) =>
    listOf(elementShape(input)),
  ),
  ...like(['first', 'last', 'min', 'max'], (input) => ({ ...elementShape(input), mayBe: 'missing' })),
  truncate: (input) => (input.kind === 'text' ? TEXT : ANYTHING),
  reverse: (input) => (input.kind === 'text' || input.kind === 'list' ? { ...input } : ANYTHING),
};

export function filterResult(name: string, input: Shape): Shape {
  return Object.hasOwn(FILTERS, name) ? (FILTERS[name]?.(input) ?? ANYTHING) : ANYTHING;
}

function shapesOf(names: string[], made: Shape): Record<string, Shape> {
  return Object.fromEntries(names.map((name) => [name, made]));
}

function like(names: string[], make: (input: Shape) => Shape): Record<string, (input: Shape) => Shape> {
  return Object.fromEntries(names.map((name) => [name, make]));
}

function always(made: Shape, names: string[]): Record<string, (input: Shape) => Shape> {
  return like(names, () => made);
}
