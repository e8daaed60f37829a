/** Finds the environment variables that a manifest uses, with their positions. */
import { SOURCE_DEFINITIONS } from '../../domain/sources/index.ts';
import { listReferencedVariables } from '../../lib/secrets/references.ts';
import {
  getChild,
  isText,
  listFields,
  listItems,
  listOneOrMore,
  listTextNodes,
  type Node,
  type TextNode,
} from '../yaml/node.ts';
import { locateTexts, type Span } from '../yaml/source-file.ts';

const SOURCE_FIELDS = SOURCE_DEFINITIONS.map(({ variableKeys }) => variableKeys);

/** Fields marked `x-environment` in the schema: strings or lists of strings, and maps of strings or of lists of such maps. */
const TEXT_FIELDS = new Set([
  ...['url', 'secret', 'password', 'passwords', 'heartbeat_url', 'proxy', 'host', 'username', 'from', 'to', 'cc'],
  ...SOURCE_FIELDS.flatMap((keys) => keys?.texts ?? []),
]);
const MAP_FIELDS = new Set(['headers', 'secrets', 'proxy', ...SOURCE_FIELDS.flatMap((keys) => keys?.maps ?? [])]);
/** Fields that contain names of variables. */
const VARIABLE_NAME_FIELDS = SOURCE_DEFINITIONS.flatMap(({ variableNameKeys = [] }) => variableNameKeys);

/** Lists the strings of an entry, a receiver, the settings or `network` in which `${NAME}` is replaced. */
export function listEnvironmentTexts(node: Node): TextNode[] {
  const texts: TextNode[] = [];
  for (const [key, { node: value }] of listFields(node)) {
    if (TEXT_FIELDS.has(key)) texts.push(...listOneOrMore(value).filter(isText));
    // The only list of maps is `accounts`, and all of its fields are included.
    if (MAP_FIELDS.has(key))
      for (const [inner, field] of listFields(value)) {
        if (isText(field.node) && inner !== 'ca_file') texts.push(field.node);
        const fields = listItems(field.node)
          .flatMap(listFields)
          .map(([, { node: nested }]) => nested);
        texts.push(...fields.filter(isText));
      }
  }
  return texts;
}

export interface VariableUse {
  name: string;
  span: Span;
}

/** Finds the variables in each string, without duplicates within a string, in order. */
export function findVariableUses(texts: readonly TextNode[]): VariableUse[] {
  return texts.flatMap((node) => {
    const names = listReferencedVariables(node.value);
    if (names.length === 0) return [];
    const spans = locateTexts(
      node,
      names.map((name) => `$\{${name}}`),
    );
    return names.map((name, index) => ({ name, span: spans[index] ?? node }));
  });
}

/** Lists the variables that an entry, a receiver or the settings use, including those whose names a source lists. */
export function listVariableUses(node: Node): VariableUse[] {
  const uses = findVariableUses(listEnvironmentTexts(node));
  for (const key of VARIABLE_NAME_FIELDS) {
    for (const text of listTextNodes(getChild(node, key))) uses.push({ name: text.value, span: text });
  }
  return uses;
}
