/** Derives the schemas of an expression's value and of its members. */

import { ANY, BOOLEAN, createListSchema, FUNCTION, NUMBER, type Schema, TEXT } from '../schema.ts';

export interface Known {
  schema: Schema;
  /** The path in the template, if the value is a variable or a member of one. */
  path: string | null;
}

/** Returns the schema of a member by its key; undefined if the member certainly does not exist. */
export function getMemberSchema({ kind, fields, items = ANY }: Schema, key: string | number): Schema | undefined {
  if (fields !== undefined && Object.hasOwn(fields, key)) return fields[key];
  if (fields !== undefined && kind !== 'text') return undefined;
  if (kind === 'dict') return items;
  if (kind !== 'list' && kind !== 'text') return kind === 'number' || kind === 'boolean' ? undefined : ANY;
  if (typeof key === 'number') return kind === 'list' ? items : TEXT;
  return key === 'length' ? NUMBER : undefined;
}

/** Returns the schema of the elements that a loop visits. */
export function getElementSchema({ kind, items }: Schema): Schema {
  if (kind === 'list') return items ?? ANY;
  return kind === 'text' || kind === 'dict' ? TEXT : ANY;
}

const ELEMENT_FILTERS = ['first', 'last', 'min', 'max'];
const LIST_FILTERS = ['sort', 'unique', 'list', 'reverse', 'select', 'selectattr', 'reject', 'rejectattr'];

export function getFilterSchema(name: string, input: Schema): Schema {
  if (input.kind !== 'list') return ANY;
  if (ELEMENT_FILTERS.includes(name)) return getElementSchema(input);
  return LIST_FILTERS.includes(name) ? createListSchema(getElementSchema(input)) : ANY;
}

export function createLoopSchema(element: Schema): Schema {
  return {
    ...FUNCTION,
    fields: {
      ...{ index: NUMBER, index0: NUMBER, revindex: NUMBER, revindex0: NUMBER, length: NUMBER, depth: NUMBER },
      ...{ depth0: NUMBER, first: BOOLEAN, last: BOOLEAN, cycle: FUNCTION, changed: FUNCTION },
      ...{ previtem: element, nextitem: element },
    },
  };
}

/** Appends a key or an index to a path, as a template writes it. */
export function joinPath(path: string, key: string | number): string {
  return typeof key === 'number' || !/^\w+$/.test(key) ? `${path}[${JSON.stringify(key)}]` : `${path}.${key}`;
}

const MAX_PATH_LENGTH = 60;

export function describeKnown({ path }: Known): string {
  if (path === null) return 'this value';
  return path.length > MAX_PATH_LENGTH ? `${path.slice(0, MAX_PATH_LENGTH)}…` : path;
}
