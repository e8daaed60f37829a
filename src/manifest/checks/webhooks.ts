import type { Diagnostic } from '../../domain/index.ts';
import { repeats } from '../../lib/collections.ts';
import { suggest } from '../../lib/did-you-mean.ts';
import { CONNECTION_HEADERS } from '../../lib/forbidden-headers.ts';
import type { Preset } from '../../presets/index.ts';
import { diagnostic, whereIs } from '../diagnostics/diagnostic.ts';
import { isAuthorityTemplated, urlProblem } from '../normalize/url.ts';
import { variableUses } from '../normalize/variable-references.ts';
import { type Parts, presetOf } from '../sections.ts';
import { childOf, fieldOf, fieldsOf, isText, type Node, textOf } from '../yaml/node.ts';
import type { Span } from '../yaml/source-file.ts';

export function checkWebhooks({ webhooks }: Parts): Diagnostic[] {
  return webhooks.flatMap(({ key, node }) => [
    ...checkPreset(node, key),
    ...checkUrl(childOf(node, 'url')),
    ...checkHeaders(node),
    ...checkBody(node, 'body_template'),
    ...checkMethod(node),
  ]);
}

/** What a webhook cannot do without; that of a preset is asked of where the preset is named. */
function checkPreset(webhook: Node, key: Span): Diagnostic[] {
  if (webhook.kind !== 'map') return [];
  const preset = presetOf(webhook);
  const at = whereIs(childOf(webhook, 'preset') ?? key);
  const isMisspelt = fieldsOf(webhook).some(([name]) => name !== 'url' && suggest(name, ['url']) === 'url');
  const needsUrl = childOf(webhook, 'url') === undefined && (preset === null || preset.url === null) && !isMisspelt;
  const name = textOf(childOf(webhook, 'preset')) ?? '';
  const secrets = Object.entries<Preset['secrets'][string]>(preset?.secrets ?? {}).flatMap(
    ([secret, { what, pattern }]) => {
      const node = childOf(childOf(webhook, 'secrets'), secret);
      if (node === undefined) return [diagnostic('preset-needs-secret', at, name, secret, what)];
      const isWritten = isText(node) && !node.value.includes('${');
      return isWritten && !pattern.test(node.value) ? [diagnostic('bad-secret', whereIs(node), secret, what)] : [];
    },
  );
  return [...(needsUrl ? [diagnostic('missing-key', at, 'url', 'a webhook')] : []), ...secrets];
}

/** What stands in a body that there is not reaches nobody. */
function checkMethod(webhook: Node): Diagnostic[] {
  const body = fieldOf(webhook, 'body_template');
  const isGet = textOf(childOf(webhook, 'method')) === 'GET';
  return isGet && body !== undefined ? [diagnostic('body-of-get', whereIs(body.key))] : [];
}

const TEMPLATE = /\{\{|\{%|\{#/;

/** What is written out must be a URL of HTTP; what a variable or a template brings is seen when it is there. */
function checkUrl(node: Node | undefined): Diagnostic[] {
  if (!isText(node) || node.value === '') return [];
  if (isAuthorityTemplated(node.value)) return [diagnostic('url-authority-templated', whereIs(node))];
  const problem = urlProblem(node.value, TEMPLATE);
  return problem === null ? [] : [diagnostic('bad-url', whereIs(node), problem)];
}

/** Of a webhook, or of a certificate that is fetched. */
export function checkHeaders(owner: Node): Diagnostic[] {
  const headers = fieldsOf(childOf(owner, 'headers'));
  const type = childOf(owner, 'content_type');
  const values = headers.map(([name, { node }]) => ({ name, node }));
  return [
    ...headers
      .filter(([name]) => CONNECTION_HEADERS.test(name))
      .map(([name, { key }]) => diagnostic('bad-header', whereIs(key), name, 'connection')),
    // RFC 9110, 5.1: the case of a header's name is of no meaning.
    ...repeats(headers, ([name]) => name.toLowerCase()).map(([name, { key }]) =>
      diagnostic('bad-header', whereIs(key), name, 'twice'),
    ),
    ...(type === undefined ? values : [...values, { name: 'content_type', node: type }]).flatMap(({ name, node }) => {
      const problem = isText(node) ? valueProblem(node.value) : null;
      return problem === null ? [] : [diagnostic('bad-header', whereIs(node), name, problem)];
    }),
  ];
}

/** RFC 9110, 5.5: of control characters a value may hold the tab alone. */
function valueProblem(value: string): 'line-end' | 'control' | null {
  if (/[\r\n]/.test(value)) return 'line-end';
  return /[^\P{Cc}\t]/u.test(value) ? 'control' : null;
}

/** Of a template that no `${NAME}` is replaced in. */
export function checkBody(owner: Node, key: string): Diagnostic[] {
  const node = childOf(owner, key);
  if (!isText(node)) return [];
  return variableUses([node]).map(({ name, span }) => diagnostic('variable-not-replaced', whereIs(span), name, key));
}
