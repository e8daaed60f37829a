/** Resolves variables with a literal value in the repository: those of Docker Compose, Helm and Jinja. */

import { memoize } from '../../lib/memoize.ts';
import type { YamlNode } from './parse.ts';
import { selectText } from './select-nodes.ts';

export type Variables = ReadonlyMap<string, string>;

/** Parses the assignments of a `.env` file. A comment after a value begins with ` #`, as in Docker Compose. */
export function parseVariables(text: string): Variables {
  const variables = new Map<string, string>();
  for (const line of text.split('\n')) {
    const [, name, value = ''] = /^(?:export +)?([A-Za-z_][A-Za-z0-9_]*)=(.*)$/.exec(line.trim()) ?? [];
    if (name !== undefined) variables.set(name, parseValue(value));
  }
  return variables;
}

function parseValue(value: string): string {
  const end = /^["']/.test(value) ? value.indexOf(value.slice(0, 1), 1) : -1;
  const rest = value.slice(end + 1).trim();
  if (end > 0 && (rest === '' || rest.startsWith('#'))) return value.slice(1, end);
  return (value.split(/(?<!\S)#/, 1)[0] ?? '').trim();
}

/**
 * Replaces variables that have a value, or a default such as `${DOMAIN:-example.com}`, which with the colon also replaces an empty value. Other
 * variables are kept, and so is a dollar sign that is doubled.
 */
export function resolveVariables(text: string, variables: Variables): string {
  return text.replace(VARIABLE, (written, name, colon, fallback, bare) => {
    const value = variables.get(name ?? bare);
    const found = value === undefined || (value === '' && colon === ':') ? fallback : value;
    return isShort(found) ? found : written;
  });
}

const VARIABLE = /\$\$|\$\{([A-Za-z_]\w*)(?:(:?)[-=]([^{}$]*))?\}|\$([A-Za-z_]\w*)/g;

/** The scope of Helm templates. */
export interface HelmScope {
  release: string | null;
  /** Maps of values. The first one with a value takes precedence. */
  values: readonly YamlNode[];
}

/** Resolves templates that only insert a literal: `{{ .Release.Name }}` and `{{ .Values.domain }}`. */
export function resolveTemplates(node: YamlNode, { release, values }: HelmScope): YamlNode {
  const find = memoize((path: string) => values.map((one) => selectText(one, path)).find(isLiteral) ?? null);
  const resolve = (template: string, name: string) =>
    (name === 'Release.Name' ? release : find(name.slice(VALUES.length))) ?? template;
  return mapTexts(node, (text) => replaceShort(text, REFERENCE, resolve));
}

/** Resolves variables of Jinja such as `{{ domain }}` that have a literal value in the document. */
export function resolveJinjaVariables(document: YamlNode): YamlNode {
  const find = memoize((name: string) => [selectText(document, name)].find(isLiteral) ?? null);
  const resolve = (template: string, name: string) => find(name) ?? template;
  return mapTexts(document, (text) => replaceShort(text, /\{\{ *(\w+) *\}\}/g, resolve));
}

const VALUES = 'Values.';
const REFERENCE = /\{\{-? *\$?\.(Release\.Name|Values\.[\w.]+)(?: *\| *quote)? *-?\}\}/g;

function replaceShort(text: string, pattern: RegExp, resolve: (template: string, name: string) => string): string {
  const resolved = text.includes('{{') && isShort(text) ? text.replace(pattern, resolve) : text;
  return isShort(resolved) ? resolved : text;
}

/** Whether a text is short. Longer texts are not hosts, and could multiply. */
function isShort(text: string | null | undefined): text is string {
  return typeof text === 'string' && text.length < 1000;
}

function isLiteral(text: string | null): text is string {
  return isShort(text) && !text.includes('{{');
}

/** Copies the tree with mapped texts. Keys are texts, too. */
export function mapTexts(node: YamlNode, map: (text: string) => string): YamlNode {
  if (node.kind === 'scalar') return { ...node, text: map(node.text) };
  if (node.kind === 'list') return { ...node, items: node.items.map((item) => mapTexts(item, map)) };
  return { ...node, entries: node.entries.map(([key, value, line]) => [map(key), mapTexts(value, map), line]) };
}
