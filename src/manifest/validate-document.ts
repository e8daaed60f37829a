/** Validates the manifest or an included file against the schema. */
import type { Diagnostic } from '../domain/index.ts';
import { MANIFEST_SCHEMA } from '../generated/manifest-schema.ts';
import { createSchemaTest, type JsonSchema } from '../lib/json/json-schema.ts';
import { lazy } from '../lib/memoize.ts';
import { getChild, listItems, type Node, toValue } from './yaml/node.ts';

/** With more entries, compiled code is faster, although it takes ten milliseconds to load. */
const MAX_ENTRIES_TO_TEST = 1_000;

/** The code that explains errors is loaded only if there are any. */
export async function validateDocument(root: Node, isIncluded: boolean): Promise<Diagnostic[]> {
  const entries = listItems(getChild(root, 'certificates'));
  if (entries.length <= MAX_ENTRIES_TO_TEST && isValid(toValue(root), isIncluded)) return [];
  return (await import('./explain-document.ts')).explainDocument(root, isIncluded);
}

function isValid(document: unknown, isIncluded: boolean): boolean {
  const { matches, included } = getSchemaTest();
  return isIncluded ? matches(document, included) : matches(document);
}

const getSchemaTest = lazy(() => {
  const schema: JsonSchema = JSON.parse(MANIFEST_SCHEMA);
  return { matches: createSchemaTest(schema), included: schema.$defs?.included };
});
