/** `${NAME}` references of a manifest: which fields have them, and where. */
import { referencedVariables } from '../../lib/secret-references.ts';
import { childOf, fieldsOf, isText, type Node, oneOrMore, type TextNode } from '../yaml/node.ts';
import { placesWithin, type Span } from '../yaml/source-file.ts';

/** Fields that the schema marks `x-environment`: texts or lists of them, and maps. */
const TEXTS = ['url', 'secret', 'password', 'heartbeat_url', 'proxy', 'host', 'username', 'from', 'to', 'cc'];
const MAPS = ['headers', 'secrets'];

/** The texts of a certificate, a webhook, a mail server or of the settings that are filled from the environment. */
export function environmentTexts(node: Node): TextNode[] {
  const single = TEXTS.flatMap((key) => oneOrMore(childOf(node, key)));
  const many = MAPS.flatMap((key) => fieldsOf(childOf(node, key)).map(([, field]) => field.node));
  return [...single, ...many].filter(isText);
}

/** The texts of a certificate's `env`, each of which is the name of a variable. */
function variableNames(entry: Node): TextNode[] {
  return oneOrMore(childOf(entry, 'env')).filter(isText);
}

export interface VariableUse {
  name: string;
  span: Span;
}

/** Every variable that the texts name, each with each text once, in their order. */
export function variableUses(texts: readonly TextNode[]): VariableUse[] {
  return texts.flatMap((node) => {
    const names = referencedVariables(node.value);
    const spans = placesWithin(
      node,
      names.map((name) => `$\{${name}}`),
    );
    return names.map((name, index) => ({ name, span: spans[index] ?? node }));
  });
}

/** Every variable that settings, a certificate, a webhook or a mail server take a value from. */
export function variablesIn(node: Node): VariableUse[] {
  return [
    ...variableUses(environmentTexts(node)),
    ...variableNames(node).map((text) => ({ name: text.value, span: text })),
  ];
}
