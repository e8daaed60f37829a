/**
 * The generic reader: finds hosts in YAML of any structure, such as values of Helm, by the names of keys. A key such as `host` is only read
 * inside a key that declares TLS, such as `ingress`: elsewhere it can name a database or an external server.
 */

import type { Mention } from '../format.ts';
import { isHostnameAnnotation, readHosts } from './hosts.ts';
import type { YamlMap, YamlNode, YamlScalar } from './parse.ts';
import { isMap, listScalars, selectScalars, selectText } from './select-nodes.ts';
import { isTemplated } from './templates.ts';
import { type HelmScope, resolveTemplates } from './variables.ts';

/** A key around the keys of hosts. */
interface Context {
  /** The pattern of the key's name. */
  name: RegExp;
  /** The pattern of the keys inside that name hosts. */
  hosts: RegExp;
  /** Keys of which the map with the host must have at least one, if the name alone is ambiguous. */
  evidence?: RegExp;
}

const HOSTS =
  /^(?:host(?:s|name|names|Name|Names)?|domains?|domainNames?|fqdn|extraHosts|additionalHosts|resourceRootUrl|dnsNames|commonName)$/;

const CONTEXTS: readonly Context[] = [
  { name: /ingress(?:es|Route|Routes)?$/i, hosts: HOSTS },
  { name: /(?:http|grpc|tls)routes?$/i, hosts: /^host(?:names?|s)?$/ },
  { name: /virtualservices?$/i, hosts: /^hosts?$/ },
  {
    name: /certificates?$/i,
    hosts: /^(?:domains?|domainName|dnsNames|hosts?|commonName|additional(?:Hosts|Domains)|subjectAlternativeNames)$/,
  },
  {
    name: /^(?:gateway|routes?)$/i,
    hosts: /^host(?:s|name|names)?$/,
    evidence: /^(?:enabled|tls|annotations|parentRefs|gateways|className|gatewayClassName|termination)$/,
  },
];

/** Parts of an ingress that name other servers, or no server. */
const SKIPPED =
  /^(?:annotations|labels|paths?|extraPaths|backends?|service|env|affinity|nodeSelector|tolerations|resources|config)$/;

/** Reads the hosts in a document or in a map of values. Its templates refer to the scope, or else to the map itself. */
export function* readValues(
  node: YamlNode,
  { release = null, values = [] }: Partial<HelmScope> = {},
): Iterable<Mention> {
  const resolved = resolveTemplates(node, { release, values: [node, ...values] });
  yield* readNode(resolved, null);
  yield* readDefaults(resolved);
}

function* readNode(node: YamlNode, context: Context | null): Iterable<Mention> {
  if (node.kind === 'list') for (const item of node.items) yield* readNode(item, context);
  if (node.kind !== 'map' || isDisabled(node)) return;
  for (const [key, value] of node.entries) {
    if (isHostnameAnnotation(key))
      for (const scalar of listScalars(value)) yield* readHosts(scalar, { confidence: context ? 'declared' : 'dns' });
    else if (context?.hosts.test(key) && hasEvidence(node, context)) yield* readHostNodes(value, context);
    else if (!context || !SKIPPED.test(key))
      yield* readNode(value, CONTEXTS.find(({ name }) => name.test(key)) ?? context);
    else if (key === 'annotations') yield* readNode(value, context);
  }
}

function hasEvidence({ entries }: YamlMap, { evidence }: Context): boolean {
  return evidence === undefined || entries.some(([key]) => evidence.test(key));
}

function isDisabled(map: YamlMap): boolean {
  return ['enabled', 'enable', 'create'].some((key) => selectText(map, key) === 'false');
}

/** Reads a name, a list of names, or a list or map of maps with a `host` or `name`. */
function* readHostNodes(node: YamlNode, context: Context): Iterable<Mention> {
  for (const scalar of listScalars(node)) if (isHostText(scalar)) yield* readHosts(scalar);
  const items = node.kind === 'list' ? node.items : node.kind === 'map' ? node.entries.map(([, value]) => value) : [];
  for (const item of items.filter(isMap)) {
    if (isDisabled(item)) continue;
    for (const key of ['host', 'hostname', 'name', 'main', 'sans'])
      for (const scalar of selectScalars(item, key)) if (isHostText(scalar)) yield* readHosts(scalar);
    yield* readNode(item, { ...context, hosts: /^hosts$/ });
  }
}

/** Whether a text can be a host. Words such as `web` or `true` are names and switches. */
function isHostText({ text }: YamlScalar): boolean {
  return text.includes('.') || isTemplated(text);
}

/** Keys at the top level of a chart with the host of an ingress that has no host itself. */
const DEFAULTS = ['domain', 'hostname', 'host', 'global.domain', 'global.hostname', 'global.host'];

/** An enabled ingress without hosts gets the host of its chart: `global.domain` of Argo CD, `hostname` of Rancher. */
function* readDefaults(node: YamlNode): Iterable<Mention> {
  if (node.kind !== 'map' || isDisabled(node)) return;
  const names = DEFAULTS.flatMap((path) => selectScalars(node, path)).filter(isHostText);
  if (names.length > 0 && hasIngressWithoutHosts(node)) for (const scalar of names) yield* readHosts(scalar);
  for (const [, value] of node.entries) yield* readDefaults(value);
}

function hasIngressWithoutHosts(map: YamlMap): boolean {
  return map.entries.some(([key, value]) => {
    if (!isMap(value) || isDisabled(value)) return false;
    if (!/ingress$/i.test(key)) return hasIngressWithoutHosts(value);
    const isEnabled = value.entries.some(([name]) => name === 'enabled' || name === 'tls');
    return isEnabled && [...readNode(value, CONTEXTS[0] ?? null)].length === 0;
  });
}
