/** Draws values from a JSON Schema. Most are valid: rules that join several keys are left to chance. */

import type { Dice } from '../../helpers/dice.ts';

/** The keywords that are drawn from. */
export interface Schema {
  $ref?: string;
  $defs?: Record<string, Schema>;
  type?: string | string[];
  const?: unknown;
  enum?: unknown[];
  pattern?: string;
  minLength?: number;
  minimum?: number;
  exclusiveMinimum?: number;
  minItems?: number;
  items?: Schema;
  required?: string[];
  properties?: Record<string, Schema>;
  propertyNames?: Schema;
  additionalProperties?: boolean | Schema;
  dependentRequired?: Record<string, string[]>;
  oneOf?: Schema[];
  anyOf?: Schema[];
}

/** Texts, of which those that match a pattern are drawn. */
const TEXTS = [
  ...['shop', 'https://example.com/a', '30d', '36h', '33%', '24h', '22:00', '2027-03-01', '2027-03-01T00:00:00Z'],
  ...[
    'NAME',
    'main',
    'a b',
    '10.0.0.0/8',
    'sha256',
    'example.com:443',
    'ops@example.com',
    'docs/a.md',
    '*.pem',
    '1.3.6.1',
  ],
];

const MAX_DEPTH = 8;

/** Draws a value of a schema, whose references are to `root`. */
export function drawValue(schema: Schema, root: Schema, dice: Dice, depth = 0): unknown {
  const one = resolve(schema, root);
  if ('const' in one) return one.const;
  if (one.enum !== undefined) return dice.pick(one.enum);
  const form = one.type === undefined && one.anyOf !== undefined ? dice.pick(one.anyOf) : null;
  if (form !== null) return drawValue(form, root, dice, depth + 1);
  const type = dice.pick([one.type ?? (one.properties ? 'object' : 'string')].flat());
  if (type === 'object') return drawMap(one, root, dice, depth);
  if (type === 'array') return drawList(one, root, dice, depth);
  if (type === 'boolean') return dice.chance(0.5);
  if (type === 'integer' || type === 'number') return (one.minimum ?? (one.exclusiveMinimum ?? -1) + 1) + dice.upTo(3);
  return drawText(one, dice);
}

function resolve(schema: Schema, root: Schema): Schema {
  const name = schema.$ref?.split('/').at(-1);
  return name === undefined ? schema : resolve(root.$defs?.[name] ?? {}, root);
}

function drawText({ pattern, minLength = 0 }: Schema, dice: Dice): string {
  const regex = new RegExp(pattern ?? '', 'u');
  const fitting = TEXTS.filter((text) => text.length >= minLength && regex.test(text));
  return fitting.length === 0 ? 'text' : dice.pick(fitting);
}

function drawList({ items = {}, minItems = 0 }: Schema, root: Schema, dice: Dice, depth: number): unknown[] {
  const length = Math.max(minItems, depth > MAX_DEPTH ? 0 : dice.upTo(2));
  return Array.from({ length }, () => drawValue(items, root, dice, depth + 1));
}

function drawMap(schema: Schema, root: Schema, dice: Dice, depth: number): Record<string, unknown> {
  const { properties = {}, additionalProperties, propertyNames, required = [] } = schema;
  const keys = new Set([...required, ...drawForm(schema.oneOf, dice), ...drawForm(schema.anyOf, dice)]);
  // Other keys of `oneOf` would conflict with the one that was drawn.
  const forms = new Set((schema.oneOf ?? []).flatMap((form) => form.required ?? []));
  const optional = Object.keys(properties).filter((key) => !forms.has(key));
  const more = depth > MAX_DEPTH || optional.length === 0 ? 0 : dice.upTo(4);
  for (let index = 0; index < more; index += 1) keys.add(dice.pick(optional));
  for (const key of [...keys]) for (const needed of schema.dependentRequired?.[key] ?? []) keys.add(needed);
  const fields = [...keys].map((key) => [key, drawValue(properties[key] ?? {}, root, dice, depth + 1)]);
  if (typeof additionalProperties === 'object') {
    const count = dice.upTo(2);
    for (let index = 0; index < count; index += 1)
      fields.push([drawText(propertyNames ?? {}, dice), drawValue(additionalProperties, root, dice, depth + 1)]);
  }
  return Object.fromEntries(fields);
}

/** Draws one of the alternatives, which are lists of required keys. */
function drawForm(forms: Schema[] | undefined, dice: Dice): string[] {
  return forms === undefined ? [] : (dice.pick(forms).required ?? []);
}
