/**
 * How the documentation of a system describes its responses, as JSON schema: the names and types of all fields that a fake may have and
 * a preset may refer to.
 */

export interface Schema {
  type?: string | string[];
  properties?: Record<string, Schema>;
  additionalProperties?: Schema | false;
  items?: Schema;
  anyOf?: Schema[];
}

export const text: Schema = { type: 'string' };
export const number: Schema = { type: 'number' };
export const flag: Schema = { type: 'boolean' };

export const orNull = (schema: Schema): Schema => ({ anyOf: [schema, { type: 'null' }] });
export const list = (items: Schema): Schema => ({ type: 'array', items });
export const fields = (properties: Record<string, Schema>): Schema => ({
  type: 'object',
  properties,
  additionalProperties: false,
});

/** The same description for several fields. */
export const all = (names: string, schema: Schema): Record<string, Schema> =>
  Object.fromEntries(names.split(' ').map((name) => [name, schema]));

/** Whether a path of a preset leads to a documented field. As in `readPath`, a list may be left out of the path. */
export function hasPath(schema: Schema, path: string): boolean {
  return hasSegments(schema, path.split('.'));
}

function hasSegments(schema: Schema, [segment, ...rest]: readonly string[]): boolean {
  if (segment === undefined) return true;
  if (schema.anyOf !== undefined) return schema.anyOf.some((one) => hasSegments(one, [segment, ...rest]));
  if (schema.items !== undefined)
    return hasSegments(schema.items, /^(?:\d+|\*)$/.test(segment) ? rest : [segment, ...rest]);
  const own = schema.properties?.[segment] ?? (schema.additionalProperties || undefined);
  return own !== undefined && hasSegments(own, rest);
}
