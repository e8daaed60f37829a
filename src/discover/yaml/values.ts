/**
 * The generic reader: finds hosts in YAML of any structure, such as values of Helm, by the names of keys. A key such as `host` is only read
 * inside a key that declares TLS, such as `ingress`: elsewhere it can name a database or an external server.
 */

import type { Mention } from '../format.ts';
import { readTraefikRule } from '../traefik-rule.ts';
import { isHostnameAnnotation, isPlainRoute, readHosts, readListener } from './hosts.ts';
import type { YamlMap, YamlNode, YamlScalar } from './parse.ts';
import { isMap, listScalars, selectNodes, selectScalars, selectText } from './select-nodes.ts';
import { isTemplated } from './templates.ts';
import { type HelmScope, resolveTemplates } from './variables.ts';

/** A key around the keys of hosts. */
interface Context {
  /** The pattern of the key's name. */
  name: RegExp;
  /** The pattern of the keys inside that name hosts. */
  hosts: RegExp;
  /** The keys of hosts that other things have, too, and the keys of which their map must have at least one. */
  evidence?: { hosts: RegExp; keys: RegExp };
  /** Keys inside that name other servers. */
  others?: RegExp;
}

const HOSTS =
  /^(?:host(?:s|name|names|Name|Names)?|(?:hosts?)?FQDNs?|fqdns?|domains?|domainNames?|extraHosts|additionalHosts|resourceRootUrl|dnsNames|commonName)$/;

const CONTEXTS: readonly Context[] = [
  { name: /ingress(?:es|Route|Routes)?$/i, hosts: HOSTS },
  // `ingressGrpc` of Argo CD, but not the name of a class or controller.
  { name: /^ingress(?!Class|Controller|Nginx|Shim)[A-Z]/, hosts: HOSTS },
  { name: /(?:http|grpc|tls)routes?$/i, hosts: /^host(?:names?|s)?$/ },
  { name: /virtualservices?$/i, hosts: /^hosts?$/ },
  { name: /httpprox(?:y|ies)$/i, hosts: /^fqdn$/ },
  {
    name: /certificates?$/i,
    hosts: /^(?:domains?|domainName|dnsNames|hosts?|commonName|additional(?:Hosts|Domains)|subjectAlternativeNames)$/,
  },
  {
    name: /^(?:gateways?|gatewayApi|istio)$|routes?$/i,
    hosts: /^(?:host(?:s|[nN]ames?)?|fqdn|dnsNames)$/,
    evidence: {
      hosts: /^hosts?$/,
      keys: /^(?:enabled|tls|annotations|parentRefs?|gateways|gatewayRef|namespace|className|gatewayClassName|termination)$/,
    },
    // A gateway can be an application with servers of its own.
    others:
      /^(?:database|db|elasticsearch|kafka|ldap|mail|mailer|mongo(?:db)?|mysql|opensearch|postgres(?:ql)?|rabbitmq|redis|smtp)$/i,
  },
];

/** Parts of an ingress or route that name other servers, or no server. */
const SKIPPED =
  /^(?:annotations|labels|paths?|extraPaths|backends?|backendRefs|service|env|affinity|nodeSelector|tolerations|resources|config|destination|filters|match(?:es|ers|_re)?|requestRedirect|urlRewrite)$/;

/** Certificates that are not those of a server. */
const OTHER_CERTIFICATES = /(?:ca|client|root|intermediate|signing|trusted)[-_]?certificates?$/i;

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
  if (node.kind !== 'map' || isDisabled(node) || isPlainRoute(node) || isResource(node)) return;
  for (const [key, value] of node.entries) {
    if (OTHER_CERTIFICATES.test(key)) continue;
    if (isHostnameAnnotation(key))
      for (const scalar of listScalars(value)) yield* readHosts(scalar, { confidence: context ? 'declared' : 'dns' });
    else if (context && isTraefikRule(key, node)) yield* readRules(value);
    else if (context?.evidence && key === 'listeners') yield* readListeners(value);
    else if (context?.hosts.test(key) && isServed(key, value, node, context))
      yield* readHostNodes(value, context, key.endsWith('s'));
    else if (!context || !(SKIPPED.test(key) || context.others?.test(key)))
      yield* readNode(value, CONTEXTS.find(({ name }) => name.test(key)) ?? context);
    else if (key === 'annotations') yield* readNode(value, context);
  }
}

/** Whether the key of a host names a server of this map. */
function isServed(key: string, value: YamlNode, { entries }: YamlMap, { hosts, evidence }: Context): boolean {
  // Next to a host, the domain is only a part of its name.
  if (key === 'domain') return !entries.some(([other, node]) => other !== key && hosts.test(other) && hasHost(node));
  const isCertain = evidence === undefined || !evidence.hosts.test(key) || isMap(value);
  return isCertain || entries.some(([other]) => evidence.keys.test(other));
}

function isDisabled(map: YamlMap): boolean {
  return ['enabled', 'enable', 'create'].some((key) => selectText(map, key) === 'false');
}

