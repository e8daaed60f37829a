/** Generates the fields of template data from the schemas: their names, types, and whether they can be null. */

interface SchemaPart extends Record<string, unknown> {
  $ref?: string;
  anyOf?: SchemaPart[];
  type?: string | string[];
  const?: unknown;
  properties?: Record<string, SchemaPart>;
  required?: string[];
  items?: SchemaPart;
  additionalProperties?: boolean | SchemaPart;
  $defs?: Record<string, SchemaPart>;
}

const SCALARS: Record<string, string> = { string: 'text', number: 'number', integer: 'number', boolean: 'boolean' };

const TYPES = `/** The type of a field: a list of such values, a map with any names (\`*\`), or an object. A name that ends in \`?\` can be null. */
export type DataShape = 'text' | 'number' | 'boolean' | 'any' | readonly [DataShape] | DataFields;

export interface DataFields {
  readonly [name: string]: DataShape;
}
`;

/** Renders the TypeScript source of the fields of event data and of a digest. */
export function renderTemplateData(report: SchemaPart, digest: SchemaPart): string {
  const data = report.$defs?.data ?? {};
  return `${TYPES}${renderRoot('EVENT_DATA', data, report)}${renderRoot('DIGEST_DATA', digest, digest)}`;
}

/** Renders a constant with the fields, after a constant for each object that is referred to. */
function renderRoot(name: string, root: SchemaPart, { $defs = {} }: SchemaPart): string {
  const constants = new Map<string, string>();
  const render = (schema: SchemaPart): string => {
    if (schema.$ref !== undefined) return renderReference(schema.$ref.replace('#/$defs/', ''));
    if (schema.anyOf !== undefined) return render(schema.anyOf.find(({ type }) => type !== 'null') ?? {});
    if (schema.items !== undefined) return `[${render(schema.items)}]`;
    if (schema.properties !== undefined) return renderFields(schema.properties, schema.required ?? []);
    if (typeof schema.additionalProperties === 'object') return `{ '*': ${render(schema.additionalProperties)} }`;
    return `'${getScalar(schema)}'`;
  };
  const renderFields = (properties: Record<string, SchemaPart>, required: readonly string[]) => {
    const fields = Object.entries(properties).map(([key, schema]) => {
      const canBeNull = !required.includes(key) || acceptsNull(schema);
      return `${canBeNull ? `'${key}?'` : key}: ${render(schema)},`;
    });
    return `{\n${fields.join('\n').replace(/^/gm, '  ')}\n}`;
  };
  const renderReference = (definition: string): string => {
    const schema = $defs[definition] ?? {};
    if (schema.properties === undefined) return render(schema);
    const constant = `${name}_${definition.toUpperCase()}`;
    if (!constants.has(constant)) constants.set(constant, render(schema));
    return constant;
  };
  const fields = render(root);
  const definitions = Array.from(constants, ([constant, text]) => `const ${constant} = ${text} as const;\n`);
  return `\n${definitions.join('')}\nexport const ${name} = ${fields} as const;\n`;
}

function acceptsNull({ type = [], anyOf = [] }: SchemaPart): boolean {
  return [type].flat().includes('null') || anyOf.some(acceptsNull);
}

/** Returns the scalar type. An enumeration is a text. */
function getScalar({ type = 'string', const: constant }: SchemaPart): string {
  if (constant !== undefined) return typeof constant;
  const types = [type].flat().filter((one) => one !== 'null');
  return types.length === 1 ? (SCALARS[types[0] ?? ''] ?? 'any') : 'any';
}
