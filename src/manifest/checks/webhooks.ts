import type { Diagnostic } from '../../domain/index.ts';
import { findUrlProblem, isAuthorityTemplated } from '../../domain/sources/http-url.ts';
import { findRepeated } from '../../lib/collections.ts';
import { suggest } from '../../lib/did-you-mean.ts';
import { CONNECTION_HEADERS } from '../../lib/forbidden-headers.ts';
import type { Preset } from '../../presets/index.ts';
import { createDiagnostic, toLocation } from '../diagnostics/diagnostic.ts';
import { findVariableUses } from '../normalize/variable-references.ts';
import { findPreset, type ManifestSections } from '../sections.ts';
import { getChild, getField, getText, isText, listFields, type Node } from '../yaml/node.ts';
import type { Span } from '../yaml/source-file.ts';

export function checkWebhooks({ webhooks }: ManifestSections): Diagnostic[] {
  return webhooks.flatMap(({ key, node }) => [
    ...checkPreset(node, key),
    ...checkUrl(getChild(node, 'url')),
    ...checkHeaders(node),
    ...checkUnreplacedVariables(node, 'body_template'),
    ...checkMethod(node),
  ]);
}

/** What a webhook cannot do without; that of a preset is asked of where the preset is named. */
function checkPreset(webhook: Node, key: Span): Diagnostic[] {
  if (webhook.kind !== 'map') return [];
  const preset = findPreset(webhook);
  const at = toLocation(getChild(webhook, 'preset') ?? key);
  const isMisspelt = listFields(webhook).some(([name]) => name !== 'url' && suggest(name, ['url']) === 'url');
  const needsUrl = getChild(webhook, 'url') === undefined && (preset === null || preset.url === null) && !isMisspelt;
  const name = getText(getChild(webhook, 'preset')) ?? '';
  const secrets = Object.entries<Preset['secrets'][string]>(preset?.secrets ?? {}).flatMap(
    ([secret, { description: what, pattern }]) => {
      const node = getChild(getChild(webhook, 'secrets'), secret);
      if (node === undefined) return [createDiagnostic('preset-needs-secret', at, name, secret, what)];
      const isWritten = isText(node) && !node.value.includes('${');
      return isWritten && !pattern.test(node.value)
        ? [createDiagnostic('bad-secret', toLocation(node), secret, what)]
        : [];
    },
  );
  return [...(needsUrl ? [createDiagnostic('missing-key', at, 'url', 'a webhook')] : []), ...secrets];
}

/** What stands in a body that there is not reaches nobody. */
function checkMethod(webhook: Node): Diagnostic[] {
  const body = getField(webhook, 'body_template');
  const isGet = getText(getChild(webhook, 'method')) === 'GET';
  return isGet && body !== undefined ? [createDiagnostic('get-with-body', toLocation(body.key))] : [];
}

const TEMPLATE = /\{\{|\{%|\{#/;

/** What is written out must be a URL of HTTP; what a variable or a template brings is seen when it is there. */
function checkUrl(node: Node | undefined): Diagnostic[] {
  if (!isText(node) || node.value === '') return [];
  if (isAuthorityTemplated(node.value)) return [createDiagnostic('url-authority-templated', toLocation(node))];
  const problem = findUrlProblem(node.value, TEMPLATE);
  return problem === null ? [] : [createDiagnostic('bad-url', toLocation(node), problem)];
}

/** Of a webhook, or of a certificate that is fetched. */
export function checkHeaders(owner: Node): Diagnostic[] {
  const headers = listFields(getChild(owner, 'headers'));
  const type = getChild(owner, 'content_type');
  const values = headers.map(([name, { node }]) => ({ name, node }));
  return [
    ...headers
      .filter(([name]) => CONNECTION_HEADERS.test(name))
      .map(([name, { key }]) => createDiagnostic('bad-header', toLocation(key), name, 'connection')),
    // RFC 9110, 5.1: the case of a header's name is of no meaning.
    ...findRepeated(headers, ([name]) => name.toLowerCase()).map(([name, { key }]) =>
      createDiagnostic('bad-header', toLocation(key), name, 'twice'),
    ),
    ...(type === undefined ? values : [...values, { name: 'content_type', node: type }]).flatMap(({ name, node }) => {
      const problem = isText(node) ? findValueProblem(node.value) : null;
      return problem === null ? [] : [createDiagnostic('bad-header', toLocation(node), name, problem)];
    }),
  ];
}

/** RFC 9110, 5.5: of control characters a value may hold the tab alone. */
function findValueProblem(value: string): 'line-end' | 'control' | null {
  if (/[\r\n]/.test(value)) return 'line-end';
  return /[^\P{Cc}\t]/u.test(value) ? 'control' : null;
}

/** Of a template that no `${NAME}` is replaced in. */
export function checkUnreplacedVariables(owner: Node, key: string): Diagnostic[] {
  const node = getChild(owner, key);
  if (!isText(node)) return [];
  return findVariableUses([node]).map(({ name, span }) =>
    createDiagnostic('variable-not-replaced', toLocation(span), name, key),
  );
}
