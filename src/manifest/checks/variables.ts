/** Checks `${NAME}` references: they must be valid, not reserved, and in fields where they are replaced. */

import type { Diagnostic } from '../../domain/index.ts';
import { SOURCE_DEFINITIONS } from '../../domain/sources/index.ts';
import { isReservedVariable, isUnbracedReference } from '../../lib/secrets/references.ts';
import { createDiagnostic } from '../diagnostics/diagnostic.ts';
import { findVariableUses, listEnvironmentTexts, listVariableUses } from '../normalize/variable-references.ts';
import type { ManifestSections } from '../sections.ts';
import { isText, listFields, listOneOrMore, type Node, type TextNode } from '../yaml/node.ts';
import { locateTexts } from '../yaml/source-file.ts';

export function checkVariables({
  entries,
  webhooks,
  emails,
  settings,
  defaults,
  observations,
  network,
}: ManifestSections): Diagnostic[] {
  const receivers = [...webhooks, ...emails].map(({ node }) => node);
  const shared = [settings, defaults, observations, network].filter((node) => node !== undefined);
  const owners = [...entries.map(({ own }) => own), ...receivers, ...shared];
  return owners.flatMap((owner) => [...listEnvironmentTexts(owner).flatMap(checkReferences), ...checkReserved(owner)]);
}

const INVALID_REFERENCE = /\$\{(?![A-Za-z_][A-Za-z0-9_]*\})\{?[^}\n]{0,60}\}{0,2}/g;

/** An invalid reference would be sent unchanged. */
function checkReferences(node: TextNode): Diagnostic[] {
  if (isUnbracedReference(node.value)) return [createDiagnostic('bad-variable', node, node.value, false)];
  const texts = Array.from(node.value.matchAll(INVALID_REFERENCE), ([text]) => text);
  return locateTexts(node, texts).map((span, index) => {
    const text = texts[index] ?? '';
    return createDiagnostic('bad-variable', span, text, text.startsWith('${{'));
  });
}

/** Fields with a separate check, and free text that may contain shell commands. */
const EXEMPT_FIELDS = new Set<string>([
  ...SOURCE_DEFINITIONS.flatMap(({ verbatimKeys = [] }) => verbatimKeys),
  'body_template',
  'subject',
  'text_template',
  'html_template',
  'reason',
  'description',
  'renewal_instructions',
]);

/** Reports variables in fields where they are not replaced. */
export function checkUnreplaced(documents: readonly Node[]): Diagnostic[] {
  return documents.flatMap((root) =>
    root.file.text.includes('${') ? listFields(root).flatMap(checkUnreplacedField) : [],
  );
}

function checkUnreplacedField([key, { node }]: [string, { node: Node }]): Diagnostic[] {
  if (key.startsWith('x-')) return [];
  const owners =
    key === 'webhooks' || key === 'email' ? listFields(node).map(([, field]) => field.node) : listOneOrMore(node);
  const hasVariables = [
    'certificates',
    'webhooks',
    'email',
    'settings',
    'defaults',
    'observations',
    'network',
  ].includes(key);
  return owners.flatMap((owner) => {
    // Nodes are compared by position, because the nodes of a list are created when they are read.
    const replaced = new Set(hasVariables ? listEnvironmentTexts(owner).map(({ start }) => start) : []);
    return listTextsBelow(owner, key)
      .filter(({ node }) => !replaced.has(node.start))
      .flatMap(({ node, key }) =>
        findVariableUses([node]).map(({ name, span }) => createDiagnostic('variable-not-replaced', span, name, key)),
      );
  });
}

/** Lists the strings below a node that can contain a variable, with their keys. */
function listTextsBelow(node: Node, key: string): { node: TextNode; key: string }[] {
  if (isText(node)) return node.value.includes('${') && !EXEMPT_FIELDS.has(key) ? [{ node, key }] : [];
  if (node.kind === 'list') return node.items.flatMap((item) => listTextsBelow(item, key));
  return listFields(node).flatMap(([inner, field]) => listTextsBelow(field.node, inner));
}

function checkReserved(owner: Node): Diagnostic[] {
  return listVariableUses(owner)
    .filter(({ name }) => isReservedVariable(name))
    .map(({ name, span }) => createDiagnostic('reserved-variable', span, name));
}
