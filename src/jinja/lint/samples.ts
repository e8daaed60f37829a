/** Builds sample contexts from a schema. */

import type { Template } from '../parser/ast.ts';
import type { ContextSchema, Schema } from '../schema.ts';
import { Choice, createDict, type Value } from '../values.ts';
import { listExpressions } from './syntax-tree.ts';

/** The properties that distinguish a sample from the others. */
export interface SampleKind {
  /** Completes a sentence: "... when lists are empty". */
  description: string;
  /** The optional values that are null. */
  nulls: 'none' | 'all' | 'scalars';
  listLength: number;
}

/** The kinds of samples. The first one reaches most of a template. */
export const SAMPLE_KINDS: readonly SampleKind[] = [
  { description: 'when all values are set', nulls: 'none', listLength: 2 },
  { description: 'when optional values are null', nulls: 'all', listLength: 1 },
  { description: 'when lists are empty', nulls: 'none', listLength: 0 },
  { description: 'when optional values are null', nulls: 'scalars', listLength: 1 },
  { description: 'when lists are long', nulls: 'none', listLength: 12 },
];

/** All combinations, for properties that every sample must have. */
export const ALL_SAMPLE_KINDS: readonly SampleKind[] = (['none', 'all', 'scalars'] as const).flatMap((nulls) =>
  [0, 1, 2, 12].map((listLength) => ({ description: '', nulls, listLength })),
);

const TEXTS = ['example', 'a "quoted" text\n\\', 'example'];
const MAX_NESTED_LENGTH = 2;
const MAX_MAP_KEYS = 8;

/** Builds the values of one sample. Fields that the template cannot name are left out, which keeps this fast. */
export class SampleBuilder {
  readonly #schema: ContextSchema;
  readonly #names: ReadonlySet<string>;

  constructor(template: Template, schema: ContextSchema) {
    this.#schema = schema;
    this.#names = listNames(template);
  }

  /** A reader of the context, with fresh values for each rendering. `index` rotates the examples. */
  createReader(kind: SampleKind, index: number): (name: string) => Value {
    return (name) => {
      const schema = Object.hasOwn(this.#schema, name) ? this.#schema[name] : undefined;
      return schema && this.#build(schema, kind, index, 0);
    };
  }

  #build(schema: Schema, kind: SampleKind, index: number, depth: number): Value {
    const { examples = TEXTS, fields, items } = schema;
    const isScalar = schema.kind !== 'dict' && schema.kind !== 'list';
    if (schema.isOptional && (kind.nulls === 'all' || (kind.nulls === 'scalars' && isScalar))) return null;
    if (schema.kind === 'list') {
      const longest = depth > 1 ? MAX_NESTED_LENGTH : kind.listLength;
      const length = schema.isSingle ? 1 : Math.min(kind.listLength, longest);
      return Array.from({ length }, (_, position) => this.#build(items ?? schema, kind, index + position, depth + 1));
    }
    if (isScalar) return createScalar(examples[index % examples.length], schema);
    const dict = createDict();
    const keys = fields === undefined ? this.#listMapKeys(kind) : Object.keys(fields);
    for (const [position, key] of keys.entries()) {
      const member = fields?.[key] ?? items;
      // The first key is always present: an empty dict would be false.
      const isNeeded = position === 0 || this.#names.has(key);
      if (member !== undefined && isNeeded) dict[key] = this.#build(member, kind, index, depth + 1);
    }
    return dict;
  }

  /** Lists the keys of a map: those that the template names. */
  #listMapKeys({ nulls, listLength }: SampleKind): string[] {
    return nulls !== 'none' || listLength === 0 ? [] : [...this.#names].slice(-MAX_MAP_KEYS);
  }
}

function createScalar(value: Value, { fields }: Schema): Value {
  if (fields === undefined || typeof value !== 'string') return value;
  return new Choice(value, Object.fromEntries(Object.keys(fields).map((key) => [key, value])));
}

/** Lists all words of the template that could name a field. */
function listNames(template: Template): Set<string> {
  const names = new Set<string>();
  for (const node of listExpressions(template)) {
    if (node.kind === 'name') names.add(node.name);
    else if (node.kind === 'constant' && typeof node.value === 'string') {
      for (const name of node.value.split(/[.,]/)) names.add(name);
    }
  }
  return names;
}
