/** Checks webhooks: URL, preset, headers and body. */
import type { Diagnostic } from '../../../domain/index.ts';
import { findUrlProblem, isAuthorityTemplated } from '../../../domain/sources/http-url.ts';
import { findRepeated } from '../../../lib/collections.ts';
import { CONNECTION_HEADERS } from '../../../lib/http/headers.ts';
import { suggest } from '../../../lib/text/did-you-mean.ts';
import type { Preset } from '../../../presets/index.ts';
import { createDiagnostic } from '../../diagnostics/diagnostic.ts';
import { findVariableUses } from '../../normalize/variable-references.ts';
import { findPreset, type ManifestSections } from '../../sections.ts';
import { getChild, getField, getText, isNonEmptyText, isText, listFields, type Node } from '../../yaml/node.ts';
import type { Span } from '../../yaml/source-file.ts';

export function checkWebhooks({ webhooks }: ManifestSections): Diagnostic[] {
  return webhooks.flatMap(({ key, node }) => [
    ...checkPreset(node, key),
    ...checkUrl(getChild(node, 'url')),
    ...checkHeaders(node),
    ...checkUnreplacedVariables(node, 'body_template'),
    ...checkMethod(node),
  ]);
}

/** Checks required keys. Missing keys that the preset requires are reported at the preset. */
function checkPreset(webhook: Node, key: Span): Diagnostic[] {
  if (webhook.kind !== 'map') return [];
  const preset = findPreset(webhook);
  const at = getChild(webhook, 'preset') ?? key;
  const isMisspelled = listFields(webhook).some(([name]) => name !== 'url' && suggest(name, ['url']) === 'url');
  const needsUrl = getChild(webhook, 'url') === undefined && (preset === null || preset.url === null) && !isMisspelled;
  const name = getText(getChild(webhook, 'preset')) ?? '';
  const secrets = Object.entries<Preset['secrets'][string]>(preset?.secrets ?? {}).flatMap(
    ([secret, { description: what, pattern }]) => {
      const node = getChild(webhook, 'secrets', secret);
      if (node === undefined) return [createDiagnostic('preset-needs-secret', at, name, secret, what)];
      const isLiteral = isText(node) && !node.value.includes('${');
      return isLiteral && !pattern.test(node.value) ? [createDiagnostic('bad-secret', node, secret, what)] : [];
    },
  );
  return [...(needsUrl ? [createDiagnostic('missing-key', at, ['url'], 'a webhook')] : []), ...secrets];
}

function checkMethod(webhook: Node): Diagnostic[] {
  const body = getField(webhook, 'body_template');
  const isGet = getText(getChild(webhook, 'method')) === 'GET';
  return isGet && body !== undefined ? [createDiagnostic('get-with-body', body.key)] : [];
}

const TEMPLATE = /\{\{|\{%|\{#/;

/** Checks the literal parts. Values of variables and templates are checked when they are known. */
function checkUrl(node: Node | undefined): Diagnostic[] {
  if (!isNonEmptyText(node)) return [];
  if (isAuthorityTemplated(node.value)) return [createDiagnostic('url-authority-templated', node)];
  const problem = findUrlProblem(node.value, TEMPLATE);
  return problem === null ? [] : [createDiagnostic('bad-url', node, problem)];
}

/** Checks `headers` and `content_type` of a webhook or of an entry with a url. */
export function checkHeaders(owner: Node): Diagnostic[] {
  const headers = listFields(getChild(owner, 'headers'));
  const type = getChild(owner, 'content_type');
  const values = headers.map(([name, { node }]) => ({ name, node }));
  return [
    ...headers
      .filter(([name]) => CONNECTION_HEADERS.test(name))
      .map(([name, { key }]) => createDiagnostic('bad-header', key, name, 'connection')),
    // RFC 9110 section 5.1: header names are case-insensitive.
    ...findRepeated(headers, ([name]) => name.toLowerCase()).map(([[name, { key }]]) =>
      createDiagnostic('bad-header', key, name, 'twice'),
    ),
    ...(type === undefined ? values : [...values, { name: 'content_type', node: type }]).flatMap(({ name, node }) => {
      const problem = isText(node) ? findValueProblem(node.value) : null;
      return problem === null ? [] : [createDiagnostic('bad-header', node, name, problem)];
    }),
  ];
}

/** RFC 9110 section 5.5: the tab is the only control character allowed in a header value. */
function findValueProblem(value: string): 'line-end' | 'control' | null {
  if (/[\r\n]/.test(value)) return 'line-end';
  return /[^\P{Cc}\t]/u.test(value) ? 'control' : null;
}

/** Reports `${NAME}` in a template, where it is not replaced. */
export function checkUnreplacedVariables(owner: Node, key: string): Diagnostic[] {
  const node = getChild(owner, key);
  if (!isText(node)) return [];
  return findVariableUses([node]).map(({ name, span }) => createDiagnostic('variable-not-replaced', span, name, key));
}
