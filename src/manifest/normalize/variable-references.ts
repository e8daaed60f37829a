/** `${NAME}` references of a manifest: which fields have them, and where. */
import { SOURCE_DEFINITIONS } from '../../domain/sources/index.ts';
import { listReferencedVariables } from '../../lib/secret-references.ts';
import { getChild, isText, listFields, listOneOrMore, type Node, type TextNode } from '../yaml/node.ts';
import { locateTexts, type Span } from '../yaml/source-file.ts';

const SOURCE_FIELDS = SOURCE_DEFINITIONS.map(({ variableKeys }) => variableKeys);

/** Fields that the schema marks `x-environment`: texts or lists of them, and maps. */
const TEXT_FIELDS = new Set([
  ...['url', 'secret', 'password', 'heartbeat_url', 'proxy', 'host', 'username', 'from', 'to', 'cc'],
  ...SOURCE_FIELDS.flatMap((keys) => keys?.texts ?? []),
]);
const MAP_FIELDS = new Set(['headers', 'secrets', ...SOURCE_FIELDS.flatMap((keys) => keys?.maps ?? [])]);

/** The texts of a certificate, a webhook, a mail server or of the settings that are filled from the environment. */
export function listEnvironmentTexts(node: Node): TextNode[] {
  const single = [...TEXT_FIELDS].flatMap((key) => listOneOrMore(getChild(node, key)));
  const many = [...MAP_FIELDS].flatMap((key) => listFields(getChild(node, key)).map(([, field]) => field.node));
  return [...single, ...many].filter(isText);
}

const VARIABLE_NAME_FIELDS = SOURCE_DEFINITIONS.flatMap(({ variableNameKeys = [] }) => variableNameKeys);

/** The texts of a source that are names of variables. */
function listEnvNames(entry: Node): TextNode[] {
  return VARIABLE_NAME_FIELDS.flatMap((key) => listOneOrMore(getChild(entry, key))).filter(isText);
}

export interface VariableUse {
  name: string;
  span: Span;
}

/** Every variable that the texts name, each with each text once, in their order. */
export function findVariableUses(texts: readonly TextNode[]): VariableUse[] {
  return texts.flatMap((node) => {
    const names = listReferencedVariables(node.value);
    const spans = locateTexts(
      node,
      names.map((name) => `$\{${name}}`),
    );
    return names.map((name, index) => ({ name, span: spans[index] ?? node }));
  });
}

/** Every variable that settings, a certificate, a webhook or a mail server take a value from. */
export function listVariableUses(node: Node): VariableUse[] {
  return [
    ...findVariableUses(listEnvironmentTexts(node)),
    ...listEnvNames(node).map((text) => ({ name: text.value, span: text })),
  ];
}
