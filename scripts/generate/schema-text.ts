/** Generates a JSON Schema as text, without what does not affect validation. */

import type { JsonSchema } from '../../src/lib/json/json-schema.ts';

/** What the supported keywords contain. */
const KEYWORDS: Record<keyof JsonSchema, 'value' | 'schema' | 'list of schemas' | 'map of schemas'> = {
  $ref: 'value',
  $defs: 'map of schemas',
  type: 'value',
  const: 'value',
  enum: 'value',
  anyOf: 'list of schemas',
  oneOf: 'list of schemas',
  if: 'schema',
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema.
  then: 'schema',
  else: 'schema',
  minLength: 'value',
  maxLength: 'value',
  pattern: 'value',
  minimum: 'value',
  maximum: 'value',
  exclusiveMinimum: 'value',
  minItems: 'value',
  maxItems: 'value',
  items: 'schema',
  minProperties: 'value',
  required: 'value',
  properties: 'map of schemas',
  patternProperties: 'map of schemas',
  additionalProperties: 'schema',
  propertyNames: 'schema',
  dependentRequired: 'value',
  dependentSchemas: 'map of schemas',
};

const ANNOTATIONS = ['$schema', '$id', 'title', 'description', 'default', 'x-environment', 'x-as-written'];

/** TypeScript source. Throws for a keyword that src/lib/json/json-schema.ts does not support. */
export function renderSchemaText(name: string, schema: object): string {
  const text = JSON.stringify(simplify(schema));
  return `/** JSON, because parsing it is faster than creating the same objects in code. */\nexport const ${name} = ${JSON.stringify(text)};\n`;
}

function simplify(schema: unknown): unknown {
  if (schema === null || typeof schema !== 'object') return schema;
  const entries = Object.entries(schema).filter(([keyword]) => !ANNOTATIONS.includes(keyword));
  return Object.fromEntries(entries.map(([keyword, value]) => [keyword, simplifyKeyword(keyword, value)]));
}

function simplifyKeyword(keyword: string, value: unknown): unknown {
  if (!isSupported(keyword)) throw new Error(`src/lib/json/json-schema.ts does not support the keyword ${keyword}.`);
  switch (KEYWORDS[keyword]) {
    case 'value':
      return value;
    case 'schema':
      return simplify(value);
    case 'list of schemas':
      return (value as unknown[]).map(simplify);
    case 'map of schemas':
      return Object.fromEntries(Object.entries(value as object).map(([name, part]) => [name, simplify(part)]));
  }
}

function isSupported(keyword: string): keyword is keyof JsonSchema {
  return Object.hasOwn(KEYWORDS, keyword);
}
