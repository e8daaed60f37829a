/** Explains how the manifest or an included file violates the schema. */
import type { ErrorObject, ValidateFunction } from 'ajv';
import type { Diagnostic } from '../domain/index.ts';
import { validateIncluded, validateManifest } from '../generated/validate-manifest.js';
import { explainSchemaErrors, MAX_ERRORS } from './schema-diagnostics.ts';
import { type Field, getChild, listFields, listItems, type Node, toValue } from './yaml/node.ts';

/** The values of all entries at once would take more memory than the file. */
const BATCH_SIZE = 1_000;

/** Empty for a valid document. */
export function explainDocument(root: Node, isIncluded: boolean): Diagnostic[] {
  const entries = listItems(getChild(root, 'certificates'));
  const isLarge = entries.length > BATCH_SIZE;
  const document = isLarge ? replaceEntries(root, entries.slice(0, BATCH_SIZE)) : root;
  const errors = listErrors(isIncluded ? validateIncluded : validateManifest, toValue(document), 0);
  for (let from = BATCH_SIZE; from < entries.length && errors.length < MAX_ERRORS; from += BATCH_SIZE) {
    const certificates = entries.slice(from, from + BATCH_SIZE).map(toValue);
    errors.push(...listErrors(validateIncluded, { certificates }, from));
  }
  return explainSchemaErrors(root, errors);
}

function replaceEntries(root: Node, items: Node[]): Node {
  if (root.kind !== 'map') return root;
  const fields = listFields(root).map(([key, field]): [string, Field] =>
    key === 'certificates' ? [key, { key: field.key, node: { ...field.node, kind: 'list', items } }] : [key, field],
  );
  return { ...root, fields: new Map(fields) };
}

/** `from`: the index of the first entry. */
function listErrors(validate: ValidateFunction, document: unknown, from: number): ErrorObject[] {
  if (validate(document)) return [];
  const errors = validate.errors ?? [];
  if (from === 0) return errors;
  return errors.map((error) => ({
    ...error,
    instancePath: error.instancePath.replace(
      /^\/certificates\/(\d+)/,
      (_, index) => `/certificates/${Number(index) + from}`,
    ),
  }));
}
