/** Generates which sources each field of an entry belongs to, from the manifest's schema. */

interface EntrySchema {
  dependentRequired: Record<string, string[]>;
  dependentSchemas: Record<string, { anyOf: { required: string[] }[] }>;
}

/** Lists the fields of an entry that only some sources have, each with its sources. `manifest`: the schema of the manifest. */
export function listFieldSources(manifest: Record<string, unknown>): Map<string, string[]> {
  const { entry } = manifest.$defs as { entry: EntrySchema };
  const { dependentRequired, dependentSchemas } = entry;
  const alternatives = Object.entries(dependentSchemas).map(([field, { anyOf }]): [string, string[]] => {
    return [field, anyOf.flatMap(({ required }) => required)];
  });
  return new Map([...Object.entries(dependentRequired), ...alternatives].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Renders the TypeScript source of `FIELD_SOURCES`. */
export function renderFieldSources(manifest: Record<string, unknown>): string {
  const lines = [...listFieldSources(manifest)].map(([field, sources]) => `  ${field}: ${JSON.stringify(sources)},\n`);
  return `import type { EntrySpec } from './manifest.ts';

/** The fields that not every source has, with the keys of the sources that have them. */
export const FIELD_SOURCES: Readonly<Partial<Record<keyof EntrySpec, readonly (keyof EntrySpec)[]>>> = {
${lines.join('')}};
`;
}
