/** `${NAME}` references of a manifest: which fields have them, and where. */
import { referencedVariables } from '../secrets.ts';
import { placesWithin, type Span } from './text.ts';
import { childOf, fieldsOf, isText, type Node, type TextNode } from './tree.ts';

/** The texts of a webhook that the schema marks `x-environment`. */
export function environmentTexts(webhook: Node): TextNode[] {
  const single = [childOf(webhook, 'url'), childOf(webhook, 'secret')];
  const many = ['headers', 'secrets'].flatMap((key) => fieldsOf(childOf(webhook, key)).map(([, { node }]) => node));
  return [...single, ...many].filter(isText);
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
