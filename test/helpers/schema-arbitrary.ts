/** Draws values that follow a JSON Schema of ours, with the odd values that it permits. */

import fc from 'fast-check';
import { readSchema } from './compile-schema.ts';

interface Schema {
  type?: string | string[];
  const?: unknown;
  enum?: unknown[];
  pattern?: string;
  $ref?: string;
  anyOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  items?: Schema;
  minimum?: number;
  maximum?: number;
}

export interface Leaves {
  /** Draws a text for a key; null: any text. */
  drawText: (key: string) => fc.Arbitrary<string> | null;
  /** Lists numbers for a key, which may be outside of its limits. */
  listNumbers: (key: string) => readonly number[];
}

const ODD_TEXTS = [
  '',
  '__proto__',
  'constructor',
  'NaN',
  '-0',
  '\u0000\u001b[31m\u202e',
  '\ud800',
  '\udfff\r\n',
  '=1+1',
  '\\',
  ',+=\\,',
];

const anyText = fc.oneof(
  fc.constantFrom(...ODD_TEXTS),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.string({ maxLength: 20 }),
  fc.constantFrom(...ODD_TEXTS).map((text) => `a${text}`.repeat(2000)),
);

/** Reads the value at a JSON pointer (RFC 6901) without escapes. */
function readPointer(document: unknown, pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], document);
}

/** Draws values that follow `schema/<name>.schema.json`. Lists have at most `maxLength` items. */
export function drawFromSchema(name: string, { drawText, listNumbers }: Leaves, maxLength = 3): fc.Arbitrary<unknown> {
  const documents: Record<string, unknown> = {
    '': readSchema(name),
    'definitions.schema.json': readSchema('definitions'),
  };
  const resolve = (ref: string, file: string): [Schema, string] => {
    const [target = '', path = ''] = ref.split('#');
    const document = target === '' ? file : target;
    return [readPointer(documents[document], path) as Schema, document];
  };
  const draw = (schema: Schema, file: string, key: string): fc.Arbitrary<unknown> => {
    if (schema.$ref !== undefined) return draw(...resolve(schema.$ref, file), key);
    if (schema.anyOf !== undefined) return fc.oneof(...schema.anyOf.map((one) => draw(one, file, key)));
    if (schema.const !== undefined) return fc.constant(schema.const);
    if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
    const types = [schema.type ?? []].flat();
    return fc.oneof(...types.map((type) => drawType(type, schema, file, key)));
  };
  const drawType = (type: string, schema: Schema, file: string, key: string): fc.Arbitrary<unknown> => {
    if (type === 'null') return fc.constant(null);
    if (type === 'boolean') return fc.boolean();
    if (type === 'array') return fc.array(draw(schema.items ?? {}, file, ''), { maxLength });
    if (type === 'object') return drawObject(schema, file);
    if (type === 'string') {
      if (schema.pattern?.startsWith('^TLS_')) return fc.constant('TLS_AES_128_GCM_SHA256');
      return drawText(key) ?? anyText;
    }
    const numbers = listNumbers(key).filter(
      (one) =>
        one >= (schema.minimum ?? Number.NEGATIVE_INFINITY) && one <= (schema.maximum ?? Number.POSITIVE_INFINITY),
    );
    return fc.constantFrom(...numbers.filter((one) => type === 'number' || Number.isInteger(one)));
  };
  const drawObject = ({ properties = {}, required = [], additionalProperties }: Schema, file: string) => {
    const known = Object.fromEntries(Object.entries(properties).map(([key, one]) => [key, draw(one, file, key)]));
    if (typeof additionalProperties === 'object')
      return fc.dictionary(anyText, draw(additionalProperties, file, ''), { maxKeys: maxLength });
    return fc.record(known, { requiredKeys: required });
  };
  return draw(documents[''] as Schema, '', '');
}
