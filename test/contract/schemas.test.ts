/** Freezes the structure of the JSON schemas, so that descriptions can be rewritten and nothing else. */

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { expectSnapshot } from './environment.ts';

const SCHEMAS = readdirSync('schema').filter((name) => name.endsWith('.schema.json'));

/** Keywords that only people read. */
const ANNOTATIONS = ['title', 'description', '$comment', 'examples', 'markdownDescription', 'deprecated'];
/** Keywords whose value is a map from names to schemas: a property may be called `title`. */
const MAPS = ['properties', 'patternProperties', '$defs', 'dependentSchemas'];
/** Keywords whose value is data, not a schema. */
const DATA = ['enum', 'const', 'default', 'required', 'dependentRequired'];

/** The schema without its annotations; keys are sorted, because their order has no meaning in a schema. */
function extractStructure(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(extractStructure);
  if (typeof schema !== 'object' || schema === null) return schema;
  const kept = Object.entries(schema).filter(([keyword]) => !ANNOTATIONS.includes(keyword));
  return sorted(
    kept.map(([keyword, value]) => {
      if (DATA.includes(keyword)) return [keyword, value];
      if (!MAPS.includes(keyword)) return [keyword, extractStructure(value)];
      const named = Object.entries(value as object).map(([name, one]): [string, unknown] => [
        name,
        extractStructure(one),
      ]);
      return [keyword, sorted(named)];
    }),
  );
}

function sorted(entries: [string, unknown][]): Record<string, unknown> {
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

describe('the JSON schemas', () => {
  it('are these files', () => {
    expect(SCHEMAS).toEqual([
      'affected.schema.json',
      'definitions.schema.json',
      'digest.schema.json',
      'discovery.schema.json',
      'event-log.schema.json',
      'forecast.schema.json',
      'import.schema.json',
      'inspect-entry.schema.json',
      'inspect.schema.json',
      'manifest.schema.json',
      'observations.schema.json',
      'overview.schema.json',
      'report.schema.json',
      'watched.schema.json',
    ]);
  });

  it.each(SCHEMAS)('%s keeps its structure', async (name) => {
    const schema: unknown = JSON.parse(readFileSync(path.join('schema', name), 'utf8'));
    await expectSnapshot(`schema.${name.replace('.schema', '')}`, extractStructure(schema));
  });
});
