/** Labels and variables of containers, in files of Docker Compose and in other YAML: Traefik, Caddy, acme-companion. */

import type { Mention } from '../format.ts';
import { isOff, readTraefikRouters, type Setting } from '../traefik-routers.ts';
import { readTraefikRule } from '../traefik-rule.ts';
import { readHosts } from '../yaml/hosts.ts';
import type { YamlNode } from '../yaml/parse.ts';
import { parseVariables, resolveVariables, type Variables } from '../yaml/variables.ts';
import { createYamlFormat } from '../yaml/yaml-format.ts';

export const COMPOSE = createYamlFormat({
  name: 'compose',
  files: /\.ya?ml(?:\.(?:j2|tpl|tmpl))?$/,
  sniff: (text) => /traefik\.(?:http|tcp|frontend)\.|\bLETSENCRYPT_HOST\b|\bcaddy\b/.test(text),
  readDocument(document, { path }, { readText, variables = [] }) {
    const directory = path.slice(0, path.lastIndexOf('/') + 1);
    const own = parseVariables(readText(`${directory}.env`) ?? '');
    return readContainers(document, new Map([...variables, ...own]));
  },
});

function* readContainers(node: YamlNode, variables: Variables): Iterable<Mention> {
  if (node.kind === 'scalar') return;
  const labels = listLabels(node).map((label) => ({ ...label, text: resolveVariables(label.text, variables) }));
  yield* readTraefikLabels(labels);
  yield* readCaddyLabels(labels);
  for (const { key, text, line } of labels) if (key === 'LETSENCRYPT_HOST') yield* readHosts({ text, line });
  const children = node.kind === 'list' ? node.items : node.entries.map(([, value]) => value);
  for (const child of children) yield* readContainers(child, variables);
}

/** Lists the labels of a map (`key: value`) or of a list (`key=value`). */
function listLabels(node: YamlNode): Setting[] {
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

const TRAEFIK = 'traefik.';

/** Reads the labels of Traefik, unless it ignores the container. */
function* readTraefikLabels(labels: readonly Setting[]): Iterable<Mention> {
  const own = labels.filter(({ key }) => key.toLowerCase().startsWith(TRAEFIK));
  const enable = own.findLast(({ key }) => key.toLowerCase() === 'traefik.enable');
  if (enable !== undefined && isOff(enable.text)) return;
  yield* readTraefikRouters(own.map((label) => ({ ...label, key: label.key.slice(TRAEFIK.length) })));
  for (const { key, text, line } of own) if (key === 'traefik.frontend.rule') yield* readTraefikRule(text, line);
}

/** Reads the sites of caddy-docker-proxy, such as `caddy_1`, without those whose certificate Caddy signs itself. */
function* readCaddyLabels(labels: readonly Setting[]): Iterable<Mention> {
  const sites = new Set(labels.flatMap(({ key }) => /^caddy(?:_\d+)?(?=\.)/.exec(key)?.[0] ?? []));
  for (const { key, text } of labels) if (key.endsWith('.tls') && text === 'internal') sites.delete(key.slice(0, -4));
  // A name without labels such as `caddy.reverse_proxy` is the version or image of Caddy.
  for (const { key, text, line } of labels) if (sites.has(key) && /\.|\$/.test(text)) yield* readHosts({ text, line });
}
