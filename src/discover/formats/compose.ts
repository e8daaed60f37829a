/** Labels and variables of containers, in files of Docker Compose and in other YAML: Traefik, Caddy, acme-companion. */

import type { Mention } from '../format.ts';
import { readTraefikRule } from '../traefik-rule.ts';
import { readHosts } from '../yaml/hosts.ts';
import type { YamlNode } from '../yaml/parse.ts';
import { parseVariables, resolveVariables, type Variables } from '../yaml/variables.ts';
import { createYamlFormat } from '../yaml/yaml-format.ts';

export const COMPOSE = createYamlFormat({
  name: 'compose',
  files: /\.ya?ml(?:\.(?:j2|tpl|tmpl))?$/,
  sniff: (text) => /traefik\.(?:http|tcp|frontend)\.|\bLETSENCRYPT_HOST\b|\bcaddy\b/.test(text),
  readDocument(document, { path }, { readText }) {
    const directory = path.slice(0, path.lastIndexOf('/') + 1);
    return readContainers(document, parseVariables(readText(`${directory}.env`) ?? ''));
  },
});

interface Label {
  key: string;
  text: string;
  line: number;
}

/** The limit of labels, because each label is compared with all others. */
const MAX_LABELS = 1000;

function* readContainers(node: YamlNode, variables: Variables): Iterable<Mention> {
  if (node.kind === 'scalar') return;
  const labels = listLabels(node)
    .slice(0, MAX_LABELS)
    .map((label) => ({ ...label, text: resolveVariables(label.text, variables) }));
  for (const label of labels) yield* readLabel(label, labels);
  const children = node.kind === 'list' ? node.items : node.entries.map(([, value]) => value);
  for (const child of children) yield* readContainers(child, variables);
}

/** Lists the labels of a map (`key: value`) or of a list (`key=value`). */
function listLabels(node: YamlNode): Label[] {
  if (node.kind === 'map')
    return node.entries.flatMap(([key, value]) =>
      value.kind === 'scalar' ? [{ key, text: value.text, line: value.line }] : [],
    );
  if (node.kind !== 'list') return [];
  return node.items.flatMap((item) => {
    const equals = item.kind === 'scalar' ? item.text.indexOf('=') : -1;
    if (item.kind !== 'scalar' || equals === -1) return [];
    return [{ key: item.text.slice(0, equals), text: item.text.slice(equals + 1), line: item.line }];
  });
}

function* readLabel({ key, text, line }: Label, labels: readonly Label[]): Iterable<Mention> {
  const [, router] = /^(traefik\.(?:http|tcp)\.routers\.[^.]+)\.rule$/.exec(key) ?? [];
  if (router !== undefined ? !isPlain(router, labels) : key === 'traefik.frontend.rule')
    yield* readTraefikRule(text, line);
  const isName = /^traefik\.(?:http|tcp)\.routers\..*\.tls\.domains\[\d+\]\.(?:main|sans)$/.test(key);
  if (isName || key === 'LETSENCRYPT_HOST') yield* readHosts({ text, line });
  // A name without labels such as `caddy.reverse_proxy` is the version or image of Caddy.
  const isSite = /^caddy(?:_\d+)?$/.test(key) && labels.some((one) => one.key.startsWith(`${key}.`));
  if (isSite && /\.|\$/.test(text)) yield* readHosts({ text, line });
}

/** Whether a router is for the entry point of HTTP, which usually redirects. */
function isPlain(router: string, labels: readonly Label[]): boolean {
  if (labels.some(({ key }) => key.startsWith(`${router}.tls`))) return false;
  const points = labels.find(({ key }) => key.toLowerCase() === `${router}.entrypoints`.toLowerCase());
  return points?.text.split(',').every((point) => /^(?:web|http)$/.test(point.trim())) === true;
}