/** Whether a map is a Kubernetes resource, which another format reads. */
function isResource({ entries }: YamlMap): boolean {
  return ['apiVersion', 'kind'].every((name) => entries.some(([key]) => key === name));
}

/** Whether a key has a rule of Traefik: `match`, or `matchRule` of its chart, whose default is an entry point inside the cluster. */
function isTraefikRule(key: string, map: YamlMap): boolean {
  return (
    key === 'match' || (key === 'matchRule' && ['entryPoints', 'tls'].some((one) => selectNodes(map, one).length > 0))
  );
}

function* readRules(node: YamlNode): Iterable<Mention> {
  for (const { text, line } of listScalars(node)) yield* readTraefikRule(text, line);
}

/** Reads the listeners of a gateway: a list, or a map by name. */
function* readListeners(node: YamlNode): Iterable<Mention> {
  const listeners: (readonly [string | null, YamlNode])[] =
    node.kind === 'map'
      ? node.entries.map(([name, value]) => [name, value])
      : listItems(node).map((one) => [null, one]);
  for (const [name, listener] of listeners)
    if (isMap(listener) && !isDisabled(listener)) yield* readListener(listener, name);
}

/** The keys of the name in a map that describes a host. */
const HOST_KEYS = ['host', 'hostname', 'name', 'main', 'sans'];

/**
 * Reads a name, a list of names, a map with a `host` or `name`, or a list or map of these. In a key such as `hosts`, a map can also have a
 * name for each component: `{ core: registry.example.com }`.
 */
function* readHostNodes(node: YamlNode, context: Context, isPlural: boolean): Iterable<Mention> {
  for (const scalar of listScalars(node)) if (isHostText(scalar)) yield* readHosts(scalar);
  for (const item of listHostMaps(node)) {
    if (isDisabled(item)) continue;
    for (const scalar of listNames(item)) yield* readHosts(scalar);
    if (isPlural && item === node && listNames(item).length === 0)
      for (const [key, value] of item.entries)
        if (!SKIPPED.test(key) && value.kind === 'scalar' && isHostText(value)) yield* readHosts(value);
    if (item !== node) yield* readNode(item, { ...context, hosts: /^hosts$/ });
  }
}

const listItems = (node: YamlNode): readonly YamlNode[] => (node.kind === 'list' ? node.items : []);

/** Lists the map itself, and the maps in a list or map. */
function listHostMaps(node: YamlNode): YamlMap[] {
  return (node.kind === 'map' ? [node, ...node.entries.map(([, value]) => value)] : listItems(node)).filter(isMap);
}

function listNames(map: YamlMap): YamlScalar[] {
  return HOST_KEYS.flatMap((key) => selectScalars(map, key)).filter(isHostText);
}

function hasHost(node: YamlNode): boolean {
  return listScalars(node).some(isHostText) || listHostMaps(node).some((map) => listNames(map).length > 0);
}

/** Whether a text can be a host. Words such as `web` or `true` are names and switches. */
function isHostText({ text }: YamlScalar): boolean {
  return text.includes('.') || isTemplated(text);
}

/** Keys at the top level of a chart with the host of an ingress that has no host itself. */
const DEFAULT_HOSTS = ['hostname', 'hostnames', 'host', 'global.hostname', 'global.host', 'global.hosts.*.name'];

/** A domain is the host only if there is no other: next to `hostnames`, it can be the domain of mail. */
const DEFAULT_DOMAINS = ['domain', 'global.domain'];

/** An enabled ingress without hosts gets the host of its chart: `global.domain` of Argo CD, `hostname` of Rancher. */
function* readDefaults(node: YamlNode): Iterable<Mention> {
  if (node.kind !== 'map' || isDisabled(node)) return;
  const select = (paths: readonly string[]) => paths.flatMap((path) => selectScalars(node, path)).filter(isHostText);
  const hosts = select(DEFAULT_HOSTS);
  const names = hosts.length > 0 ? hosts : select(DEFAULT_DOMAINS);
  if (names.length > 0 && hasIngressWithoutHosts(node)) for (const scalar of names) yield* readHosts(scalar);
  for (const [, value] of node.entries) yield* readDefaults(value);
}

function hasIngressWithoutHosts(map: YamlMap): boolean {
  return map.entries.some(([key, value]) => {
    if (!isMap(value) || isDisabled(value)) return false;
    if (!/ingress$/i.test(key)) return hasIngressWithoutHosts(value);
    const isEnabled = value.entries.some(([name]) => name === 'enabled' || name === 'tls');
    return isEnabled && !hasLabel(value) && [...readNode(value, CONTEXTS[0] ?? null)].length === 0;
  });
}

/** Whether an ingress has the first label of a host, to which a chart adds the domain: the domain alone is not the host. */
function hasLabel({ entries }: YamlMap): boolean {
  return entries.some(
    ([key, value]) =>
      HOSTS.test(key) &&
      [...listScalars(value), ...listHostMaps(value).flatMap((map) => selectScalars(map, 'host'))].some(({ text }) =>
        /\w/.test(text),
      ),
  );
}
