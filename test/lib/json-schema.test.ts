import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSchemaTest, type JsonSchema } from '../../src/lib/json/json-schema.ts';

// Ajv is the reference.

const ajv = new Ajv2020({ unicode: false, strict: false });

function expectSameResult(schema: JsonSchema, value: unknown): void {
  const isValid = ajv.compile(schema)(value);
  expect({ schema, value, isValid: createSchemaTest(schema)(value) }).toEqual({ schema, value, isValid });
}

const text: JsonSchema = { type: 'string' };

const SCHEMAS: [string, JsonSchema, readonly unknown[]][] = [
  ['a type', { type: 'string' }, ['', 'a', 1, null, true, [], {}]],
  ['several types', { type: ['integer', 'array', 'null'] }, ['a', 1, 1.5, null, true, [], {}]],
  ['type object', { type: 'object' }, [null, [], {}, 'a']],
  ['type boolean', { type: 'boolean' }, [true, false, null, 'true', 0]],
  ['type number', { type: 'number' }, [0, 1.5, -1, '1']],
  ['type integer', { type: 'integer' }, [0, 1.5, 1e20]],
  ['const', { const: 1 }, [1, '1', true, null]],
  ['const null', { const: null }, [null, 0, '']],
  ['enum', { enum: [true, 'critical', 3, null] }, [true, false, 'critical', '3', 3, null]],
  ['minLength', { minLength: 2 }, ['', 'a', 'ab', '\u{1f600}', 1, []]],
  ['maxLength', { maxLength: 1 }, ['', 'a', 'ab', '\u{1f600}', 1, [1, 2]]],
  ['pattern', { pattern: '^\\p{L}+$' }, ['', 'a', 'é', '1', 1]],
  ['minimum', { minimum: 1 }, [0, 1, 2, '0']],
  ['maximum', { maximum: 1 }, [0, 1, 2, '2']],
  ['exclusiveMinimum', { exclusiveMinimum: 1 }, [0, 1, 2, '0']],
  ['minItems', { minItems: 1 }, [[], [1], '', {}]],
  ['maxItems', { maxItems: 1 }, [[], [1], [1, 2], 'ab']],
  ['items', { items: text }, [[], ['a'], ['a', 1], 1]],
  ['minProperties', { minProperties: 1 }, [{}, { a: 1 }, []]],
  ['required', { required: ['a', 'b'] }, [{}, { a: 1 }, { a: 1, b: null }, []]],
  ['properties', { properties: { a: text } }, [{}, { a: 'b' }, { a: 1 }, { b: 1 }, []]],
  [
    'patternProperties',
    { properties: { 'x-a': { minLength: 2 } }, patternProperties: { '^x-': text, '-y$': { maxLength: 3 } } },
    [{}, { 'x-b': 'c' }, { 'x-b': 1 }, { 'x-a': 'b' }, { 'x-a': 'bc' }, { 'x-y': 'abcd' }, { b: 1 }],
  ],
  [
    'additionalProperties: false',
    { properties: { a: text }, patternProperties: { '^x-': {} }, additionalProperties: false },
    [{}, { a: 'b' }, { 'x-b': 1 }, { b: 1 }, { a: 'b', toString: 1 }, []],
  ],
  [
    'additionalProperties with a schema',
    { properties: { a: {} }, additionalProperties: text },
    [{}, { a: 1 }, { b: 'c' }, { b: 1 }, { constructor: 1 }],
  ],
  ['propertyNames', { propertyNames: { maxLength: 1, pattern: '[a-z]' } }, [{}, { a: 1 }, { ab: 1 }, { A: 1 }]],
  [
    'dependentRequired',
    { dependentRequired: { a: ['b', 'c'] } },
    [{}, { a: 1 }, { a: 1, b: 1 }, { a: 1, b: 1, c: 1 }, { b: 1 }],
  ],
  ['dependentSchemas', { dependentSchemas: { a: { required: ['b'] } } }, [{}, { a: 1 }, { a: 1, b: 1 }, { b: 1 }]],
  ['anyOf', { anyOf: [text, { minimum: 2 }] }, ['a', 1, 2, null]],
  ['oneOf', { oneOf: [{ required: ['a'] }, { required: ['b'] }] }, [{}, { a: 1 }, { b: 1 }, { a: 1, b: 1 }]],
  [
    'if, then and else',
    // biome-ignore lint/suspicious/noThenProperty: a keyword.
    { if: { required: ['a'] }, then: { required: ['b'] }, else: { required: ['c'] } },
    [{}, { a: 1 }, { a: 1, b: 1 }, { c: 1 }],
  ],
  // biome-ignore lint/suspicious/noThenProperty: a keyword.
  ['if without else', { if: { type: 'string' }, then: { minLength: 1 } }, ['', 'a', 1]],
  ['if without then', { if: { type: 'string' }, else: { const: 1 } }, ['', 1, 2]],
  [
    'references',
    {
      $ref: '#/$defs/list',
      maxItems: 2,
      $defs: { list: { items: { anyOf: [text, { $ref: '#/$defs/list' }] }, type: 'array' } },
    },
    [[], ['a', ['b']], ['a', [1]], 'a', ['a', 'b', 'c']],
  ],
];

describe('createSchemaTest', () => {
  it.each(SCHEMAS)('has the result of Ajv for %s', (_, schema, values) => {
    for (const value of values) expectSameResult(schema, value);
  });

  it('has the result of Ajv for several keywords and any value', () => {
    const one = fc.constantFrom(...SCHEMAS.filter(([, { $ref }]) => $ref === undefined).map(([, schema]) => schema));
    const schema = fc
      .array(one, { minLength: 1, maxLength: 4 })
      .map((parts): JsonSchema => Object.assign({}, ...parts));
    const value = fc.oneof(fc.constantFrom(...SCHEMAS.flatMap(([, , values]) => values)), fc.jsonValue());
    fc.assert(fc.property(schema, value, expectSameResult), { numRuns: 1000 });
  });

  it('tests a value against a part of the schema, with the references of the whole', () => {
    const part: JsonSchema = { items: { $ref: '#/$defs/text' } };
    const matches = createSchemaTest({ $defs: { text } });
    expect([['a'], [1]].map((value) => matches(value, part))).toEqual([true, false]);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
    'does not accept %d as a number',
    (value) => {
      expect(createSchemaTest({ type: 'number' })(value)).toBe(false);
      expect(createSchemaTest({ type: 'integer' })(value)).toBe(false);
    },
  );

  it('follows a reference to any part', () => {
    const matches = createSchemaTest({ properties: { a: text, b: { $ref: '#/properties/a' } } });
    expect([{ b: 'c' }, { b: 1 }].map((value) => matches(value))).toEqual([true, false]);
  });

  it('does not accept what a reference without a definition might reject', () => {
    expect(() => createSchemaTest({ $ref: '#/$defs/none' })('a')).toThrow('The schema has no #/$defs/none.');
  });
});
