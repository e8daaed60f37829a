import type { Diagnostic } from '../types.ts';
import { diagnostic, whereIs } from './diagnostics.ts';
import type { Parts } from './parts.ts';
import { childOf, fieldsOf, isText, type Node } from './tree.ts';
import { urlProblem } from './url.ts';
import { variableUses } from './variables.ts';

export function checkWebhooks({ webhooks }: Parts): Diagnostic[] {
  return webhooks.flatMap(({ node }) => [
    ...checkUrl(childOf(node, 'url')),
    ...checkHeaders(node),
    ...checkBody(childOf(node, 'body_template')),
  ]);
}

const TEMPLATE = /\{\{|\{%|\{#/;

/** What is written out must be a URL of HTTP; what a variable or a template brings is seen when it is there. */
function checkUrl(node: Node | undefined): Diagnostic[] {
  if (!isText(node) || node.value === '') return [];
  const problem = urlProblem(node.value, TEMPLATE);
  return problem === null ? [] : [diagnostic('bad-url', whereIs(node), problem)];
}

/** Of a webhook, or of a certificate that is fetched. */
export function checkHeaders(owner: Node): Diagnostic[] {
  const headers = fieldsOf(childOf(owner, 'headers')).map(([name, { node }]) => ({ name, node }));
  const type = childOf(owner, 'content_type');
  const values = type === undefined ? headers : [...headers, { name: 'content_type', node: type }];
  return values
    .filter(({ node }) => isText(node) && /[\r\n]/.test(node.value))
    .map(({ name, node }) => diagnostic('bad-header', whereIs(node), name));
}

function checkBody(node: Node | undefined): Diagnostic[] {
  if (!isText(node)) return [];
  return variableUses([node]).map(({ name, span }) => diagnostic('variable-not-replaced', whereIs(span), name));
}
