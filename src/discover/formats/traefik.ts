/** Traefik: routers and certificates in its YAML and TOML files. */

import type { Format, Mention } from '../format.ts';
import { parseToml } from '../toml.ts';
import { readTraefikRule } from '../traefik-rule.ts';
import { readHosts } from '../yaml/hosts.ts';
import type { YamlNode } from '../yaml/parse.ts';
import { selectScalars } from '../yaml/select-nodes.ts';
import { createYamlFormat } from '../yaml/yaml-format.ts';

const RULES = ['http.routers.*.rule', 'tcp.routers.*.rule'];

const DOMAINS = ['http.routers.*.tls.domains[]', 'tcp.routers.*.tls.domains[]', 'entryPoints.*.http.tls.domains[]'];

const sniff = (text: string) => /\brouters\b|\bentryPoints\b/.test(text);

export const TRAEFIK_YAML = createYamlFormat({
  name: 'traefik',
  files: /\.ya?ml(?:\.(?:j2|tpl|tmpl))?$/,
  sniff,
  readDocument: (document) => readConfiguration(document),
});

export const TRAEFIK_TOML: Format = {
  name: 'traefik',
  files: /\.toml(?:\.(?:j2|tpl|tmpl))?$/,
  sniff,
  *read({ text }) {
    for (const assignment of parseToml(text)) yield* readConfiguration(assignment);
  },
};

function* readConfiguration(node: YamlNode): Iterable<Mention> {
  for (const path of RULES) for (const { text, line } of selectScalars(node, path)) yield* readTraefikRule(text, line);
  for (const path of DOMAINS.flatMap((domain) => [`${domain}.main`, `${domain}.sans`]))
    for (const scalar of selectScalars(node, path)) yield* readHosts(scalar);
}
