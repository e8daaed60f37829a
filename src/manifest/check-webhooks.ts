import { isReservedVariable } from '../secrets.ts';
import type { Diagnostic } from '../types.ts';
import { diagnostic, whereIs } from './diagnostics.ts';
import type { Parts } from './parts.ts';
import { placesWithin } from './text.ts';
import { childOf, fieldsOf, isText, type Node, type TextNode } from './tree.ts';
import { environmentTexts, variableUses } from './variables.ts';
import type { UrlProblem } from './wording.ts';

export function checkWebhooks({ webhooks }: Parts): Diagnostic[] {
  return webhooks.flatMap(({ node }) => [
    ...checkUrl(childOf(node, 'url')),
    ...checkHeaders(node),
    ...environmentTexts(node).flatMap(malformed),
    ...reserved(node),
    ...checkBody(childOf(node, 'body_template')),
  ]);
}

const TEMPLATE = /\{\{|\{%|\{#/;

/** What is written out must be a URL of HTTP; what a variable or a template brings is seen when it is there. */
function checkUrl(node: Node | undefined): Diagnostic[] {
  if (!isText(node) || node.value === '') return [];
  const problem = urlProblem(node.value);
  return problem === null ? [] : [diagnostic('bad-url', whereIs(node), problem)];
}

function urlProblem(url: string): UrlProblem | null {
  if (/[\r\n]/.test(url)) return 'line-end';
  const scheme = /^[a-z][a-z0-9+.-]*:/i.exec(url)?.[0].toLowerCase();
  if (scheme !== undefined && scheme !== 'http:' && scheme !== 'https:') return 'scheme';
  if (scheme !== undefined && !/^https?:\/\/[^/]/i.test(url)) return 'host';
  if (url.includes('${') || TEMPLATE.test(url)) return null;
  if (scheme === undefined) return 'scheme';
  if (/\s/.test(url)) return 'space';
  return URL.canParse(url) ? null : 'malformed';
}

function checkHeaders(webhook: Node): Diagnostic[] {
  const headers = fieldsOf(childOf(webhook, 'headers')).map(([name, { node }]) => ({ name, node }));
  const type = childOf(webhook, 'content_type');
  const values = type === undefined ? headers : [...headers, { name: 'content_type', node: type }];
  return values
    .filter(({ node }) => isText(node) && /[\r\n]/.test(node.value))
    .map(({ name, node }) => diagnostic('bad-header', whereIs(node), name));
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

function reserved(webhook: Node): Diagnostic[] {
  return variableUses(environmentTexts(webhook))
    .filter(({ name }) => isReservedVariable(name))
    .map(({ name, span }) => diagnostic('reserved-variable', whereIs(span), name));
}

function checkBody(node: Node | undefined): Diagnostic[] {
  if (!isText(node)) return [];
  return variableUses([node]).map(({ name, span }) => diagnostic('variable-not-replaced', whereIs(span), name));
}
