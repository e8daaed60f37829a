/** What is written of variables in certificates, receivers and settings. */

import type { Diagnostic } from '../../domain/index.ts';
import { isReservedVariable } from '../../lib/secret-references.ts';
import { diagnostic, whereIs } from '../diagnostics/diagnostic.ts';
import { environmentTexts, variablesIn, variableUses } from '../normalize/variable-references.ts';
import type { Parts } from '../sections.ts';
import { fieldsOf, isText, type Node, oneOrMore, type TextNode } from '../yaml/node.ts';
import { placesWithin } from '../yaml/source-file.ts';

export function checkVariables({ entries, webhooks, emails, settings }: Parts): Diagnostic[] {
  const common = settings === undefined ? [] : [settings];
  const receivers = [...webhooks, ...emails].map(({ node }) => node);
  const owners = [...entries.map(({ own }) => own), ...receivers, ...common];
  return owners.flatMap((owner) => [...environmentTexts(owner).flatMap(malformed), ...reserved(owner)]);
}

const AFTER_DOLLAR = /\$\{(?![A-Za-z_][A-Za-z0-9_]*\})\{?[^}\n]{0,60}\}{0,2}/g;

/** `${` that begins no reference would be sent as it stands. */
function malformed(node: TextNode): Diagnostic[] {
  const texts = Array.from(node.value.matchAll(AFTER_DOLLAR), ([text]) => text);
  return placesWithin(node, texts).map((span, index) => {
    const text = texts[index] ?? '';
    return diagnostic('bad-variable', whereIs(span), text, text.startsWith('${{'));
  });
}

/** Texts that have a check of their own, or in which anything may stand, such as a command line. */
const ELSEWHERE = new Set([
  'body_template',
  'subject',
  'text_template',
  'html_template',
  'pem',
  'reason',
  'description',
  'renewal_instructions',
]);

/** Names of variables in fields that take none: the text would be taken as it stands. */
export function checkUnreplaced(documents: readonly Node[]): Diagnostic[] {
  return documents.flatMap((root) => (root.file.text.includes('${') ? fieldsOf(root).flatMap(unreplacedIn) : []));
}

function unreplacedIn([key, { node }]: [string, { node: Node }]): Diagnostic[] {
  if (key.startsWith('x-')) return [];
  const owners =
    key === 'webhooks' || key === 'email' ? fieldsOf(node).map(([, field]) => field.node) : oneOrMore(node);
  const takes = ['certificates', 'webhooks', 'email', 'settings'].includes(key);
  return owners.flatMap((owner) => {
    const replaced = new Set<Node>(takes ? environmentTexts(owner) : []);
    return textsBelow(owner, key)
      .filter(({ node }) => !replaced.has(node))
      .flatMap(({ node, key }) =>
        variableUses([node]).map(({ name, span }) => diagnostic('variable-not-replaced', whereIs(span), name, key)),
      );
  });
}

/** The texts below a node in which a variable may be named, each with the key that it belongs to. */
function textsBelow(node: Node, key: string): { node: TextNode; key: string }[] {
  if (isText(node)) return node.value.includes('${') && !ELSEWHERE.has(key) ? [{ node, key }] : [];
  if (node.kind === 'list') return node.items.flatMap((item) => textsBelow(item, key));
  return fieldsOf(node).flatMap(([inner, field]) => textsBelow(field.node, inner));
}

function reserved(owner: Node): Diagnostic[] {
  return variablesIn(owner)
    .filter(({ name }) => isReservedVariable(name))
    .map(({ name, span }) => diagnostic('reserved-variable', whereIs(span), name));
}
