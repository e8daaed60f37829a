/** `${NAME}` references of a manifest: which fields have them, and where. */
import { listReferencedVariables } from '../../lib/secret-references.ts';
import { getChild, isText, listFields, listOneOrMore, type Node, type TextNode } from '../yaml/node.ts';
import { locateTexts, type Span } from '../yaml/source-file.ts';

/** Fields that the schema marks `x-environment`: texts or lists of them, and maps. */
const TEXT_FIELDS = ['url', 'secret', 'password', 'heartbeat_url', 'proxy', 'host', 'username', 'from', 'to', 'cc'];
const MAP_FIELDS = ['headers', 'secrets'];

/** The texts of a certificate, a webhook, a mail server or of the settings that are filled from the environment. */
export function listEnvironmentTexts(node: Node): TextNode[] {
  const single = TEXT_FIELDS.flatMap((key) => listOneOrMore(getChild(node, key)));
  const many = MAP_FIELDS.flatMap((key) => listFields(getChild(node, key)).map(([, field]) => field.node));
  return [...single, ...many].filter(isText);
}

/** The texts of a certificate's `env`, each of which is the name of a variable. */
function listEnvNames(entry: Node): TextNode[] {
  return listOneOrMore(getChild(entry, 'env')).filter(isText);
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
