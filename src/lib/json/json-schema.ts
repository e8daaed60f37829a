/**
 * Decides whether values are valid against a JSON Schema (2020-12), but not why. It is small, so that it loads fast; a validator that
 * explains errors is only needed for the values that it rejects.
 */

import { memoize } from '../memoize.ts';

type TypeName = 'string' | 'number' | 'integer' | 'boolean' | 'null' | 'array' | 'object';

type Named<Value> = Readonly<Record<string, Value>>;

/** The keywords that are supported. Lengths count UTF-16 units, and `enum` and `const` have no arrays or objects. */
export interface JsonSchema {
  /** The path of another part, such as `#/$defs/NAME`, without special characters. */
  readonly $ref?: string;
  readonly $defs?: Named<JsonSchema>;
  readonly type?: TypeName | readonly TypeName[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly if?: JsonSchema;
  readonly then?: JsonSchema;
  readonly else?: JsonSchema;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly items?: JsonSchema;
  readonly minProperties?: number;
  readonly required?: readonly string[];
  readonly properties?: Named<JsonSchema>;
  readonly patternProperties?: Named<JsonSchema>;
  readonly additionalProperties?: JsonSchema | false;
  readonly propertyNames?: JsonSchema;
  readonly dependentRequired?: Named<readonly string[]>;
  readonly dependentSchemas?: Named<JsonSchema>;
}

/** Whether a value, as JSON.parse returns it, is valid against the schema, or a part of it. */
export type SchemaTest = (value: unknown, part?: JsonSchema) => boolean;

export function createSchemaTest(schema: JsonSchema): SchemaTest {
  const find = memoize((reference: string) => findPart(schema, reference));
  const matches: SchemaTest = (value, part = schema) => {
    const { $ref } = part;
    if ($ref !== undefined && !matches(value, find($ref))) return false;
    if (!matchesGenerally(value, part, matches)) return false;
    if (typeof value === 'string') return matchesText(value, part);
    if (typeof value === 'number') return matchesNumber(value, part);
    if (Array.isArray(value)) return matchesArray(value, part, matches);
    return !isObject(value) || matchesObject(value, part, matches);
  };
  return matches;
}

function findPart(schema: JsonSchema, reference: string): JsonSchema {
  const [root, ...path] = reference.split('/');
  const found = root === '#' ? path.reduce<unknown>((part, name) => isObject(part) && part[name], schema) : undefined;
  if (!isObject(found)) throw new Error(`The schema has no ${reference}.`);
  return found;
}

/** The keywords for values of all types. */
function matchesGenerally(value: unknown, part: JsonSchema, matches: SchemaTest): boolean {
  const { type, anyOf, oneOf } = part;
  if (
    type !== undefined &&
    !(typeof type === 'string' ? hasType(value, type) : type.some((one) => hasType(value, one)))
  )
    return false;
  if (part.const !== undefined && part.const !== value) return false;
  if (part.enum !== undefined && !part.enum.includes(value)) return false;
  if (anyOf !== undefined && !anyOf.some((one) => matches(value, one))) return false;
  if (oneOf !== undefined && oneOf.filter((one) => matches(value, one)).length !== 1) return false;
  if (part.if === undefined) return true;
  const next = matches(value, part.if) ? part.then : part.else;
  return next === undefined || matches(value, next);
}

function hasType(value: unknown, type: TypeName): boolean {
  switch (type) {
    case 'number':
      return Number.isFinite(value);
    case 'integer':
      return Number.isInteger(value);
    case 'null':
      return value === null;
    case 'array':
      return Array.isArray(value);
    case 'object':
      return isObject(value);
    default:
      return typeof value === type;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function matchesText(text: string, { minLength = 0, maxLength, pattern }: JsonSchema): boolean {
  if (text.length < minLength || (maxLength !== undefined && text.length > maxLength)) return false;
  return pattern === undefined || toRegex(pattern).test(text);
}

const toRegex = memoize((pattern: string) => new RegExp(pattern, 'u'));

function matchesNumber(value: number, { minimum, maximum, exclusiveMinimum }: JsonSchema): boolean {
  if (minimum !== undefined && !(value >= minimum)) return false;
  if (maximum !== undefined && !(value <= maximum)) return false;
  return exclusiveMinimum === undefined || value > exclusiveMinimum;
}

function matchesArray(
  values: readonly unknown[],
  { minItems = 0, maxItems, items }: JsonSchema,
  matches: SchemaTest,
): boolean {
  if (values.length < minItems || (maxItems !== undefined && values.length > maxItems)) return false;
  return items === undefined || values.every((item) => matches(item, items));
}

function matchesObject(value: Record<string, unknown>, part: JsonSchema, matches: SchemaTest): boolean {
  const { minProperties, required, propertyNames, dependentRequired, dependentSchemas } = part;
  if (required?.every((name) => Object.hasOwn(value, name)) === false) return false;
  if (minProperties !== undefined && Object.keys(value).length < minProperties) return false;
  for (const name in dependentRequired) {
    if (!Object.hasOwn(value, name)) continue;
    if (dependentRequired[name]?.every((other) => Object.hasOwn(value, other)) === false) return false;
  }
  for (const name in dependentSchemas) {
    if (Object.hasOwn(value, name) && !matches(value, dependentSchemas[name])) return false;
  }
  for (const name in value) {
    if (propertyNames !== undefined && !matches(name, propertyNames)) return false;
    if (!matchesProperty(name, value[name], part, matches)) return false;
  }
  return true;
}

function matchesProperty(name: string, value: unknown, part: JsonSchema, matches: SchemaTest): boolean {
  const { properties, patternProperties, additionalProperties } = part;
  const known = properties !== undefined && Object.hasOwn(properties, name) ? properties[name] : undefined;
  let isAdditional = known === undefined;
  if (known !== undefined && !matches(value, known)) return false;
  for (const pattern in patternProperties) {
    if (!toRegex(pattern).test(name)) continue;
    isAdditional = false;
    if (!matches(value, patternProperties[pattern])) return false;
  }
  if (!isAdditional || additionalProperties === undefined) return true;
  return additionalProperties !== false && matches(value, additionalProperties);
}
