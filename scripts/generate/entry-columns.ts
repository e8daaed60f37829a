/** Generates the columns of entry lists from the manifest's schema: each field of an entry, and the fields of its maps. */

interface SchemaPart extends Record<string, unknown> {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  properties?: Record<string, SchemaPart>;
  additionalProperties?: boolean | SchemaPart;
  items?: SchemaPart;
  $defs?: Record<string, SchemaPart>;
}

const TYPES = `/** The types of a value in a column. \`items\`: those of the items of a list; null: the value cannot be a list. */
export interface Column {
  types: readonly ('string' | 'number' | 'boolean')[];
  items: readonly ('string' | 'number' | 'boolean')[] | null;
}
`;

/** Renders the TypeScript source of the columns by name. In \`labels.*\`, the star stands for any key. */
export function renderEntryColumns(manifest: SchemaPart): string {
  const resolve = (schema: SchemaPart): SchemaPart =>
    schema.$ref === undefined ? schema : resolve({ ...manifest.$defs?.[schema.$ref.replace('#/$defs/', '')] });
  const columns: string[] = [];
  const add = (name: string, part: SchemaPart, isField: boolean) => {
    const schema = resolve(part);
    const types = listScalars(schema);
    const items = schema.items === undefined ? null : listScalars(resolve(schema.items));
    if (types.length > 0 || items !== null) columns.push(`  '${name}': ${JSON.stringify({ types, items })},\n`);
    if (!isField) return;
    for (const [key, field] of Object.entries(schema.properties ?? {})) add(`${name}.${key}`, field, false);
    if (typeof schema.additionalProperties === 'object') add(`${name}.*`, schema.additionalProperties, false);
  };
  for (const [key, field] of Object.entries(resolve({ $ref: '#/$defs/entry' }).properties ?? {})) add(key, field, true);
  return `${TYPES}\nexport const ENTRY_COLUMNS: Readonly<Record<string, Column>> = {\n${columns.join('')}};\n`;
}

function listScalars({ type, enum: values = [] }: SchemaPart): string[] {
  const named = [type ?? values.map((value) => typeof value)].flat().map((one) => (one === 'integer' ? 'number' : one));
  return [...new Set(named)].filter((one) => one === 'string' || one === 'number' || one === 'boolean');
}
